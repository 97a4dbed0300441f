"""The service in a process of its own, on a folder, at a free port."""

import os
import socket
import sqlite3
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import ClassVar

from readiness.accounts.actions import AccountWish, Choice, invite, use_link
from readiness.accounts.sign_in import Browser
from readiness.accounts.standing import Moment
from readiness.foundation import clock
from readiness.foundation.database import connected, open_database, select
from readiness.foundation.migrating import migrate
from readiness.notices.messages import MAIL
from readiness.notices.trying import owe_test
from readiness.protocols.actions import bring_starters
from readiness.protocols.queries import shipped_protocols
from readiness.sample import add_sample, approve_protocols
from readiness.standards.certificate_kinds import load_certificate_kinds
from readiness.web.access import Role
from tests.conftest import close
from tests.processes import begin, end
from tests.signing_in import PASSWORD

ORGANISATION = "Northwind Community Health"
NAMES = dict(
    zip(
        Role, ("Mara Lind", "Tom Okafor", "Ana Ruiz", "Priya Shah", "Edwin Blake", "Noor Haddad"), strict=True
    )
)
START_SECONDS = 120
"""Other tests run beside, on a machine that may be slow."""
MANAGED_SITES = 2
"""The manager has the first two sites by code."""


@dataclass(frozen=True)
class LiveServer:
    """A running service."""

    base_url: str
    folder: Path
    pid: int = 0
    password: ClassVar[str] = PASSWORD

    @staticmethod
    def email(role: Role) -> str:
        return f"{role}@example.org"


def make_sample(path: Path) -> None:
    """The sample organisation in a file, with someone of each role who has chosen a password."""
    draft = path.with_suffix(".draft")
    open_database(f"sqlite:///{draft}")
    migrate()
    with connected():
        add_sample(clock.today("America/New_York"), load_certificate_kinds())
        bring_starters(shipped_protocols().values(), "a test")
        approve_protocols()
        sites = [id_ for (id_,) in select("SELECT id FROM site ORDER BY code LIMIT 2")]
        for role in Role:
            _make_account(role, sites if role is Role.MANAGER else [])
        for address in ("ana.ruiz@harbor.org", "tom.okafor@harbor.org"):
            owe_test(address, MAIL, clock.now(), NAMES[Role.HR])
    close()
    with sqlite3.connect(draft) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    draft.replace(path)


def _make_account(role: Role, sites: list[int]) -> None:
    moment = Moment(clock.now(), clock.today("UTC"))
    until_on = date(9999, 12, 31) if role is Role.AUDITOR else None
    wish = AccountWish(NAMES[role], role, frozenset(sites), until_on, "")
    link = invite(LiveServer.email(role), wish, "a test", moment)
    use_link(link.token, Choice(PASSWORD), ORGANISATION, Browser("127.0.0.1", "a test"), moment)


@contextmanager
def serve(folder: Path, port: int = 0, workers: int = 1, **settings: str) -> Iterator[LiveServer]:
    """Serve the database in a folder, as an operator would, until the block ends; at a port, or at any."""
    port = port or _free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("READINESS_")},
        "READINESS_DATA_DIR": str(folder),
        "READINESS_ORGANISATION": ORGANISATION,
        **settings,
    }
    log = folder / "server.log"
    running = begin(
        "readiness", ["serve", "--port", str(port), "--workers", str(workers)], environment, log, log
    )
    try:
        _wait(f"http://127.0.0.1:{port}", running, log)
        yield LiveServer(f"http://127.0.0.1:{port}", folder, running.pid or 0)
    finally:
        end(running)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait(base_url: str, running: BaseProcess, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and running.is_alive():
        try:
            with urllib.request.urlopen(f"{base_url}/healthz", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    raise AssertionError(f"the server did not start: {log.read_text()}")
