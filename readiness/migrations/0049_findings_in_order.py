"""What is kept of a finding says how grave it is, when it falls, and which facts of its site it waits for."""


def up(migrator, db):
    db.execute_sql("ALTER TABLE kept_finding ADD COLUMN gravity INTEGER DEFAULT 0 NOT NULL")
    db.execute_sql("ALTER TABLE kept_finding ADD COLUMN falls_on DATE DEFAULT '9999-12-31' NOT NULL")
    db.execute_sql("ALTER TABLE kept_finding ADD COLUMN lacks VARCHAR(255) DEFAULT '' NOT NULL")
    # What is kept before this is written again when all is judged afresh, as after each release that finds otherwise.
    db.execute_sql("DROP INDEX kept_finding_urgency")
    db.execute_sql("DROP INDEX kept_finding_site_id")
    order = "urgency, gravity, falls_on, site_code, pack_id, clause_id, subject"
    for name, columns in (
        ("pressing", order),
        ("of_site", f"site_id, {order}"),
        ("lacks", "site_code, lacks, pack_id, clause_id"),
    ):
        some = " WHERE lacks <> ''" if name == "lacks" else ""
        db.execute_sql(f"CREATE INDEX kept_finding_{name} ON kept_finding ({columns}){some}")
