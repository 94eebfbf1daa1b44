"""Names and kinds that only the rest of a report tells: a body's longest form, what a bare name is short for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from onrecord import actors
from onrecord.alternation import has, offsets
from onrecord.extract.sources.people import Person, is_person

_FULL_NAME = re.compile(r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){1,2}")
_SIGNER = (
    r"(?P<who>(?:the |an? )?[\w’'.-]+(?: (?!(?:on|in|was|were|that|which|and|after|said|sent)\b)[\w’'-]+){0,6}?)"
    r"(?=[,.;]| (?:on|in|was|were|that|which|and|after|said|sent)\b)"
)
_BRACKETED = re.compile(
    r"((?:[A-Z][\w’'&.-]*)(?:\s+(?:of|for|and|the|on|in|to|de|[A-Z][\w’'&.-]*))*)\s+\(([A-Z][A-Za-z.]{1,11})\)"
)
_PARTY = re.compile(
    r"\b(?:Liberal|Democrat|Conservative|Labou?r|Republican|Socialist|Communist|Tory)\w*(?: [A-Z]\w+)? "
    r"(?:leader|chairman|spokes\w+|candidate)\b"
)
_THINKS = re.compile(r"\b(?:Institute|Cent(?:er|re) (?:for|on)|University|College)\b")
_EXECUTIVE = re.compile(r"\b(?:[Cc]hief [Ee]xecutive|CEO|[Mm]anaging [Dd]irector)\b")
_BUSINESS = re.compile(r"\b(?:company|companies|firms?|airlines?|corporation|shares|maker|operators?|Inc|Corp|Ltd)\b")
_FURTHER = re.compile(r"(?: [A-Z][\w’'.-]+)+")
_RANK = re.compile(r"\b(?:[Ss]ergeant|Sgt|[Ll]ieutenant|Lt|[Cc]aptain|Capt|Cpl|[Cc]orporal|[Pp]atrolman)\b")


def initials_in(text: str) -> dict[str, str]:
    """The long name of each set of initials that the text gives in brackets: "National Flood Committee (NFC)"."""
    return {short: long for long, short in _BRACKETED.findall(text)}


def signer(noun: str, before: Iterable[str]) -> str | None:
    """Who gave out what a bare "the statement" takes up: "a statement by the flood board was read out", in the texts
    before, nearest first."""
    found = next((match for text in before for match in reversed(list(_signed(noun).finditer(text)))), None)
    return found["who"] if found is not None and actors.kind_of(found["who"]) is not None else None


@lru_cache
def _signed(noun: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(noun)}(?: (?:issued|released|published|signed))? (?:by|from) {_SIGNER}")


def longest(phrase: str, known: actors.Actor, text: str) -> str:
    """The longest form of a body's name in the report; a country and its seats keep the words used."""
    if known.kind == "government" and known.side is not None:
        return phrase
    aliases = (known.name, *known.aliases)
    forms = [alias for alias in aliases if has(text, alias)]
    return max(forms or [alias for alias in aliases if alias in phrase] or [phrase], key=len)


def only_monitor(phrase: str, text: str) -> actors.Actor | None:
    """The body that "a monitor" or "the watchdog" is, if the report names only one."""
    words = r"(?:an?|the) (?:[a-z-]+ )?(?:monitor|watchdog|monitoring group|observatory|NGO|rights group)"
    if not re.fullmatch(words, phrase):
        return None
    named = {a.name: a for *_, a in actors.actors_in(text) if a is not None and a.kind == "monitor"}
    return next(iter(named.values())) if len(named) == 1 else None


def only_station(phrase: str, text: str) -> str | None:
    """The call letters of "the station", if the report gives those of one broadcaster alone: "KUTV", "WKBN"."""
    if not re.fullmatch(r"(?:the|the tv|the television|the radio|the news) station", phrase, re.IGNORECASE):
        return None
    letters = set(re.findall(r"\b[KW][A-Z]{2,3}(?=[\s.,)’'-])(?:-TV)?", text))
    return letters.pop() if len(letters) == 1 else None


