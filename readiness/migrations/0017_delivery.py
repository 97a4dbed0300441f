"""Messages are delivered: by which way, to whom, how it stands; and the one-tap links that they carry."""

from peewee import SQL, AutoField, CharField, IntegerField, JSONField, Model, TextField
from playhouse.migrate import SchemaMigrator, migrate

from readiness.foundation.database import UTCDateTimeField


def up(migrator, db):
    def word(value="", length=255):
        return CharField(max_length=length, default=value, constraints=[SQL(f"DEFAULT '{value}'")])

    columns = {
        "language": word(),
        "person": IntegerField(null=True),
        "link": word(),
        "tap_purpose": word(),
        "tap_subject": word(),
        "way": word("mail"),
        "state": word("waiting", 16),
        "next_at": UTCDateTimeField(null=True),
        "claimed_by": word(),
        "resent_count": IntegerField(default=0, constraints=[SQL("DEFAULT 0")]),
        "ended_at": UTCDateTimeField(null=True),
        "sent_as": JSONField(null=True),
    }
    change = SchemaMigrator.from_database(db)
    migrate(*(change.add_column("outbox_message", name, field) for name, field in columns.items()))
    db.execute_sql("UPDATE outbox_message SET next_at = due_at")
    db.execute_sql("CREATE INDEX outbox_message_person ON outbox_message (person)")
    db.execute_sql("CREATE INDEX outbox_message_next ON outbox_message (state, next_at)")
    db.execute_sql(
        "CREATE INDEX outbox_message_recipient_delivered ON outbox_message (recipient, delivered_at)"
    )

    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class DeliveryWay(Base):
        name = CharField(primary_key=True, max_length=16)
        failing_since_at = UTCDateTimeField(null=True)
        next_at = UTCDateTimeField(null=True)
        failure_count = IntegerField(default=0)
        last_error = TextField(default="")

    class NoticeLink(Base):
        id = AutoField()
        token_hash = CharField(max_length=64, unique=True)
        person = IntegerField(index=True)
        purpose = CharField(max_length=32)
        subject = CharField()
        made_at = UTCDateTimeField()
        expires_at = UTCDateTimeField(index=True)
        used_at = UTCDateTimeField(null=True)

    db.create_tables([DeliveryWay, NoticeLink], safe=False)
