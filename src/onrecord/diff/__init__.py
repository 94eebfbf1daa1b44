"""What is new in a record since a day: what reports published on or after it add to what earlier ones had told.

"Since" is about publication, not about the days that figures are for: a report printed today on a strike of last
week is news today, and its own day stands beside it. Reports without a publication date count as known before, and
are named.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from onrecord.brief.happenings import happenings
from onrecord.brief.wording import short_ids
from onrecord.diff import figures, places
from onrecord.diff.content import Carried, Diff, Dispute, NewLine, NewReading, Settled, Update
from onrecord.model import Claim, Line, Report

__all__ = ["Diff", "diff"]


def diff(reports: Iterable[Report], claims: Iterable[Claim], lines: Iterable[Line], since: str) -> Diff:
    """What the reports published on or after ``since`` (an ISO day; ValueError for other text) add to the record."""
    date.fromisoformat(since)
    every, read = tuple(claims), tuple(reports)
    published = {r.id: r.published for r in read}

    def new(claim: Claim) -> bool:
        return is_new(published.get(claim.report, claim.published), since)

    short = short_ids(c.id for c in every)
    known = {c.id: c for c in every}
    fresh = tuple(figures.news(lines, known, new, short))

    def among[T](kind: type[T]) -> tuple[T, ...]:
        return tuple(one for one in fresh if type(one) is kind)

    happened = tuple(e for e in happenings(every, short, limit=True) if all(new(known[c]) for c in e.cited.claims))
    added = tuple(r for r in read if is_new(r.published, since))
    undated = tuple(r.id for r in read if not r.published)
    return Diff(
        since=since,
        reports=tuple(r.id for r in added),
        outlets=tuple(sorted({r.publisher or r.id for r in added})),
        before=len(read) - len(added) - len(undated),
        undated=undated,
        last=max((r.published for r in read if r.published), default=None),
        lines=among(NewLine),
        readings=among(NewReading),
        updates=among(Update),
        carried=among(Carried),
        disputed=among(Dispute),
        settled=among(Settled),
        places=places.news(every, new, short),
        events=happened,
    )


def is_new(published: str | None, since: str) -> bool:
    """Whether a publication date of any grain lies wholly on or after a day."""
    return bool(published) and (published or "")[:10].ljust(10, "\0") >= since
