"""Plans of a year, and the dates that they propose."""

from peewee import (
    AutoField,
    BooleanField,
    CharField,
    DateField,
    FloatField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
)

from readiness.foundation.database import UTCDateTimeField


def up(migrator, db):
    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class YearPlan(Base):
        id = AutoField()
        first_on = DateField()
        last_on = DateField()
        sites = JSONField()
        asked = JSONField()
        stage = CharField(max_length=16)
        made_by = CharField()
        made_at = UTCDateTimeField()
        beaten_at = UTCDateTimeField()
        part_count = IntegerField(default=0)
        solved_count = IntegerField(default=0)
        cost = IntegerField(default=0)
        first_cost = IntegerField(default=0)
        bound = FloatField(default=0)
        unmet_count = IntegerField(default=0)
        unmet = JSONField(default=list)
        clashes = JSONField(default=list)
        accepted_in = IntegerField(null=True)

    class YearPlanDate(Base):
        id = AutoField()
        plan = ForeignKeyField(YearPlan, index=False, on_delete="CASCADE")
        site_code = CharField()
        day = DateField()
        kind = CharField(max_length=16)
        topic = CharField(max_length=32)
        shift = CharField(max_length=64)
        traits = JSONField()
        is_announced = BooleanField()
        repeats = BooleanField()
        is_moved = BooleanField(default=False)

        class Meta:
            indexes = ((("plan", "site_code", "day"), False),)

    db.create_tables([YearPlan, YearPlanDate])
