"""The thread of a gap: who sees to it and what was said, from the first word until it closes."""

from peewee import AutoField, CharField, DateField, ForeignKeyField, IntegerField, TextField

from readiness.foundation.database import BaseModel, UTCDateTimeField


class GapThread(BaseModel):
    """One gap, from when somebody is asked to see to it or speaks of it until it closes; never opened again.

    `site_id` 0: no site is recorded; `person` 0: the gap is the site's, or of everyone there of whom it is asked.
    The owner is an account or a person; while nobody is, both are null and `due_on` is the last day of the
    calendar. `entry_count` is what a form has seen.
    `closed_as`: '' while it is open, else the status that took the gap's place.
    """

    id = AutoField()
    pack_id = CharField()
    clause_id = CharField()
    site_id = IntegerField()
    site_code = CharField()
    person = IntegerField(index=True)
    opened_at = UTCDateTimeField()
    owner_account = IntegerField(null=True)
    owner_person = IntegerField(null=True)
    due_on = DateField()
    entry_count = IntegerField()
    closed_at = UTCDateTimeField(null=True)
    closed_as = CharField(max_length=16)


class GapEntry(BaseModel):
    """One entry of a thread, never changed. `what`: given, said, asked (for facts), closed."""

    id = AutoField()
    thread = ForeignKeyField(GapThread, index=False)
    number = IntegerField()
    what = CharField(max_length=16)
    said_at = UTCDateTimeField()
    said_by = CharField()
    owner_account = IntegerField(null=True)
    owner_person = IntegerField(null=True)
    due_on = DateField(null=True)
    text = TextField()


GapThread.add_index(
    GapThread.site_id,
    GapThread.pack_id,
    GapThread.clause_id,
    GapThread.person,
    unique=True,
    where=GapThread.closed_at.is_null(),
    name="gap_thread_open",
)
GapThread.add_index(
    GapThread.site_id, GapThread.pack_id, GapThread.clause_id, GapThread.person, name="gap_thread_of"
)
GapEntry.add_index(GapEntry.thread, GapEntry.number, unique=True, name="gap_entry_once")
