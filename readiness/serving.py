"""Serving: the web server and the scheduler, each alone or both together."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from importlib import import_module
from pathlib import Path
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from readiness.foundation.database import is_sqlite, sqlite_has_wal_race
from readiness.foundation.errors import ConfigurationError
from readiness.foundation.loading import give_back_what_is_freed, loading
from readiness.foundation.reached import EVERYWHERE, address_of, note_served_at

THREADS = 4
"""Threads a worker answers with. The server's own default is far too many for Python."""


def serve(host: str, port: int, workers: int, data_dir: Path) -> None:
    """Answer requests until SIGTERM; requests under way are finished."""
    if is_sqlite() and workers > 1 and sqlite_has_wal_race():
        raise ConfigurationError(
            "This SQLite can lose data when several processes write to it. Serve with one worker, "
            "or use PostgreSQL."
        )
    if host not in EVERYWHERE:
        # Where no address was set, links name the one that we answer at. Our workers read it as they start.
        os.environ.setdefault("READINESS_BASE_URL", address_of(host, port))
    give_back_what_is_freed()
    load_for_all_workers()
    server = Server(
        "wsgi:app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=30,
    )
    # Once the port is ours: whoever is refused it must not say where another one answers.
    server.on_startup(partial(note_served_at, data_dir, address_of(host, port)))
    _let_workers_end()
    server.serve(target_loader=_load_in_worker)


def load_for_all_workers() -> None:
    """Load all rooms before there is a worker, where workers are forked: they then share what nothing changes.

    A worker that takes the place of one that ended begins with them too. Where workers are no forks they would gain
    nothing by it.
    """
    if multiprocessing.get_start_method() == "fork":
        with loading():
            import_module("readiness.app")


def _let_workers_end() -> None:
    """Let a forked worker be ended from its first moment on.

    It begins with its server's own handlers, which end nothing, and would be waited for until it is killed. What it is
    told meanwhile waits for it.
    """
    told = {signal.SIGTERM}

    def as_worker() -> None:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, told)

    os.register_at_fork(
        before=partial(signal.pthread_sigmask, signal.SIG_BLOCK, told),
        after_in_parent=partial(signal.pthread_sigmask, signal.SIG_UNBLOCK, told),
        after_in_child=as_worker,
    )


def _load_in_worker(target: str) -> Callable[..., Any]:
    """The application, loaded in a worker, which only its server tells to end.

    Ctrl-C reaches every process of a terminal: a worker that hears of it from the terminal and from its
    server at once may miss both.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    module, _, name = target.partition(":")
    with loading():
        application: Callable[..., Any] = getattr(import_module(module), name)
    return application


def serve_with_scheduler(host: str, port: int, tell: Callable[[], None]) -> int:
    """Run server and scheduler side by side; when one ends, or on SIGTERM, both end. Gives the exit status.

    `tell` is called once the server answers.
    """
    asked_to_end = False

    def end(_signal: int, _frame: object) -> None:
        nonlocal asked_to_end
        asked_to_end = True

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    command = [sys.executable, "-m", "readiness"]
    parts = [
        subprocess.Popen([*command, "serve", "--host", host, "--port", str(port)]),  # noqa: S603
        subprocess.Popen([*command, "scheduler"]),  # noqa: S603
    ]
    is_told = False
    while not asked_to_end and all(part.poll() is None for part in parts):
        time.sleep(0.2)
        if not is_told and _answers(host, port):
            is_told = True
            tell()
    for part in parts:
        if part.poll() is None:
            part.terminate()
    ended = [part.wait() for part in parts]
    # Who is impatient asks again: while Python ends, its own handlers are gone, and we would be killed by it.
    for asked in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked, signal.SIG_IGN)
    return 0 if asked_to_end else next((status for status in ended if status), 1)


def _answers(host: str, port: int) -> bool:
    connection = HTTPConnection("127.0.0.1" if host in EVERYWHERE else host, port, timeout=1)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
