"""The commands that keep what people decide: review, with one subcommand a verdict, a list, and a queue of needs."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from onrecord import pipeline, reviewing
from onrecord.cli.desk import sit
from onrecord.cli.options import DEFAULT, AsJson, LedgerFile, grouped
from onrecord.cli.refusal import Refusal
from onrecord.cli.shared import count, print_drawn
from onrecord.codec import to_json
from onrecord.ledger import Ledger, LedgerError
from onrecord.model import Review
from onrecord.reviews import Decided, Decision, Need

app = typer.Typer(
    help="Review the record: accept, reject, correct, merge, split, alias, or be unsure. Without a command, the queue "
    "opens at the keyboard, what is most in need of a look first.\n\n"
    "Reviews are only ever added; an undo is one more. What a person decided survives every re-run.\n\n"
    "\b\nExamples:\n  onrecord review --by Ana\n  onrecord review accept 3f9a1c --by Ana\n"
    "  onrecord review correct 3f9a1c value=498 place=Kharkiv --by Ana\n  onrecord review list --stale",
    invoke_without_command=True,
    rich_markup_mode=None,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)

By = Annotated[str, typer.Option("--by", metavar="NAME", envvar="ONRECORD_REVIEWER", help="Who decides.")]
Target = Annotated[str, typer.Argument(metavar="CLAIM|LINE", help="An id, or four or more characters it begins with.")]
ClaimId = Annotated[str, typer.Argument(metavar="CLAIM", help="An id, or four or more characters it begins with.")]


@dataclass(frozen=True, slots=True)
class Making:
    """How a decision is made: by whom and why, what its maker had seen, whether it is only tried, and where."""

    by: By
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="Why, for whoever reads it later.")] = ""
    replaces: Annotated[
        int | None,
        typer.Option("--replaces", metavar="REVIEW", help="The last review you saw, where somebody else made it."),
    ] = None
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what the decision would change.")] = False
    ledger: LedgerFile = None
    as_json: AsJson = False


@app.callback()
def review(
    context: typer.Context,
    by: By = "",
    ledger: LedgerFile = None,
) -> None:
    if context.invoked_subcommand is not None:
        return
    if not by:
        raise Refusal("say who reviews: --by NAME (or set ONRECORD_REVIEWER)")
    if not sys.stdin.isatty():
        raise Refusal("the queue is for a terminal; scripts use `onrecord review queue --json` and the other commands")
    with Ledger.open(ledger or DEFAULT) as book:
        sit(book, by)


@app.command()
@grouped
def accept(target: Target, making: Making) -> None:
    """Say that a claim is right as shown, or that all claims on a line count one thing."""
    _decide("accept", target, making)


@app.command()
@grouped
def reject(claim: ClaimId, making: Making) -> None:
    """Take a claim off the record; the machine's record keeps it."""
    _decide("reject", claim, making)


@app.command()
@grouped
def unsure(target: Target, making: Making) -> None:
    """Say that you looked at a claim or a line and cannot tell; it is not as if nobody had looked."""
    _decide("unsure", target, making)


@app.command()
@grouped
def correct(
    claim: ClaimId,
    fields: Annotated[list[str], typer.Argument(metavar="FIELD=VALUE...", help='Such as value=498 or place="Kyiv".')],
    making: Making,
) -> None:
    """Set fields of a claim; "none" empties one. A field that does not exist is answered with those there are.

    \b
    Examples:
      onrecord review correct 3f9a1c value=498 hedge=at_least --by Ana
      onrecord review correct 3f9a1c place="Odessa, Texas" source=none --by Ana --note "local paper"
    """
    _decide("correct", claim, making, told_of(fields))


@app.command()
@grouped
def merge(
    line: Annotated[str, typer.Argument(metavar="LINE", help="The line that stays.")],
    others: Annotated[list[str], typer.Argument(metavar="LINE...", help="The lines whose claims move to it.")],
    making: Making,
) -> None:
    """Say that lines count one thing."""
    _make(making, lambda book: reviewing.on_line(book, "merge", line, making.by, others=others, note=making.note))


@app.command()
@grouped
def split(
    line: Annotated[str, typer.Argument(metavar="LINE", help="The line that they leave.")],
    claims: Annotated[list[str], typer.Argument(metavar="CLAIM...", help="The claims that count another thing.")],
    making: Making,
) -> None:
    """Say that some claims of a line count another thing than the rest."""
    _make(making, lambda book: reviewing.on_line(book, "split", line, making.by, claims=claims, note=making.note))


@app.command()
@grouped
def alias(
    origin: Annotated[str, typer.Argument(metavar="ORIGIN", help="An origin as `onrecord show` prints it.")],
    meant: Annotated[str, typer.Argument(metavar="ORIGIN", help="The origin that it is.")],
    making: Making,
) -> None:
    """Say that an origin is another one under a second name: together they count once."""
    _make(making, lambda book: reviewing.on_origin(book, origin, meant, making.by, note=making.note))


@app.command()
@grouped
def undo(
    number: Annotated[int, typer.Argument(metavar="REVIEW", help="The review's number.")],
    making: Making,
) -> None:
    """Take a review back; to undo an undo does it again."""
    _make(making, lambda book: reviewing.taken_back(book, number, making.by, note=making.note))


