"""A gap has a thread: who sees to it until when, and what was said of it."""

from peewee import AutoField, CharField, DateField, ForeignKeyField, IntegerField, Model, TextField

from readiness.foundation.database import UTCDateTimeField


def up(migrator, db):
    class Base(Model):
        id = AutoField()

        class Meta:
            database = db
            legacy_table_names = False

    class GapThread(Base):
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

    class GapEntry(Base):
        thread = ForeignKeyField(GapThread, index=False)
        number = IntegerField()
        what = CharField(max_length=16)
        said_at = UTCDateTimeField()
        said_by = CharField()
        owner_account = IntegerField(null=True)
        owner_person = IntegerField(null=True)
        due_on = DateField(null=True)
        text = TextField()

    of_gap = (GapThread.site_id, GapThread.pack_id, GapThread.clause_id, GapThread.person)
    GapThread.add_index(*of_gap, unique=True, where=GapThread.closed_at.is_null(), name="gap_thread_open")
    GapThread.add_index(*of_gap, name="gap_thread_of")
    GapEntry.add_index(GapEntry.thread, GapEntry.number, unique=True, name="gap_entry_once")
    db.create_tables([GapThread, GapEntry], safe=False)
