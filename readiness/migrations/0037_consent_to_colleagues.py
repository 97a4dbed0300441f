"""Whoever agrees to be shown says to whom: to all who have the card's code, as before, or to colleagues signed in."""


def up(migrator, db):
    db.execute_sql("ALTER TABLE duty_consent ADD COLUMN audience VARCHAR(16) NOT NULL DEFAULT 'card'")
