"""`python -m bench.pages`: pages under the real server over HTTP, beside a bare list page, at two sizes."""

import argparse
import http.client
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.floor_pages import Floor
from bench.generate import PEOPLE, write_certificates, write_pack, write_staff
from bench.measuring import command, fresh, timed
from config import Config
from readiness.accounts.actions import AccountWish, Choice, invite, use_link
from readiness.accounts.sign_in import Browser
from readiness.accounts.standing import Moment
from readiness.compliance.keeping.today import bring_up_to_date, keep_week
from readiness.compliance.measuring import keeping_of
from readiness.foundation import clock
from readiness.foundation.database import connected, execute, open_database, select
from readiness.web.access import Role
from tests.databases import PostgresqlServer

ROOT = Path(__file__).parent.parent
EMAIL, PASSWORD = "hr@example.org", "seven quiet herons wade"
FULL_PEOPLE, FULL_CERTIFICATES = 200_000, 1_000_000
SMALL = 0.01
"""The other size, as a share of the full one: 2,000 people, 10,000 certificates."""
CLIENTS = (1, 8)
PAGES = (
    ("dashboard", "/dashboard", "/list"),
    ("compliance", "/compliance", "/list"),
    ("people", "/people", "/list"),
    ("certificates", "/certificates", "/list"),
    ("search by name", "/people?q=given12+fam", "/search?q=given12"),
)
GOAL, GROWTH_GOAL = "MUST 3.0", "MUST 1.3"


@dataclass(frozen=True, slots=True)
class Timing:
    """The median of many answers (milliseconds), ours and the floor's, with one client and with several."""

    ours: float
    floor: float

    @property
    def ratio(self) -> float:
        return self.ours / self.floor


def load(url: str, folder: Path, share: float) -> None:
    """An installation of this size: people, certificates, a pack, an account, and everything kept."""
    people = FULL_PEOPLE * share
    write_staff(folder / "staff.csv", people / PEOPLE)
    write_certificates(
        folder / "certificates.csv", people / PEOPLE, certificates=int(FULL_CERTIFICATES * share)
    )
    write_pack(folder / "bench.toml")
    fresh(url)
    command(url, "import", "staff", str(folder / "staff.csv"), "--skip-refused")
    command(url, "import", "certificates", str(folder / "certificates.csv"), "--skip-refused")
    command(url, "packs", "adopt", str(folder / "bench.toml"))
    open_database(url)
    with connected():
        moment = Moment(clock.now(), clock.today("UTC"))
        link = invite(EMAIL, AccountWish("Ana Ruiz", Role.HR, frozenset(), None, ""), "bench", moment)
        use_link(link.token, Choice(PASSWORD), "Bench", Browser("127.0.0.1", "bench"), moment)
        execute("ANALYZE")
        keeping = keeping_of(Config())
        seconds = timed(lambda: bring_up_to_date(keeping))
        print(f"  judged all sites from scratch in {seconds:.1f} s", flush=True)
        keep_week(keeping)


def fill_floor(at: str) -> None:
    """The same people and certificates as plain rows."""
    with connected():
        people = list(
            select(
                "SELECT p.id, p.staff_number, p.given_name || ' ' || p.family_name, "
                "lower(p.given_name || ' ' || p.family_name), coalesce((SELECT min(s.code) FROM membership m "
                "JOIN site s ON s.id = m.site_id WHERE m.person_id = p.id), '') FROM person p"
            )
        )
        certificates = [
            (number, person, kind, str(issued_on), str(until_on))
            for number, person, kind, issued_on, until_on in select(
                "SELECT id, person_id, kind, issued_on, counts_until_on FROM certificate"
            )
        ]
    Floor(at).fill(people, certificates)


