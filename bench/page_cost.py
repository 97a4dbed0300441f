"""`python -m bench.page_cost`: what pages cost beside a bare list page, by time of the processor, the server's with it.

Asked of the application in this process, without the server in front of it, and alternating with the bare page: what
else runs on the machine costs both alike. `--at` asks an installation that `python -m bench.pages` or this program
filled before.
"""

import argparse
import tempfile
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from flask.testing import FlaskClient

from bench.floor_pages import make_app
from bench.pages import FULL_CERTIFICATES, PAGES, fill_floor, load
from bench.processor import Processor
from bench.visiting import Visitor
from readiness.foundation.database import connected, open_database
from tests.databases import PostgresqlServer

WARMING = 6
"""So often a page is asked before it is measured: PostgreSQL plans a statement once after five times."""


def measure(name: str, url: str, folder: Path, rounds: int) -> None:
    """Tell the median of each page, and of the bare one."""
    open_database(url)
    visitor = Visitor(url, folder, is_new=False)
    with connected():
        processor = Processor.of_the_database()
    bare = make_app(_floor_at(url, folder)).test_client()

    for page, path, floor_path in PAGES:
        ours, floor = [], []
        for _ in range(WARMING + rounds):
            floor.append(processor.spent(partial(_ask, bare, floor_path)))
            ours.append(processor.spent(partial(visitor.ask, path)))
        cost, of_floor = median(ours[WARMING:]), median(floor[WARMING:])
        print(
            f"{name}: {page:15} {cost:8.1f} ms of the processor {of_floor:8.1f} ms the bare one "
            f"{cost / of_floor:6.2f} x floor (MUST 3.0)",
            flush=True,
        )


def _ask(client: FlaskClient, path: str) -> None:
    client.get(path).get_data()


def _floor_at(url: str, folder: Path) -> str:
    return str(folder / "floor.sqlite") if url.startswith("sqlite") else url


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.page_cost", description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help=f"1.0: {FULL_CERTIFICATES:,} certificates")
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--at", nargs=2, metavar=("URL", "FOLDER"), help="what was filled before")
    chosen: Any = parser.parse_args()
    if chosen.at:
        url, folder = chosen.at
        measure("sqlite" if url.startswith("sqlite") else "postgresql", url, Path(folder), chosen.rounds)
        return
    server = PostgresqlServer(is_durable=True)
    try:
        for name in ("sqlite", "postgresql") if chosen.database == "both" else (chosen.database,):
            with tempfile.TemporaryDirectory(prefix="readiness-bench-") as path:
                at = f"sqlite:///{path}/ours.sqlite" if name == "sqlite" else server.url()
                load(at, Path(path), chosen.scale)
                fill_floor(_floor_at(at, Path(path)))
                measure(name, at, Path(path), chosen.rounds)
    finally:
        server.stop()


if __name__ == "__main__":
    main()
