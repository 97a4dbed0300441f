"""What auditors keep: saved questions, samples, requests and what is said about them."""

from peewee import AutoField, CharField, DateField, ForeignKeyField, IntegerField, JSONField, Model, TextField

from readiness.foundation.database import UTCDateTimeField


def up(migrator, db):
    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Account(Base):
        pass

    class SavedQuestion(Base):
        id = AutoField()
        account = ForeignKeyField(Account, on_delete="CASCADE")
        title = CharField()
        report = CharField(max_length=32)
        asked = JSONField()
        saved_at = UTCDateTimeField()

    class EvidenceSample(Base):
        id = AutoField()
        account = ForeignKeyField(Account, on_delete="CASCADE")
        seed = CharField()
        wanted = IntegerField()
        from_on = DateField()
        until_on = DateField()
        site = CharField()
        kind = CharField()
        change = IntegerField()
        known_at = UTCDateTimeField()
        population = IntegerField()
        drawn = JSONField()
        drawn_at = UTCDateTimeField()

    class AuditRequest(Base):
        id = AutoField()
        account = ForeignKeyField(Account, on_delete="CASCADE")
        title = CharField()
        state = CharField(max_length=8)
        asked_at = UTCDateTimeField()
        closed_at = UTCDateTimeField(null=True)

    class AuditRemark(Base):
        id = AutoField()
        request = ForeignKeyField(AuditRequest, on_delete="CASCADE")
        by = CharField()
        words = TextField()
        link = CharField()
        said_at = UTCDateTimeField()

    db.create_tables([SavedQuestion, EvidenceSample, AuditRequest, AuditRemark], safe=False)