@contextmanager
def serving(words: list[str], port: int, **settings: str) -> Iterator[None]:
    """A server process until the block ends."""
    running = subprocess.Popen(
        [sys.executable, *words],
        cwd=ROOT,
        env={**os.environ, **settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(port, running)
        yield
    finally:
        running.terminate()
        running.wait(timeout=60)


def _wait(port: int, running: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until and running.poll() is None:
        try:
            answer = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            answer.request("GET", "/healthz")
            if answer.getresponse().status == http.client.OK:
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server did not start")


def sign_in(port: int) -> str:
    """Sign in by the form; gives the cookies as a header."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/login")
    answer = connection.getresponse()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', answer.read().decode())
    cookies = _cookies(answer)
    body = urllib.parse.urlencode(
        {"email": EMAIL, "password": PASSWORD, "csrf_token": token.group(1) if token else ""}
    )
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": _header(cookies)}
    connection.request("POST", "/login", body, headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status != http.client.FOUND:
        raise SystemExit(f"signing in failed with {answer.status}")
    return _header(cookies | _cookies(answer))


def _cookies(answer: http.client.HTTPResponse) -> dict[str, str]:
    pairs = (cookie.split(";")[0].partition("=") for cookie in answer.headers.get_all("Set-Cookie") or ())
    return {name: value for name, _equals, value in pairs}


def _header(cookies: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items() if value)


def answers(port: int, path: str, cookie: str, count: int, clients: int) -> list[float]:
    """The milliseconds of so many answers in all, asked by so many at once."""

    def ask(_client: int) -> list[float]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
        took = []
        for _ in range(max(count // clients, 3)):
            start = time.perf_counter()
            connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
            answer = connection.getresponse()
            answer.read()
            took.append((time.perf_counter() - start) * 1000)
            if answer.status != http.client.OK:
                raise SystemExit(f"{path} answered {answer.status}")
        connection.close()
        return took

    with ThreadPoolExecutor(clients) as pool:
        return [milliseconds for took in pool.map(ask, range(clients)) for milliseconds in took]


def measure(
    url: str, folder: Path, share: float, rounds: int, ports: tuple[int, int]
) -> dict[tuple[str, int], Timing]:
    """Each page and the floor, alternating."""
    folder.mkdir(parents=True, exist_ok=True)
    load(url, folder, share)
    floor_at = str(folder / "floor.sqlite") if url.startswith("sqlite") else url
    fill_floor(floor_at)
    ours, floor = ports
    found = {}
    product = ["-m", "readiness", "serve", "--port", str(ours)]
    bare = ["-m", "granian", "--interface", "wsgi", "--blocking-threads", "4", "--port", str(floor)]
    with (
        serving(product, ours, READINESS_DATABASE_URL=url, READINESS_DATA_DIR=str(folder)),
        serving([*bare, "bench.floor_pages:app"], floor, BENCH_FLOOR=floor_at),
    ):
        cookie = sign_in(ours)
        for name, path, floor_path in PAGES:
            answers(ours, path, cookie, 3, 1)
            for clients in CLIENTS:
                of_ours: list[float] = []
                of_floor: list[float] = []
                for _round in range(rounds):
                    of_floor += answers(floor, floor_path, "", 40, clients)
                    of_ours += answers(ours, path, cookie, 40, clients)
                found[name, clients] = Timing(statistics.median(of_ours), statistics.median(of_floor))
    return found


def report(name: str, small: dict[tuple[str, int], Timing], full: dict[tuple[str, int], Timing]) -> None:
    for (page, clients), timing in full.items():
        before = small[page, clients]
        print(
            f"{name}: {page:15} {clients} client{'s' if clients > 1 else ' '} {timing.ours:8.1f} ms "
            f"{timing.ratio:6.2f} x floor ({GOAL})   {timing.ours / before.ours:5.2f} x the small one "
            f"({before.ours:.1f} ms; {GROWTH_GOAL})",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.pages", description=__doc__)
    parser.add_argument(
        "--scale",
        type=float,
        default=1.0,
        help="1.0: 200,000 people, 1,000,000 certificates beside 1% of that",
    )
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--port", type=int, default=24310, help="This one and the next are used.")
    chosen = parser.parse_args()
    server = PostgresqlServer(is_durable=True)
    try:
        with tempfile.TemporaryDirectory(prefix="readiness-bench-") as name:
            for database in ("sqlite", "postgresql") if chosen.database == "both" else (chosen.database,):
                found = []
                for size, share in (("small", SMALL * chosen.scale), ("full", chosen.scale)):
                    print(f"{database}, {size}: {FULL_CERTIFICATES * share:,.0f} certificates", flush=True)
                    folder = Path(name) / database / size
                    folder.mkdir(parents=True)
                    url = f"sqlite:///{folder / 'ours.sqlite'}" if database == "sqlite" else server.url()
                    found.append(measure(url, folder, share, chosen.rounds, (chosen.port, chosen.port + 1)))
                report(database, *found)
    finally:
        server.stop()


if __name__ == "__main__":
    main()
