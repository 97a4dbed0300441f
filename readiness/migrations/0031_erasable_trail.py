"""Names in the trail are covered by salted commitments, so that they can be erased; the guards let that alone pass.

Rows that are there keep their hash, which covers the names themselves. Where one of them is erased, the event of
the erasure says which they are and bears a hash of what stays of them.
"""

from peewee import SqliteDatabase

COLUMNS = {"actor_salt": 32, "actor_commitment": 64, "subject_salt": 32, "subject_commitment": 64}
FIXED = ("id", "change_id", "recorded_at", "action", "commitment", "previous_hash", "hash")
REFUSAL = "audit events are only ever added"


def _erases(name):
    return f"(NEW.{name} = OLD.{name} OR (NEW.{name} LIKE 'erased-%' AND NEW.{name}_salt = ''))"


def _stays(name):
    return (
        f"((NEW.{name}_commitment = OLD.{name}_commitment OR OLD.{name}_commitment = '') "
        f"AND (NEW.{name}_salt = OLD.{name}_salt OR NEW.{name}_salt = '' OR OLD.{name}_commitment = ''))"
    )


MAY = " AND ".join(
    [
        *(f"NEW.{name} = OLD.{name}" for name in FIXED),
        *(f(name) for name in ("actor", "subject") for f in (_erases, _stays)),
    ]
)


def up(migrator, db):
    for column, length in COLUMNS.items():
        db.execute_sql(f"ALTER TABLE audit_event ADD COLUMN {column} VARCHAR({length}) DEFAULT '' NOT NULL")
    if isinstance(db, SqliteDatabase):
        db.execute_sql("DROP TRIGGER audit_event_stays")
        db.execute_sql(
            f"CREATE TRIGGER audit_event_stays BEFORE UPDATE ON audit_event WHEN NOT ({MAY}) "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )
        return
    # A row may be emptied of a name; all else, and every other command, is refused.
    db.execute_sql(
        "CREATE OR REPLACE FUNCTION audit_event_stays() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF TG_OP = 'UPDATE' THEN IF {MAY.replace('%', '%%')} THEN RETURN NEW; END IF; END IF; "
        f"RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
