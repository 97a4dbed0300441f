"""Files of reports that are made apart from the page, and reports on a schedule."""

from peewee import AutoField, CharField, DateField, ForeignKeyField, IntegerField, JSONField, Model, TextField

from readiness.foundation.database import UTCDateTimeField


def up(migrator, db):
    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Account(Base):
        pass

    class ReportSchedule(Base):
        id = AutoField()
        report = CharField(max_length=32)
        form = CharField(max_length=8)
        asked = JSONField()
        every = CharField(max_length=8)
        begun_on = DateField()
        next_on = DateField()
        state = CharField(max_length=8)
        made_by = CharField()
        made_at = UTCDateTimeField()

    class ReportRecipient(Base):
        id = AutoField()
        schedule = ForeignKeyField(ReportSchedule, on_delete="CASCADE", index=False)
        account = ForeignKeyField(Account, on_delete="CASCADE")

        class Meta:
            indexes = ((("schedule", "account"), True),)

    class ReportFile(Base):
        id = AutoField()
        key = CharField(max_length=32, unique=True)
        report = CharField(max_length=32)
        form = CharField(max_length=8)
        asked = JSONField()
        name = CharField()
        account = ForeignKeyField(Account, null=True, on_delete="CASCADE")
        schedule = ForeignKeyField(ReportSchedule, null=True, on_delete="CASCADE", index=False)
        due_on = DateField(null=True)
        asked_by = CharField()
        asked_at = UTCDateTimeField()
        state = CharField(max_length=8)
        problem = TextField(default="")
        row_count = IntegerField(default=0)

        class Meta:
            indexes = ((("schedule", "due_on"), True),)

    db.create_tables([ReportSchedule, ReportRecipient, ReportFile], safe=False)
