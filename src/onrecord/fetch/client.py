"""One address fetched: checked at every redirect, bounded in size and time, no faster than its host bears."""

from __future__ import annotations

import time
import zlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from onrecord.fetch.addresses import Forbidden, Unknown, addresses_of

if TYPE_CHECKING:
    import httpx
    from protego import Protego

REDIRECTS = 5
MOVED = frozenset({301, 302, 303, 307, 308})
NO_ANSWER = frozenset({401, 403, 404, 410, 451})
TRY_LATER = frozenset({408, 425, 429})  # and all from 500


@cache
def agent() -> str:
    """The name under which sites are asked, which their robots.txt may address."""
    from importlib.metadata import version

    return f"onrecord/{version('onrecord')}"


class FetchError(Exception):
    """Nothing could be fetched; the message is the reason, ``retry`` the seconds that the host asks to wait.

    ``passing`` tells that a later try may do better: the host or the way to it was in trouble.
    """

    def __init__(self, reason: str, *, retry: float | None = None, passing: bool = False) -> None:
        super().__init__(reason)
        self.retry = retry
        self.passing = passing


@dataclass(frozen=True, slots=True)
class Web:
    """How the web is read: whether private addresses are allowed, seconds and bytes an answer may take, seconds between
    two questions to one host."""

    private: bool = False
    seconds: float = 30.0
    most: int = 20 * 1024 * 1024
    pause: float = 1.0


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: the address it came from in the end, its bytes, MIME type, and what to ask with next time.

    ``data`` is None where nothing has changed since.
    """

    url: str
    data: bytes | None
    media: str = ""
    etag: str = ""
    modified: str = ""


@dataclass(slots=True)
class Client:
    """Fetches addresses; knows each host's robots.txt and when it was asked last. ``sleep`` waits between questions."""

    web: Web
    sleep: Callable[[float], None] = time.sleep
    _asked: dict[str, float] = field(default_factory=dict)
    _robots: dict[str, Protego | None] = field(default_factory=dict)

    def get(self, url: str, *, etag: str = "", modified: str = "") -> Fetched:
        """The answer of an address, following its redirects one by one; FetchError where there is none."""
        headers = {name: value for name, value in (("If-None-Match", etag), ("If-Modified-Since", modified)) if value}
        for _ in range(REDIRECTS + 1):
            self._allowed(url)
            answer = self._ask(url, headers)
            if not isinstance(answer, str):
                return answer
            url = answer
        raise FetchError(f"redirects more than {REDIRECTS} times")

    def _allowed(self, url: str) -> None:
        """FetchError where the host's robots.txt shuts the address."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            self._robots[site] = self._rules(site)
        rules = self._robots[site]
        if rules is not None and not rules.can_fetch(url, agent()):
            raise Missing("the site's robots.txt does not allow it")

    def _rules(self, site: str) -> Protego | None:
        """The site's robots.txt; None where it has none. A site in trouble is asked nothing else."""
        from protego import Protego

        address = f"{site}/robots.txt"
        for _ in range(REDIRECTS + 1):
            try:
                answer = self._ask(address, {})
            except Missing:
                return None
            if isinstance(answer, str):
                address = answer
                continue
            return Protego.parse((answer.data or b"")[: 512 * 1024].decode("utf-8", "replace"))
        return None

    def _wait(self, host: str, site: str) -> None:
        rules = self._robots.get(site)
        asked = rules.crawl_delay(agent()) if rules is not None else None
        pause = max(self.web.pause, min(float(asked or 0), 60.0))
        last = self._asked.get(host)
        if last is not None and (rest := last + pause - time.monotonic()) > 0:
            self.sleep(rest)
        self._asked[host] = time.monotonic()

    def _ask(self, url: str, headers: dict[str, str]) -> Fetched | str:
        """One question: its answer, or where it redirects to."""
        import asyncio

        import httpx

        try:
            parts = httpx.URL(url)
        except (httpx.InvalidURL, ValueError) as error:
            raise FetchError(f"no address ({error})") from error
        if parts.scheme not in ("http", "https") or not parts.host:
            raise FetchError("neither http nor https")
        if parts.userinfo:
            raise FetchError("carries a password")
        try:
            addresses = addresses_of(parts.host, parts.port or (443 if parts.scheme == "https" else 80),
                                     private=self.web.private)  # fmt: skip
        except Forbidden as error:
            raise FetchError(str(error), passing=isinstance(error, Unknown)) from error
        self._wait(parts.host, f"{parts.scheme}://{parts.netloc.decode('ascii')}")
        failed: Exception | None = None
        for address in addresses[:3]:
            try:
                return asyncio.run(self._ask_at(parts, address, headers))
            except httpx.ConnectError as error:
                failed = error
            except TimeoutError as error:
                raise FetchError(f"took longer than {self.web.seconds:g} seconds", passing=True) from error
            except httpx.HTTPError as error:
                raise FetchError(_said(error), passing=True) from error
        raise FetchError(_said(failed) if failed else "no address answers", passing=True)

    async def _ask_at(self, url: httpx.URL, address: str, headers: dict[str, str]) -> Fetched | str:
        """The question put to one address, under the name that was asked for; TimeoutError when its time is over."""
        import asyncio

        import httpx

        sent = {"Host": url.netloc.decode("ascii"), "User-Agent": agent(), "Accept-Encoding": "gzip", **headers}
        # No proxy from the environment: it would look the name up again.
        async with (
            asyncio.timeout(self.web.seconds),
            httpx.AsyncClient(timeout=self.web.seconds, trust_env=False, follow_redirects=False) as client,
            client.stream(
                "GET", url.copy_with(host=address), headers=sent, extensions={"sni_hostname": url.host}
            ) as answer,
        ):
            if answer.status_code in MOVED and answer.headers.get("location"):
                return urljoin(str(url), answer.headers["location"])
            if answer.status_code == 304:
                return Fetched(str(url), None)
            if answer.status_code != 200:
                raise _refused(answer)
            data = b"".join([chunk async for chunk in self._bounded(answer)])
            media = answer.headers.get("content-type", "").split(";")[0].strip().lower()
            return Fetched(
                str(url), data, media, answer.headers.get("etag", ""), answer.headers.get("last-modified", "")
            )

    async def _bounded(self, answer: httpx.Response) -> AsyncIterator[bytes]:
        """The answer's bytes, unpacked no further than the limit; FetchError beyond it."""
        packing = answer.headers.get("content-encoding", "identity").strip().lower()
        if packing not in ("identity", "", "gzip", "x-gzip", "deflate"):
            raise FetchError(f"is packed as {packing}, which was not asked for")
        unpacking = None if packing in ("identity", "") else zlib.decompressobj(47)
        room = self.web.most
        async for chunk in answer.aiter_raw():
            try:
                data = chunk if unpacking is None else unpacking.decompress(chunk, room + 1)
            except zlib.error as error:
                raise FetchError("cannot be unpacked") from error
            room -= len(data)
            if room < 0:
                raise FetchError(f"larger than {self.web.most // 2**20} MB")
            yield data


class Missing(FetchError):
    """The address is not there or not for us, which will not change soon."""


def _refused(answer: httpx.Response) -> FetchError:
    reason = f"answers {answer.status_code} {answer.reason_phrase}".strip()
    wait = answer.headers.get("retry-after", "")
    retry = float(wait) if wait.isdigit() else None
    if answer.status_code in NO_ANSWER:
        return Missing(reason)
    return FetchError(reason, retry=retry, passing=answer.status_code >= 500 or answer.status_code in TRY_LATER)


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:160] or type(error).__name__
