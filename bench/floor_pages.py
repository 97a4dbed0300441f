"""The floor of a list page and of a search: Flask and one statement over plain tables, no product around it.

Its process is told by BENCH_FLOOR where the tables are: a SQLite file, or the URL of a PostgreSQL database.
"""

import os
import sqlite3
import threading
from collections.abc import Sequence
from typing import Any

import psycopg
from flask import Flask, render_template_string, request

TABLES = (
    "CREATE TABLE floor_person (id INTEGER PRIMARY KEY, number TEXT, name TEXT, name_key TEXT, site TEXT)",
    "CREATE TABLE floor_certificate (id INTEGER PRIMARY KEY, person INTEGER, kind TEXT, issued TEXT, until TEXT)",
)
INDEXES = (
    "CREATE INDEX floor_person_name ON floor_person (name_key{pattern})",
    "CREATE INDEX floor_certificate_person ON floor_certificate (person, id)",
)
PAGE = """<!doctype html><title>Certificates</title><form><input name=q value="{{ q }}"></form><table>
{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>
{% if rows %}<a href="?after={{ rows[-1][0] }}&q={{ q }}">next</a>{% endif %}"""

CERTIFICATES = (
    "SELECT c.id, p.number, p.name, p.site, c.kind, c.issued, c.until FROM floor_certificate c "
    "JOIN floor_person p ON p.id = c.person WHERE c.id > {place} ORDER BY c.id LIMIT 50"
)
PEOPLE = (
    "SELECT p.id, p.number, p.name, p.site FROM floor_person p WHERE p.name_key LIKE {place} "
    "ORDER BY p.name_key LIMIT 50"
)


class Floor:
    """A connection for each thread, and one statement at a time."""

    def __init__(self, at: str) -> None:
        self.at = at
        self.is_sqlite = not at.startswith("postgres")
        self._own = threading.local()

    def connection(self) -> Any:
        if not hasattr(self._own, "connection"):
            self._own.connection = (
                sqlite3.connect(self.at) if self.is_sqlite else psycopg.connect(self.at, autocommit=True)
            )
        return self._own.connection

    def rows(self, sql: str, value: object) -> Sequence[Any]:
        place = "?" if self.is_sqlite else "%s"
        found: Sequence[Any] = self.connection().execute(sql.format(place=place), (value,)).fetchall()
        return found

    def fill(self, people: Sequence[Any], certificates: Sequence[Any]) -> None:
        """Make the tables from rows of five cells each."""
        connection, place = self.connection(), "?" if self.is_sqlite else "%s"
        cursor = connection.cursor()
        for table in ("floor_person", "floor_certificate"):
            cursor.execute(f"DROP TABLE IF EXISTS {table}")
        for sql in TABLES:
            cursor.execute(sql)
        for table, rows in (("floor_person", people), ("floor_certificate", certificates)):
            cursor.executemany(f"INSERT INTO {table} VALUES ({', '.join([place] * 5)})", rows)
        pattern = " COLLATE NOCASE" if self.is_sqlite else " text_pattern_ops"
        for sql in (*INDEXES, "ANALYZE"):
            cursor.execute(sql.format(pattern=pattern))
        connection.commit()


def make_app(at: str) -> Flask:
    floor, app = Floor(at), Flask(__name__)

    @app.get("/healthz")
    def healthz() -> str:
        return "ok"

    @app.get("/list")
    def list_() -> str:
        rows = floor.rows(CERTIFICATES, int(request.args.get("after", 0)))
        return render_template_string(PAGE, rows=rows, q="")

    @app.get("/search")
    def search() -> str:
        words = request.args.get("q", "").casefold()
        return render_template_string(PAGE, rows=floor.rows(PEOPLE, f"{words}%"), q=words)

    return app


app = make_app(os.environ["BENCH_FLOOR"]) if "BENCH_FLOOR" in os.environ else None
