"""`python -m bench.outage`: pages while the mail server is gone, beside the same pages while no mail is due.

'gone' takes a connection and never answers, which is worse than one that refuses: 3,000 messages wait, and the
timetable tries them every minute in its own process. Rounds alternate; the medians are of all rounds.
"""

import argparse
import os
import socket
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

from bench.measuring import command, fresh
from bench.pages import answers, serving, sign_in
from bench.visiting import EMAIL, PASSWORD
from readiness.accounts.actions import AccountWish, Choice, invite, use_link
from readiness.accounts.sign_in import Browser
from readiness.accounts.standing import Moment
from readiness.foundation import clock
from readiness.foundation.database import connected, execute, open_database
from readiness.web.access import Role
from tests.notices.killing import owe_many

PAGES = ("/dashboard", "/people", "/certificates", "/classes")
MESSAGES = 3000


@contextmanager
def silent_server() -> Iterator[tuple[int, list[socket.socket]]]:
    """A server that takes connections and says nothing; gives its port, and the connections as they come."""
    held: list[socket.socket] = []
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)

        def take() -> None:
            with suppress(OSError):
                while True:
                    held.append(listening.accept()[0])

        Thread(target=take, daemon=True).start()
        yield int(listening.getsockname()[1]), held
        listening.close()
    for each in held:
        each.close()


def load(url: str, *, owes: bool) -> None:
    """The sample organisation, somebody of HR, and messages that are due, or none."""
    fresh(url)
    command(url, "init", "--sample")
    open_database(url)
    with connected():
        moment = Moment(clock.now(), clock.today("UTC"))
        link = invite(EMAIL, AccountWish("Ana Ruiz", Role.HR, frozenset(), None, ""), "bench", moment)
        use_link(link.token, Choice(PASSWORD), "Bench", Browser("127.0.0.1", "bench"), moment)
        execute("DELETE FROM outbox_message")
        if owes:
            owe_many(MESSAGES)


def measure(folder: Path, rounds: int, count: int, port: int) -> None:
    found: dict[tuple[bool, str], list[float]] = {}
    with silent_server() as (mail, connections):
        for number in range(rounds):
            for is_gone in (False, True):
                here = folder / f"{number}-{is_gone}"
                here.mkdir()
                url = f"sqlite:///{here / 'ours.sqlite'}"
                settings = {
                    "READINESS_DATABASE_URL": url,
                    "READINESS_DATA_DIR": str(here),
                    "READINESS_SMTP_HOST": "127.0.0.1",
                    "READINESS_SMTP_PORT": str(mail),
                    "READINESS_SMTP_TLS": "none",
                    "READINESS_SMTP_SENDER": "readiness@example.org",
                    "READINESS_BASE_URL": f"http://127.0.0.1:{port}",
                }
                os.environ |= settings
                load(url, owes=is_gone)
                with serving(["-m", "readiness", "run", "--port", str(port)], port):
                    cookie = sign_in(port)
                    known = len(connections)
                    while is_gone and len(connections) == known:
                        time.sleep(0.2)  # the timetable's next minute begins the first attempt
                    for page in PAGES:
                        answers(port, page, cookie, 10, 1)  # what is read once is read
                    for page in PAGES:
                        found.setdefault((is_gone, page), []).extend(answers(port, page, cookie, count, 2))
                if is_gone:
                    tried = len(connections) - known
                    print(f"  round {number + 1}: {tried} connections that nobody answered", flush=True)
    for page in PAGES:
        calm, gone = found[False, page], found[True, page]
        p99 = [statistics.quantiles(each, n=100)[98] for each in (calm, gone)]
        print(
            f"  {page}: p50 {statistics.median(calm):.1f} ms, with the mail server gone "
            f"{statistics.median(gone):.1f} ms ({statistics.median(gone) / statistics.median(calm):.2f} x); "
            f"p99 {p99[0]:.1f} and {p99[1]:.1f} ms"
        )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.outage", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--count", type=int, default=400, help="answers of each page in a round")
    parser.add_argument("--port", type=int, default=8741)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="readiness-outage-") as name:
        measure(Path(name), chosen.rounds, chosen.count, chosen.port)


if __name__ == "__main__":
    main()
