"""The handbook with nothing behind it: no database file, or one that goes away while thousands ask."""

import http.client
import json
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import pytest

from readiness.foundation.database import open_database
from readiness.foundation.migrating import migrate
from readiness.protocols.queries import shipped_protocols
from tests.browser.serving import LiveServer, serve
from tests.commands import Terminal
from tests.conftest import close
from tests.databases import PostgresqlServer, database_named
from tests.handbook.making import content_of, published

REQUESTS = 2_000
ASKED = (
    ("GET", "/", ""),
    ("GET", "/protocols/suicide?lang=es", ""),
    ("POST", "/search", "q=he+wants+to+die"),
    ("GET", "/protocols/home", ""),
    ("GET", "/search?q=panic&format=json", ""),
    ("GET", "/sw.js", ""),
)


class Reader:
    """Someone who asks again and again over one connection."""

    def __init__(self, live: LiveServer) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(live.base_url).netloc, timeout=30)

    def ask(self, method: str, path: str, body: str = "") -> tuple[int, str]:
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        self._connection.request(method, path, body or None, headers)
        answer = self._connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_how: object) -> None:
        self._connection.close()

    def ask_often(self, times: int) -> set[int]:
        return {self.ask(*ASKED[turn % len(ASKED)])[0] for turn in range(times)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    published(tmp_path / "handbook", content_of(shipped_protocols()))
    return tmp_path


def test_with_no_database_the_handbook_is_served_and_the_rest_says_so_until_there_is_one(
    folder: Path, sqlite_template: Path
) -> None:
    with serve(folder) as live, Reader(live) as reader:
        assert reader.ask_often(60) == {200}
        status, page = reader.ask("GET", "/dashboard")
        assert status == 503
        assert "Only the handbook answers now." in page
        assert '<a href="/">' in page
        status, told = reader.ask("GET", "/readyz")
        assert (status, json.loads(told)["reason"]) == (503, "The database is not ready. Run: readiness init")
        assert reader.ask("GET", "/healthz")[0] == 200
        assert not (folder / "readiness.sqlite").exists()  # which SQLite makes in silence

        shutil.copy(sqlite_template, folder / "draft")
        (folder / "draft").rename(folder / "readiness.sqlite")
        until = time.monotonic() + 30
        while reader.ask("GET", "/login")[0] != 200:
            assert time.monotonic() < until, "the service did not come back with its database"
            time.sleep(0.2)
    assert "Only the handbook is served for now." in (folder / "server.log").read_text()


def test_with_neither_database_nor_edition_nothing_is_served(terminal: Terminal) -> None:
    refused = terminal.run(
        "serve", "--port", "1", READINESS_DATABASE_URL=f"sqlite:///{terminal.folder}/none.sqlite"
    )
    assert refused.status == 1
    assert "run: readiness init" in refused.err


@contextmanager
def on_sqlite(folder: Path, template: Path) -> Iterator[tuple[LiveServer, Path]]:
    shutil.copy(template, folder / "readiness.sqlite")
    with serve(folder) as live:
        yield live, folder / "readiness.sqlite"


def is_unmoved_by_sqlite_going_away(folder: Path, template: Path, requests: int) -> None:
    with on_sqlite(folder, template) as (live, path), Reader(live) as reader:
        assert reader.ask("GET", "/login")[0] == 200
        assert reader.ask_often(requests // 4) == {200}
        for file in folder.glob("readiness.sqlite*"):
            file.rename(file.with_name(f"gone-{file.name}"))
        assert reader.ask_often(requests // 2) == {200}
        assert reader.ask("GET", "/login")[0] == 503
        assert not path.exists()
        (folder / "gone-readiness.sqlite").rename(path)
        assert reader.ask_often(requests // 4) == {200}
        assert reader.ask("GET", "/login")[0] == 200


def is_unmoved_by_postgresql_being_killed(folder: Path, requests: int) -> None:
    server = PostgresqlServer()
    try:
        url = database_named(server.url(), "postgres")
        open_database(url, connections=2)
        migrate()
        close()
        with serve(folder, READINESS_DATABASE_URL=url) as live, Reader(live) as reader:
            assert reader.ask("GET", "/readyz")[0] == 200
            assert reader.ask_often(requests // 2) == {200}
            server.stop()
            assert reader.ask_often(requests // 2) == {200}
            assert reader.ask("GET", "/readyz")[0] == 503
    finally:
        server.stop()


def test_no_request_fails_while_the_database_file_is_moved_away_and_back(
    folder: Path, sqlite_template: Path
) -> None:
    is_unmoved_by_sqlite_going_away(folder, sqlite_template, REQUESTS)


def test_no_request_fails_when_postgresql_is_killed(folder: Path) -> None:
    is_unmoved_by_postgresql_being_killed(folder, REQUESTS)
