"""The people of a report: full names, the titles and appositions that tell who they are, what stands for them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord import actors
from onrecord.extract.forms import written
from onrecord.extract.mentions import Passage

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_PARTICLES = frozenset(
    {"al", "bin", "ibn", "de", "la", "dela", "da", "dos", "del", "von", "van", "der", "el", "abu", "ould", "y"}
)
_AL = re.compile(r"^(?:al|el|ul)-", re.IGNORECASE)
_OFFICES = frozenset({"Defense", "Defence", "State", "Interior", "Health", "Security", "Affairs", "Justice", "Finance"})
_DAY = re.compile(r" (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$")
_TYPES = re.compile(
    r"(?:\s+(?:news|agency|group|organi[sz]ation|newspaper|website|channel|network|television|TV|radio|monitor))*"
)
_CALLED = (
    r" (?:named|called|known as|identified as|who \w+ (?:by )?(?:(?:the|his|her|only|a) )*(?:\w+ )?name(?: of| as)?|"
    r"(?:who identified|identifying) (?:him|her)self(?: only)? as)"
)
CALLED = re.compile(_CALLED + r" (?P<name>[A-Z][\w’'-]+(?: (?:al-)?[A-Z][\w’'-]+)*)\s*,?\s*$")
_NAMED = re.compile(r"\b(?:[Aa]n?|[Oo]ne|[Tt]he) (?P<who>[\w’'-]+(?: [\w’'-]+){0,5}?),?" + _CALLED + "$")
VAGUE = frozenset(
    [
        "group",
        "organisation",
        "organization",
        "agency",
        "body",
        "archive",
        "network",
        "charity",
        "institute",
        "publication",
        "company",
        "department",
        "council",
        "centre",
        "center",
        "union",
        "party",
        "outlet",
        "firm",
        "newspaper",
        "site",
        "website",
        "paper",
        "channel",
        "broadcaster",
        "watchdog",
        "monitor",
        "station",
        "alliance",
        "bloc",
        "committee",
    ]
)


@dataclass(frozen=True, slots=True)
class Voice:
    """A resolved source: ``described`` is the fullest wording, ``person`` and ``plural`` tell which pronouns fit."""

    name: str
    kind: str
    side: str | None = None
    described: str = ""
    origin: str | None = None
    person: bool = False
    plural: bool = False


OUTLET = Voice("", "none")
UNNAMED = Voice("", "unnamed")


@dataclass(frozen=True, slots=True)
class Person:
    """Someone the report names in full, with the words that tell who it is."""

    name: str
    roles: tuple[str, ...]
    named: int = 1  # times the report names them in full


def split_name(phrase: str) -> tuple[str, str] | None:
    """A phrase that ends in a person's name, as (name, title): ("R. Dale", "Hill County Sheriff")."""
    words = phrase.replace("’s ", "'s ").split()
    first = len(words)
    for at in range(len(words) - 1, -1, -1):
        word = words[at]
        if (
            word[:1].isupper()
            or (word.lower() in _PARTICLES and 0 < at < len(words) - 1)
            or re.match(r"(?:al|el)-[A-Z]", word)
        ):
            first = at
        else:
            break
    run = words[first:]
    cut = 0
    for at, word in enumerate(run):
        bare = word.strip(",.'’").removesuffix("'s")
        if bare.lower() in {
            "mr",
            "mrs",
            "ms",
            "dr",
            "sir",
            "lt",
            "gen",
            "col",
            "sgt",
            "maj",
            "capt",
            "rev",
            "adm",
            "brig",
            "st",
        } or (
            at < len(run) - 1
            and (
                bare in _OFFICES
                or actors.kind_of(bare) is not None
                or word.endswith(("'s", "-based"))
                or actors.country_of(bare)
            )
        ):
            cut = at + 1
    for size in range(min(5, len(run) - 1), 1, -1):
        for at in range(len(run) - size):
            if actors.actors_in(" ".join(run[at : at + size])) and actors.lookup(" ".join(run[at : at + size])):
                cut = max(cut, at + size)
    name = " ".join(run[cut:]).strip(" ,.'’").removesuffix("'s")
    title = " ".join([*words[:first], *run[:cut]]).strip(" ,")
    if not name or name.lower() in {"the", "a", "an", "i"} or (run[cut:] and run[cut].lower() in {"the", "a", "an"}):
        return None
    if any(ch.isdigit() for ch in name):
        return None
    return name, re.sub(r"^(?:Mr|Mrs|Ms|Dr|Sir)\.?$", "", title)


