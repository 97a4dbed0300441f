"""Plans of training, and the seats that they propose."""

from peewee import (
    AutoField,
    BooleanField,
    CharField,
    DateField,
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

    class Person(Base):
        id = AutoField()

    class TrainingPlan(Base):
        id = AutoField()
        first_on = DateField()
        last_on = DateField()
        travel = CharField(max_length=16)
        stage = CharField(max_length=16)
        known_in = IntegerField(default=0)
        made_by = CharField()
        made_at = UTCDateTimeField()
        beaten_at = UTCDateTimeField()
        part_count = IntegerField(default=0)
        solved_count = IntegerField(default=0)
        worth = JSONField(default=list)
        first_worth = JSONField(default=list)
        bound = JSONField(default=list)
        before = JSONField(default=list)
        after = JSONField(default=list)
        before_days = IntegerField(default=0)
        after_days = IntegerField(default=0)
        lacks = JSONField(default=list)
        is_checked = BooleanField(default=False)
        invited_by = CharField(default="")
        invited_in = IntegerField(null=True)

    class TrainingPlanSeat(Base):
        id = AutoField()
        plan = ForeignKeyField(TrainingPlan, index=False, on_delete="CASCADE")
        person = ForeignKeyField(Person, on_delete="CASCADE")
        training_class = IntegerField()
        kind = CharField()
        held_on = DateField()
        until_on = DateField()
        covers = JSONField()
        renews = BooleanField()
        load = IntegerField()

        class Meta:
            indexes = ((("plan", "training_class", "person"), True),)

    db.create_tables([TrainingPlan, TrainingPlanSeat])
