"""Other spellings of a name: those the gazetteer has for a place, and those known for groups and bodies."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import cache, lru_cache

from onrecord.gazetteer import load
from onrecord.knowledge import table
from onrecord.search.folding import folded

type Spelling = tuple[str, ...]

PEOPLED = 20_000  # a smaller place's name is more often a word or a person's name
ALIKE, LOOSELY, LONG = 0.75, 0.6, 8  # how much of two spellings is the same; of a long name less will do
SHORTEST = 4
MOST = 16


@lru_cache(maxsize=4096)
def spellings(name: Spelling) -> tuple[Spelling, ...]:
    """Every spelling under which the name of these folded words is looked for, itself first."""
    found = dict.fromkeys((name, *_bodies().get(name, ()), *_places(name)))
    return tuple(found)[:MOST]


def known(name: Spelling) -> bool:
    """Whether several words are one name."""
    return name in _bodies() or bool(_places(name))


def _places(name: Spelling) -> tuple[Spelling, ...]:
    """The spellings of the best known place of the name: the usual ones, and others that look alike."""
    told = " ".join(name)
    if len(told) < SHORTEST or told.isdigit():
        return ()
    book = load()
    entries = [e for e in book.named(told) if e.rank <= 1 and e.population >= PEOPLED]
    best = next((e for e in entries if e.kind == "settlement"), entries[0] if entries else None)
    if best is None:
        return ()
    alike = {
        other: 1.0 if rank == 0 else SequenceMatcher(None, other, told).ratio()
        for other, rank in book.spellings(best)
        if len(other) >= SHORTEST
    }
    least = ALIKE if len(told) < LONG else LOOSELY
    ranked = sorted((other for other in alike if alike[other] >= least), key=lambda other: (-alike[other], other))
    return tuple(folded(other) for other in ranked)


@cache
def _bodies() -> Mapping[Spelling, tuple[Spelling, ...]]:
    """The names of each group and body that has several, by each of them; a place's name never stands for a body."""
    rows = [
        (group["name"], group.get("aka", ())) for group in table("actors/groups.toml")["group"] if not group.get("each")
    ]
    for kind in ("un", "intergovernmental", "ngo", "monitor", "medical"):
        rows += list(table("actors/bodies.toml")[kind].items())
    found: dict[Spelling, tuple[Spelling, ...]] = {}
    for name, aka in rows:
        every = tuple(dict.fromkeys(folded(one) for one in (name, *aka) if len(one) > 2 and not _places(folded(one))))
        for one in every:
            if len(every) > 1:
                found.setdefault(one, every)
    return found
