"""Which person a phrase names: by a full name met before, an office, or a role beside a new name."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping

from onrecord import actors
from onrecord.alternation import has
from onrecord.extract.sources.cues import cues
from onrecord.extract.sources.naming import office_of
from onrecord.extract.sources.people import Person, completes, inside, names_someone, split_name

_BODY_OF = re.compile(
    r"(?:the |The )?(?:[\w-]+ )?(?:government|regime|administration|army|forces|party|supporters?) of\b"
)
_LEFT_OPEN = re.compile(r"\b(?:in|at|near|from)$")
_TITLED = re.compile(r"(?:Mr|Mrs|Ms|Miss|Sir|Lord|Lady|Dame)\.? (?P<name>(?:[Aa]l-|[Ee]l-)?[A-Z][\w’'-]+)")
_OFFICE_BEFORE = re.compile(r"(?P<office>(?:\b[Tt]he|\b[Aa]n?|\b[Ii]ts) [\w’'. -]{4,60}),? $")
_OFFICE_AFTER = re.compile(r", (?P<office>(?:the|an?) [\w’'. -]{4,60}),")
_AGED = re.compile(r", an? \d+-year-old\b")
_RANKED = re.compile(r"\b(?:Lt|Sgt|Capt|Col|Gen|Maj|Cpl|Det|Officer|Sheriff|Chief|Mayor|Lieutenant|Sergeant|Captain)\b")


def person_of(people: dict[str, Person], names: Container[str], phrase: str) -> tuple[str | None, tuple[str, ...]]:
    """The full name of the person a phrase names, with the known roles; (None, ()) for bodies and bare roles.

    A person met here for the first time is put into ``people``.
    """
    named = [name for name in people if (" " in name or name == phrase) and has(phrase, name)]
    for name in sorted(named, key=len, reverse=True):
        before, _, after = phrase.partition(name)
        if (body := re.match(r"(?: [A-Z][\w’'-]+)+$", after)) is not None and actors.kind_of(body[0].strip()):
            continue  # "Weld County Emergency Services"
        if (more := re.match(r"(?: [A-Z][\w’'-]+)+", after)) is not None and actors.kind_of(more[0].strip()) is None:
            name, after = name + more[0], after[more.end() :]
            people[name] = Person(name, people.pop(name[: -len(more[0])]).roles)
        if not completes(before):
            return name, tuple(r for r in (before.strip(" ,"), after.strip(" ,"), *people[name].roles) if r)
    if (office := office_of(phrase)) is not None:
        people[office[0]] = Person(office[0], (office[1],))
        return office[0], (office[1],)
    base = re.split(r"\s(?:of|for|from|at|in)\s", phrase)[0]
    for part in dict.fromkeys((*phrase.split(","), base.split(",")[0])):
        found = split_name(part.strip())
        if found is None or (actors.lookup(found[0]) is not None and actors.lookup(found[0]).kind != "government"):  # type: ignore[union-attr]
            continue
        name, role = found
        if _BODY_OF.match(role) or role.endswith((" of", " for", " from", " with", " to", " of the", " for the")):
            continue  # "a resident of Tal Nasr"
        person = known_person(people, name)
        if person is not None and not completes(role):
            return person.name, tuple(r for r in (role, *person.roles) if r)
        told_after = phrase.startswith(f"{name}, ") and (
            actors.kind_of(phrase[len(name) + 2 :]) is not None or _AGED.match(phrase, len(name)) is not None
        )
        personal = told_after or (bool(role) and actors.kind_of(role) is not None and not completes(role))
        if _LEFT_OPEN.search(role):
            continue  # "a reporter in Deir Ezzor"
        someone = names_someone(name) if name in names else personal and actors.kind_of(name) in {None, "government"}
        if someone and not actors.country_of(name):
            if not personal and " " not in name:
                continue
            after = phrase.partition(name)[2].strip(" ,")
            told = tuple(r for r in (role, re.sub(r"^of\s+", "", after)) if r)
            if " " in name or _RANKED.search(role):
                people[name] = Person(name, told)
            return name, told
    return None, ()


def titled(phrase: str, text: str) -> Person | None:
    """The person of a title and a surname, "Mr Ruiz", by the full name and the office that the text gives, if any."""
    found = _TITLED.fullmatch(phrase)
    if found is None:
        return None
    full = re.search(
        rf"(?<![\w.])(?!(?:Mr|Mrs|Ms|Dr|Miss)\b)[A-Z][\w’'-]+ (?:(?:al|el)-)?{re.escape(found['name'])}\b", text
    )
    if full is None:
        return Person(phrase, ())
    before, after = text[max(0, full.start() - 80) : full.start()], text[full.end() : full.end() + 80]
    told = (_OFFICE_BEFORE.search(before), _OFFICE_AFTER.match(after))
    return Person(full[0], tuple(match["office"] for match in told if match is not None))


def own_reporter(phrase: str, publisher: str | None) -> bool:
    """Whether the words are the outlet's own people: "our correspondent", "CNN's Ana Ruiz", "a correspondent"."""
    low = phrase.lower()
    words = re.findall(r"[\w-]+", low)
    if words and words[0] in {"our", "we"}:
        return True
    outlet = next((a for _, _, _, a in actors.actors_in(phrase) if a is not None and a.kind == "media"), None)
    own = bool(publisher) and str(publisher).lower() in low
    if outlet is not None and outlet.side is None and re.search(r"['’]s\s+[A-Z]", phrase):
        return True
    if any(word in cues().reporters - {"staff", "crew"} for word in words):
        foreign = outlet is not None and outlet.side is None
        return own or foreign or (outlet is None and len(words) <= 2) or "chief" in words
    return own and len(words) <= 3


def known_person(people: Mapping[str, Person], name: str) -> Person | None:
    """The person of the report whose full name holds this shorter one."""
    if name in people:
        return people[name]
    words = name.split()
    matches = [
        person
        for person in people.values()
        if len(person.name.split()) > len(words) and inside(words, person.name.split())
    ]

    def likely(person: Person) -> tuple[bool, bool, int, int, int]:
        own = set(words) <= set(person.name.split())
        return own, person.name.endswith(name), person.named, len(person.roles), len(person.name)

    return max(matches, key=likely, default=None)
