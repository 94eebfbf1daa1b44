"""What the JSON-LD exports share: the names of things as URNs, and writing one document."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, BinaryIO
from urllib.parse import quote

from onrecord.model import Claim, Report


def urn(kind: str, name: str) -> str:
    """The URN of a report, claim, line, origin or outlet of a record."""
    return f"urn:onrecord:{kind}:{quote(name, safe='')}"


def address(report: Report | None, claim: Claim) -> str:
    """Where a claim's report is published, where that is a web address; else its URN."""
    url = report.url if report else None
    return url if url and url.startswith(("https://", "http://")) else urn("report", claim.report)


def told_only(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that say something."""
    return {name: value for name, value in fields.items() if value not in (None, "", (), [], {})}


def write_document(document: Mapping[str, Any], out: BinaryIO) -> None:
    """Write one JSON-LD document."""
    out.write(json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n")
