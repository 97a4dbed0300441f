"""The code of an exercise can be shown again to those who run it."""


def up(migrator, db):
    db.execute_sql("ALTER TABLE exercise_code ADD COLUMN salt VARCHAR(255) NOT NULL DEFAULT ''")
