"""Today's findings, kept; and indexes by change, so that what changed since can be found."""

from peewee import AutoField, CharField, DateField, ForeignKeyField, IntegerField, Model, TextField

from readiness.foundation.database import UTCDateTimeField

NEVER = 2147483647


def up(migrator, db):
    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Site(Base):
        id = AutoField()

    class KeptTurn(Base):
        id = AutoField()
        number = IntegerField()
        as_of = DateField()
        known = IntegerField()
        known_at = UTCDateTimeField()
        measured_by = CharField(max_length=64)
        asked_by = CharField(max_length=64)
        week_on = DateField(null=True)
        week_known = IntegerField(null=True)

    class KeptSite(Base):
        site = ForeignKeyField(Site, primary_key=True, on_delete="CASCADE")
        touched_in = IntegerField()
        done_in = IntegerField()
        done_at = UTCDateTimeField(null=True)

    class KeptFinding(Base):
        id = AutoField()
        site = ForeignKeyField(Site, index=True, on_delete="CASCADE")
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

    class KeptStanding(Base):
        site = ForeignKeyField(Site, index=False, on_delete="CASCADE")
        pack_id = CharField()
        clause_id = CharField()
        status = CharField()
        need = IntegerField(null=True)
        have = IntegerField(null=True)
        due_on = DateField()

    class WeekStanding(Base):
        site = ForeignKeyField(Site, index=False, on_delete="CASCADE")
        pack_id = CharField()
        clause_id = CharField()
        status = CharField()
        need = IntegerField(null=True)
        have = IntegerField(null=True)

    place = (KeptFinding.site_code, KeptFinding.pack_id, KeptFinding.clause_id, KeptFinding.subject)
    KeptFinding.add_index(*place, unique=True, name="kept_finding_once")
    KeptFinding.add_index(KeptFinding.urgency, *place, name="kept_finding_urgency")
    KeptFinding.add_index(KeptFinding.due_on, *place, name="kept_finding_due")
    for model in (KeptStanding, WeekStanding):
        model.add_index(
            model.site,
            model.pack_id,
            model.clause_id,
            unique=True,
            name=f"{model._meta.table_name}_once",
        )
    db.create_tables([KeptTurn, KeptSite, KeptFinding, KeptStanding, WeekStanding], safe=False)

    db.execute_sql("DROP INDEX membership_person_days")
    db.execute_sql(
        "CREATE INDEX membership_person_days ON membership "
        "(person_id, from_on, until_on, superseded_in, recorded_in, site_id)"
    )
    for table in ("employment", "membership", "leave", "certificate", "person"):
        db.execute_sql(f"CREATE INDEX {table}_recorded ON {table} (recorded_in)")
        db.execute_sql(
            f"CREATE INDEX {table}_superseded ON {table} (superseded_in) WHERE superseded_in < {NEVER}"
        )
