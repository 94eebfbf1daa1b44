"""The relations of codebook section 6 as one table over levels: first the row that fits, then its relation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from onrecord.link.compare import Voice, hits
from onrecord.model import LevelHit

ANY = frozenset({"*"})


@dataclass(frozen=True, slots=True)
class Rule:
    """A row: the levels of origin, figure and day it takes ("*" any), the relation, and the level that tells why."""

    origin: frozenset[str]
    figure: frozenset[str]
    day: frozenset[str]
    relation: str
    hit: LevelHit

    def takes(self, levels: tuple[str, str, str]) -> bool:
        """Whether the row fits the levels."""
        return all(
            "*" in want or level in want
            for want, level in zip((self.origin, self.figure, self.day), levels, strict=True)
        )


def _row(origin: str, figure: str, day: str, relation: str, sentence: str) -> Rule:
    origins, figures, days = (frozenset(part.strip() for part in field.split("|")) for field in (origin, figure, day))
    return Rule(origins, figures, days, relation, LevelHit("relation", relation, sentence))


SAME = "one origin | shared origin"
RULES = (
    _row(
        "unknown origin",
        "one number | agree",
        "*",
        "unsourced",
        "they agree, but one names no origin: nothing is corroborated",
    ),
    _row("unknown origin", "larger", "raised", "updates", "the story that says the lower figure itself raises it"),
    _row("unknown origin", "*", "one day", "conflicts", "their bounds exclude each other on one day"),
    _row("unknown origin", "smaller", "soon", "conflicts", "a lower figure so soon after is a rival, not a revision"),
    _row("unknown origin", "*", "*", "updates", "the later figure differs"),
    _row(SAME, "one number", "*", "repeat", "one origin's figure, counted once"),
    _row(SAME, "*", "*", "updates", "one origin's figure changed"),
    _row("*", "one number | agree", "*", "corroborates", "two origins agree"),
    _row("*", "*", "one day", "conflicts", "two origins exclude each other on one day"),
    _row("rival parties", "*", "*", "not_comparable", "rival parties' figures of different days"),
    _row("*", "smaller", "soon", "conflicts", "a lower figure so soon after is a rival, not a revision"),
    _row("*", "*", "*", "updates", "the later figure differs"),
)


@cache
def _rule(levels: tuple[str, str, str]) -> Rule:
    """The first row that fits the levels."""
    return next(rule for rule in RULES if rule.takes(levels))


def relation(left: Voice, right: Voice) -> tuple[str, tuple[LevelHit, ...]]:
    """The relation of two readings of one line, the left one earlier, and the levels that decided it."""
    origin, figure, day = hits(left, right)
    rule = _rule((origin.level, figure.level, day.level))
    return rule.relation, (origin, figure, day, rule.hit)
