"""What a line counts, as a title for people: "Russian troops killed", "Refugees abroad, forecast"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from onrecord import knowledge
from onrecord.actors import country_of, lookup
from onrecord.brief.wording import MODALITIES
from onrecord.model import Claim

STATED = frozenset({"injured", "hospitalised", "casualties", "affected"})
THINGS = frozenset({"equipment_lost", "destroyed", "damaged", "strikes", "attacks", "services_cut", "other"})
VOTES = frozenset({"votes_for", "votes_against", "abstentions"})
LONGEST = 4
NEAR = 24


@dataclass(frozen=True, slots=True)
class Words:
    """The words of data/brief.toml that titles are made of."""

    titles: Mapping[str, Mapping[str, str]]
    verbs: Mapping[str, tuple[tuple[re.Pattern[str], str], ...]]
    plain: frozenset[str]
    fighters: tuple[str, ...]
    civilians: frozenset[str]
    before: frozenset[str]
    after: frozenset[str]
    objects: Mapping[str, str]
    conditions: tuple[tuple[str, re.Pattern[str]], ...]
    windows: re.Pattern[str]


@cache
def words() -> Words:
    """The words of titles, read once."""
    table = knowledge.table("brief.toml")
    people = table["people"]
    verbs = {name: tuple((re.compile(p, re.I), title) for p, title in rows) for name, rows in table["verbs"].items()}
    return Words(
        table["titles"],
        verbs,
        frozenset(people["plain"]),
        tuple(people["fighters"]),
        frozenset(people["civilians"]),
        frozenset(people["before"]),
        frozenset(people["after"]),
        table["objects"],
        tuple((name, re.compile(rf"\b(?:{p})\b", re.I)) for name, p in table["conditions"].items()),
        re.compile(rf"\b(?:{'|'.join(table['windows']['patterns'])})", re.I),
    )


def title(claims: Sequence[Claim], sentences: Mapping[str, str] | None = None, *, loose: bool = False) -> str:
    """The title of a line from its claims; ``sentences`` are their sentences by claim id, for a window's words.

    With ``loose`` a group that any of them names tells who is counted, even where most name none.
    """
    parts = [
        _counted([c for c in claims if c.group] or claims if loose else claims),
        _condition(claims),
        _window(claims, sentences or {}),
        _modality(claims),
    ]
    if all(c.increment for c in claims):
        parts.append("new since the last count")
    made = ", ".join(part for part in parts if part)
    return made[:1].upper() + made[1:]


def inside(named: str) -> str:
    """A title within a sentence: "people killed", but "Russian troops killed" and "UN staff missing"."""
    first = named.split(" ", 1)[0]
    follows = named[len(first) + 1 :][:1]
    proper = any(ch.isupper() for ch in first[1:]) or follows.isupper() or country_of(first) is not None
    return named if proper else named[:1].lower() + named[1:]


def adjective(side: str) -> str:
    """How a party's people and things are called: "Russia" is "Russian"; a group goes by its name."""
    row = knowledge.table("actors/countries.toml")["countries"].get(side, {})
    return next(iter(row.get("adjectives", ())), side)


def things(claims: Sequence[Claim]) -> str:
    """The things a line counts, in the plural and with whose they are: "Russian tanks"; "" where none are named."""
    named = Counter(c.object for c in claims if c.object and c.object != "other")
    group = _common(claims) if not named or all(c.object in {None, "building"} for c in claims) else None
    noun = group or (words().objects.get(named.most_common(1)[0][0], "") if named else "")
    side = _side(claims)
    if side and any(c.measure == "equipment_lost" for c in claims):
        noun = noun or "equipment"
    return _sided(noun, side)


def plural_of(thing: str | None) -> str:
    """The plural of a kind of thing (codebook section 5)."""
    return words().objects.get(thing or "", "")


def plural(noun: str) -> str:
    """The plural of a counted noun phrase: reports that count one of a thing name it in the singular."""
    if country_of(noun) and not noun.endswith("s"):
        return f"{noun} people"
    if re.search(r"(?:s|men|people|children|police|personnel|aircraft|staff|crew|cattle|livestock|teeth|feet)$", noun):
        return noun
    for one, many in (("man", "men"), ("child", "children"), ("person", "people")):
        if noun.endswith(one):
            return noun[: -len(one)] + many
    if re.search(r"[^aeiou]y$", noun):
        return noun[:-1] + "ies"
    return noun + ("es" if re.search(r"(?:x|z|ch|sh)$", noun) else "s")


def _counted(claims: Sequence[Claim]) -> str:
    measure = claims[0].measure or "other"
    row = words().titles.get(measure, words().titles["other"])
    told = " ".join(f"{c.span.prefix[-NEAR:]} {c.span.exact} {c.span.suffix[:NEAR]}" for c in claims)
    verb = next((said for pattern, said in words().verbs.get(measure, ()) if pattern.search(told)), None)
    what = things(claims) if "things" in row else ""
    who = "" if measure in THINGS and what else _people(claims)
    if what and (measure in THINGS or not who):
        return row["things"].format(things=what)
    if verb and "{who}" in verb:
        return verb.format(who=who or "troops")
    return verb or (row["who"].format(who=who) if who else row["alone"])


