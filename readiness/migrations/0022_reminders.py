"""The ledger of reminders."""

from peewee import AutoField, CharField, DateField, ForeignKeyField, IntegerField, Model

from readiness.foundation.database import UTCDateTimeField


def up(migrator, db):
    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Change(Base):
        pass

    class Reminder(Base):
        id = AutoField()
        who = CharField()
        what = CharField()
        due_on = DateField()
        stage = CharField(max_length=16)
        person = IntegerField(null=True, index=True)
        site = IntegerField(null=True)
        zone = CharField()
        owed_on = DateField(index=True)
        owed_at = UTCDateTimeField()
        message_key = CharField(unique=True)
        change = ForeignKeyField(Change)

    class ReminderTurn(Base):
        zone = CharField(primary_key=True)
        done_on = DateField()

    Reminder.add_index(
        Reminder.what, Reminder.due_on, Reminder.stage, Reminder.who, unique=True, name="reminder_once"
    )
    db.create_tables([Reminder, ReminderTurn], safe=False)
