"""The ledger of reminders: each once for ever; and for which days it was worked out."""

from peewee import AutoField, CharField, DateField, ForeignKeyField, IntegerField

from readiness.foundation.database import BaseModel, UTCDateTimeField
from readiness.foundation.temporal import Change


class Reminder(BaseModel):
    """That someone was to be reminded: who, of what, of which due day, at which stage. It is never there twice.

    `who`: 'person:12', 'account:3' or 'mail:ana@…'; `what`: 'certificate:45'; `stage`: 'before-30', 'after-1',
    'escalated', 'digest'. `owed_on` is the day in `zone` on which it was owed. Its message has the key `message_key`.
    """

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


class ReminderTurn(BaseModel):
    """The latest day of a time zone for which reminders were worked out whole."""

    zone = CharField(primary_key=True)
    done_on = DateField()


Reminder.add_index(
    Reminder.what, Reminder.due_on, Reminder.stage, Reminder.who, unique=True, name="reminder_once"
)
