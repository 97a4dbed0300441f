"""Signed checkpoints of what the audit trail came to; and PostgreSQL cannot empty it at one stroke either."""

from peewee import IntegerField, Model, TextField

from readiness.foundation.database import UTCDateTimeField


def up(migrator, db):
    class AuditCheckpoint(Model):
        size = IntegerField(primary_key=True)
        made_at = UTCDateTimeField()
        note = TextField()

        class Meta:
            database = db
            legacy_table_names = False

    db.create_tables([AuditCheckpoint], safe=False)
    if not type(db).__name__.endswith("SqliteDatabase"):
        db.execute_sql(
            "CREATE TRIGGER audit_event_is_not_emptied BEFORE TRUNCATE ON audit_event "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_event_stays()"
        )
