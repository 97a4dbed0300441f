"""Headers, limits and names: exact on every kind of response, and looked at before anything is read."""

import gc
import io
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, Response, flash, get_flashed_messages, redirect, request, send_file
from flask.testing import FlaskClient
from flask.typing import ResponseReturnValue
from typing_extensions import Buffer
from werkzeug.test import TestResponse

from config import config_from_environment
from readiness.app import create_app
from readiness.foundation.errors import InvalidInput, NotAllowed, TooMany, Unavailable
from readiness.web.access import Role, allow, public, signed_in
from readiness.web.headers import HEADERS
from readiness.web.requests import BODY_LIMIT, IMPORT_LIMIT, takes_import
from tests.conftest import close
from tests.signing_in import post, sign_in, token_of

EXACT = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


@pytest.fixture
def settings(sqlite_url: str, tmp_path: Path) -> Iterator[dict[str, str]]:
    yield {"READINESS_DATABASE_URL": sqlite_url, "READINESS_DATA_DIR": str(tmp_path)}
    close()


def make_app(settings: dict[str, str]) -> Flask:
    """The application with routes that answer in every way."""
    app: Flask = create_app(config_from_environment(settings))
    faults = [
        InvalidInput("a"),
        NotAllowed("b"),
        TooMany("c", seconds=61),
        Unavailable("d"),
        RuntimeError("e"),
    ]

    @public
    def fault(number: int) -> str:
        raise faults[number]

    @signed_in
    def download() -> Response:
        return send_file(io.BytesIO(b"a,b"), as_attachment=True, download_name="a.csv")

    @signed_in
    def away() -> ResponseReturnValue:
        return redirect("/account")

    @takes_import
    @allow(Role.HR)
    def import_() -> str:
        return str(sum(len(file.read()) for file in request.files.values()))

    @allow(Role.HR)
    def upload() -> str:
        return str(len(request.files))

    @signed_in
    def say() -> str:
        flash("Saved: Ana Ruiz.")
        return ""

    @signed_in
    def hear() -> str:
        return ",".join(map(str, get_flashed_messages()))

    app.add_url_rule("/faults/<int:number>", view_func=fault)
    for path, view in {"/download": download, "/away": away, "/say": say, "/hear": hear}.items():
        app.add_url_rule(path, view_func=view)
    app.add_url_rule("/import", view_func=import_, methods=["POST"])
    app.add_url_rule("/upload", view_func=upload, methods=["POST"])
    return app


@pytest.fixture
def client(settings: dict[str, str]) -> FlaskClient:
    return make_app(settings).test_client()


def headers_of(answer: TestResponse) -> dict[str, str | None]:
    return {name: answer.headers.get(name) for name in EXACT}


def test_what_is_promised_is_all_that_is_set() -> None:
    assert HEADERS == EXACT


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200), ("HEAD", "/", 200), ("OPTIONS", "/", 200), ("GET", "/healthz", 200),
        ("GET", "/static/styles/base.css", 200), ("GET", "/static/nothing.css", 404), ("GET", "/nowhere", 404),
        ("GET", "/login", 200), ("POST", "/login", 400), ("PUT", "/login", 405), ("GET", "/account", 302),
        ("POST", "/logout", 401), ("GET", "/links/nothing", 404), ("GET", "/faults/0", 422),
        ("GET", "/faults/1", 403), ("GET", "/faults/2", 429), ("GET", "/faults/3", 503), ("GET", "/faults/4", 500),
        ("GET", "/%00", 404), ("GET", "/faults/" + "9" * 5000, 404),
    ],
)  # fmt: skip
def test_every_kind_of_answer_to_anyone_carries_the_headers(
    client: FlaskClient, method: str, path: str, status: int
) -> None:
    answer = client.open(path, method=method, buffered=True)
    assert (answer.status_code, headers_of(answer)) == (status, EXACT)
    assert "Strict-Transport-Security" not in answer.headers


@pytest.mark.parametrize(
    "path", ["/account", "/away", "/download", "/links/nothing", "/nowhere", "/faults/4"]
)
def test_what_only_some_may_see_is_kept_nowhere(client: FlaskClient, path: str) -> None:
    sign_in(client, Role.HR)
    answer = client.get(path, buffered=True)
    assert (answer.headers["Cache-Control"], headers_of(answer)) == ("no-store", EXACT)


def test_a_file_that_is_still_the_same_is_answered_with_the_headers_too(client: FlaskClient) -> None:
    first = client.get("/static/styles/base.css", buffered=True)
    again = client.get(
        "/static/styles/base.css", headers={"If-None-Match": first.headers["ETag"]}, buffered=True
    )
    assert (again.status_code, headers_of(again)) == (304, EXACT)


def test_too_many_says_when_to_try_again(client: FlaskClient) -> None:
    answer = client.get("/faults/2")
    assert answer.headers["Retry-After"] == "61"
    assert "Try again in 61 seconds." in answer.text


