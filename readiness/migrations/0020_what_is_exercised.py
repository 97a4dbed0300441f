"""What an exercise practises, on which shift, how, for how many; and why one was not held, and which takes its place."""


def up(migrator, db):
    for column in ("topic VARCHAR(32)", "shift VARCHAR(64)", "not_held_why TEXT"):
        db.execute_sql(f"ALTER TABLE exercise ADD COLUMN {column} DEFAULT '' NOT NULL")
    kind = "TEXT" if type(db).__name__.endswith("SqliteDatabase") else "JSONB"
    db.execute_sql(f"ALTER TABLE exercise ADD COLUMN traits {kind} DEFAULT '[]' NOT NULL")
    for column in ("participant_count", "instead_of"):
        db.execute_sql(f"ALTER TABLE exercise ADD COLUMN {column} INTEGER")
