"""The ledger as the pages see it: open for as long as the server runs, with what many pages need kept at hand."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock, RLock
from typing import Annotated, cast

from fastapi import Depends, Request

from onrecord.control_history import History, histories
from onrecord.diff import Diff, diff
from onrecord.ledger import Ledger
from onrecord.ledger.outline import Totals, Wanted
from onrecord.model import Claim
from onrecord.pipeline import decided
from onrecord.reviews import Decided, Need, queue
from onrecord.web.intake import Intake
from onrecord.web.throttle import Throttle

NEWEST = 20  # reports of the newest day that are told as news
EACH = 200  # claims of each of them that are looked at
FRESH = 60  # lines of theirs
LONG = 200  # claims up to which a line is compared with what it was before the newest reports
MOST = 2000  # views of one state of the ledger that are kept


class Kept:
    """What was derived from one state of the ledger, each thing once; the longest unused of many is forgotten."""

    def __init__(self, revision: int) -> None:
        self.revision = revision
        self._made: OrderedDict[Hashable, object] = OrderedDict()
        self._making: dict[Hashable, RLock] = {}
        self._lock = Lock()

    def get[T](self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` gives for this key; of many who ask at once, one makes it."""
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                return cast(T, self._made[key])
            making = self._making.setdefault(key, RLock())
        with making:
            with self._lock:
                if key in self._made:
                    return cast(T, self._made[key])
            made = make()
            with self._lock:
                self._made[key] = made
                self._making.pop(key, None)
                while len(self._made) > MOST:
                    self._made.popitem(last=False)
            return made


class Record:
    """A ledger and what was derived from it, which is derived anew once the ledger was written to."""

    def __init__(self, ledger: Ledger, name: str) -> None:
        self.ledger = ledger
        self.name = name
        self.throttle = Throttle()
        self.intake = Intake(name)
        self._lock = Lock()
        self._kept = Kept(-1)

    def now(self) -> Kept:
        """What is kept of the ledger as it was when a request last came in."""
        return self._kept if self._kept.revision >= 0 else self.look()

    def look(self) -> Kept:
        """What is kept of the ledger as it is now."""
        revision = self.ledger.lists.revision()
        with self._lock:
            if self._kept.revision != revision:
                self._kept = Kept(revision)
            return self._kept

    def totals(self) -> Totals:
        """How much there is, and who is at war."""
        return self.now().get("totals", self.ledger.lists.totals)

    def control(self) -> tuple[Claim, ...]:
        """The claims on who holds what."""
        return self.now().get("control", lambda: tuple(self.ledger.claims(type="control")))

    def histories(self) -> tuple[History, ...]:
        """Who holds what over time."""
        return histories(self.control())

    def waiting(self) -> tuple[tuple[Need, ...], tuple[Decided, ...]]:
        """The claims that want a look, most in need first, and what became of every decision."""

        def drawn() -> tuple[tuple[Need, ...], tuple[Decided, ...]]:
            told = decided(self.ledger)
            return queue(self.ledger.claims(), self.ledger.lines(), told), told

        return self.now().get("waiting", drawn)

    def news(self) -> Diff | None:
        """What the reports of the newest day add on the lines that they speak of; None where no report is dated."""
        return self.now().get("news", self._news)

    def _news(self) -> Diff | None:
        lists = self.ledger.lists
        reports = lists.report_heads(limit=NEWEST)
        since = (reports[0].published or "")[:10] if reports else ""
        if len(since) != 10:
            return None
        newest = [r.id for r in reports if (r.published or "") >= since]
        claims = [c.id for r in newest for c in tuple(self.ledger.claims(report=r))[:EACH]]
        heads = lists.heads(dict.fromkeys(lists.line_of(claims).values()))
        lines = lists.lines([h.id for h in heads.values() if h.claims <= LONG][:FRESH])
        told = lists.claims(c for line in lines for c in line.claims)
        read = [self.ledger.report(r) for r in dict.fromkeys(c.report for c in told)]
        return diff(read, told, lines, since)

    def incidents(self, most: int) -> tuple[tuple[str, int], ...]:
        """The first incidents, as pages can be narrowed to them, with how many lines each has."""
        found = self.ledger.lists.incidents
        return self.now().get(
            ("incidents", most), lambda: tuple((i.slug, i.lines) for i in found(Wanted(), limit=most))
        )

    def origins(self, incident: str) -> tuple[str, ...]:
        """An incident's origins in the order in which they are given marks."""
        return self.now().get(("origins", incident), lambda: self.ledger.lists.origins(incident))


def _of(request: Request) -> Record:
    record = request.app.state.record
    assert isinstance(record, Record)
    record.look()
    return record


Held = Annotated[Record, Depends(_of)]