def completes(before: str) -> bool:
    """Whether a name after these words only completes them, as after "a spokesman for President"."""
    parts = re.split(r"\b(?:for|to|of|with|from|in|at|near)\b", before)
    if len(parts) < 2:
        return False
    between = parts[-1].strip(" ,")
    if not between:
        return True
    known = actors.lookup(between)
    if known is not None or between.endswith("s") or before.rstrip().endswith(","):
        return False
    whole = next(
        (a for _, end, _, a in actors.actors_in(before) if a is not None and end >= len(before.rstrip())), None
    )
    return whole is None or (whole.kind == "government" and actors.kind_of(before.split(" of ")[0]) is None)


def heads(described: str) -> frozenset[str]:
    """The head nouns of a description: "Ana Ruiz, mayor of Lugo" has "ruiz" and "mayor"."""
    bases = (
        re.split(r"\s(?:of|for|at|in|from|with|to|close|near|on)\s", part.strip())[0]
        for part in described.lower().split(",")
    )
    return frozenset(
        base.split()[-1].strip(".’'s") if base.endswith("'s") else base.split()[-1] for base in bases if base.split()
    )


def inside(words: Sequence[str], name: Sequence[str]) -> bool:
    """Whether a name holds these words one after the other, the article of a surname aside: "Arabi" is "al-Arabi"."""
    whole, part = ([_AL.sub("", word) for word in side] for side in (name, words))
    return any(whole[i : i + len(part)] == part for i in range(len(whole)))


def is_person(phrase: str) -> bool:
    """Whether a bare role is one person ("a hospital spokesman"), so that "he" or "she" may stand for it."""
    base = re.split(r"\s(?:of|for|at|in|from|with|to)\s|,", phrase)[0]
    return bool(
        re.search(
            r"(?:man|woman|person|official|officer|doctor|chief|head|director|source|resident|leader|general|colonel|captain|er|or|ist|ian|(?<!me)nt)$",
            base,
        )
    ) and (base.split()[-1].lower() not in VAGUE | {"observatory", "government", "department", "parliament"})


def is_plural(phrase: str) -> bool:
    return phrase.rstrip().endswith("s")


def people_of(passages: Sequence[Passage]) -> Iterator[Person]:
    """Everyone named in full, with the titles and appositions that tell who they are."""
    roles: dict[str, list[str]] = {}
    later: dict[str, list[Token]] = {}  # surnames alone
    times: Counter[str] = Counter()
    for passage in passages:
        for ent in passage.doc.ents:
            if ent.label_ != "PERSON":
                if len(ent) == 1 and ent.label_ in {"ORG", "GPE"}:  # a surname that was taken for another name
                    later.setdefault(ent[0].text, []).append(ent[0])
                continue
            whole = _title_words(ent.root) or written(ent)
            found = split_name(whole) or (written(ent), "")
            name, title = found
            name = _DAY.sub("", name.removesuffix("’s"))
            if len(name.split()) < 2:
                later.setdefault(name, []).append(ent.root)
                continue
            if not names_someone(name):
                continue
            told = roles.setdefault(name, [])
            times[name] += 1
            beside = (title, *_appositions(ent.root, passage.doc), *_before_name(passage.doc, ent.start))
            told.extend(role for role in beside if role and role not in told)
            told.extend(role for role in _of_employer(told, ent, roles) if role not in told)
    for name, told in roles.items():
        words = name.split()
        if any(len(other.split()) > len(words) and other.split()[-len(words) :] == words for other in roles):
            continue  # "Abdel Rahman" beside "Rami Abdel Rahman"
        alone = len([other for other in roles if other.split()[-1] == words[-1]]) == 1
        apposed = (role for root in later.get(words[-1], ()) if alone for role in _appositions(root, root.doc))
        told.extend(role for role in apposed if role and role not in told)
        yield Person(name, tuple(told), times[name])


