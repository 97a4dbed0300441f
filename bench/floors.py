"""What the databases can do with no product around them: one SQL statement over plain integers."""

import sqlite3
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import psycopg

from bench.generate import CLAUSES, KINDS

PLAIN = (
    "CREATE TABLE post (person INT, site INT, a INT, b INT)",
    "CREATE TABLE away (person INT, a INT, b INT)",
    "CREATE TABLE cert (person INT, kind INT, a INT, b INT)",
)
INDEXES = (
    "CREATE INDEX post_person ON post (person, a, b, site)",
    "CREATE INDEX away_person ON away (person, a, b)",
    "CREATE INDEX cert_cover ON cert (person, kind, b, a)",
)

# Per site and kind: the people there on the day, the holders among them, and those who held one before.
ONE_STATEMENT = """
    WITH held AS (
        SELECT person, kind, max(CASE WHEN b >= {day} THEN 1 ELSE 0 END) AS now FROM cert WHERE a <= {day}
        GROUP BY person, kind),
    have AS MATERIALIZED (
        SELECT p.site, h.kind, sum(h.now) n, sum(1 - h.now) lapsed FROM held h
        CROSS JOIN post p WHERE p.person = h.person AND p.a <= {day} AND p.b >= {day}
        AND NOT EXISTS (SELECT 1 FROM away w WHERE w.person = h.person AND w.a <= {day} AND w.b >= {day})
        GROUP BY 1, 2),
    heads AS MATERIALIZED (SELECT site, count(*) n FROM post WHERE a <= {day} AND b >= {day} GROUP BY 1)
    SELECT heads.site, c.clause, heads.n, coalesce(have.n, 0), coalesce(have.lapsed, 0) FROM heads
    CROSS JOIN (VALUES {clauses}) AS c(clause, kind)
    LEFT JOIN have ON have.site = heads.site AND have.kind = c.kind ORDER BY 1, 2
"""


def plain_rows(select: Any) -> dict[str, list[Any]]:
    """The product's facts as bare integers: days as ordinals, one row for each posting."""
    post = [
        (person, site, max(a, c).toordinal(), min(b, d).toordinal())
        for person, site, a, b, c, d in select(
            "SELECT m.person_id, m.site_id, m.from_on, m.until_on, e.from_on, e.until_on FROM membership m "
            "JOIN employment e ON e.person_id = m.person_id"
        )
    ]
    away = [
        (p, a.toordinal(), b.toordinal())
        for p, a, b in select("SELECT person_id, from_on, until_on FROM leave")
    ]
    cert = [
        (person, KINDS.index(kind), a.toordinal(), b.toordinal())
        for person, kind, a, b in select(
            "SELECT person_id, kind, issued_on, counts_until_on FROM certificate"
        )
    ]
    return {"post": post, "away": away, "cert": cert}


def statement(day: date) -> str:
    """The one statement for a day."""
    clauses = ", ".join(f"({number}, {number % len(KINDS)})" for number in range(CLAUSES))
    return ONE_STATEMENT.format(day=day.toordinal(), clauses=clauses)


def fill_sqlite(tables: dict[str, list[Any]], folder: Path) -> sqlite3.Connection:
    target = folder / "plain.sqlite"
    target.unlink(missing_ok=True)
    connection = sqlite3.connect(target)
    for sql in PLAIN:
        connection.execute(sql)
    for name, rows in tables.items():
        connection.executemany(f"INSERT INTO {name} VALUES ({','.join('?' * len(rows[0]))})", rows)
    for sql in (*INDEXES, "ANALYZE"):
        connection.execute(sql)
    connection.commit()
    # SQLite takes VALUES with column names only as a table of its own.
    return connection


def sqlite_statement(day: date) -> str:
    return statement(day).replace(
        "CROSS JOIN (VALUES ", "CROSS JOIN (SELECT column1 AS clause, column2 AS kind FROM (VALUES "
    ).replace(") AS c(clause, kind)", ")) AS c")  # fmt: skip


def fill_postgresql(tables: dict[str, list[Any]], url: str) -> psycopg.Connection[Any]:
    connection = psycopg.connect(url, autocommit=True)
    connection.execute("DROP SCHEMA IF EXISTS plain CASCADE")
    connection.execute("CREATE SCHEMA plain")
    connection.execute("SET search_path = plain")
    for sql in PLAIN:
        connection.execute(sql)
    for name, rows in tables.items():
        _copy(connection, name, rows)
    for sql in (*INDEXES, "ANALYZE"):
        connection.execute(sql)
    return connection


def _copy(connection: psycopg.Connection[Any], name: str, rows: Sequence[Any]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {name} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
