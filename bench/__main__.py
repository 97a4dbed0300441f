"""`python -m bench`: imports, assessment and exports beside their floors, on SQLite and PostgreSQL."""

import argparse
import tempfile
from pathlib import Path

from bench.assessing import measure_assessment
from bench.exporting import measure_exports
from bench.importing import Files, measure_imports
from tests.databases import PostgresqlServer

PARTS = ("import", "assessment", "export")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", help=f"of {', '.join(PARTS)}; by default all, which need the import"
    )
    parser.add_argument(
        "--scale", type=float, default=1.0, help="1.0: 200,000 people, 1,000,000 certificates, 500 sites"
    )
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    parts = chosen.parts or PARTS
    server = PostgresqlServer(is_durable=True)
    try:
        with tempfile.TemporaryDirectory(prefix="readiness-bench-") as name:
            folder = Path(name)
            files = Files.write(folder, chosen.scale)
            for database in ("sqlite", "postgresql") if chosen.database == "both" else (chosen.database,):
                url = f"sqlite:///{folder / 'ours.sqlite'}" if database == "sqlite" else server.url()
                for line in measure_imports(database, url, files, chosen.rounds):
                    print(line, flush=True)
                if "assessment" in parts:
                    for line in measure_assessment(database, url, folder, chosen.rounds):
                        print(line, flush=True)
                if "export" in parts:
                    for line in measure_exports(database, url, chosen.rounds):
                        print(line, flush=True)
    finally:
        server.stop()


if __name__ == "__main__":
    main()
