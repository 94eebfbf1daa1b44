"""The side a source speaks for, and the country a report is about (codebook section 2)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache, lru_cache

from onrecord import actors
from onrecord.alternation import either, has
from onrecord.knowledge import table

AMBIGUOUS = {
    "Georgia": re.compile(r"Georgians?\b|Tbilisi"),
    "Jordan": re.compile(r"Jordanian|Amman"),
    "Chad": re.compile(r"Chadian|N.Djamena"),
    "Jamaica": re.compile(r"Jamaicans?\b|Kingston"),
}
FEW = 12  # a country that weighs more is no passing mention
_OPPOSED = re.compile(r"\b(?:rebels?|opposition|anti-(?:government|regime))\b", re.IGNORECASE)
_ABROAD = re.compile(r"\b(?:around the (?:world|globe)|world|global|international|western|european)\b", re.IGNORECASE)
_OWN_ARMY = re.compile(r" (?:Arab )?(?:[Aa]rmy|[Rr]egime)\b")
_ANYWHERE = re.compile(r"\b(?:[Dd]iplomats?|[Ee]nvoys?|[Cc]oalition|MPs?)\b")
_RANKED = re.compile(
    r"\b(?:Lt|Gen|Col|Maj|Brig|Adm|Capt|Cmdr|Sgt|General|Colonel|Major|Brigadier|Admiral|Captain|Commander)\b"
)
_COURT = re.compile(r"\b(?:court|tribunal|prosecutors?|judges?)\b", re.IGNORECASE)
_WORLD_COURT = re.compile(r"\b(?:International (?:Criminal )?(?:Court|Tribunal)|war crimes (?:court|tribunal)|ICC)\b")
_FORCES = re.compile(
    r"\b(?P<of>[A-Z][\w.]+)(?:['’]s)?(?: [a-z]+)? "
    r"(?:troops?|forces|soldiers?|army|military|air force|marines?|navy|jets|warplanes|"
    r"air ?strikes?|bombing|campaign)\b"
)
_STATE_MEDIA = re.compile(r"\b(?:state|state-run|state-owned|official|government|pro-government)\b", re.IGNORECASE)
_STATE = re.compile(r"\b(?:ministry|minister|government|army|military)\b", re.IGNORECASE)
_IN = re.compile(r"\bin $", re.IGNORECASE)
_THERE = re.compile(r"\b(?:in|across|of|throughout|inside|to|,)\s+(?:the\s+)?$")


def home_country(text: str) -> str | None:
    """The country that a report is about: "in Peru" counts more than "Peruvian"; None if none is named twice.

    A name that is also a person's or a federal state's counts only where its people or capital are named as well.
    """
    counts: Counter[str] = Counter()
    by_name: set[str] = set()
    for start, end, words, actor in actors.actors_in(text):
        country = actors.country_of(words)
        if country is None and actor is not None and actor.kind == "military":
            country = actor.side if actor.side and actors.country_of(actor.side) else None
        if country is None or (actor is not None and actor.kind == "media"):
            continue
        there = _THERE.search(text[max(0, start - 12) : start].lower()) is not None
        if words not in actors.seats() or _IN.search(text, max(0, start - 4), start):
            by_name.add(country)
        counts[country] += 3 if there else 2 if _OWN_ARMY.match(text[end : end + 12]) else 1
    for country, telling in AMBIGUOUS.items():
        if country in counts and telling.search(text) is None:
            del counts[country]
    for country in counts.keys() - by_name:  # "Juba", which may be anybody's name
        del counts[country]
    best, weight = counts.most_common(1)[0] if counts else (None, 0)
    if 1 < weight <= FEW and 3 * _in_states(text, best) >= weight:
        return None  # a town's story, with another country in passing
    if weight > 1:
        return best
    states = {a.side for *_, a in actors.actors_in(text) if a is not None and a.kind == "media" and a.side}
    return states.pop() if len(states) == 1 and best is None else best if best in states else None


@cache
def _states() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """How federal states are named after a town or "in", and the country of each: "N.C." is the United States'."""
    states = {state: country for country, names in table("actors/countries.toml")["states"].items() for state in names}
    return re.compile(rf"(?:,|\bin|\bof|\bacross) ({either(states)})(?!\w)"), states


