"""Of which sites nobody has said yet that country and time zone are so: a staff file made them."""

from peewee import SqliteDatabase


def up(migrator, db):
    kind = "INTEGER" if isinstance(db, SqliteDatabase) else "BOOLEAN"
    db.execute_sql(f"ALTER TABLE site ADD COLUMN is_place_assumed {kind} DEFAULT false NOT NULL")
