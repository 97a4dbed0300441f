"""What is kept of a finding says how grave it is, when it falls, and which facts of its site it waits for."""


def up(migrator, db):
    db.execute_sql("ALTER TABLE kept_finding ADD COLUMN gravity INTEGER DEFAULT 0 NOT NULL")
    db.execute_sql("ALTER TABLE kept_finding ADD COLUMN falls_on DATE DEFAULT '9999-12-31' NOT NULL")
    db.execute_sql("ALTER TABLE kept_finding ADD COLUMN lacks VARCHAR(255) DEFAULT '' NOT NULL")
    # What is kept before this is written again when all is judged afresh, as each release does that finds otherwise.
    db.execute_sql("DROP INDEX kept_finding_urgency")
    place = "site_code, pack_id, clause_id, subject"
    db.execute_sql(
        f"CREATE INDEX kept_finding_pressing ON kept_finding (urgency, gravity, falls_on, {place})"
    )
    db.execute_sql(
        "CREATE INDEX kept_finding_lacks ON kept_finding (site_code, lacks, subject) WHERE lacks <> ''"
    )
