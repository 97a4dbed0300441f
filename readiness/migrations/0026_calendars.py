"""Feeds that calendar apps fetch."""

from peewee import AutoField, CharField, DateField, ForeignKeyField, Model

from readiness.foundation.database import UTCDateTimeField


def up(migrator, db):
    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Account(Base):
        pass

    class Site(Base):
        pass

    class CalendarFeed(Base):
        id = AutoField()
        account = ForeignKeyField(Account, on_delete="CASCADE")
        kind = CharField(max_length=8)
        site = ForeignKeyField(Site, null=True, on_delete="CASCADE")
        token_hash = CharField(max_length=64, unique=True)
        made_at = UTCDateTimeField()
        fetched_on = DateField(null=True)

    db.create_tables([CalendarFeed], safe=False)
