"""The application: one ledger opened, every module of ``pages`` routed, headers and errors in place."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles

from onrecord import registry
from onrecord.ledger import Ledger
from onrecord.web import errors, guard, headers
from onrecord.web.record import Record

HERE = Path(__file__).parent
ABOUT = "Every page of the record as JSON. Numbers are claims with their spans; nothing here says what is true."


def create_app(ledger: str | Path, rules: guard.Rules | None = None) -> FastAPI:
    """The pages over the ledger at this address, which must exist; LedgerError says what is in the way."""
    from importlib.metadata import version

    record = Record(Ledger.open(ledger), str(ledger))

    @asynccontextmanager
    async def opened(_app: FastAPI) -> AsyncIterator[None]:
        yield
        record.intake.close()
        record.ledger.close()

    app = FastAPI(
        title="onrecord",
        description=ABOUT,
        version=version("onrecord"),
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=opened,
        dependencies=[Depends(guard.checked)],
        responses=errors.DESCRIBED,
    )
    app.state.record = record
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    for entry in registry.modules("onrecord.web.pages").values():
        app.include_router(entry.module.router)
    errors.install(app)
    app.add_middleware(guard.Gate, accounts=record.ledger.accounts, rules=rules or guard.Rules())
    app.add_middleware(headers.Headers)
    return app
