"""Whoever signs in while something else writes for very long is told so, and may try again."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from config import config_from_environment
from readiness.app import create_app
from readiness.foundation import database as databases
from readiness.foundation.database import lock, transaction
from readiness.web.access import Role
from tests.conftest import close
from tests.signing_in import PASSWORD, enter, make_account, post, sign_in

PATIENCE = 0.5


@pytest.fixture
def client(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    """A service whose writers soon give up."""
    monkeypatch.setattr(databases, "WRITE_TIMEOUT", PATIENCE)
    settings = {"READINESS_DATABASE_URL": database_url, "READINESS_DATA_DIR": str(tmp_path)}
    yield create_app(config_from_environment(settings)).test_client()
    close()


@contextmanager
def someone_writing() -> Iterator[None]:
    """Another connection that holds a change open, as a large import does."""
    holds, may_end = threading.Event(), threading.Event()

    def write() -> None:
        with transaction():
            lock("change")
            holds.set()
            may_end.wait(30)

    writer = threading.Thread(target=write)
    writer.start()
    assert holds.wait(10)
    try:
        yield
    finally:
        may_end.set()
        writer.join()


@pytest.mark.parametrize("password", [PASSWORD, "another quiet heron"])
def test_a_sign_in_that_waits_too_long_for_a_writer_is_told_so(client: FlaskClient, password: str) -> None:
    email = make_account(client, Role.HR).email
    with someone_writing():
        since = time.monotonic()
        answer = enter(client, email, password)
        assert time.monotonic() - since < 10
    assert answer.status_code == 503
    assert "Another process has been writing for very long." in answer.text
    assert answer.headers["Retry-After"] == "2"
    assert enter(client, email).status_code == 302


def test_pages_are_read_and_a_sign_out_is_told_while_someone_writes(client: FlaskClient) -> None:
    sign_in(client, Role.HR)
    with someone_writing():
        assert client.get("/account").status_code == 200
        assert post(client, "/logout", form_at="/account").status_code == 503
