"""Exercises are listed in the order of an index."""


def up(migrator, db):
    db.execute_sql("CREATE INDEX exercise_planned ON exercise (planned_on, fact_id)")
