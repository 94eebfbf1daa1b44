"""Taking the record away: a button for every format, whole or one incident or line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from tempfile import SpooledTemporaryFile
from typing import Annotated, BinaryIO, cast

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from onrecord import exporters, pipeline
from onrecord.exporters import Takeaway
from onrecord.web.errors import Absent
from onrecord.web.record import Held, Record
from onrecord.web.rendering import render

router = APIRouter()
CHUNK = 1 << 16
IN_MEMORY = 16 << 20  # bytes of an export that stay out of a temporary file
ENDINGS = {
    "jsonl": "jsonl", "csv": "csv", "parquet": "parquet", "geojson": "geojson", "hxl": "csv", "acled": "csv",
    "ucdp": "csv", "idmc": "csv", "markdown": "md", "html": "html",
}  # fmt: skip

What = Annotated[str | None, Query(max_length=40, description="claims, lines, series, links, reports or problems.")]
Line = Annotated[str | None, Query(max_length=80, description="Only this line.")]
Incident = Annotated[str | None, Query(max_length=200, description="Only this incident.")]


@dataclass(frozen=True, slots=True)
class FormatRow:
    """A format with its one-line description and what it can hold, the usual first."""

    name: str
    help: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Formats:
    """Every format that the record can be taken away in."""

    formats: tuple[FormatRow, ...]


@router.get("/export", include_in_schema=False)
def page(request: Request, record: Held, line: Line = None, incident: Incident = None) -> Response:
    return render(
        request, "export.html", _formats(), title="Export", json="/api/export", line=line, incident=incident,
    )  # fmt: skip


@router.get("/api/export")
def data() -> Formats:
    """The formats there are; /export/FORMAT gives one."""
    return _formats()


@router.get("/export/{format}", include_in_schema=False)
def take(record: Held, format: str, what: What = None, line: Line = None, incident: Incident = None) -> Response:
    if format not in exporters.formats() or (what is not None and what not in exporters.kinds(format)):
        raise Absent(f"There is no export of {what or 'this'} as {format}.")
    found = _takeaway(record, line, incident)
    spool = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
    exporters.export(found, cast(BinaryIO, spool), format=format, kind=what)
    spool.seek(0)
    stem = re.sub(r"[^A-Za-z0-9._-]+", "-", f"onrecord-{line or incident or 'record'}-{what or format}")[:80]
    name = f"{stem}.{ENDINGS.get(format, 'json')}"
    kept = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(_chunks(spool), media_type="application/octet-stream", headers=kept)


def _chunks(spool: SpooledTemporaryFile[bytes]) -> Iterator[bytes]:
    with spool:
        while chunk := spool.read(CHUNK):
            yield chunk


def _formats() -> Formats:
    return Formats(
        tuple(FormatRow(name, entry.help, exporters.kinds(name)) for name, entry in exporters.formats().items())
    )


def _takeaway(record: Record, line: str | None, incident: str | None) -> Takeaway:
    """What is taken: the record, or the lines of an incident or one line with what they rest on."""
    whole = pipeline.held(record.ledger)
    made = Takeaway(whole.reports, whole.claims, whole.lines, whole.links, whole.pairs, whole.problems)
    if line is None and incident is None:
        return made
    lines = tuple(k for k in whole.lines if k.id == line or (line is None and k.incident == incident))
    if not lines:
        raise Absent(f"Nothing is on record as {line or incident}.")
    ids = {c for k in lines for c in k.claims}
    claims = tuple(c for c in whole.claims if c.id in ids or (line is None and c.incident == incident))
    held = {c.report for c in claims}
    links = tuple(k for k in whole.links if k.left in ids and k.right in ids)
    reports = tuple(r for r in whole.reports if r.id in held)
    return replace(made, reports=reports, claims=claims, lines=lines, links=links, problems=())
