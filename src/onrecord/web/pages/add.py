"""Adding reports: files or pasted text, read in a child process, with progress and problems shown."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Annotated

from fastapi import APIRouter, File, Form, Request, Response, UploadFile
from fastapi.responses import RedirectResponse

from onrecord.reading import formats
from onrecord.text.source import LIMIT, Source
from onrecord.web.errors import Absent
from onrecord.web.guard.gate import ADD
from onrecord.web.intake import Full, Job
from onrecord.web.person import person_of
from onrecord.web.record import Held
from onrecord.web.rendering import Tab, render

router = APIRouter()
TAB = Tab(70, "Add", ADD, "a")
MOST = 50
LONGEST = 120


@router.get(ADD, include_in_schema=False)
def page(request: Request, record: Held) -> Response:
    return _page(request, record)


@router.post(ADD, include_in_schema=False)
async def add(
    request: Request,
    record: Held,
    files: Annotated[list[UploadFile] | None, File()] = None,
    text: Annotated[str, Form()] = "",
    publisher: Annotated[str, Form(max_length=200)] = "",
    published: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    if published and not _is_day(published):
        return _page(request, record, f"“{published}” is no day of the form YYYY-MM-DD", 422)
    sent = [file for file in files or () if file.filename]
    if len(sent) > MOST:
        return _page(request, record, f"At most {MOST} files are taken at once", 413)
    known = Source("", b"", published or None, " ".join(publisher.split()) or None)
    documents = [_source(file.filename or "", await file.read(LIMIT + 1), known) for file in sent]
    if text.strip():
        data = text.encode("utf-8", "replace")
        documents.append(_source(f"pasted-{sha256(data).hexdigest()[:10]}.txt", data, known))
    if not documents:
        return _page(request, record, "There is nothing to add: choose files or paste a text", 422)
    person = person_of(request)
    try:
        job = record.intake.take(documents, person.name if person else "")
    except Full:
        return _page(request, record, "Too much waits to be read already: try again in a while", 503)
    return RedirectResponse(f"{ADD}/{job.id}", 303)


@router.get(f"{ADD}/{{job}}", include_in_schema=False)
def progress(request: Request, record: Held, job: str) -> Response:
    return render(request, "job.html", _job(record, job), title="Adding reports", tab=ADD, json=f"/api{ADD}/{job}")


@router.get(f"/api{ADD}/{{job}}")
def data(record: Held, job: str) -> Job:
    """How far the reading of one batch has come, and what could not be read."""
    return _job(record, job)


def _job(record: Held, job: str) -> Job:
    found = record.intake.job(job)
    if found is None:
        raise Absent("This server remembers no such batch; what it kept is in the record")
    return found


def _page(request: Request, record: Held, said: str = "", status: int = 200) -> Response:
    return render(
        request, "add.html", record.intake.jobs(), title="Add reports", tab=ADD, status=status, said=said,
        formats=formats(), most=MOST,
    )  # fmt: skip


def _source(name: str, data: bytes, known: Source) -> Source:
    """A document under the last part of the name it was sent with, which is only ever shown, never opened."""
    last = PurePosixPath(name.replace("\\", "/")).name
    plain = "".join(c for c in last if c.isprintable())[-LONGEST:].strip(" .") or "unnamed.txt"
    return Source(plain, data, known.published, known.publisher)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
