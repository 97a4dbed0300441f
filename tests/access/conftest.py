"""A running application with someone of each role signed in, put back before each try."""

import re
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from config import config_from_environment
from readiness.accounts.queries import find_session
from readiness.app import create_app
from readiness.foundation.database import connected
from readiness.web.access import Role
from readiness.web.sessions import hashed
from tests.access.parameters import PARAMETERS
from tests.access.table import ANONYMOUS, Line
from tests.access.world import Values, World, make_world
from tests.conftest import close
from tests.factories import make_person
from tests.signing_in import sign_in, token_of

PARAMETER = re.compile(r"<(?:[a-z]+:)?([a-z_]+)>")


@dataclass(frozen=True)
class House:
    """The application, its rows as they were at first, and a browser for each role."""

    app: Flask
    database: Path
    world: World
    values: dict[str, Values]
    clients: dict[str, FlaskClient]
    tokens: dict[str, str]

    def restore(self) -> None:
        close()
        for end in ("-wal", "-shm"):
            self.database.with_name(self.database.name + end).unlink(missing_ok=True)
        shutil.copy(self.database.with_suffix(".first"), self.database)

    def ask(self, line: Line, role: str, values: dict[str, object], *, token: bool = True) -> TestResponse:
        """Try a route as someone of a role, beginning with the same rows and the same cookie."""
        if line.method != "GET":
            self.restore()
        path = PARAMETER.sub(lambda found: str(values[found.group(1)]), line.route)
        client = self.app.test_client()
        for cookie in ("readiness", "readiness_form"):
            kept = self.clients[role].get_cookie(cookie)
            if kept is not None:
                client.set_cookie(cookie, kept.value)
        sent = {"csrf_token": self.tokens[role]} if token and line.method != "GET" else {}
        answer = client.open(path, method=line.method, data=sent, buffered=True)
        if line.method != "GET":
            self.restore()  # whoever asks next may only read, and begins with the same rows too
        return answer


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("access")
    database = folder / "readiness.sqlite"
    shutil.copy(sqlite_template, database)
    settings = {"READINESS_DATABASE_URL": f"sqlite:///{database}", "READINESS_DATA_DIR": str(folder)}
    app = create_app(config_from_environment(settings))
    with connected():
        world = make_world(app)
        clients = {ANONYMOUS: app.test_client()}
        for role in Role:
            clients[role.value] = _enter(app, world, role)
        values = {name: make(world) for name, make in PARAMETERS.items()}
        tokens = {
            role: token_of(client, "/login" if role == ANONYMOUS else "/account")
            for role, client in clients.items()
        }
    close()
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    shutil.copy(database, database.with_suffix(".first"))
    yield House(app, database, world, values, clients, tokens)
    close()


def _enter(app: Flask, world: World, role: Role) -> FlaskClient:
    client: FlaskClient = app.test_client()
    sites = (world.own_site.id,) if role is Role.MANAGER else ()
    world.people[role.value] = make_person(world.own_site)
    sign_in(client, role, site_ids=sites, person=world.people[role.value])
    cookie = client.get_cookie("readiness")
    assert cookie is not None
    session = find_session(hashed(cookie.value))
    assert session is not None
    world.sessions[role.value] = session.id
    return client
