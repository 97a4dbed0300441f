"""Keys with which programs read reports."""

from peewee import AutoField, CharField, DateField, ForeignKeyField, Model

from readiness.foundation.database import UTCDateTimeField


def up(migrator, db):
    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Account(Base):
        pass

    class ReportKey(Base):
        id = AutoField()
        account = ForeignKeyField(Account, on_delete="CASCADE", unique=True)
        key_hash = CharField(max_length=64, unique=True)
        made_at = UTCDateTimeField()
        last_used_on = DateField(null=True)

    db.create_tables([ReportKey], safe=False)
