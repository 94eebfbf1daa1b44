"""The ledger as the pages see it: open for as long as the server runs, with what every page needs kept at hand."""

from __future__ import annotations

from itertools import islice
from threading import Lock
from typing import Annotated

from fastapi import Depends, Request

from onrecord.control_history import History, histories
from onrecord.diff import Diff, diff
from onrecord.ledger import Ledger
from onrecord.model import Claim
from onrecord.pipeline import reviewed_state
from onrecord.reviews import Decided, Need, queue
from onrecord.views.outline import Outline, outline
from onrecord.web.intake import Intake
from onrecord.web.throttle import Throttle

NEWEST = 20  # reports of the newest day that are told as news
FRESH = 60  # lines of theirs


class Record:
    """A ledger and its outline; the outline is drawn anew once the ledger was written to."""

    def __init__(self, ledger: Ledger, name: str) -> None:
        self.ledger = ledger
        self.name = name
        self.throttle = Throttle()
        self.intake = Intake(name)
        self._lock = Lock()
        self._origins: dict[str, tuple[str, ...]] = {}
        self._news: Diff | None = None
        self._titles: dict[str, str] = {}
        self._known: tuple[int, Outline] | None = None
        self._waiting: tuple[int, tuple[Need, ...], tuple[Decided, ...]] | None = None
        self._control: tuple[int, tuple[Claim, ...]] | None = None

    def control(self) -> tuple[Claim, ...]:
        """The claims on who holds what, as of now."""
        revision = self.ledger.lists.revision()
        with self._lock:
            if self._control is None or self._control[0] != revision:
                self._control = revision, tuple(self.ledger.claims(type="control"))
            return self._control[1]

    def histories(self) -> tuple[History, ...]:
        """Who holds what over time, as of now."""
        return histories(self.control())

    def outline(self) -> Outline:
        """The counts, and every line in a few words, as of now."""
        lists = self.ledger.lists
        revision = lists.revision()
        with self._lock:
            if self._known is None or self._known[0] != revision:
                drawn = outline(lists.totals(), lists.line_heads(), lists.report_heads(), lists.belligerents())
                self._known = revision, drawn
                self._origins, self._titles, self._news = {}, {}, None
            return self._known[1]

    def claims(self) -> int:
        """How many claims there are."""
        t = self.outline().totals
        return t.figures + t.control + t.events + t.statements

    def waiting(self) -> tuple[tuple[Need, ...], tuple[Decided, ...]]:
        """The claims that want a look, most in need first, and what became of every decision, as of now."""
        revision = self.ledger.lists.revision()
        with self._lock:
            if self._waiting is None or self._waiting[0] != revision:
                decided = reviewed_state(self.ledger).decided
                self._waiting = revision, queue(self.ledger.claims(), self.ledger.lines(), decided), decided
            return self._waiting[1:]

    def news(self) -> Diff | None:
        """What the reports of the newest day add on the lines that they speak of; None where no report is dated."""
        reports = [r for r in self.outline().reports if r.published]
        if not reports:
            return None
        if self._news is None:
            since = (reports[0].published or "")[:10]
            newest = [r.id for r in reports if (r.published or "") >= since][:NEWEST]
            claims = [c.id for r in newest for c in islice(self.ledger.claims(report=r), NEWEST * 10)]
            lines = self.ledger.lists.lines(list(dict.fromkeys(self.ledger.lists.line_of(claims).values()))[:FRESH])
            told = self.ledger.lists.claims(c for line in lines for c in line.claims)
            read = [self.ledger.report(r) for r in dict.fromkeys(c.report for c in told)]
            self._news = diff(read, told, lines, since) if len(since) == 10 else None
        return self._news

    def titles(self) -> dict[str, str]:
        """The titles of lines that were asked for since the ledger was last written to, to be added to."""
        self.outline()
        return self._titles

    def origins(self, incident: str) -> tuple[str, ...]:
        """An incident's origins in the order in which they are given marks."""
        self.outline()
        if incident not in self._origins:
            self._origins[incident] = self.ledger.lists.origins(incident)
        return self._origins[incident]


def _of(request: Request) -> Record:
    record = request.app.state.record
    assert isinstance(record, Record)
    return record


Held = Annotated[Record, Depends(_of)]
