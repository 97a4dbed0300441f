"""`python -m bench.starting`: how soon the server answers, what a worker holds, what a sign-in costs, beside floors.

Times are of the processor, of the server's processes until the first answer: a busy machine leaves these alone.
'hello' is a bare Flask under the same server.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import psutil

from bench.growth import Size, fill
from bench.handbook import shipped
from bench.holding import all_of, processes, worker_of
from bench.measuring import fresh
from bench.pages import answers, sign_in
from bench.processor import Processor
from bench.visiting import PASSWORD, Visitor
from config import Config
from readiness.accounts.passwords import hash_password, verify
from readiness.compliance.keeping.today import bring_up_to_date, keep_week
from readiness.compliance.measuring import keeping_of
from readiness.foundation.database import connected, open_database
from readiness.handbook.edition import build, switch

ROOT = Path(__file__).parent.parent
HELLO = [
    "-m",
    "granian",
    "--interface",
    "wsgi",
    "--blocking-threads",
    "4",
    "bench.bare_flask:hello",
    "--port",
]
PRODUCT = ["-m", "readiness", "serve", "--port"]
PAGES = ("/dashboard", "/compliance", "/people?q=given12+fam", "/certificates")


@contextmanager
def started(words: list[str], port: int, **settings: str) -> Iterator[tuple[float, psutil.Process]]:
    """A server until the block ends, with the seconds of the processor that its first answer took."""
    # What Python compiled stays beside its sources, as it does wherever nobody forbids it.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    running = subprocess.Popen(
        [sys.executable, *words, str(port)],
        cwd=ROOT,
        env={**environment, **settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    server = psutil.Process(running.pid)
    try:
        _wait_for(f"http://127.0.0.1:{port}/healthz", running)
        yield sum(map(_seconds, processes(server))), server
    finally:
        running.terminate()
        running.wait(timeout=60)


def _wait_for(address: str, running: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until and running.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 - ours
                answer.read()
            return
        except OSError:
            time.sleep(0.02)
    raise SystemExit("the server did not start")


def _seconds(process: psutil.Process) -> float:
    taken = process.cpu_times()
    return float(taken.user + taken.system + taken.children_user + taken.children_system)


def measure_start(settings: dict[str, str], port: int, rounds: int) -> str:
    """A server and 'hello', alternating."""
    ours, floor = [], []
    for _round in range(rounds):
        with started(HELLO, port) as (seconds, _server):
            floor.append(seconds)
        with started(PRODUCT, port, **settings) as (seconds, _server):
            ours.append(seconds)
    start, hello = statistics.median(ours), statistics.median(floor)
    return f"first answer: {start:.2f} s, hello {hello:.2f} s, {start / hello:.1f} x floor (MUST 1.5 s)"


def measure_memory(settings: dict[str, str], folder: Path, port: int) -> Iterator[str]:
    """A worker after pages, after a list was taken away as CSV, and with all that the handbook reads.

    An import from a page is done by a process of its own, and leaves nothing in the worker.
    """
    with started(HELLO, port) as (_seconds, server):
        answers(port, "/", "", 200, 2)
        hello, whole = worker_of(server), all_of(server)
    yield (
        f"hello: {hello.own:.0f} MB its own, {hello.share:.0f} MB with its share of what is shared, "
        f"{hello.resident:.0f} MB resident; with its server {whole:.0f} MB"
    )
    with started(PRODUCT, port, **settings) as (_seconds, server):
        cookie = _look_around(port)
        yield f"a worker after pages: {worker_of(server).beside(hello)}"
        answers(port, "/certificates?format=csv", cookie, 1, 1)
        yield f"  and a list was taken away as CSV (MUST 1.4): {worker_of(server).beside(hello)}"
        yield f"  with its server: {all_of(server):.0f} MB"
    editions = folder / "handbook"
    switch(editions, build(shipped(), editions).path.name)
    with started(PRODUCT, port, **settings) as (_seconds, server):
        cookie = _look_around(port)
        answers(port, "/certificates?format=csv", cookie, 1, 1)
        answers(port, "/search?q=somebody+needs+help&lang=en", "", 20, 2)
        yield f"  with the handbook's pages and the language model read: {worker_of(server).beside(hello)}"
        yield f"  with its server: {all_of(server):.0f} MB"


def _look_around(port: int) -> str:
    """Sign in and look at pages; gives the cookie."""
    cookie = sign_in(port)
    for path in PAGES:
        answers(port, path, cookie, 20, 2)
    return cookie


def measure_signing_in(url: str, folder: Path) -> str:
    """A sign-in by the form, beside the verification of its password alone; in turns."""
    visitor, processor = Visitor(url, folder), Processor.of_the_database()
    kept = hash_password(PASSWORD)
    ours, floor = [], []
    for _turn in range(30):
        floor.append(processor.spent(lambda: verify(PASSWORD, kept)))
        form = visitor.form()
        ours.append(processor.spent_with(partial(visitor.sign_in, form)))
    whole, bare = statistics.median(ours), statistics.median(floor)
    return (
        f"sign-in: {whole:.1f} ms, its password alone {bare:.1f} ms, {whole / bare:.2f} x floor (MUST 1.15)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.starting", description=__doc__)
    parser.add_argument("--certificates", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--port", type=int, default=24340)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="readiness-bench-") as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'ours.sqlite'}"
        fresh(url)
        open_database(url)
        with connected():
            fill(url, folder, Size(chosen.certificates // 5, chosen.certificates), Processor())
            keeping = keeping_of(Config())
            bring_up_to_date(keeping)  # as the timetable of an installation has done
            keep_week(keeping)
            print(measure_signing_in(url, folder), flush=True)
        settings = {"READINESS_DATABASE_URL": url, "READINESS_DATA_DIR": str(folder)}
        print(measure_start(settings, chosen.port, chosen.rounds), flush=True)
        for line in measure_memory(settings, folder, chosen.port):
            print(line, flush=True)


if __name__ == "__main__":
    main()
