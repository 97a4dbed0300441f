"""Of which certificate kinds alone a site is to be judged afresh; what waits is judged whole."""


def up(migrator, db):
    db.execute_sql("ALTER TABLE kept_site ADD COLUMN kinds TEXT DEFAULT '' NOT NULL")
