"""How two places stand to one another: one name, one inside the other, near, told together, unknown, or apart."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from onrecord.link.wording import thresholds
from onrecord.model import Place

SETTLED = frozenset({"point", "settlement"})
_DROP = re.compile(
    r"\b(?:the|city|town|village|district|neighbou?rhood|suburb|province|region|governorate|state|county|prefecture|"
    r"oblast|municipality|islands?|of|area|countryside)\b"
)
_SIDE = re.compile(r"\b(north|south|east|west)(?:ern)?\b")
_COMPASS = re.compile(r"^(?:north|south|east|west|central|upper|lower)\w* ")


@dataclass(frozen=True, slots=True)
class Spot:
    """A claim's place as linking compares it: folded names, the names around it, degrees, how well it was resolved."""

    names: frozenset[str]
    around: frozenset[str]
    words: tuple[str, ...]
    latitude: float | None
    longitude: float | None
    precision: str
    country: str | None
    nation: str

    @property
    def settled(self) -> bool:
        """Whether it is one settlement with coordinates."""
        return self.precision in SETTLED and self.latitude is not None

    @property
    def national(self) -> bool:
        """Whether it is a whole country."""
        return self.precision == "country"

    @property
    def compass(self) -> bool:
        """Whether it is a side of a country or area, such as "northern Veland"."""
        return self.precision == "region" and any(_COMPASS.match(name) for name in self.names)

    @property
    def label(self) -> str:
        """The first of its folded names in order: a stable key."""
        return min(self.names, default="")


@lru_cache(maxsize=32768)
def fold(name: str) -> str:
    """A place name without case, accents, articles and words such as "province"; "southern" is "south"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"[^a-z0-9 ]+", " ", plain.replace("'", ""))
    plain = re.sub(r"\b(?:al|el|ar|ad|as|ash|at|az)\s+(?=\w{3})", "", plain)
    short = _SIDE.sub(r"\1", _DROP.sub(" ", plain))
    return " ".join(short.split()) or " ".join(plain.split())


@lru_cache(maxsize=32768)
def skeleton(name: str) -> str:
    """The consonants of a folded name, doubled letters once: spellings of one transliterated name share it."""
    bare = re.sub(r"[aeiouyw' ]|h\b", "", fold(name))
    return re.sub(r"(.)\1+", r"\1", bare.replace("kh", "k").replace("q", "k"))


@lru_cache(maxsize=32768)
def spot(place: Place | None) -> Spot | None:
    """The spot of a place, or None where the report names none."""
    if place is None or not (place.name or place.text):
        return None
    told = (place.name,) if place.precision == "country" and place.name else (place.name, place.text)
    names = frozenset(filter(None, map(fold, told)))
    around = frozenset(fold(name) for name in place.within) | frozenset(_COMPASS.sub("", name) for name in names)
    words = tuple(sorted({*told} - {""} | {n for n in names if len(n) > 3}))
    precision = place.precision if place.latitude is not None or place.precision == "country" else "unresolved"
    nation = place.name if precision == "country" else next(reversed(place.within), place.country or "")
    return Spot(
        names,
        around - names,
        words,
        place.latitude,
        place.longitude,
        precision,
        place.country,
        fold(nation) if nation else "",
    )


def kilometres(a: Spot, b: Spot) -> float | None:
    """The great-circle distance, or None without both coordinates."""
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return None
    la, lb = math.radians(a.latitude), math.radians(b.latitude)
    half = (
        math.sin((lb - la) / 2) ** 2
        + math.cos(la) * math.cos(lb) * math.sin(math.radians(b.longitude - a.longitude) / 2) ** 2
    )
    return 12742.0 * math.asin(math.sqrt(half))


def inside(part: Spot, whole: Spot) -> bool:
    """Whether the first place lies within the second, by the gazetteer's chain or by its country."""
    if part.names & whole.names:
        return False
    return bool(part.around & whole.names) or (
        whole.national and not part.national and whole.country is not None and part.country == whole.country
    )


@lru_cache(maxsize=131072)
def stand(a: Spot | None, b: Spot | None) -> str:
    """ "same", "inside", "near", "unknown" (one is missing or unresolved) or "apart"."""
    if a is None or b is None:
        return "unknown"
    if a.names & b.names:
        return "same"
    if {skeleton(n) for n in a.names if len(skeleton(n)) >= 3} & {skeleton(n) for n in b.names}:
        return "same"
    if inside(a, b) or inside(b, a):
        return "inside"
    if any(
        side.compass and {_COMPASS.sub("", n) for n in side.names} & other.around for side, other in ((a, b), (b, a))
    ):
        return "inside"
    if a.settled and b.settled:
        distance = kilometres(a, b)
        return "near" if distance is not None and distance <= thresholds().near_km else "apart"
    if a.country and b.country and a.country != b.country:
        return "apart"
    return "unknown" if "unresolved" in (a.precision, b.precision) else "apart"
