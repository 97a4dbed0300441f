"""Which crisis lines were called in an incident; of those recorded so far, none is known."""

from peewee import SqliteDatabase


def up(migrator, db):
    kind = "TEXT" if isinstance(db, SqliteDatabase) else "JSONB"
    db.execute_sql(f"ALTER TABLE incident ADD COLUMN lines {kind} DEFAULT '[]' NOT NULL")
