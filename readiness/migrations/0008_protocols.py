"""Revisions of protocols, from which editions of the handbook are made."""

from peewee import AutoField, CharField, IntegerField, JSONField, Model

from readiness.foundation.database import UTCDateTimeField


def up(migrator, db):
    class ProtocolRevision(Model):
        id = AutoField()
        slug = CharField()
        number = IntegerField()
        state = CharField(index=True)
        body = JSONField()
        author = CharField()
        written_at = UTCDateTimeField()
        approved_by = CharField()
        approved_at = UTCDateTimeField(null=True)
        sample_approval = IntegerField()

        class Meta:
            database = db
            legacy_table_names = False

    ProtocolRevision.add_index(
        ProtocolRevision.slug, ProtocolRevision.number, unique=True, name="protocol_once"
    )
    db.create_tables([ProtocolRevision], safe=False)
