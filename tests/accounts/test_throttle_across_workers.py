"""Four worker processes count together how often a password was tried, and none keeps the owner out."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from readiness.accounts.actions import AccountWish, Choice, invite, use_link
from readiness.accounts.sign_in import Browser
from readiness.accounts.standing import Moment
from readiness.accounts.throttle import AT_ACCOUNT
from readiness.foundation import clock
from readiness.foundation.database import connected, open_database
from readiness.web.access import Role
from tests.browser.serving import serve
from tests.conftest import close
from tests.signing_in import PASSWORD

EMAIL = "ana@example.org"
GUESSES = 40


def test_four_workers_let_no_more_through_than_one_and_the_owner_comes_in(
    database_url: str, tmp_path: Path
) -> None:
    make_account(database_url)
    with serve(tmp_path, workers=4, READINESS_DATABASE_URL=database_url, READINESS_PROXIES="1") as live:
        port = int(live.base_url.rpartition(":")[2])
        with ThreadPoolExecutor(8) as pool:
            guesses = [pool.submit(enter, port, "203.0.113.9", f"a wrong guess {n}") for n in range(GUESSES)]
            owner = enter(port, "198.51.100.7", PASSWORD)
            answers = [guess.result() for guess in guesses]
        handbook = ask(port, "GET", "/", "203.0.113.9")[0]
    assert set(answers) <= {403, 429}
    assert 1 <= answers.count(403) <= AT_ACCOUNT
    assert (owner, handbook) == (302, 200)


def make_account(database_url: str) -> None:
    open_database(database_url, connections=2)
    moment = Moment(clock.now(), clock.today("UTC"))
    with connected():
        link = invite(EMAIL, AccountWish("Ana Ruiz", Role.HR), "a test", moment)
        use_link(link.token, Choice(PASSWORD), "", Browser("", ""), moment)
    close()


def ask(
    port: int, method: str, path: str, address: str, body: str = "", cookie: str = ""
) -> tuple[int, str, str]:
    """One request on a connection of its own; gives status, cookie and page."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"X-Forwarded-For": address, "Cookie": cookie}
    if body:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request(method, path, body or None, headers)
    answer = connection.getresponse()
    page = answer.read().decode()
    connection.close()
    return answer.status, (answer.getheader("Set-Cookie") or "").partition(";")[0], page


def enter(port: int, address: str, password: str) -> int:
    """The form for signing in, fetched and sent; whoever finds every turn taken tries once more."""
    _status, cookie, page = ask(port, "GET", "/login", address)
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found
    sent = urlencode({"csrf_token": found.group(1), "email": EMAIL, "password": password})
    for _ in range(20 if password == PASSWORD else 1):
        status = ask(port, "POST", "/login", address, sent, cookie)[0]
        if status != 429:
            return status
        time.sleep(0.2)
    return status