def test_a_body_that_is_too_large_is_refused_before_it_is_read(client: FlaskClient) -> None:
    sign_in(client, Role.HR)
    token = token_of(client)
    for path, limit in (("/upload", BODY_LIMIT), ("/import", IMPORT_LIMIT)):
        refused = send(client, path, _Unreadable(), limit + 1, token)
        assert (refused.status_code, headers_of(refused)) == (413, EXACT)


def test_a_body_without_a_length_is_cut_off(client: FlaskClient) -> None:
    sign_in(client, Role.HR)
    stream = _Endless(token_of(client))
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", ResourceWarning
        )  # the half of a file that came is left to be collected
        answer = send(client, "/upload", stream, None)
        gc.collect()
    assert answer.status_code == 413
    assert BODY_LIMIT <= stream.read_count <= BODY_LIMIT + 1024 * 1024


def test_nobody_without_a_sign_in_is_read_at_length(client: FlaskClient) -> None:
    assert send(client, "/upload", _Unreadable(), BODY_LIMIT).status_code == 401
    assert send(client, "/import", _Unreadable(), BODY_LIMIT).status_code == 401
    assert send(client, "/login", _Unreadable(), 100_000).status_code == 413


def test_a_large_import_is_let_through(client: FlaskClient) -> None:
    sign_in(client, Role.HR)
    body = _Endless(token_of(client)).head + bytes(BODY_LIMIT + 1) + b"\r\n--b--\r\n"
    answer = send(client, "/import", io.BytesIO(body), len(body))
    assert answer.text == str(BODY_LIMIT + 1)


def test_on_https_cookies_are_for_it_alone(settings: dict[str, str]) -> None:
    app = make_app({**settings, "READINESS_BASE_URL": "https://ready.example.org"})
    client = app.test_client()
    form = client.get("/login").headers["Set-Cookie"]
    assert form.startswith("__Host-readiness_form=")
    assert form.endswith("; Secure; HttpOnly; Path=/; SameSite=Lax")
    sign_in(client, Role.HR)
    assert client.get_cookie("__Host-readiness") is not None
    assert client.get_cookie("readiness") is None
    assert client.get("/account").headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize("path", ["/", "/account", "/login", "/static/styles/base.css", "/nowhere"])
def test_another_name_is_refused_and_stands_nowhere_in_the_answer(
    settings: dict[str, str], path: str
) -> None:
    client = make_app({**settings, "READINESS_BASE_URL": "https://ready.example.org"}).test_client()
    for name in ("evil.example", "ready.example.org.evil.example", "evil.example:443", "a@evil.example"):
        answer = client.get(path, headers={"Host": name})
        assert (answer.status_code, headers_of(answer)) == (421, EXACT)
        assert "evil" not in str(answer.headers) + answer.text
    assert client.get("/healthz", headers={"Host": "10.0.0.7"}).status_code == 200
    assert client.get("/", headers={"Host": "ready.example.org:8443"}).status_code == 200


def test_messages_travel_to_the_next_page_and_no_further(client: FlaskClient) -> None:
    sign_in(client, Role.HR)
    client.get("/say")
    assert client.get("/hear").text == "Saved: Ana Ruiz."
    assert client.get("/hear").text == ""
    client.set_cookie("readiness_message", "WyJmYWtlIl0.forged")
    assert client.get("/hear").text == ""


def test_a_form_that_was_made_for_another_session_is_refused(client: FlaskClient) -> None:
    sign_in(client, Role.HR)
    other = client.application.test_client()
    sign_in(other, Role.HR)
    answer = client.post("/logout", data={"csrf_token": token_of(other)})
    assert answer.status_code == 400
    assert post(client, "/logout", form_at="/account").status_code == 302


def send(
    client: FlaskClient, path: str, body: io.IOBase, length: int | None, token: str = ""
) -> TestResponse:
    """Send a body as it comes from a network; without a length it is in chunks."""
    given = {"wsgi.input": body, "CONTENT_TYPE": "multipart/form-data; boundary=b"}
    sized = {"wsgi.input_terminated": True} if length is None else {"CONTENT_LENGTH": str(length)}
    return client.post(path, headers={"X-CSRFToken": token}, environ_overrides={**given, **sized})


class _Unreadable(io.RawIOBase):
    """A body that must not be looked at."""

    def readable(self) -> bool:
        return True

    def readinto(self, _buffer: Buffer) -> int:
        raise AssertionError("it was read")


class _Endless(io.RawIOBase):
    """A file that goes on for ever, in a form whose token is good."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self.head = (
            f'--b\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n'
            '--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'
        ).encode()
        self.read_count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        place = memoryview(buffer)
        size = len(place)
        self.read_count += size
        head, self.head = self.head[:size], self.head[size:]
        place[: len(head)] = head
        return len(head) or size
