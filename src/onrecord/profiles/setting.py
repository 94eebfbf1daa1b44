"""Whether the dead of an incident are those of a disaster, which codebooks of political violence do not count."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from onrecord import knowledge
from onrecord.model import Claim


class Setting:
    """The kinds of event told of each incident and in each report; read-only once made."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self._of_incident: dict[str, Counter[str]] = defaultdict(Counter)
        self._of_report: dict[str, Counter[str]] = defaultdict(Counter)
        for claim in claims:
            if claim.event and claim.modality == "actual":
                self._of_report[claim.report][claim.event.kind] += 1
                if claim.incident:
                    self._of_incident[claim.incident][claim.event.kind] += 1

    def disaster(self, incident: str, reports: frozenset[str]) -> str | None:
        """The disaster that the incident's events tell, else those of its reports; None for violence or neither."""
        return _disaster(self._of_incident.get(incident, Counter())) or (
            None
            if _violent(self._of_incident.get(incident, Counter()))
            else _disaster(sum((self._of_report.get(r, Counter()) for r in sorted(reports)), Counter()))
        )


def _violent(kinds: Counter[str]) -> int:
    return sum(kinds[kind] for kind in knowledge.table("profiles.toml")["setting"]["violence"])


def _disaster(kinds: Counter[str]) -> str | None:
    named: list[str] = [kind for kind in knowledge.table("profiles.toml")["setting"]["disasters"] if kinds[kind]]
    if not named or sum(kinds[kind] for kind in named) <= _violent(kinds):
        return None
    return max(named, key=lambda kind: kinds[kind])
