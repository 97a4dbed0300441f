"""The lists' orders to their last column: rows of one day, or one name, need no sorting."""

INDEXES = {
    "person_name_key": "person (name_key, id)",
    "certificate_kind_until": "certificate (kind, counts_until_on, id)",
    "certificate_until": "certificate (counts_until_on, id)",
    "certificate_issued_on": "certificate (issued_on, id)",
}


def up(migrator, db):
    for name, columns in INDEXES.items():
        db.execute_sql(f"DROP INDEX {name}")
        db.execute_sql(f"CREATE INDEX {name} ON {columns}")
