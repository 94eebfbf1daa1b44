"""A check on printed briefs: every number comes from a claim cited beside it, or is a count that says of what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from onrecord.brief.dates import short_date
from onrecord.brief.wording import sentence_of
from onrecord.model import Claim, Report

ID = re.compile(r"[\[`]([0-9a-f]{6,12})[\]`]")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# What a brief counts itself, always with the noun it counts or in the column of outlets.
COUNTS = re.compile(
    r"\b\d+ (?:outlets?|(?:known )?origins?|independent|more|more lines?|more readings?|more events?|more speakers?)\b"
)


def cited(text: str, claims: Iterable[Claim]) -> set[str]:
    """The whole ids of the claims that a printed text cites."""
    known = [c.id for c in claims]
    return {whole for short in ID.findall(text) for whole in known if whole.startswith(short)}


def orphans(text: str, claims: Sequence[Claim], reports: Iterable[Report]) -> list[tuple[str, str]]:
    """Numbers in a printed brief, each with its row, that no claim of their row (a heading's, of its block) holds."""
    texts = {report.id: report.text for report in reports}
    found = []
    for row, beside, block in _rows(text):
        here = cited(beside, claims)
        allowed = {n for c in claims if c.id in here for n in NUMBER.findall(_behind(c, texts))}
        around = cited(block, claims)
        outlets = {str(n) for n in range(1, len({c.publisher or c.report for c in claims if c.id in around}) + 1)}
        plain = COUNTS.sub("", ID.sub("", row))
        plain, counted = _column(plain)
        found += [(number, row) for number in NUMBER.findall(plain) if number not in allowed]
        found += [(number, row) for number in counted if number not in outlets]
    return found


def _rows(text: str) -> Iterator[tuple[str, str, str]]:
    """Each printed row below the head with the text whose ids answer for it, its own or its block's, and its block."""
    rows = text.splitlines()
    start = next((n for n, row in enumerate(rows) if "━" in row or row.startswith("## ")), len(rows))
    for n in range(start, len(rows)):
        row = rows[n]
        if ID.search(row):
            yield row, row, "\n".join(_block(rows, n))
        elif "━" in row or row.startswith("## "):
            ends = (m for m in range(n + 1, len(rows)) if "━" in rows[m] or rows[m].startswith("## "))
            under = "\n".join(rows[n : next(ends, len(rows))])
            yield row, under, under
        elif row.strip():
            block = "\n".join(_block(rows, n))
            yield row, block, block


def _block(rows: Sequence[str], n: int) -> Sequence[str]:
    """The rows around one that cites nothing, to the next empty row, heading or rule."""

    def stops(row: str) -> bool:
        return not row.strip() or "━" in row or row.startswith("## ")

    first = next((m + 1 for m in range(n, -1, -1) if stops(rows[m])), 0)
    last = next((m for m in range(n, len(rows)) if stops(rows[m])), len(rows))
    return rows[first:last] if any(ID.search(row) for row in rows[first:last]) else rows[n : n + 4]


def _behind(claim: Claim, texts: dict[str, str]) -> str:
    """Everything a row may take digits from: a claim's own words, its sentence, its source, place and dates."""
    parts = [claim.span.exact, claim.figure.text if claim.figure else "", claim.place.name if claim.place else ""]
    parts += [claim.source.name or "" if claim.source else "", claim.publisher, claim.report, claim.group or ""]
    parts += [sentence_of(texts[claim.report], claim.span.start, claim.span.end)]
    if claim.statement:
        parts += [claim.statement.quote or "", claim.statement.content]
    if claim.event:
        parts += [claim.event.actor or ""]
    for day in (claim.period.start, claim.period.as_of, (claim.published or "")[:10] or None):
        parts += [short_date(day), short_date(day, (day or "")[:4])]
    return " \n ".join(parts)


def _column(row: str) -> tuple[str, list[str]]:
    """The row without the column that counts outlets, and what stands there."""
    cells = row.split(" | ")
    if len(cells) == 7 and cells[4].strip().isdigit():
        return " | ".join([*cells[:4], *cells[5:]]), [cells[4].strip()]
    found = re.search(
        r"(?<=\s{3})(\d{1,3})(?=\s{4,}\d{1,2} [A-Z][a-z]{2}|\s{4,}[A-Z][a-z]{2} \d{4}|\s{4,}\d{4}\s|\s{9,}$)", row
    )
    return (row[: found.start()] + row[found.end() :], [found[1]]) if found else (row, [])
