"""Who may do what: this machine alone without accounts; with them everyone signs in, and roles hold."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe

from onrecord.ledger import Ledger
from onrecord.web.guard import Rules
from onrecord.web.throttle import PAIR, WINDOW, Throttle
from tests.web.conftest import Watched, serving

PASSWORD = "seven grey herons"
USERS = {"reader": "read", "ilse": "review", "root": "admin", "guessed": "read"}


@pytest.fixture(scope="module")
def team_ledger(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("team") / "team.sqlite"
    shutil.copy(examples, file)
    with Ledger.open(file) as book:
        for name, role in USERS.items():
            book.accounts.add(name, role, PASSWORD)
    return file


@pytest.fixture(scope="module")
def team(team_ledger: Path) -> Iterator[str]:
    """The address of pages that ask everyone to sign in."""
    with serving(team_ledger) as address:
        yield address


def token_in(page: str) -> str:
    found = re.search(r'name="form_token" value="([0-9a-f]{64})"', page)
    assert found is not None
    return found[1]


@contextmanager
def signed_in(site: str, name: str) -> Iterator[httpx.Client]:
    """A browser that has signed in."""
    with httpx.Client(base_url=site) as browser:
        token = token_in(browser.get("/sign-in").text)
        browser.post("/sign-in", data={"form_token": token, "name": name, "password": PASSWORD})
        yield browser


def test_other_names_for_this_machine_are_refused(site: str) -> None:
    assert httpx.get(site + "/", headers={"Host": "rebound.example"}).status_code == 421
    assert httpx.get(site + "/", headers={"Host": "localhost:8311"}).status_code == 200
    assert httpx.get(site + "/", headers={"Host": "[::1]:8311"}).status_code == 200


def test_what_another_site_sends_is_refused_also_without_accounts(site: str) -> None:
    with httpx.Client(base_url=site) as browser:
        browser.get("/")
        ours = {"Origin": site}
        assert browser.post("/sign-out", headers={"Origin": "https://evil.example"}).status_code == 403
        assert browser.post("/sign-out", headers={"Origin": "null"}).status_code == 403
        assert browser.post("/sign-out", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
        missing = browser.post("/sign-out", headers=ours)
        assert missing.status_code == 403
        assert "out of date" in missing.text
        assert browser.post("/sign-out", headers=ours, data={"form_token": "0" * 64}).status_code == 403


def test_a_form_token_of_one_browser_does_not_pass_from_another(team: str) -> None:
    with httpx.Client(base_url=team) as one, httpx.Client(base_url=team) as two:
        token = token_in(one.get("/sign-in").text)
        two.get("/sign-in")
        sent = {"form_token": token, "name": "ilse", "password": PASSWORD}
        assert two.post("/sign-in", data=sent).status_code == 403
        assert one.post("/sign-in", data=sent).status_code == 303


def test_nothing_but_the_way_in_is_open_to_those_who_have_not_signed_in(team: str) -> None:
    turned = httpx.get(team + "/?page=2")
    assert (turned.status_code, turned.headers["location"]) == (303, "/sign-in?next=%2F%3Fpage%3D2")
    for path in ("/line/x", "/map", "/add", "/accounts", "/nowhere"):
        assert httpx.get(team + path).headers["location"].startswith("/sign-in")
    for path in ("/api/overview", "/api/openapi.json", "/api/nowhere"):
        answer = httpx.get(team + path)
        assert answer.status_code == 401
        assert answer.json() == {"detail": "Sign in first"}
    page = httpx.get(team + "/sign-in").text
    assert "Kherson" not in page
    assert "On record" not in page
    assert httpx.get(team + "/static/css/base.css").status_code == 200


def test_signing_in_leads_back_and_nowhere_else(team: str) -> None:
    for asked, led in (("/?page=2", "/?page=2"), ("https://evil.example/", "/"), ("//evil.example", "/")):
        with httpx.Client(base_url=team) as browser:
            token = token_in(browser.get("/sign-in", params={"next": asked}).text)
            sent = {"form_token": token, "name": "ilse", "password": PASSWORD, "next": asked}
            assert browser.post("/sign-in", data=sent).headers["location"] == led


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(team: str) -> None:
    with httpx.Client(base_url=team) as browser:
        first = browser.get("/sign-in")
        sent = {"form_token": token_in(first.text), "name": "ilse", "password": PASSWORD}
        session = browser.post("/sign-in", data=sent).headers["set-cookie"]
        assert "HttpOnly" in session
        assert "SameSite=lax" in session
        assert "SameSite=strict" in first.headers["set-cookie"]
        # As a proxy that does TLS says: cookies are then for this host and https alone.
        secure = httpx.get(team + "/sign-in", headers={"X-Forwarded-Proto": "https"}).headers["set-cookie"]
        assert secure.startswith("__Host-")
        assert "Secure" in secure


def test_signing_out_ends_the_session_itself(team: str) -> None:
    with signed_in(team, "ilse") as browser:
        page = browser.get("/")
        assert page.status_code == 200
        kept = dict(browser.cookies)
        browser.post("/sign-out", data={"form_token": token_in(page.text)})
        assert browser.get("/").status_code == 303
        assert httpx.get(team + "/", cookies=kept).status_code == 303


def test_a_reader_may_send_nothing(team: str) -> None:
    with signed_in(team, "reader") as reader, signed_in(team, "ilse") as reviewer:
        assert reader.get("/").status_code == 200
        refused = reader.post("/nowhere", data={"form_token": token_in(reader.get("/").text)})
        assert refused.status_code == 403
        assert "only reads" in refused.text
        assert reviewer.post("/nowhere", data={"form_token": token_in(reviewer.get("/").text)}).status_code == 404


def test_a_removed_account_is_out_at_once(team: str, team_ledger: Path) -> None:
    with Ledger.open(team_ledger) as book:
        book.accounts.add("leaver", "read", PASSWORD)
        with signed_in(team, "leaver") as browser:
            assert browser.get("/").status_code == 200
            book.accounts.remove("leaver")
            assert browser.get("/").status_code == 303


def test_guessing_a_password_is_slowed_down_for_that_name_alone(team: str) -> None:
    with httpx.Client(base_url=team) as browser:
        token = token_in(browser.get("/sign-in").text)
        wrong = {"form_token": token, "name": "guessed", "password": "not the one"}
        answers = [browser.post("/sign-in", data=wrong).status_code for _ in range(PAIR + 1)]
        assert answers == [403] * PAIR + [429]
        held = browser.post("/sign-in", data=wrong | {"password": PASSWORD})
        assert held.status_code == 429
        assert int(held.headers["retry-after"]) > WINDOW - 60
    with signed_in(team, "reader") as other:
        assert other.get("/").status_code == 200


def test_the_wait_ends_and_many_names_from_one_address_are_one_guesser() -> None:
    throttle = Throttle()
    for n in range(PAIR):
        throttle.failed("ilse", "10.1.1.1", float(n))
    assert throttle.wait("ilse", "10.1.1.1", 10.0) > WINDOW - 20
    assert throttle.wait("ilse", "10.1.1.2", 10.0) == 0
    assert throttle.wait("ilse", "10.1.1.1", WINDOW + 1) == 0
    for n in range(30):
        throttle.failed(f"name{n}", "10.1.1.3", 5000.0)
    assert throttle.wait("yet-another", "10.1.1.3", 5001.0) > 0


def test_too_much_is_refused_before_it_is_read(site: str) -> None:
    with httpx.Client(base_url=site) as browser:
        browser.get("/")
        declared = browser.post("/sign-out", content=b"x" * 300_000)
        assert declared.status_code == 413
        streamed = browser.post("/sign-out", content=(b"x" * 1000 for _ in range(400)))
        assert streamed.status_code in (403, 413)


def test_pages_that_others_can_reach_are_shut_when_no_account_is_left(examples: Path, tmp_path: Path) -> None:
    file = tmp_path / "open.sqlite"
    shutil.copy(examples, file)
    with serving(file, Rules(local=False)) as address:
        assert httpx.get(address + "/").status_code == 503
        assert httpx.get(address + "/api/overview").status_code == 503


def test_only_the_names_given_are_answered(team_ledger: Path) -> None:
    with serving(team_ledger, Rules(local=False, hosts=("record.example.org",))) as address:
        assert httpx.get(address + "/sign-in", headers={"Host": "record.example.org"}).status_code == 200
        assert httpx.get(address + "/sign-in", headers={"Host": "other.example.org"}).status_code == 421


def test_one_signs_in_and_out_with_the_keyboard_alone_and_without_javascript(
    team: str, opened: Callable[..., Watched]
) -> None:
    watched = opened(team + "/", java_script_enabled=False)
    page = watched.page
    page.locator("#name").focus()
    page.keyboard.type("ilse")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(team + "/")
    assert "Signed in as ilse" in page.locator("footer").inner_text()
    page.get_by_role("button", name="Sign out").press("Enter")
    page.wait_for_url(team + "/sign-in")
    assert page.get_by_role("navigation").count() == 0
    watched.quiet(team)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_signing_in_and_the_accounts_are_for_everybody(team: str, opened: Callable[..., Watched], scheme: str) -> None:
    watched = opened(team + "/sign-in", color_scheme=scheme, viewport={"width": 360, "height": 800})
    page, found = watched.page, {}
    for path in ("/sign-in", "/accounts"):
        page.goto(team + path)
        if path == "/accounts" and page.url.startswith(team + "/sign-in"):
            page.locator("#name").fill("root")
            page.locator("#password").fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_url("**/accounts")
            assert page.get_by_role("heading", name="Accounts").first.is_visible()
        results = Axe().run(page)
        bad = [v["id"] for v in results.response["violations"] if v["impact"] in {"serious", "critical"}]
        wide = page.evaluate("document.documentElement.scrollWidth") > 360
        found[path] = (bad, wide)
    assert found == {"/sign-in": ([], False), "/accounts": ([], False)}
