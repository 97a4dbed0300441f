"""Holds on people, and whose name was taken out."""

from peewee import AutoField, CharField, DateField, ForeignKeyField, IntegerField, JSONField, Model, TextField

from readiness.foundation.database import UTCDateTimeField


def up(migrator, db):
    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Person(Base):
        pass

    class PrivacyHold(Base):
        id = AutoField()
        person = ForeignKeyField(Person, on_delete="CASCADE")
        reason = TextField()
        until_on = DateField(null=True)
        placed_by = CharField()
        placed_at = UTCDateTimeField()
        released_by = CharField()
        released_at = UTCDateTimeField(null=True)

    class Erasure(Base):
        id = AutoField()
        pseudonym = CharField(unique=True)
        person = IntegerField()
        erased_at = UTCDateTimeField()
        erased_by = CharField()
        reason = TextField()
        rows = JSONField()

    db.create_tables([PrivacyHold, Erasure], safe=False)
