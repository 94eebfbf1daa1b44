"""The JSON interface keeps to its OpenAPI description, whatever is asked."""

from __future__ import annotations

from pathlib import Path

import httpx
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings

from onrecord.web import create_app


def test_what_is_described_is_what_is_given(examples: Path) -> None:
    app = create_app(examples)
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", app, headers={"Host": "127.0.0.1"})
    tried = []
    for operation in schema.get_all_operations():
        case_of = operation.ok().as_strategy()

        @settings(
            max_examples=6, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=case_of)
        def keeps_to_it(case: schemathesis.Case) -> None:
            case.call_and_validate(headers={"Host": "127.0.0.1"})

        keeps_to_it()
        tried.append(operation.ok().path)
    assert len(tried) >= 10


def test_every_page_has_its_json_and_a_description(site: str) -> None:
    described = httpx.get(f"{site}/api/openapi.json").json()["paths"]
    for path in ("/api/overview", "/api/lines/{line}", "/api/reports/{report}", "/api/review", "/api/compare"):
        assert described[path]["get"]["summary"]
    assert httpx.get(f"{site}/api/overview").json()["counts"]["reports"] == 14
