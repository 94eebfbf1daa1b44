"""Watching: what is new is added once, nothing is fetched twice, and a watch that was stopped goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from onrecord.fetch import Client, Web
from onrecord.model import Problem, Report
from onrecord.text.source import Source
from onrecord.watch import Round, State
from onrecord.watch.follow import TRIES
from tests.documents import STORY, html_page

ENTRY = (
    "<item><guid>{n}</guid><title>Storm kills {n} in Lisbon</title><link>{site}/page/{n}</link><description>{n} people "
    "died in a storm in Lisbon, police said.</description></item>"
)


class Site(BaseHTTPRequestHandler):
    """A feed of ``entries`` entries, the pages behind it, and an address that fails.

    The page of the first entry answers with the statuses in ``trouble``, one a question, before it is well.
    """

    entries: int
    asked: list[str]
    trouble: list[int]

    def log_message(self, format: str, *args: object) -> None:
        return

    def do_GET(self) -> None:
        cls, site = type(self), f"http://{self.headers['Host']}"
        tag = f'"{cls.entries}"'
        same = self.path == "/feed" and self.headers.get("If-None-Match") == tag
        status, data = 404, b""
        if self.path == "/feed":
            entries = "".join(ENTRY.format(n=n, site=site) for n in range(2, cls.entries + 2))
            status = 304 if same else 200
            data = b"" if same else f"<rss version='2.0'><channel><title>News</title>{entries}</channel></rss>".encode()
        elif self.path == "/page/2" and cls.trouble:
            status = cls.trouble.pop(0)
        elif self.path.startswith("/page/"):
            status, data = 200, html_page(STORY).encode()
        elif self.path == "/broken":
            status = 500
        cls.asked.append(f"{self.path} {status}")
        self.send_response(status)
        self.send_header("ETag", tag)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@pytest.fixture
def site() -> Iterator[str]:
    Site.entries, Site.asked, Site.trouble = 2, [], []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def look(state: State, *targets: str, follow: bool = False, every: float = 0, keep: bool = True) -> list[str]:
    """The titles of what a round finds new, and the words of its problems."""
    client = Client(Web(private=True, pause=0))
    at = Round(targets, state, client, Source("", b""), every=every, follow=follow, settled=0)
    found = [item.message if isinstance(item, Problem) else item.title for item in at.items()]
    if keep:
        at.keep()
    return [*found, *(problem.message for problem in at.postponed)]


def test_a_feed_gives_each_entry_once_also_to_the_next_run(site: str, tmp_path: Path) -> None:
    with State(tmp_path / "w") as state:
        assert look(state, f"{site}/feed") == ["Storm kills 2 in Lisbon", "Storm kills 3 in Lisbon"]
        assert look(state, f"{site}/feed") == []
        Site.entries = 3
        assert look(state, f"{site}/feed", keep=False) == ["Storm kills 4 in Lisbon"]
    with State(tmp_path / "w") as state:
        assert look(state, f"{site}/feed") == ["Storm kills 4 in Lisbon"]
        assert look(state, f"{site}/feed") == []
    assert Site.asked.count("/feed 304") == 2


def test_the_pages_behind_summaries_are_fetched_once(site: str, tmp_path: Path) -> None:
    with State(tmp_path / "w") as state:
        assert look(state, f"{site}/feed", follow=True) == [STORY.title] * 2
        Site.entries = 3
        assert look(state, f"{site}/feed", follow=True) == [STORY.title]
    assert [asked for asked in Site.asked if "/page/" in asked] == ["/page/2 200", "/page/3 200", "/page/4 200"]


def test_a_page_that_fails_in_passing_is_tried_again_and_takes_its_summarys_place(site: str, tmp_path: Path) -> None:
    Site.entries, Site.trouble = 1, [503, 429]
    later = f"{site}/page/2: answers {{}}; it will be tried again"
    with State(tmp_path / "w") as state:
        client = Client(Web(private=True, pause=0))
        first = Round([f"{site}/feed"], state, client, Source("", b""), every=0, follow=True)
        (summary,) = first.items()
        assert isinstance(summary, Report)
        assert summary.title == "Storm kills 2 in Lisbon"
        assert [problem.message for problem in first.postponed] == [later.format("503 Service Unavailable")]
        first.keep()
    with State(tmp_path / "w") as state:
        assert look(state, f"{site}/feed", follow=True) == [later.format("429 Too Many Requests")]
        again = Round([f"{site}/feed"], state, client, Source("", b""), every=0, follow=True)
        (page,) = again.items()
        assert isinstance(page, Report)
        assert (page.id, page.title) == (summary.id, STORY.title)
        assert page.provenance is not None
        assert (page.provenance.path, page.provenance.feed) == (f"{site}/page/2", "News")
        again.keep()
        assert look(state, f"{site}/feed", follow=True) == []
    assert [asked[-3:] for asked in Site.asked if "/page/2" in asked] == ["503", "429", "200"]


def test_a_page_that_stays_in_trouble_is_given_up_and_one_that_is_gone_at_once(site: str, tmp_path: Path) -> None:
    Site.entries, Site.trouble = 1, [500] * (TRIES + 9)
    with State(tmp_path / "w") as state:
        told = [look(state, f"{site}/feed", follow=True) for _ in range(TRIES + 3)]
        broken = f"{site}/page/2: answers 500 Internal Server Error"
        assert told[0] == ["Storm kills 2 in Lisbon", f"{broken}; it will be tried again"]
        assert told[1:] == [[f"{broken}; it will be tried again"]] * (TRIES - 1) + [[broken], [], []]
    assert len([asked for asked in Site.asked if "/page/2" in asked]) == TRIES + 1
    Site.asked, Site.trouble = [], [404]
    with State(tmp_path / "v") as state:
        gone = ["Storm kills 2 in Lisbon", f"{site}/page/2: answers 404 Not Found"]
        assert [look(state, f"{site}/feed", follow=True) for _ in range(2)] == [gone, []]
    assert Site.asked.count("/page/2 404") == 1


def test_a_page_in_trouble_is_tried_ever_more_rarely(site: str, tmp_path: Path) -> None:
    Site.entries, Site.trouble = 1, [503] * 3
    with State(tmp_path / "w") as state:
        assert look(state, f"{site}/feed", follow=True, every=900)[1].endswith("it will be tried again")
        (first,) = state.pages()
        assert look(state, f"{site}/feed", follow=True, every=900) == []
        state.keep([], [], [(first.address, replace(first, due=0.0))])
        look(state, f"{site}/feed", follow=True, every=900)
        (second,) = state.pages()
        assert (first.failures, second.failures) == (1, 2)
        assert second.due - first.due > 900
    assert Site.asked.count("/page/2 503") == 2


def test_an_address_is_not_asked_before_it_is_due(site: str, tmp_path: Path) -> None:
    with State(tmp_path / "w") as state:
        look(state, f"{site}/feed", every=900)
        Site.entries = 3
        assert look(state, f"{site}/feed", every=900) == []
    assert Site.asked.count("/feed 200") == 1


def test_an_address_that_fails_is_asked_ever_more_rarely(site: str, tmp_path: Path) -> None:
    address = f"{site}/broken"
    with State(tmp_path / "w") as state:
        assert "500" in look(state, address, every=900)[0]
        first = state.standing(address)
        assert first.failures == 1
        state.keep([(address, type(first)(failures=1, due=0))], [])
        look(state, address, every=900)
        second = state.standing(address)
        assert second.failures == 2
        assert second.due - first.due > 900


def test_a_folder_gives_each_file_once_and_again_only_when_its_words_change(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("Title: First\nDate: 2023-01-09\n\nTwo people died in Lisbon.")
    with State(tmp_path / "w") as state:
        assert look(state, str(folder)) == ["First"]
        os.utime(folder / "a.txt", (1, 1))
        assert look(state, str(folder)) == []
        (folder / "b.txt").write_text("Title: Second\nDate: 2023-01-09\n\nTwo people died in Porto.")
        (folder / "a.txt").write_text("Title: Changed\nDate: 2023-01-09\n\nThree people died in Lisbon.")
        assert look(state, str(folder)) == ["Changed", "Second"]
        assert look(state, str(tmp_path / "gone")) == [f"{tmp_path / 'gone'}: no such file or folder"]


def test_a_file_that_is_still_being_written_waits(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Two people died in Lisbon on Sunday, police said.")
    with State(tmp_path / "w") as state:
        client = Client(Web())
        fresh = Round([str(tmp_path / "a.txt")], state, client, Source("", b""), every=1, follow=False, settled=60)
        assert list(fresh.items()) == []


def test_the_command_is_stopped_by_a_signal_and_goes_on_later(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("Two people died in Lisbon on Sunday, police said.")
    os.utime(folder / "a.txt", (1, 1))
    command = [sys.executable, "-m", "onrecord", "watch", "in", "--ledger", "l.sqlite"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert "Added 1 report" in running.stdout.readline()
        running.send_signal(signal.SIGTERM)
        _, told = running.communicate(timeout=240)
    assert running.returncode == 0
    assert told.strip() == "Stopped; the same command goes on from here."
    again = subprocess.run([*command, "--once"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")


def test_reports_from_the_web_say_when_and_where_they_were_read(site: str, tmp_path: Path) -> None:
    with State(tmp_path / "w") as state:
        client = Client(Web(private=True, pause=0))
        at = Round([f"{site}/feed"], state, client, Source("", b""), every=1, follow=True)
        (first, _) = at.items()
    assert isinstance(first, Report)
    assert first.provenance is not None
    assert (first.id, first.provenance.path, first.provenance.feed) == (f"{site}/page/2", f"{site}/page/2", "News")
    assert first.fetched is not None
