"""Ctrl-C in a terminal: it reaches every process of the service at once, and all of them end."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.commands import ROOT
from tests.roads.test_command_line import free_port, wait_for

SOON = 10
"""Seconds within which a service that has nothing to finish must have ended; other tests run beside.

A worker that misses that it is asked to end is killed by its server after 30 s: who ended sooner, ended by
itself. What the server says of it proves nothing: two of its threads wait for one process, and on a busy
machine it can say 'Killing worker-1' of one that has just ended.
"""


@contextmanager
def started(url: str, folder: Path, *words: str) -> Iterator["subprocess.Popen[bytes]"]:
    """The service as a terminal starts it: alone in a group of processes; what it says goes to a file."""
    settings = {**os.environ, "READINESS_DATABASE_URL": url, "READINESS_DATA_DIR": str(folder)}
    with (folder / "said.txt").open("w") as said:
        running = subprocess.Popen(
            [sys.executable, "-m", "readiness", *words],
            cwd=ROOT, env=settings, stdout=said, stderr=said, start_new_session=True,
        )  # fmt: skip
    try:
        yield running
    finally:
        if is_anyone_left(running):
            os.killpg(running.pid, signal.SIGKILL)
        running.wait(SOON)


def is_anyone_left(running: "subprocess.Popen[bytes]") -> bool:
    running.poll()
    try:
        os.killpg(running.pid, 0)
    except ProcessLookupError:
        return False
    return True


def interrupt(running: "subprocess.Popen[bytes]") -> None:
    """What the terminal does at Ctrl-C."""
    os.killpg(running.pid, signal.SIGINT)


def assert_ended(running: "subprocess.Popen[bytes]", folder: Path) -> None:
    until = time.monotonic() + SOON
    while is_anyone_left(running) and time.monotonic() < until:
        time.sleep(0.05)
    said = (folder / "said.txt").read_text()
    assert not is_anyone_left(running), said
    assert running.returncode == 0, said
    assert "Traceback" not in said


@pytest.mark.parametrize("times", [1, 3])
def test_ctrl_c_ends_server_scheduler_and_workers(sqlite_url: str, tmp_path: Path, times: int) -> None:
    port = free_port()
    with started(sqlite_url, tmp_path, "run", "--port", str(port)) as running:
        wait_for(f"http://127.0.0.1:{port}/readyz")
        for _ in range(times):
            interrupt(running)
            time.sleep(0.02)
        assert_ended(running, tmp_path)


def has_worker(server: "subprocess.Popen[bytes]") -> bool:
    return bool(Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text())


@pytest.mark.parametrize("seconds", [0, 0.002, 0.005, 0.1, 0.4])
def test_a_server_that_is_ended_while_it_starts_ends(sqlite_url: str, tmp_path: Path, seconds: float) -> None:
    port = free_port()
    with started(sqlite_url, tmp_path, "serve", "--port", str(port)) as running:
        while not has_worker(running):
            time.sleep(0.001)
        time.sleep(seconds)
        running.terminate()
        assert_ended(running, tmp_path)
