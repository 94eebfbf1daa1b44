"""The review desk: the queue, one claim to decide on, what a decision will change, and the decision itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from onrecord import reviewing
from onrecord.ledger import LedgerError
from onrecord.ledger.outline import LineHead, Wanted
from onrecord.reviews import Decision, Overtaken, ReviewError
from onrecord.views.desk import Desk, Weighed, candidates, desk, told, weighed
from onrecord.views.history import entry
from onrecord.web.errors import Absent
from onrecord.web.material import titled
from onrecord.web.pages.claims import opened_view
from onrecord.web.person import person_of
from onrecord.web.record import Held, Record
from onrecord.web.rendering import Tab, address, render

router = APIRouter()
TAB = Tab(60, "Review", "/review", "v")

SMALL = 3000  # claims up to which what each decision would change is told without being asked
NEIGHBOURS = 400  # lines of an incident among which those to merge with are looked for
YEAR = 365 * 24 * 3600
FIELD = "field."
ON_LINES = ("merge", "split")
VERDICTS = ("accept", "reject", "unsure", "correct", *ON_LINES)

Chosen = Annotated[str | None, Query(max_length=80, description="The claim in hand; else the first that waits.")]
Done = Annotated[int | None, Query(ge=1, le=2**31, description="The review just made.")]


@router.get("/review", include_in_schema=False)
def page(request: Request, record: Held, claim: Chosen = None, done: Done = None) -> Response:
    return _page(request, record, _desk(record, claim), done=done)


@router.get("/api/review")
def data(record: Held, claim: Chosen = None) -> Desk:
    """What waits for a person, and one claim with its fields."""
    return _desk(record, claim)


@router.get("/api/review/{claim}/{verdict}")
def effect(
    request: Request, record: Held, claim: Annotated[str, Path(min_length=4, max_length=80)], verdict: str
) -> Weighed:
    """What accepting, rejecting or being unsure of a claim would change; nothing is kept."""
    if verdict not in reviewing.ON_CLAIMS:
        raise Absent(f"No decision on a claim alone is called {verdict}.")
    decision = reviewing.on_claim(record.ledger, verdict, _held(record, claim), _reviewer(request, {}))
    return weighed(verdict, reviewing.preview(record.ledger, decision))


@router.post("/review", include_in_schema=False)
async def decide(request: Request, record: Held) -> Response:
    """Weigh a decision or make it, as the button pressed says."""
    from fastapi.concurrency import run_in_threadpool

    form = await request.form(max_files=0, max_fields=200)
    return await run_in_threadpool(_decided, request, record, form)


def _decided(request: Request, record: Record, form: FormData) -> Response:
    said = {name: value for name, value in form.items() if isinstance(value, str)}
    who, claim = _reviewer(request, said), said.get("claim", "")
    verdict = said.get("weigh") or said.get("verdict", "")
    if not who:
        return _page(request, record, _desk(record, claim), said=said, refused="Say who decides: your name is missing.")
    try:
        decision = _decision(record, verdict, said, form, who)
        if said.get("weigh"):
            made = weighed(verdict, reviewing.preview(record.ledger, decision))
            return _page(request, record, _desk(record, claim), said=said, weighs=(made,))
        review = reviewing.decide(record.ledger, decision)
    except Overtaken as error:
        return _page(request, record, _desk(record, claim), said=said, overtaken=error, status=409)
    except (ReviewError, LedgerError) as error:
        return _page(request, record, _desk(record, claim), said=said, refused=str(error), status=422)
    onward = said.get("next") if verdict not in ON_LINES and verdict != "undo" else claim
    answer = RedirectResponse(address("/review", {}, claim=onward, done=review.id), 303)
    answer.set_cookie("reviewer", who.encode("unicode_escape").decode(), max_age=YEAR, httponly=True, samesite="lax")
    return answer


def _decision(record: Record, verdict: str, said: Mapping[str, str], form: FormData, who: str) -> Decision:
    ledger, note, claim = record.ledger, said.get("note", "")[:2000], said.get("claim", "")
    seen = int(said["seen"]) if said.get("seen", "").isdigit() else None
    if verdict == "undo":
        number = said.get("undoes", "")
        if not number.isdigit():
            raise ReviewError("there is nothing to undo")
        return reviewing.taken_back(ledger, int(number), who, note=note, seen=seen)
    if verdict in ON_LINES:
        line = ledger.lists.line_of([claim]).get(claim, "")
        others = [v for v in form.getlist("other") if isinstance(v, str)]
        apart = [v for v in form.getlist("apart") if isinstance(v, str)]
        return reviewing.on_line(ledger, verdict, line, who, others=others, claims=apart, note=note, seen=seen)
    if verdict not in VERDICTS:
        raise ReviewError("choose what to decide")
    fields = {name.removeprefix(FIELD): value for name, value in said.items() if name.startswith(FIELD)}
    changed = told(ledger.claim(claim), fields) if verdict == "correct" else None
    return reviewing.on_claim(ledger, verdict, claim, who, told=changed, note=note, seen=seen)


def _desk(record: Record, chosen: str | None) -> Desk:
    ledger, (needs, decided) = record.ledger, record.waiting()
    seen = ledger.newest_review()
    if chosen:
        claim = ledger.claim(_held(record, chosen))
    elif needs:
        claim = needs[0].claim
    else:
        return desk(needs, None, None, (), (), decided, (), seen)
    line = ledger.lists.line_of([claim.id]).get(claim.id)
    own = ledger.lists.claims(ledger.lists.lines([line])[0].claims) if line else ()
    shown = opened_view(record, claim, ledger.report(claim.report))
    reviews = [*ledger.reviews(kind="claim", target=claim.id)]
    reviews += ledger.reviews(kind="line", target=line) if line else ()
    like = _like(record, line) if line else ()
    return desk(needs, claim, shown, own, sorted(reviews, key=lambda r: r.id), decided, like, seen)


def _like(record: Record, line: str) -> tuple[LineHead, ...]:
    """The lines that this one might be merged with, under their titles."""
    lists = record.ledger.lists
    own = lists.heads([line]).get(line)
    near = candidates(own, lists.line_heads(Wanted(incident=own.incident), limit=NEIGHBOURS)) if own else ()
    return tuple(titled(record, near).values())


def _page(
    request: Request, record: Record, view: Desk, *, said: Mapping[str, str] | None = None,
    weighs: tuple[Weighed, ...] | None = None, overtaken: Overtaken | None = None, refused: str = "",
    done: int | None = None, status: int = 200,
) -> Response:  # fmt: skip
    if weighs is None and view.claim and 0 < record.totals().claims <= SMALL:
        weighs = tuple(_weigh(record, verdict, view.claim.id) for verdict in ("accept", "reject"))
    status = 422 if refused and status == 200 else status
    last = record.ledger.judged.review(done) if done else None
    return render(
        request, "review.html", view, title="Review", tab="/review", status=status,
        json="/api/review", said=said or {}, weighs=weighs or (), refused=refused,
        overtaken=entry(overtaken.by) if overtaken else None, last=entry(last) if last else None,
        reviewer=_reviewer(request, said or {}),
    )  # fmt: skip


def _weigh(record: Record, verdict: str, claim: str) -> Weighed:
    decision = reviewing.on_claim(record.ledger, verdict, claim, "nobody")
    return weighed(verdict, reviewing.preview(record.ledger, decision))


def _held(record: Record, claim: str) -> str:
    try:
        return record.ledger.claim(claim).id
    except LedgerError:
        raise Absent(f"No single claim has an id that begins with {claim}.") from None


def _reviewer(request: Request, said: Mapping[str, str]) -> str:
    """Who decides: the account, else the name given, else the one given last time."""
    person = person_of(request)
    if person is not None and person.signed_in:
        return person.name
    kept = request.cookies.get("reviewer", "").encode("ascii", "ignore").decode("unicode_escape", "ignore")
    return (said.get("reviewer", "") or kept or (person.name if person else "")).strip()[:80]
