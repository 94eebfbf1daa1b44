"""What onrecord makes of the folder examples/: every claim in a few fields, and the brief, kept so that changes show.

``python -m tests.golden`` writes both anew; read the difference in git before committing it. KNOWN_WRONG.md lists by
hand what of it is wrong; the command names the lines there that no longer hold.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from onrecord import pipeline
from onrecord.brief import compose, markdown
from onrecord.brief.titles import title
from onrecord.model import Claim
from onrecord.pipeline import Inputs, Whole

HERE = Path(__file__).parent
EXAMPLES = HERE.parent.parent / "examples"
CLAIMS = HERE / "examples.claims.jsonl"
BRIEF = HERE / "examples.brief.md"
KNOWN_WRONG = HERE / "KNOWN_WRONG.md"
_WRONG = re.compile(r"^- `(?P<report>[^`]+)` (?P<words>“.+”) `(?P<field>\w+)` is `(?P<value>[^`]*)`; should be ")
_MISSING = re.compile(r"^- `(?P<report>[^`]+)` “(?P<words>[^”]+)” is missing; should be ")


@cache
def record() -> Whole:
    """The record of the examples, made once a run."""
    return pipeline.gather(Inputs((EXAMPLES,)), lambda reports, claims: None)


def claims() -> str:
    """Every claim as one JSON object a line, in the order of the reports and of their text."""
    whole = record()
    texts = {report.id: report.text for report in whole.reports}
    known = {claim.id: claim for claim in whole.claims}
    named = {i: title([known[k] for k in line.claims]) for line in whole.lines for i in line.claims}
    ordered = sorted(whole.claims, key=lambda c: (c.report, c.span.start, c.span.end, c.type, c.id))
    rows = (_row(claim, texts[claim.report], named.get(claim.id)) for claim in ordered)
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def brief() -> str:
    """The brief of the examples in Markdown, as a user sees it."""
    whole = record()
    return markdown.render(compose(whole.reports, whole.claims, whole.lines, whole.problems))


def mended() -> list[str]:
    """The lines of KNOWN_WRONG.md that no longer hold, or that cannot be read."""
    rows = [json.loads(row) for row in claims().splitlines()]
    lines = [line for line in KNOWN_WRONG.read_text(encoding="utf-8").splitlines() if line.startswith("- ")]
    return [line for line in lines if not _holds(line, rows)]


def _holds(line: str, rows: list[dict[str, Any]]) -> bool:
    missing = _MISSING.match(line)
    if missing:
        figures = [row for row in rows if row["report"] == missing["report"] and row["type"] == "figure"]
        return not any(
            row.get("number", "?") in missing["words"] and _share(row["exact"], missing["words"]) for row in figures
        )
    wrong = _WRONG.match(line)
    return wrong is not None and all(
        any(
            row["report"] == wrong["report"]
            and " ".join(row["exact"].split()) == words
            and _shown(row.get(wrong["field"])) == wrong["value"]
            for row in rows
        )
        for words in re.findall(r"“([^”]+)”", wrong["words"])
    )


def _share(exact: str, words: str) -> bool:
    """Whether a claim's words and a missing figure's are the same stretch: one holds the other, or most of it."""
    one, two = set(exact.lower().split()), set(words.lower().split())
    return exact in words or words in exact or len(one & two) * 2 > min(len(one), len(two))


def _shown(value: Any) -> str:
    """A field's value as KNOWN_WRONG.md writes it."""
    if isinstance(value, list):
        return ", ".join("no side" if part is None else str(part) for part in value)
    return "nothing" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def write() -> None:
    """Write the golden files anew."""
    CLAIMS.write_text(claims(), encoding="utf-8")
    BRIEF.write_text(brief(), encoding="utf-8")


def _row(claim: Claim, text: str, line: str | None) -> dict[str, Any]:
    """A claim's stable fields, those that say nothing left out; ``at`` is the line of the report's text."""
    figure, source, event, control, said = claim.figure, claim.source, claim.event, claim.control, claim.statement
    row = {
        "report": claim.report,
        "at": text.count("\n", 0, claim.span.start) + 1,
        "type": claim.type,
        "exact": claim.span.exact,
        "number": claim.number.exact if claim.number else None,
        "low": figure.low if figure else None,
        "high": figure.high if figure else None,
        "hedge": figure.hedge if figure else None,
        "measure": claim.measure,
        "object": claim.object,
        "group": claim.group,
        "side": claim.side,
        "status": claim.status if claim.status != "unknown" else None,
        "holder": control.holder if control else None,
        "state": control.state if control else None,
        "kind": event.kind if event else None,
        "actor": event.actor if event else None,
        "target": event.target if event else None,
        "act": said.act if said else None,
        "quote": said.quote if said else None,
        "place": claim.place.name if claim.place else None,
        "scope": claim.scope,
        "date": claim.period.start,
        "as_of": claim.period.as_of,
        "source": [source.name, source.kind, source.side] if source else None,
        "modality": claim.modality if claim.modality != "actual" else None,
        "polarity": claim.polarity if claim.polarity != "asserted" else None,
        "increment": claim.increment or None,
        "superseded": claim.superseded or None,
        "line": line,
        "rules": [hit.rule for hit in claim.trace],
    }
    return {name: value for name, value in row.items() if value is not None}
