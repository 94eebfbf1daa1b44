"""Whether the dead of an incident are those of a disaster, which codebooks of political violence do not count."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from onrecord import knowledge
from onrecord.model import Claim


class Setting:
    """The kinds of event told of each incident in each report; read-only once made."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self._told: dict[tuple[str, str | None], Counter[str]] = defaultdict(Counter)
        self._of_report: dict[str, Counter[str]] = defaultdict(Counter)
        self._of_incident: dict[str, Counter[str]] = defaultdict(Counter)
        for claim in claims:
            if claim.event and claim.modality == "actual":
                self._told[claim.report, claim.incident][claim.event.kind] += 1
                self._of_report[claim.report][claim.event.kind] += 1
                if claim.incident:
                    self._of_incident[claim.incident][claim.event.kind] += 1

    def disaster(self, incident: str, reports: frozenset[str]) -> str | None:
        """The disaster that these reports tell of the incident, else one they tell of at all, else the incident's.

        None for violence or neither. Looting that another report puts at the place makes no dead of a quake violent.
        """
        own = sum((self._told.get((r, incident), Counter()) for r in sorted(reports)), Counter())
        if found := _disaster(own):
            return found
        if _violent(own):
            return None
        every = sum((self._of_report.get(r, Counter()) for r in sorted(reports)), Counter())
        return _disaster(every) or _disaster(self._of_incident.get(incident, Counter()))


def _violent(kinds: Counter[str]) -> int:
    return sum(kinds[kind] for kind in knowledge.table("profiles.toml")["setting"]["violence"])


def _disaster(kinds: Counter[str]) -> str | None:
    named: list[str] = [kind for kind in knowledge.table("profiles.toml")["setting"]["disasters"] if kinds[kind]]
    if not named or sum(kinds[kind] for kind in named) <= _violent(kinds):
        return None
    return max(named, key=lambda kind: kinds[kind])