def _people(claims: Sequence[Claim]) -> str:
    """Those a line counts, "" where they are no more than people."""
    known, side = words(), _side(claims)
    heads = [head for head in (_head(_noun(c.group)) for c in claims if c.group) if head]
    if all(c.status == "military" for c in claims):
        fighters = Counter(head for head in heads if head in known.fighters and head != "personnel")
        most = max(fighters, key=lambda h: (fighters[h], -known.fighters.index(h)), default=None)
        own = Counter(head for head in heads if head not in known.fighters and head not in known.plain)
        if side == adjective(side or ""):
            telling = [n for n in map(_noun, (c.group for c in claims)) if _head(n) == most and _tells(n, side)]
            if telling:
                return plural(min(telling, key=lambda n: (len(n), n)))
        named = next((head.title() for head in own if lookup(head.title())), None)
        if named and not most:
            return f"{named} fighters"
        noun = plural(most or next(iter(own), "fighters" if side and side == adjective(side) else "troops"))
        return _sided(noun, side)
    if heads and all(head in known.civilians for head in heads) and len(heads) * 2 >= len(claims):
        if claims[0].measure == "protesters":
            return plural(heads[0])
        return "civilians"
    group = _common(claims)
    return _sided(group, side if any(c.status == "military" for c in claims) else None) if group else ""


def _common(claims: Sequence[Claim]) -> str | None:
    """The noun phrase that most of the claims count by, in the plural; None where most name none."""
    nouns = [noun for noun in (_noun(c.group) for c in claims if c.group) if noun]
    nouns = [noun for noun in nouns if _head(noun) not in words().plain]
    if not nouns or len(nouns) * 2 < len(claims):
        return None
    counted = Counter(_head(noun) for noun in nouns)
    head = counted.most_common(1)[0][0]
    if counted[head] * 2 < len(nouns):
        return None
    return plural(min((noun for noun in nouns if _head(noun) == head), key=lambda n: (len(n.split()), n)))


def _noun(group: str | None) -> str:
    """A group's noun phrase without determiners and without what follows it: "residents of the city" is "residents"."""
    known = words()
    found: list[str] = []
    for word in re.split(r"[\s,;()“”\"]+", group or ""):
        if not word:
            continue
        if found and word.lower() in known.after:
            break
        if found or (word.lower() not in known.before and not re.search(r"\d|['’]s?$", word)):
            found.append(word)
    return " ".join(found) if len(found) <= LONGEST else found[-1]


def _head(noun: str) -> str:
    return noun.split()[-1].lower() if noun else ""


def _side(claims: Sequence[Claim]) -> str | None:
    """The party whose people or things these are, where the claims that name one agree."""
    sides = Counter(c.side for c in claims if c.side)
    return next(iter(sides)) if len(sides) == 1 else None


def _sided(noun: str, side: str | None) -> str:
    """A noun with the adjective of its side, unless it tells the side already."""
    return noun if not noun or not side or _tells(noun, side) else f"{adjective(side)} {noun}"


def _tells(noun: str, side: str | None) -> bool:
    """Whether a noun phrase names a side, by its name or its adjective."""
    if not side:
        return False
    stem = min(len(side), max(4, len(side) - 2))
    return any(word.lower().startswith((side.lower()[:stem], adjective(side).lower()[:5])) for word in noun.split())


def _condition(claims: Sequence[Claim]) -> str:
    """The condition that all the claims word alike: "critical"."""
    if claims[0].measure not in STATED:
        return ""
    return next((n for n, p in words().conditions if all(p.search(c.span.exact) for c in claims)), "")


def _window(claims: Sequence[Claim], sentences: Mapping[str, str]) -> str:
    """The words of the stated window that the figures are of: "in the past 24 hours"."""
    if not all(c.scope == "period" for c in claims):
        return ""
    told = [words().windows.search(sentences.get(c.id) or _around(c)) for c in claims]
    stretches = [" ".join(found[0].split()) for found in told if found]
    if stretches:
        # A window in words needs no claim of its own beside it.
        best = min(stretches, key=lambda s: any(ch.isdigit() for ch in s))
        return best[:1].lower() + best[1:]
    return "in a stated period"


def _around(claim: Claim) -> str:
    return f"{claim.span.prefix}{claim.span.exact}{claim.span.suffix}"


def _modality(claims: Sequence[Claim]) -> str:
    modality = claims[0].modality
    if modality == "possible" and claims[0].measure == "infected":
        return "suspected" if all(c.modality == modality for c in claims) else ""
    return MODALITIES.get(modality, "") if all(c.modality == modality for c in claims) else ""


def vote_titles(body: str | None) -> dict[str, str]:
    """The three lines of a vote under the body that voted."""
    of = f"{body} vote: " if body else "Vote: "
    return {"votes_for": f"{of}for", "votes_against": f"{of}against", "abstentions": f"{of}abstained"}


def voting_body(claims: Iterable[Claim], reports: Iterable[str]) -> str | None:
    """The body that voted, from the events of the reports that count its votes."""
    bodies = re.compile(rf"\b(?:{knowledge.table('brief.toml')['voting']['bodies']})\b")
    within = set(reports)
    actors = [c.event.actor for c in claims if c.event and c.event.kind == "vote" and c.report in within]
    return next((" ".join(actor.split()) for actor in actors if actor and bodies.search(actor)), None)