def _of_employer(told: Sequence[str], name: Span, roles: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """What is told of the person named before in the sentence, where this one is "his spokesman" or "her aide"."""
    if not any(re.match(r"(?:his|her) (?:spokes|aide|deputy|office|advis|press)", role) for role in told):
        return ()
    before = [ent for ent in name.sent.ents if ent.label_ == "PERSON" and ent.end <= name.start]
    return roles.get(written(before[-1]), ()) if before else ()


def names_someone(name: str) -> bool:
    """Whether a name may be a person's: not a body's or an office's, though its last word may be one ("Ana Head")."""
    kind = actors.kind_of(name)
    first = name.rpartition(" ")[0]
    return kind in {None, "government"} or (kind == "none" and bool(first) and actors.kind_of(first) is None)


def _title_words(root: Token) -> str:
    """The noun chunk that a name closes, titles included: "Civil Aviation Minister Ana Ruiz"."""
    last = max((t.i for t in root.subtree if t.i <= root.i + 1 and t.dep_ == "case"), default=root.i)
    left = root.left_edge.i
    words = root.doc[left : root.i + 1]
    start = 0
    for offset, token in enumerate(words):
        if token.is_punct and token.text not in {"-", "."}:
            start = offset + 1
    return root.doc[left + start : max(root.i, last if last == root.i else root.i) + 1].text


def _appositions(root: Token, doc: Doc) -> Iterator[str]:
    """What stands beside a name to tell who it is: "Ana Ruiz, mayor of Lugo", "Ana Ruiz of the army"."""
    for child in root.children:
        if child.dep_ == "appos" and child.i > root.i:
            stop = next((t.i for t in child.rights if t.dep_ == "relcl"), child.right_edge.i + 1)
            yield doc[child.left_edge.i : stop].text.strip(" ,")
        if child.dep_ == "prep" and child.lower_ in {"of", "from"} and child.i == root.i + 1:
            yield doc[child.i + 1 : child.right_edge.i + 1].text.strip(" ,")
    if (
        root.dep_ in {"appos", "conj"}
        and root.head.pos_ in {"NOUN", "PROPN"}
        and root.head.i < root.i
        and root.dep_ == "appos"
    ):
        yield doc[root.head.left_edge.i : root.left_edge.i].text.strip(" ,")
    after = doc[root.i + 1 : root.i + 18].text
    match = re.match(r"\s*,\s+((?:the|a|an|its)?\s*[\w’' -]{4,70}?)(?:,|\s+said|\s+told)", after)
    if match and actors.kind_of(match[1]) is not None:
        yield match[1]


def _before_name(doc: Doc, start: int) -> Iterator[str]:
    """The role right before a name where commas are missing: "the head of the observatory Ana Ruiz"."""
    nearby = doc[max(0, start - 10) : start]
    last_verb = max(
        (t.i for t in nearby if t.pos_ in {"VERB", "AUX"} and t.lower_ != "based"), default=nearby.start - 1
    )
    tail = re.split(r"[,.;:“”\"]|\b(?:and|but|that|said|by)\b", doc[last_verb + 1 : start].text)[-1].strip()
    tail = re.sub(r"\s+\w+[- ]based\b", "", tail)
    if (told := _NAMED.search(doc[max(0, start - 16) : start].text)) is not None:
        tail = told["who"]
    if tail and actors.kind_of(tail) not in {None, "witness", "none"}:
        yield tail


def body_at_end(phrase: str) -> actors.Actor | None:
    """The known body of a phrase whose other words only qualify it: "the Britain-based Airwars", "TAP news agency"."""
    plain = actors.bare(phrase)
    for start, end, _, actor in actors.actors_in(plain):
        rest = plain[end:].strip()
        stray = (
            start == 0
            and rest.islower()
            and not re.search(r"\b(?:of|for|and)\b", rest)
            and actors.kind_of(rest) is None
        )
        if actor is None or actor.kind == "government" or not (stray or _TYPES.fullmatch(plain[end:])):
            continue
        if not re.search(r"\b(?:of|for|to|with|by|from|in|at|and)\b|,", plain[:start]):
            return actor
    return None