def expanded(phrase: str, text: str) -> str | None:
    """The longest proper name that begins with the phrase's own, as "Mercy Hill" does "Mercy Hill Hospital"."""
    match = re.match(r"((?:[A-Z][\w’'.-]+ ?)+)", actors.bare(phrase))
    if match is None or actors.actors_in(match[1]) or actors.kind_of(match[1].strip()) not in {None, "none"}:
        return None
    stem = match[1].strip()
    if " " not in stem and stem == actors.bare(phrase):
        return None
    further = (_FURTHER.match(text, at + len(stem)) for at in offsets(text, stem))
    longer = sorted((stem + more[0] for more in further if more is not None), key=len, reverse=True)
    return next((name for name in longer if actors.kind_of(name) not in {None, "none"}), None)


def guessed_kind(phrase: str) -> str:
    """The kind of a phrase without a telling role: a country's spokesmen are its government, any name a company."""
    if re.search(r"\bNHS\b", phrase):
        return "medical"
    if re.search(r"\b(?:Human Rights|Rights|Relief|Foundation|Concern|Trust|Aid)\b", phrase):
        return "ngo"
    if _PARTY.search(phrase):
        return "political"
    if _THINKS.search(phrase):
        return "expert"
    if _EXECUTIVE.search(phrase) and re.search(r"[A-Z]\w", phrase):
        return "company"
    if (side := actors.side_of(phrase)) is not None:
        opposed = "armed_group" if re.search(r"\b(?:rebel|anti-|unit|fighter|force)", phrase) else "political"
        return opposed if side.endswith(" opposition") else "government"
    if _RANK.search(phrase):
        return "police"
    base = re.split(r"\s(?:of|for|at|in|from|with|to|near|on|against)\s|,", phrase)[0]
    if re.search(r"\b[Ss]pokes\w+ (?:for|of|at) (?:the )?[A-Z]", phrase):
        return "company"
    if base.split()[-1].islower():
        if re.search(r"(?:^|\s)(?!An? |The |One )[A-Z][\w-]+ (?:\w+ )?spokes", base):
            return "company"
        return "witness" if is_person(base) and not re.search(r"spokes|leader|general", base) else "unnamed"
    return "company" if re.search(r"[A-Z]", phrase[1:]) else "unnamed"


def longer_body(phrase: str, text: str) -> str | None:
    """The one body of the report that "the Coalition" or "the Council" is short for: "Syrian Coalition"."""
    short = re.fullmatch(
        r"(?:[Tt]he )?(Coalition|Council|Front|Network|Committee|Commission|Agency|Congress|League)", phrase
    )
    if short is None:
        return None
    names = set(re.findall(rf"((?:(?!The )[A-Z][\w’'-]+ ){{1,4}}{short[1]})\b", text))
    named = {actor.name: name for name in names if (actor := actors.lookup(name)) is not None}
    return next(iter(named.values())) if len(named) == 1 else next(iter(names)) if len(names) == 1 else None


def lone_name_kind(text: str) -> str:
    """The kind of a bare name that nothing tells of: a company where the report speaks of business, else a person."""
    return "company" if _BUSINESS.search(text) else "witness"


def holder_of(phrase: str, people: Iterable[Person]) -> Person | None:
    """The one person of the report who holds the office that a phrase names: "the Peruvian president"."""
    match = re.fullmatch(
        r"(?:an?|the) (?P<of>[\w’'. -]*?)"
        r"(?P<office>sheriff|mayor|governor|president|prime minister|premier|police chief|leader)",
        phrase,
        re.IGNORECASE,
    )
    if match is None:
        return None
    country, office = actors.side_of(phrase), match["office"].lower()
    holders = []
    for person in people:
        told = ", ".join(person.roles)
        leader = actors.lookup(person.name)
        if leader is not None and leader.kind == "government":
            fits = office in {"president", "prime minister", "premier", "leader"} and leader.side == country
        else:
            fits = office in told.lower() and (country is None or actors.side_of(told) in {None, country})
        if fits:
            holders.append(person)
    return holders[0] if len(holders) == 1 else None


def office_of(phrase: str) -> tuple[str, str] | None:
    """A person named after a body's whole name: "UN High Commissioner for Refugees Ana Ruiz" is Ana Ruiz, of it."""
    for start, end, _, actor in actors.actors_in(phrase):
        rest = phrase[end:].strip()
        known = actor is not None and actor.kind in {"un", "ngo", "monitor"} and " " in phrase[start:end]
        if known and start <= 4 and _FULL_NAME.fullmatch(rest) and actors.kind_of(rest) is None:
            return rest, phrase[:end]
    return None
