"""`/readyz` while the database is gone: it says so at once, and that it is back by itself."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from readiness.foundation.database import open_database
from readiness.foundation.migrating import migrate
from tests.browser.serving import serve
from tests.conftest import close
from tests.databases import PostgresqlServer, database_named

AT_ONCE = 2
"""Seconds within which whoever asks must hear that the database does not answer."""

Break = Callable[[], None]


def ask(base_url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"{base_url}/readyz", timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


@contextmanager
def postgresql() -> Iterator[tuple[str, Break, Break]]:
    """A server of its own, and how it is stopped and started."""
    server = PostgresqlServer()
    try:
        with psycopg.connect(server.url(), autocommit=True) as connection:
            connection.execute("CREATE DATABASE gone")
        yield database_named(server.url(), "gone"), server.halt, server.go_on
    finally:
        server.stop()


@contextmanager
def sqlite(folder: Path) -> Iterator[tuple[str, Break, Break]]:
    """A file, and how it becomes one that nobody can open (whoever runs the tests may read every file)."""
    path, aside = folder / "readiness.sqlite", folder / "aside.sqlite"

    def take() -> None:
        path.rename(aside)
        path.mkdir()

    def bring() -> None:
        path.rmdir()
        aside.rename(path)

    yield f"sqlite:///{path}", take, bring


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_database_that_is_gone_is_said_at_once_and_its_return_is_noticed(tmp_path: Path, kind: str) -> None:
    with sqlite(tmp_path) if kind == "sqlite" else postgresql() as (url, take, bring):
        open_database(url, connections=2)
        migrate()
        close()
        with serve(tmp_path, READINESS_DATABASE_URL=url) as server:
            assert ask(server.base_url)[0] == 200
            take()
            for _ in range(3):
                since = time.monotonic()
                status, page = ask(server.base_url)
                assert (status, time.monotonic() - since < AT_ONCE) == (503, True), page
                assert json.loads(page)["status"] == "the database does not answer"
            assert ask_alive(server.base_url) == 200
            bring()
            assert [ask(server.base_url)[0] for _ in range(3)] == [200, 200, 200]


def test_a_server_that_hangs_is_said_in_time_and_everyone_who_asks_is_told(tmp_path: Path) -> None:
    server = PostgresqlServer()
    try:
        with psycopg.connect(server.url(), autocommit=True) as connection:
            connection.execute("CREATE DATABASE hangs")
        url = database_named(server.url(), "hangs")
        open_database(url, connections=2)
        migrate()
        close()
        with serve(tmp_path, READINESS_DATABASE_URL=url) as served:
            with ThreadPoolExecutor(4) as asking:
                assert [status for status, _ in asking.map(ask, [served.base_url] * 8)] == [200] * 8
            server.freeze()
            try:
                for _ in range(3):
                    since = time.monotonic()
                    status, page = ask(served.base_url)
                    assert (status, time.monotonic() - since < 3 * AT_ONCE) == (503, True), page
                    assert "has not answered within 2 seconds" in page
            finally:
                server.thaw()
            until = time.monotonic() + 30
            while ask(served.base_url)[0] != 200 and time.monotonic() < until:
                time.sleep(0.2)
            assert ask(served.base_url)[0] == 200
    finally:
        server.stop()


def ask_alive(base_url: str) -> int:
    with urllib.request.urlopen(f"{base_url}/healthz", timeout=5) as answer:
        return int(answer.status)