def _in_states(text: str, country: str | None) -> int:
    """How often the text says that something is in a federal state of another country than this."""
    named, states = _states()
    return sum(states[match[1]] != country for match in named.finditer(text))


def _office_side(phrase: str, home: str | None) -> str | None:
    """The country of an office that few have: "the Foreign Office" is Britain's unless the report's own has one."""
    offices = table("actors/countries.toml")["offices"]
    having = next((countries for office, countries in offices.items() if has(phrase, office)), ())
    return home if home in having else next(iter(having), None)


def opposition_of(home: str | None) -> str | None:
    """The opposition of a country, as "Syrian opposition"."""
    return actors.side_of(f"{home} opposition") if home else None


def side_for(phrase: str, kind: str, *, home: str | None, last: str | None, text: str) -> str | None:
    """The side of a source: its named country or group, else the report's own where it speaks for a state.

    ``last`` is the side of the state that spoke just before, to which a bare "defence ministry" belongs. Local police,
    hospitals, rescuers, charities and bodies of the UN speak for no side.
    """
    named = actors.side_of(phrase) or _office_side(phrase, home)
    if named in AMBIGUOUS and AMBIGUOUS[named].search(text) is None:
        named = None
    opposed = "opposition" in phrase.lower()
    if kind == "media":
        outlet = next((a for *_, a in actors.actors_in(phrase) if a is not None and a.kind == "media"), None)
        if outlet is not None:
            return outlet.side
        return named or (opposition_of(home) if opposed else home if _STATE_MEDIA.search(phrase) else None)
    if kind in {"police", "emergency"}:
        if opposed:
            return named or opposition_of(home)
        own = last or home if _STATE.search(phrase) else home
        return (named or own) if actors.is_national(phrase) else None
    if kind not in actors.SIDED or named is not None:
        return named if kind in actors.SIDED else None
    if kind in {"armed_group", "political"}:
        return opposition_of(home) if _OPPOSED.search(phrase) else None
    if neutral_body(phrase):
        return None  # "a NATO spokesman"
    if _of_another(phrase, kind, home, text):
        return None
    return _state_side(phrase, kind, home, last, text)


def neutral_body(phrase: str) -> bool:
    """Whether a phrase names a body that is of no side, as NATO is or the Red Cross."""
    return any(a is not None and a.side is None and a.kind != "media" for *_, a in actors.actors_in(phrase))


def _of_another(phrase: str, kind: str, home: str | None, text: str) -> bool:
    """Whether one who names no country may as well be another's than the report's own: a diplomat, the prosecutor of
    a world court, an officer where another country's troops are at work."""
    if _ANYWHERE.search(phrase):
        return True
    if _COURT.search(phrase) and _WORLD_COURT.search(text):
        return True
    return kind == "military" and _RANKED.search(phrase) is not None and not armies_in(text) <= {home}


@lru_cache(8)
def armies_in(text: str) -> frozenset[str]:
    """The countries and alliances whose forces a report tells of: "British troops", "NATO forces"."""
    named = {match["of"] for match in _FORCES.finditer(text)}
    found = {name if name == "NATO" else actors.country_of(name) for name in named}
    return frozenset(country for country in found if country)


def _state_side(phrase: str, kind: str, home: str | None, last: str | None, text: str) -> str | None:
    """The state that unnamed officials, ministries and armies belong to; "an official" alone has none."""
    alone = re.fullmatch(r"(?:an?|one|another) [a-z -]+", phrase, re.IGNORECASE)
    if _ABROAD.search(phrase) or (alone and not _STATE.search(phrase)):
        return None
    if kind == "military" and re.fullmatch(r"(?:the )?military", phrase, re.IGNORECASE):
        return last
    if re.fullmatch(r"(?:the )?(?:government|regime|authorities)", phrase, re.IGNORECASE):
        return home or last
    if _STATE.search(phrase) and not actors.is_local(phrase):
        own = last if kind != "military" or last in armies_in(text) else None
        return own or home
    return home
