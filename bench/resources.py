"""`python -m bench.resources`: 5,000 resources and 500 sites: time, size, weight of pages, speed of the search, memory.

The directory is made from a seed (bench/directory.py). Searches are held against a bare Flask and against bare FTS5
over the same texts, alternating in one run; over HTTP by wrk, as bench.serving does.
"""

import argparse
import os
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import brotli
from werkzeug.test import Client

from bench.directory import write_directory, write_sites
from bench.measuring import command, fresh
from bench.pages import serving
from bench.serving import Load, load
from readiness.foundation import clock
from readiness.foundation.database import connected, open_database
from readiness.handbook.serving import HandbookFirst
from readiness.handbook.shelf import FILE, Shelf, read_shelf, stock
from readiness.resources.cards import Home
from readiness.resources.finding import Sought
from readiness.standards.needs import load_needs

HOME = Home("US", "America/New_York")
SEARCHES = (
    "shelter",
    "I need a lawyer",
    "counselling",
    "he wants to end it all",
    "someone was hit at home",
    "food",
)
PAGES = {
    "first page": "/?site=SITE-0007", "a protocol at a site, who is near": "/protocols/home?site=SITE-0007",
    "a need at a site": "/resources/need/shelter?site=SITE-0007", "needs to choose from": "/resources",
}  # fmt: skip
LARGEST = 14 * 1024


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.resources", description=__doc__)
    parser.add_argument("--services", type=int, default=5_000)
    parser.add_argument("--sites", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--port", type=int, default=24330, help="This one and the next are used.")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="readiness-bench-") as name:
        folder = Path(name)
        for line in measure(folder, chosen.services, chosen.sites):
            print(line, flush=True)
        if shutil.which("wrk"):
            for line in over_http(folder, chosen.port, chosen.rounds):
                print(line, flush=True)


def measure(folder: Path, services: int, sites: int) -> Iterator[str]:
    url = f"sqlite:///{folder / 'ours.sqlite'}"
    os.environ |= {"READINESS_DATABASE_URL": url, "READINESS_DATA_DIR": str(folder)}
    fresh(url)
    write_directory(folder / "county.zip", services)
    write_sites(folder / "sites.csv", sites)
    command(url, "init")
    yield _told("import of the sites", command(url, "import", "sites", str(folder / "sites.csv")).cpu)
    yield _told(
        "import of the directory", command(url, "import", "resources", str(folder / "county.zip")).cpu
    )
    command(url, "handbook", "approve", "--all")
    yield _told("edition published", command(url, "publish").cpu)
    (edition,) = (folder / "handbook").glob("edition-*.sqlite")
    yield f"{'edition':44} {edition.stat().st_size / 1e6:7.1f} MB"
    open_database(url, connections=2)
    begun = time.process_time()
    with connected():
        stock(folder / "handbook", HOME)
    yield _told("file of the public pages", time.process_time() - begun)
    yield f"{'file of the public pages':44} {(folder / 'handbook' / FILE).stat().st_size / 1e6:7.1f} MB"
    begun = time.process_time()
    shelf = read_shelf(folder / "handbook" / FILE, load_needs())
    yield _told("the same, read", time.process_time() - begun)
    yield _sized(
        "who is near, as a phone takes it (at most 80 kB)", brotli.compress(shelf.near.encode(), quality=5)
    )
    yield from _pages(folder / "handbook")
    yield from _finding(shelf)
    yield from _memory()


def _told(what: str, seconds: float) -> str:
    return f"{what:44} {seconds:7.2f} s of the processor"


def _sized(what: str, content: bytes) -> str:
    return f"{what:52} {len(content) / 1000:6.1f} kB as Brotli"


def _pages(folder: Path) -> Iterator[str]:
    """What pages weigh (MUST: 14 kB for the first paint), and how long they take."""
    browser = Client(HandbookFirst(_nobody, folder))
    for what, path in PAGES.items():
        answer = browser.get(path, headers={"Accept-Encoding": "br"})
        taken = _cpu(partial(browser.get, path, headers={"Accept-Encoding": "br"}))
        yield f"{_sized(what, answer.data)} (MUST {LARGEST / 1000:.1f}), {statistics.median(taken) * 1000:.1f} ms"


def _nobody(_environ: object, start_response: Callable[..., object]) -> list[bytes]:
    start_response("404 Not Found", [])
    return [b""]


def _cpu(work: Callable[[], object], turns: int = 60) -> list[float]:
    work()
    taken = []
    for _turn in range(turns):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return taken


def _finding(shelf: Shelf) -> Iterator[str]:
    """Finding resources beside FTS5, bm25, 20 rows, over the same texts; in turns."""
    floor = sqlite3.connect(":memory:")
    floor.execute("CREATE VIRTUAL TABLE told USING fts5(text)")
    cards = shelf.catalogue.cards
    floor.executemany(
        "INSERT INTO told VALUES (?)",
        ((f"{card.name} {card.organisation} {card.description}",) for card in cards),
    )
    ours: list[float] = []
    bare: list[float] = []
    for words in ("shelter", "counselling", "lawyer", "food", "hotline", "detox"):
        for _turn in range(5):
            ours += _cpu(partial(shelf.catalogue.find, Sought(words), clock.now(), 20), 12)
            bare += _cpu(partial(_rows, floor, words), 12)
    one, other = (
        f"p50 {statistics.median(taken) * 1000:.2f} ms, p99 {statistics.quantiles(taken, n=100)[98] * 1000:.2f} ms"
        for taken in (ours, bare)
    )
    ratio = statistics.median(ours) / statistics.median(bare)
    yield f"resources found by one word: {one}; bare FTS5: {other}; {ratio:.2f} x floor"


def _rows(floor: sqlite3.Connection, words: str) -> list[object]:
    return floor.execute(
        "SELECT rowid FROM told WHERE told MATCH ? ORDER BY bm25(told) LIMIT 20", (words,)
    ).fetchall()


_LOOK = """
import os, sys
from pathlib import Path
import resource
before = int(Path("/proc/self/statm").read_text().split()[1]) * 4096
from config import config_from_environment
from readiness.app import create_app
application = create_app(config_from_environment(os.environ))
def held(): return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6
plain = held()
from werkzeug.test import Client
from readiness.handbook.serving import HandbookFirst
browser = Client(HandbookFirst(application.wsgi_app, Path(os.environ["READINESS_DATA_DIR"]) / "handbook"))
browser.get("/protocols/home?site=SITE-0007")
pages = held()
application.test_client().get("/hsds/services?search=shelter")
print(f"{plain:.0f} {pages:.0f} {held():.0f}")
"""


def _memory() -> Iterator[str]:
    """What a worker holds, in a process of its own."""
    told = subprocess.run([sys.executable, "-c", _LOOK], capture_output=True, text=True, check=True).stdout
    plain, pages, whole = (int(each) for each in told.split())
    yield f"a worker: {plain} MB before, {pages} MB with the edition and the public pages, {whole} MB with /hsds/ too"
    yield f"this process at its most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"


def over_http(folder: Path, port: int, rounds: int) -> Iterator[str]:
    """The search as data, with the directory there, beside the product's own Flask and a bare one (MUST 0.45 x own)."""
    bare = ["-m", "granian", "--interface", "wsgi", "--blocking-threads", "4", "--port", str(port + 1)]
    script = folder / "searches.lua"
    typed = ", ".join(f'"{each.replace(" ", "+")}"' for each in SEARCHES)
    script.write_text(
        f"local typed = {{{typed}}}\nlocal turn = 0\n"
        "request = function()\n  turn = turn % #typed + 1\n"
        '  return wrk.format("GET", "/search?format=json&site=SITE-0007&q=" .. typed[turn])\nend\n'
    )
    with (
        serving(["-m", "readiness", "serve", "--port", str(port)], port),
        serving([*bare, "bench.bare_flask:hello"], port + 1),
    ):
        _settle(folder, f"http://127.0.0.1:{port}/search?format=json&q=shelter")
        own, floor, ours = [], [], []
        for _round in range(rounds):
            floor.append(load(f"http://127.0.0.1:{port + 1}/", 2, 3))
            own.append(load(f"http://127.0.0.1:{port}/healthz", 2, 3))
            ours.append(load(f"http://127.0.0.1:{port}/search", 2, 3, script))
    rate, own_rate, bare_rate = (_rate(loads) for loads in (ours, own, floor))
    yield (
        f"/search as data, 2 clients: {rate:,.0f}/s, {rate / own_rate:.2f} x own ({own_rate:,.0f}/s; MUST 0.45), "
        f"{rate / bare_rate:.2f} x hello ({bare_rate:,.0f}/s), p99 {min(each.p99 for each in ours):.2f} ms (MUST 3)"
    )


def _settle(folder: Path, address: str) -> None:
    """Wait until the server has written and read everything: its file stays, and it answers quickly three times."""
    quick, until = 0, time.monotonic() + 120
    time.sleep(5)
    while time.time() - (folder / "handbook" / FILE).stat().st_mtime < 8 and time.monotonic() < until:
        time.sleep(1)
    while quick < 3 and time.monotonic() < until:
        begun = time.monotonic()
        with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310 - ours
            answer.read()
        quick = quick + 1 if time.monotonic() - begun < 0.1 else 0
        time.sleep(1)


def _rate(loads: list[Load]) -> float:
    return statistics.median(each.rate for each in loads)


if __name__ == "__main__":
    main()
