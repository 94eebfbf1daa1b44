"""Fetching: what may be asked, how much of the answer is taken, and that a site's wishes are kept. Servers are real."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from onrecord.fetch import Client, FetchError, Web
from onrecord.fetch.addresses import Forbidden, addresses_of, is_public
from onrecord.model import Problem, Report
from onrecord.reading import read

BOMB = gzip.compress(b"\0" * 50_000_000)


class Site(BaseHTTPRequestHandler):
    """Pages by path; ``asked`` keeps each question's path and headers."""

    asked: list[tuple[str, dict[str, str]]]

    def log_message(self, format: str, *args: object) -> None:
        return

    def do_GET(self) -> None:
        type(self).asked.append((self.path, dict(self.headers)))
        if self.path == "/robots.txt":
            self.answer(200, b"User-agent: *\nDisallow: /closed\n", {"Content-Type": "text/plain"})
        elif self.path == "/page":
            same = self.headers.get("If-None-Match") == '"v1"'
            self.answer(304 if same else 200, b"" if same else b"<p>Nine died.</p>", {"ETag": '"v1"'})
        elif self.path == "/moved":
            self.answer(302, b"", {"Location": "/page"})
        elif self.path == "/inward":
            self.answer(302, b"", {"Location": "http://169.254.169.254/latest"})
        elif self.path == "/file":
            self.answer(302, b"", {"Location": "file:///etc/passwd"})
        elif self.path == "/round":
            self.answer(302, b"", {"Location": "/round"})
        elif self.path == "/bomb":
            self.answer(200, BOMB, {"Content-Encoding": "gzip"})
        elif self.path == "/busy":
            self.answer(503, b"", {"Retry-After": "7"})
        elif self.path == "/slow":
            self.send_response(200)
            self.end_headers()
            for _ in range(50):
                try:
                    self.wfile.write(b"x")
                    self.wfile.flush()
                except OSError:
                    return
                time.sleep(0.1)
        else:
            self.answer(404, b"", {})

    def answer(self, status: int, data: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in ({"Content-Type": "text/html"} | headers).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@pytest.fixture
def site() -> Iterator[str]:
    Site.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def client(**web: float) -> Client:
    return Client(Web(private=True, pause=0, **web))  # type: ignore[arg-type]


def test_a_page_is_fetched_and_asked_for_again_only_if_it_changed(site: str) -> None:
    asking = client()
    first = asking.get(f"{site}/page")
    assert (first.data, first.media, first.etag) == (b"<p>Nine died.</p>", "text/html", '"v1"')
    assert asking.get(f"{site}/page", etag=first.etag).data is None
    assert [path for path, _ in Site.asked] == ["/robots.txt", "/page", "/page"]
    assert all(headers["User-Agent"].startswith("onrecord/") for _, headers in Site.asked)


def test_a_redirect_is_followed_to_where_it_ends(site: str) -> None:
    assert client().get(f"{site}/moved").url == f"{site}/page"


@pytest.mark.parametrize(
    ("path", "reason", "passing"),
    [
        ("/closed", "robots.txt", False),
        ("/file", "neither http nor https", False),
        ("/round", "redirects more than 5 times", False),
        ("/bomb", "larger than 1 MB", False),
        ("/none", "404", False),
        ("/slow", "took longer than 1 seconds", True),
    ],
)
def test_what_cannot_be_taken_says_why_and_whether_it_may_pass(
    site: str, path: str, reason: str, passing: bool
) -> None:
    with pytest.raises(FetchError, match=reason) as caught:
        client(seconds=1.0 if path == "/slow" else 60.0, most=2**20).get(site + path)
    assert caught.value.passing is passing


def test_a_host_that_does_not_answer_may_answer_later() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}/page"
    with pytest.raises(FetchError) as caught:
        client().get(address)
    assert caught.value.passing


def test_a_host_that_asks_to_wait_is_heard(site: str) -> None:
    with pytest.raises(FetchError) as caught:
        client().get(f"{site}/busy")
    assert (caught.value.retry, caught.value.passing) == (7, True)


def test_nothing_on_this_machine_is_asked_unless_allowed(site: str) -> None:
    with pytest.raises(FetchError, match="no public address"):
        Client(Web()).get(f"{site}/page")
    with pytest.raises(FetchError, match="no public address"):
        Client(Web()).get(site.replace("127.0.0.1", "localhost") + "/page")
    assert Site.asked == []


def test_a_redirect_inward_is_refused_where_only_public_addresses_are_allowed(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.fetch.addresses.is_public", lambda address: address == "127.0.0.1")
    with pytest.raises(FetchError, match=r"169\.254\.169\.254, which is no public address"):
        Client(Web(pause=0)).get(f"{site}/inward")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1",
        "2002:7f00:1::", "ff02::1", "no address",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(address)


def test_a_host_in_disguise_is_seen_through() -> None:
    for host in ("2130706433", "0x7f.1", "127.1", "[::1]"):
        with pytest.raises(Forbidden):
            addresses_of(host.strip("[]"), 80)


def test_questions_to_one_host_are_spaced(site: str) -> None:
    waited: list[float] = []
    asking = Client(Web(private=True, pause=30), sleep=waited.append)
    asking.get(f"{site}/page")
    assert len(waited) == 1
    assert 25 < waited[0] <= 30


def test_reading_takes_an_address_only_when_asked_to(site: str) -> None:
    (refused,) = read([f"{site}/page"])
    assert isinstance(refused, Problem)
    assert refused.message == f"{site}/page: a web address; --fetch lets it be read"
    assert Site.asked == []
    (report,) = read([f"{site}/moved"], web=Web(private=True, pause=0))
    assert isinstance(report, Report)
    assert (report.id, report.url, report.text) == (f"{site}/page", f"{site}/page", "Nine died.")
    assert report.fetched is not None
    (gone,) = read([f"{site}/none"], web=Web(private=True, pause=0))
    assert isinstance(gone, Problem)
    assert gone.message == f"{site}/none: answers 404 Not Found"
