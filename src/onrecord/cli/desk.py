"""The review queue at the keyboard: one claim at a time, one key a decision, told what it changes before it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import typer
from rich.console import Console, Group, RenderableType
from rich.rule import Rule
from rich.text import Text

from onrecord import reviewing, reviews
from onrecord.ledger import Ledger, LedgerError
from onrecord.model import Line, Review
from onrecord.reviews import Decision, Need, Overtaken, ReviewError
from onrecord.show import fields, open_claim, quoted

KEYS = {
    "a": "accept", "r": "reject", "c": "correct", "m": "merge its line with another", "s": "split it off its line",
    "u": "unsure", "n": "next", "z": "undo your last", "q": "quit",
}  # fmt: skip
CANDIDATES = 8


def sit(
    book: Ledger, reviewer: str, *, key: Callable[[], str] = typer.getchar, ask: Callable[[str], str] | None = None,
    console: Console | None = None,
) -> None:  # fmt: skip
    """Go through the queue until it is empty or the reviewer quits; ``key`` and ``ask`` read the keyboard."""
    _Desk(book, reviewer, key, ask or _asked, console or Console()).work()


def _asked(question: str) -> str:
    return str(typer.prompt(question, default="", show_default=False))


class _Desk:
    """One sitting: what was passed over, and what was decided, newest last."""

    def __init__(
        self, book: Ledger, reviewer: str, key: Callable[[], str], ask: Callable[[str], str], console: Console
    ) -> None:
        self._book, self._reviewer, self._key, self._ask, self._console = book, reviewer, key, ask, console
        self._passed: set[str] = set()
        self._made: list[Review] = []

    def work(self) -> None:
        while True:
            seen = self._book.newest_review()
            needs = [need for need in reviewing.queue(self._book) if need.claim.id not in self._passed]
            if not needs:
                self._console.print("Nothing is left to review.")
                return
            self._console.print(self._shown(needs[0], len(needs)))
            if not self._answer(needs[0], seen):
                return

    def _answer(self, need: Need, seen: int) -> bool:
        """Take one key for the claim; False to leave."""
        try:
            pressed = self._key()
        except (EOFError, KeyboardInterrupt):
            return False
        if pressed in {"q", "\x03", "\x04", ""}:
            return False
        if pressed == "n":
            self._passed.add(need.claim.id)
            return True
        if pressed not in KEYS:
            self._console.print(Text(" · ".join(f"{name} {what}" for name, what in KEYS.items()), "dim"))
            return True
        try:
            decision = self._decision(pressed, need, seen)
            if decision is not None and self._keep(decision) and decision.verdict in {"unsure", "merge", "split"}:
                self._passed.add(need.claim.id)
        except Overtaken as error:
            by = error.by
            self._console.print(Text(f"Not kept: {by.reviewer} decided {by.verdict} at {by.at}. Look again.", "bold"))
        except (ReviewError, LedgerError) as error:
            self._console.print(Text(f"Not kept: {error}", "bold"))
        return True

    def _decision(self, pressed: str, need: Need, seen: int) -> Decision | None:
        book, claim, line, who = self._book, need.claim.id, need.line, self._reviewer
        if pressed == "z":
            if not self._made:
                raise ReviewError("you have decided nothing yet in this sitting")
            return reviewing.taken_back(book, self._made[-1].id, who, seen=seen)
        if pressed == "c":
            told = self._fields(need)
            return reviewing.on_claim(book, "correct", claim, who, told=told, seen=seen) if told else None
        if pressed in "ms" and line is None:
            raise ReviewError("the claim stands on no line")
        if pressed == "s" and line is not None:
            return reviewing.on_line(book, "split", line.id, who, claims=[claim], seen=seen)
        if pressed == "m" and line is not None:
            other = self._other(line)
            return reviewing.on_line(book, "merge", line.id, who, others=[other], seen=seen) if other else None
        return reviewing.on_claim(book, KEYS[pressed], claim, who, seen=seen)

    def _fields(self, need: Need) -> dict[str, str]:
        self._console.print(Text(", ".join(reviews.settable(need.claim.type)), "dim"))
        told = {}
        while said := self._ask("field=value (Enter when done)").strip():
            name, sign, value = said.partition("=")
            if not sign:
                self._console.print(Text("give field=value, such as value=498", "dim"))
            else:
                told[name.strip()] = value.strip()
        return told

    def _other(self, line: Line) -> str:
        """The id of the line to merge with, out of those that count the like."""
        like = [other for other in self._book.lines() if other.id != line.id and other.key[1:3] == line.key[1:3]]
        like.sort(key=lambda other: (other.incident != line.incident, -len(other.claims)))
        for other in like[:CANDIDATES]:
            self._console.print(f"  {other.id}  {other.label} ({other.incident}), {len(other.claims)} claims")
        return self._ask("the other line's id (Enter for none)").strip()

    def _keep(self, decision: Decision) -> bool:
        """Tell what the decision changes, ask for a note, and keep it if the reviewer still wants it."""
        for sentence in reviewing.preview(self._book, decision).sentences():
            self._console.print(Text(f"  {sentence}"))
        self._console.print(Text(f"{decision.verdict}? y yes, t yes with a note, any other key no", "dim"))
        sure = self._key()
        if sure not in {"y", "t", "\r", "\n"}:
            return False
        note = self._ask("note") if sure == "t" else ""
        made = reviewing.decide(self._book, replace(decision, note=note))
        self._made = self._made[:-1] if made.verdict == "undo" else [*self._made, made]
        self._console.print(Text(f"Review {made.id}: {made.verdict}.", "bold"))
        return True

    def _shown(self, need: Need, left: int) -> RenderableType:
        claim = need.claim
        lines = (need.line,) if need.line else ()
        among = self._book.claims(line=need.line.id) if need.line else ()
        shown = open_claim(claim, self._book.report(claim.report), lines, among)
        outlet = shown.report.publisher or shown.report.id
        parts: list[RenderableType] = [
            Rule(Text(f"{claim.id}  {outlet}, {claim.published or 'undated'}", "bold"), align="left", style=""),
            quoted(shown),
            Text("; ".join(f"{name} {value}" for name, value in fields(claim) if name not in HIDDEN)),
        ]
        if shown.line is not None:
            parts.append(Text(f"on line {shown.line.id}: {shown.title}, {reviews.line_state(shown.line)}"))
        parts.append(Text(f"why now: {', '.join(need.reasons) or 'not yet reviewed'} · {left} left", "bold"))
        keys = " · ".join(f"{name} {what}" for name, what in KEYS.items())
        return Group(*parts, Text(keys, "dim"))


HIDDEN = frozenset({"type", "knowledge", "span", "segment", "incident"})
