"""Versions of a report: an edited page keeps its root name and gets a version id that supersedes the one before."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.model import Claim, Report, claim_id

ORDINALS = 64


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a report as the ledger names it; ``root`` is the id the readers gave, ``id`` the ledger's."""

    id: str
    root: str
    number: int
    supersedes: str | None
    text_sha256: str
    knowledge: str = ""

    def rename(self, claim: Claim) -> Claim:
        """The claim on this version: its report is the version's id, and its own id follows from that anchor."""
        if claim.report == self.id:
            return claim
        return replace(claim, report=self.id, id=_anchored(claim, self.id))


def sha256_of(text: str) -> str:
    """The hex digest that tells one text from another."""
    return hashlib.sha256(text.encode()).hexdigest()


def version_of(report: Report, held: Sequence[Version]) -> Version:
    """The version that a report whose text is not held yet becomes, after the versions held."""
    if not held:
        return Version(report.id, report.id, 1, report.supersedes, report.text_sha256)
    newest = max(held, key=lambda v: v.number)
    number = newest.number + 1
    taken = report.id in {v.id for v in held}
    return Version(
        f"{newest.root}~{number}" if taken else report.id, newest.root, number, newest.id, report.text_sha256
    )


def on_version(report: Report, version: Version) -> Report:
    """The report under the version's id."""
    return replace(report, id=version.id, supersedes=version.supersedes or report.supersedes)


def _anchored(claim: Claim, report: str) -> str:
    """The id that extracting this claim from ``report`` gives, found by replaying the anchor that made its id."""
    spans = [(s.start, s.end) for s in (claim.number, claim.span) if s is not None]
    for start, end in spans:
        for ordinal in range(ORDINALS):
            if claim_id(claim.report, claim.type, start, end, ordinal) == claim.id:
                return claim_id(report, claim.type, start, end, ordinal)
    return hashlib.sha256(f"{report}\0{claim.id}".encode()).hexdigest()[:12]
