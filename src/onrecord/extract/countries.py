"""The countries of a report: that of its crisis, and the one it names most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from onrecord.extract.located import Located
from onrecord.model import Place


def country(located: Sequence[Located], main: Located | None) -> Located | None:
    """The country the crisis is in: that of the main place, named or not; else the one most named."""
    countries = [m for m in located if m.where.feature == "country" and m.segment != "caption"]
    if main is not None and main.where.feature == "country":
        return main
    if main is not None and main.where.place.country and main.where.place.within:
        return _country_of(main, countries)
    names: dict[str, int] = {}
    for mention in countries:
        names[mention.name] = names.get(mention.name, 0) + 1
    return max(countries, key=lambda m: (names[m.name], -m.start), default=None)


def _country_of(inner: Located, countries: Sequence[Located]) -> Located:
    """The country of a place: as the report names it, else made of what holds the place."""
    for mention in countries:
        if mention.where.place.country == inner.where.place.country:
            return mention
    name = inner.where.place.within[-1]
    place = Place(inner.where.text, name, None, (), None, None, "country", inner.where.place.country)
    return replace(inner, where=replace(inner.where, feature="country", place=place), size=0)


def named_most(located: Sequence[Located]) -> Located | None:
    """The country that most mentions of places are of, twice as many as of the next."""
    told = [m for m in located if m.where.place.country and m.segment not in {"dateline", "caption"}]
    ranked = Counter(m.where.place.country for m in told).most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] < 2 * ranked[1][1]):
        return None
    most = [m for m in told if m.where.place.country == ranked[0][0]]
    countries = [m for m in most if m.where.feature == "country"]
    inner = next((m for m in most if m.where.place.within), None)
    return countries[0] if countries else _country_of(inner, ()) if inner is not None else None
