"""Editing the handbook: reviews, who read what, crisis lines of one's own, lines that are out, editions for all machines."""

from peewee import (
    SQL,
    AutoField,
    BlobField,
    BooleanField,
    CharField,
    DateField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
    TextField,
)

from readiness.foundation.database import UTCDateTimeField

NEVER = 2147483647


def up(migrator, db):
    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Version(Base):
        id = AutoField()
        fact_id = IntegerField(index=True)
        recorded_in = IntegerField()
        superseded_in = IntegerField(default=NEVER)

    class Account(Base):
        id = AutoField()

    class ProtocolReview(Version):
        slug = CharField()
        number = IntegerField()
        kind = CharField()
        reviewer = CharField()
        reviewed_on = DateField()

    class Acknowledgement(Version):
        slug = CharField()
        number = IntegerField()
        account = ForeignKeyField(Account, index=False)
        acknowledged_on = DateField()

    class OwnLine(Version):
        code = CharField(index=True)
        content = JSONField()

    class LineOutage(Version):
        code = CharField()
        stand_in = CharField()
        banners = JSONField()
        from_at = UTCDateTimeField()
        until_at = UTCDateTimeField(index=True)

    class HandbookEdition(Base):
        name = CharField(primary_key=True)
        content = BlobField()
        made_at = UTCDateTimeField()
        made_by = CharField()
        revisions = JSONField()
        links = JSONField()
        outages = JSONField()

    class EditionSwitch(Base):
        id = AutoField()
        name = CharField()
        switched_at = UTCDateTimeField()
        switched_by = CharField()
        reason = TextField()
        is_held = BooleanField()

    ProtocolReview.add_index(ProtocolReview.slug, ProtocolReview.number, name="protocol_review_of")
    Acknowledgement.add_index(Acknowledgement.slug, Acknowledgement.number, name="acknowledgement_of")
    Acknowledgement.add_index(Acknowledgement.account, name="acknowledgement_by")
    facts = (ProtocolReview, Acknowledgement, OwnLine, LineOutage)
    for model in facts:
        table = model._meta.table_name
        model.add_index(model.recorded_in, name=f"{table}_recorded")
        model.add_index(
            model.superseded_in, where=model.superseded_in < SQL(str(NEVER)), name=f"{table}_superseded"
        )
    db.create_tables([*facts, HandbookEdition, EditionSwitch], safe=False)
    db.execute_sql("ALTER TABLE protocol_revision ADD COLUMN sent_back TEXT NOT NULL DEFAULT ''")
