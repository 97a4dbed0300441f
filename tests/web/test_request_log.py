"""The request log tells when, what, how it went and how long it took, and never who, nor what only they may know."""

import logging
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import Client

from config import config_from_environment
from readiness.app import create_app
from readiness.foundation.errors import ConfigurationError, Unavailable
from readiness.web.access import Role, public
from readiness.web.request_log import HEADER, RequestLog, prepare_log, request_log
from readiness.web.standby import Standby
from tests.browser.serving import serve
from tests.commands import Terminal
from tests.conftest import close
from tests.signing_in import PASSWORD, sign_in

LINE = re.compile(
    r'- - - \[\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d \+0000\] "([A-Z-]+) (\S+) HTTP/1\.[01]" (\d{3}) (\d+|-) '
    r"(\d+\.\d{3}) ([0-9a-f]{12})"
)


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "requests.log"
    for handler in logging.getLogger("readiness.requests").handlers:
        handler.close()


@pytest.fixture
def logged(sqlite_url: str, tmp_path: Path, log: Path) -> Iterator[Flask]:
    """The application with its log on, and with two routes that fail."""
    settings = {"READINESS_DATABASE_URL": sqlite_url, "READINESS_DATA_DIR": str(tmp_path)}
    app: Flask = create_app(config_from_environment(settings))

    @public
    def broken() -> str:
        raise RuntimeError("a fault of ours")

    @public
    def away() -> str:
        raise Unavailable("The database does not answer.")

    app.add_url_rule("/broken", view_func=broken)
    app.add_url_rule("/away", view_func=away)
    app.wsgi_app = RequestLog(app.wsgi_app, request_log(str(log)))  # type: ignore[method-assign]
    yield app
    close()


def told(log: Path) -> list[tuple[str, ...]]:
    """Method, path, status, size, seconds and number of each line."""
    lines = [LINE.fullmatch(line) for line in log.read_text().splitlines()]
    assert all(lines), log.read_text()
    return [line.groups() for line in lines if line]


def test_a_line_for_each_answer_with_method_path_status_size_time_and_number(
    logged: Flask, log: Path
) -> None:
    answer = logged.test_client().get("/login", buffered=True)
    method, path, status, size, seconds, number = told(log)[0]
    assert (method, path, status) == ("GET", "/login", "200")
    assert int(size) == len(answer.data)
    assert float(seconds) < 60
    assert answer.headers[HEADER] == number


SECRETS = (
    "/links/Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6",
    "/tap/Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6",
    "/calendar/Zm9vYmFyYmF6cXV4.ics",
    "/invited/Zm9vYmFyYmF6",
    "/e/ABCD-EFGH",
    "/people/number/4711",
    "/sites/leeds/Zm9vYmFyYmF6",
    "/protocols/suicide",
    "/nothing/ana@example.org",
    "/people?search=Ana+Ruiz",
    "/search?q=he+wants+to+end+it",
    "/login?next=/people/number/4711",
)


def test_no_secret_name_number_of_staff_or_question_stands_in_it(logged: Flask, log: Path) -> None:
    client = logged.test_client()
    client.set_cookie("readiness", "c2Vzc2lvbnRva2Vu")
    for address in SECRETS:
        client.get(
            address, buffered=True, headers={"User-Agent": "Ana's phone", "Referer": "https://x.example/ana"}
        )
    client.post("/login", data={"email": "ana@example.org", "password": PASSWORD}, buffered=True)
    written = log.read_text()
    assert len(told(log)) == len(SECRETS) + 1
    for word in (
        "Zm9v",
        "ABCD",
        "4711",
        "leeds",
        "suicide",
        "ana",
        "Ana",
        "Ruiz",
        "end+it",
        PASSWORD,
        "c2Vz",
    ):
        assert word not in written, written
    assert "127.0.0.1" not in written
    assert {path for _method, path, *_rest in told(log)} >= {
        "/links/<token>",
        "/people/number/<staff_number>",
        "-",
    }


def test_numbers_of_ours_are_told_since_they_name_the_page(logged: Flask, log: Path) -> None:
    sign_in(client := logged.test_client(), Role.ADMIN)
    client.get("/people/17?as_of=2026-06-30", buffered=True)
    client.get("/static/no.css", buffered=True)
    assert [line[1:3] for line in told(log)[-2:]] == [("/people/17", "404"), ("/static/no.css", "404")]


def test_shipped_files_that_were_sent_leave_no_line(logged: Flask, log: Path) -> None:
    sign_in(client := logged.test_client(), Role.ADMIN)
    before = len(told(log))
    assert client.get("/static/icon.svg", buffered=True).status_code == 200
    assert len(told(log)) == before


def test_the_page_of_an_error_the_error_log_and_the_line_bear_one_number(
    logged: Flask, log: Path, caplog: pytest.LogCaptureFixture
) -> None:
    client = logged.test_client()
    with caplog.at_level(logging.WARNING):
        for address, status in (("/broken", 500), ("/away", 503), ("/nowhere", 404)):
            answer = client.get(address, buffered=True)
            assert answer.status_code == status
            number = told(log)[-1][-1]
            assert f"name the request: {number}" in answer.text
            if status >= 500:
                assert number in caplog.records[-1].getMessage()


def test_an_application_that_raises_leaves_a_line_too(log: Path) -> None:
    def broken(_environ: object, _start: object) -> list[bytes]:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        RequestLog(broken, request_log(str(log)))({"REQUEST_METHOD": "GET", "PATH_INFO": "/a"}, None)
    assert told(log)[0][1:3] == ("-", "500")


def test_while_the_service_cannot_answer_its_page_bears_the_number(log: Path) -> None:
    def nothing() -> Flask:
        raise Unavailable("It is away.")

    client = Client(RequestLog(Standby(nothing, lambda: True), request_log(str(log))))
    answer = client.get("/people", buffered=True)
    assert answer.status_code == 503
    assert f"name the request: {told(log)[0][-1]}" in answer.text


def test_a_log_that_is_moved_away_goes_on_in_a_new_file(logged: Flask, log: Path) -> None:
    client = logged.test_client()
    client.get("/healthz", buffered=True)
    log.rename(log.with_suffix(".1"))
    client.get("/readyz", buffered=True)
    assert [line[1] for line in told(log)] == ["/readyz"]


def test_a_log_that_cannot_be_written_is_named_before_anything_is_served(tmp_path: Path) -> None:
    prepare_log("stderr")
    with pytest.raises(
        ConfigurationError, match=r"READINESS_REQUEST_LOG: .*no such place.*cannot be written"
    ):
        prepare_log(str(tmp_path / "no such place" / "log"))
    prepare_log(str(tmp_path / "log"))
    assert (tmp_path / "log").stat().st_mode & 0o777 == 0o600


def test_served_with_the_setting_it_notes_the_workroom_and_never_who_read_the_handbook(
    sqlite_url: str, tmp_path: Path, log: Path
) -> None:
    terminal = Terminal(sqlite_url, tmp_path)
    terminal.good("init")
    terminal.good("handbook", "approve", "--all")
    terminal.good("publish")
    with serve(tmp_path, READINESS_REQUEST_LOG=str(log)) as server:
        for address in ("/login", "/", "/protocols/panic", "/search?q=panic", "/sw.js", "/resources"):
            with urllib.request.urlopen(f"{server.base_url}{address}") as answer:
                assert answer.status == 200
    told_of = {path for _method, path, *_rest in told(log)}
    assert told_of == {"/healthz", "/login"}
