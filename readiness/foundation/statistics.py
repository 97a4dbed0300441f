"""What the database knows of its own tables, by which it chooses how a question is answered."""

from readiness.foundation.database import database, execute, is_sqlite, select

_OF_ALL, _OF_A_SAMPLE, _ANALYZE = 0x10000, 0x10, 0x02


def look_at_tables() -> None:
    """Let the database look at its own tables, so that it chooses good plans as they grow.

    SQLite looks at those that it never saw, or that have grown tenfold. Of what it then knows, how often each single
    value occurs is left out: with that it plans a statement anew for all that it is asked with, which for most
    statements takes longer than the answer.
    """
    if not is_sqlite():
        execute("ANALYZE")
        return
    with database.atomic("IMMEDIATE"):
        execute(f"PRAGMA optimize = {_OF_ALL | _OF_A_SAMPLE | _ANALYZE}")
        if next(select("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat4'"), None):
            execute("DELETE FROM sqlite_stat4")
    execute("ANALYZE sqlite_schema")