@app.command(name="list")
def list_(
    stale: Annotated[bool, typer.Option("--stale", help="Only what the machine reads otherwise since.")] = False,
    orphaned: Annotated[bool, typer.Option("--orphaned", help="Only what the machine no longer has.")] = False,
    ledger: LedgerFile = None,
    as_json: AsJson = False,
) -> None:
    """List every review, the newest first: who, when, what, and whether it stands, is stale or orphaned."""
    with Ledger.open(ledger or DEFAULT, read_only=True) as book:
        entries = tuple(book.reviews())
        decided = {(d.kind, d.target): d for d in pipeline.decided(book)}
    wanted = [
        (r, decided[r.kind, r.target])
        for r in reversed(entries)
        if not (stale or orphaned)
        or (_holds(r, decided) and ((stale and decided[r.kind, r.target].stale) or
                                    (orphaned and decided[r.kind, r.target].orphaned)))
    ]  # fmt: skip
    if as_json:
        typer.echo(json.dumps([_row(r, d) for r, d in wanted], ensure_ascii=False, indent=2))
        return
    if not wanted:
        typer.echo("No review is stale or orphaned." if stale or orphaned else "No review has been made.")
        return
    print_drawn(lambda width: _table(wanted))


@app.command()
def queue(
    limit: Annotated[int, typer.Option("--limit", metavar="NUMBER", min=1, help="How many.")] = 20,
    ledger: LedgerFile = None,
    as_json: AsJson = False,
) -> None:
    """Print what is most in need of review first, and why."""
    with Ledger.open(ledger or DEFAULT, read_only=True) as book:
        needs = reviewing.queue(book)
    if as_json:
        typer.echo(json.dumps([_need(n) for n in needs[:limit]], ensure_ascii=False, indent=2))
        return
    table = Table.grid(padding=(0, 2, 0, 0))
    for need in needs[:limit]:
        words = " ".join(need.claim.span.exact.split())
        table.add_row(need.claim.id, Text(words), Text(", ".join(need.reasons) or "not yet reviewed", "dim"))
    print_drawn(lambda width: table)
    typer.echo(f"{count(len(needs), 'claim')} nobody has settled.")


def told_of(fields: Sequence[str]) -> dict[str, str]:
    """The fields of "field=value" words; Refusal where one is not of that form."""
    wrong = next((field for field in fields if "=" not in field), None)
    if wrong is not None:
        raise Refusal(f"{wrong}: give field=value, such as value=498")
    return {name.strip(): value for name, _, value in (field.partition("=") for field in fields)}


def _decide(verdict: str, target: str, making: Making, told: dict[str, str] | None = None) -> None:
    def decision(book: Ledger) -> Decision:
        try:
            return reviewing.on_claim(book, verdict, target, making.by, told=told, note=making.note)
        except LedgerError:
            if verdict not in {"accept", "unsure"} or not book.lists.begin(target):
                raise
            return reviewing.on_line(book, verdict, target, making.by, note=making.note)

    _make(making, decision)


def _make(making: Making, decision: Callable[[Ledger], Decision]) -> None:
    """Tell what a decision changes, and keep it unless it is only tried."""
    with Ledger.open(making.ledger or DEFAULT) as book:
        made = decision(book)
        seen = making.replaces if making.replaces is not None else reviewing.last_seen(book, made)
        made = replace(made, seen=seen)
        effect = reviewing.preview(book, made)
        review = None if making.dry_run else reviewing.decide(book, made)
    if making.as_json:
        told: dict[str, Any] = {"review": to_json(review) if review else None, "effect": list(effect.sentences())}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    if review is not None:
        typer.echo(f"Review {review.id}: {review.verdict} {review.kind} {review.target}, by {review.reviewer}.")
    for sentence in effect.sentences():
        typer.echo(f"{'Would change: ' if making.dry_run else ''}{sentence}")


def _holds(review: Review, decided: dict[tuple[str, str], Decided]) -> bool:
    return review in decided[review.kind, review.target].standing


def _state(review: Review, decided: Decided) -> str:
    if review.verdict == "undo":
        return ""
    if review not in decided.standing:
        return "replaced or undone"
    return "stale" if decided.stale else "orphaned" if decided.orphaned else "stands"


def _row(review: Review, decided: Decided) -> dict[str, Any]:
    return {
        "id": review.id, "at": review.at, "reviewer": review.reviewer, "verdict": review.verdict, "kind": review.kind,
        "target": review.target, "now": decided.now, "note": review.note or None, "replaces": review.replaces,
        "fields": {name: json.loads(value) for name, value in review.patch.fields}, "alias": review.patch.alias,
        "sides": [list(side) for side in review.patch.sides], "undoes": review.patch.undoes,
        "stands": review in decided.standing, "stale": decided.stale, "orphaned": decided.orphaned,
    }  # fmt: skip


def _need(need: Need) -> dict[str, Any]:
    return {
        "claim": need.claim.id, "exact": need.claim.span.exact, "report": need.claim.report,
        "line": need.line.id if need.line else None, "reasons": list(need.reasons),
        "decided": need.decided.verdict if need.decided else None,
    }  # fmt: skip


def _table(rows: Sequence[tuple[Review, Decided]]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_row(*(Text(name, "dim") for name in ("review", "at", "by", "verdict", "target", "", "note")))
    for review, decided in rows:
        fields = ", ".join(f"{name}={json.loads(value)}" for name, value in review.patch.fields)
        said = f"{review.verdict} {fields or review.patch.alias or review.patch.undoes or ''}".strip()
        state = _state(review, decided)
        table.add_row(
            str(review.id), review.at[:16].replace("T", " "), review.reviewer, said,
            f"{review.kind} {review.target}", Text(state, "bold" if state in {"stale", "orphaned"} else ""),
            review.note,
        )  # fmt: skip
    return table
