"""Findings about people of whom no site is recorded: what is kept is of sites, or of site 0."""

from peewee import AutoField, CharField, DateField, IntegerField, Model, TextField

from readiness.foundation.database import UTCDateTimeField


def up(migrator, db):
    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class KeptSite(Base):
        site_id = IntegerField(primary_key=True)
        touched_in = IntegerField()
        done_in = IntegerField()
        done_at = UTCDateTimeField(null=True)

    class KeptFinding(Base):
        id = AutoField()
        site_id = IntegerField(index=True)
        site_code = CharField()
        pack_id = CharField()
        clause_id = CharField()
        subject = CharField()
        urgency = IntegerField()
        status = CharField()
        need = IntegerField(null=True)
        have = IntegerField(null=True)
        reason = TextField()
        since_on = DateField()
        due_on = DateField()

    place = (KeptFinding.site_code, KeptFinding.pack_id, KeptFinding.clause_id, KeptFinding.subject)
    KeptFinding.add_index(*place, unique=True, name="kept_finding_once")
    KeptFinding.add_index(KeptFinding.urgency, *place, name="kept_finding_urgency")
    KeptFinding.add_index(KeptFinding.due_on, *place, name="kept_finding_due")
    # What is kept follows from the facts, and is worked out again.
    db.execute_sql("DROP TABLE kept_finding")
    db.execute_sql("DROP TABLE kept_site")
    db.create_tables([KeptSite, KeptFinding], safe=False)
    db.execute_sql("DELETE FROM kept_standing")
    db.execute_sql("DELETE FROM kept_turn")
