"""A real server over a ledger of the examples, and a real Chromium: both once a session."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from onrecord import pipeline
from onrecord.ledger import Ledger
from onrecord.pipeline import Inputs
from onrecord.web import create_app
from onrecord.web.guard import Rules
from tests.web.unusual import make

EXAMPLES = Path(__file__).parents[2] / "examples"
CHROMIUM = "/usr/bin/chromium"
PATIENCE = 120_000  # milliseconds; only a machine that is busy with other work comes near it
FLAGS = (
    "--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-quic",
    "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@contextmanager
def serving(ledger: Path, rules: Rules | None = None) -> Iterator[str]:
    """A real server over a ledger, on a free port of this machine; gives its address without the last slash."""
    settings = uvicorn.Config(create_app(ledger, rules), host="127.0.0.1", port=0, log_level="warning")
    server = uvicorn.Server(settings)
    socket = settings.bind_socket()
    thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]}, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.01)
    yield f"http://127.0.0.1:{socket.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of the bundled examples; read it, but copy it before writing."""
    file = tmp_path_factory.mktemp("record") / "examples.sqlite"
    with Ledger.open(file) as book:
        pipeline.add(Inputs((EXAMPLES,)), book, lambda reports, claims: None)
    return file


@pytest.fixture(scope="session")
def site(examples: Path) -> Iterator[str]:
    """The address of the pages over the examples; for tests that change nothing."""
    with serving(examples) as address:
        yield address


@pytest.fixture
def own_site(examples: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A server over a copy of the examples, for a test that changes the record: its address and its ledger."""
    file = tmp_path / "own.sqlite"
    shutil.copy(examples, file)
    with serving(file) as address:
        yield address, file


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield started
        started.close()


class Watched:
    """A page with what its console complained of and what it asked of whom."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.asked: list[str] = []
        page.on(
            "console", lambda said: self.complaints.append(said.text) if said.type in {"error", "warning"} else None
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))

    def quiet(self, site: str) -> None:
        """Fail where the console complained or another machine was asked."""
        assert self.complaints == []
        assert [url for url in self.asked if not url.startswith((site, "data:"))] == []


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., Watched]]:
    """A function that opens an address in a context of its own; its keywords are those of ``new_context``."""
    contexts: list[BrowserContext] = []

    def open_it(address: str, **settings: object) -> Watched:
        contexts.append(browser.new_context(**settings))  # type: ignore[arg-type]
        contexts[-1].set_default_timeout(PATIENCE)
        watched = Watched(contexts[-1].new_page())
        watched.page.goto(address)
        return watched

    yield open_it
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def unusual(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of pages over a record of what is rare."""
    file = tmp_path_factory.mktemp("record") / "unusual.sqlite"
    make(file)
    with serving(file) as address:
        yield address


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of pages over a ledger that holds nothing."""
    file = tmp_path_factory.mktemp("record") / "bare.sqlite"
    Ledger.open(file).close()
    with serving(file) as address:
        yield address
