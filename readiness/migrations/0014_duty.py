"""What a site's card says beside its address; who is on duty where, and who agreed to be shown."""

from peewee import (
    SQL,
    AutoField,
    CharField,
    DateField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
)

from readiness.foundation.database import UTCDateTimeField

NEVER = 2147483647
CARD = ("exits", "assembly_point", "defibrillator", "meeting_place", "dispatcher_words")


def up(migrator, db):
    for table in ("site", "site_version"):
        for column in CARD:
            db.execute_sql(f"ALTER TABLE {table} ADD COLUMN {column} TEXT DEFAULT '' NOT NULL")

    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Site(Base):
        pass

    class Person(Base):
        pass

    class Version(Base):
        id = AutoField()
        fact_id = IntegerField(index=True)
        recorded_in = IntegerField()
        superseded_in = IntegerField(default=NEVER)

    class DutyConsent(Version):
        person = ForeignKeyField(Person, index=False)
        agreed_on = DateField()
        way = CharField()
        recorded_by = CharField()
        phone = CharField()
        place = CharField()
        languages = JSONField()

    class DutyShift(Version):
        person = ForeignKeyField(Person, index=False)
        site = ForeignKeyField(Site, index=False)
        weekday = IntegerField()
        from_minute = IntegerField()
        until_minute = IntegerField()
        from_on = DateField()
        until_on = DateField()

    class DutyAbsence(Version):
        person = ForeignKeyField(Person, index=False)
        from_on = DateField()
        until_on = DateField()

    class DutySaid(Version):
        person = ForeignKeyField(Person, index=False)
        said_on = DateField()
        site = ForeignKeyField(Site, null=True, index=False)
        said_at = UTCDateTimeField()

    class DutyCardKey(Base):
        site = ForeignKeyField(Site, primary_key=True, on_delete="CASCADE")
        key_hash = CharField(max_length=64)
        made_at = UTCDateTimeField()
        made_by = CharField()

    facts = [DutyConsent, DutyShift, DutyAbsence, DutySaid]
    for model in facts:
        table = model._meta.table_name
        model.add_index(model.person, model.superseded_in, name=f"{table}_person")
        model.add_index(model.recorded_in, name=f"{table}_recorded")
        model.add_index(
            model.superseded_in, where=model.superseded_in < SQL(str(NEVER)), name=f"{table}_superseded"
        )
    DutyShift.add_index(DutyShift.site, DutyShift.superseded_in, name="duty_shift_site")
    DutySaid.add_index(DutySaid.said_on, DutySaid.superseded_in, name="duty_said_day")
    db.create_tables([*facts, DutyCardKey], safe=False)
