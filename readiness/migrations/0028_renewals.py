"""Whether a certificate was given for a short renewal course."""


def up(migrator, db):
    db.execute_sql("ALTER TABLE certificate ADD COLUMN course VARCHAR(255) DEFAULT '' NOT NULL")
