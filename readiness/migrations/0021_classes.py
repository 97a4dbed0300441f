"""Classes, who is in them, who was there, and what was said of them."""

from peewee import (
    SQL,
    AutoField,
    BooleanField,
    CharField,
    DateField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)

from readiness.foundation.database import UTCDateTimeField

NEVER = 2147483647


def up(migrator, db):
    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Site(Base):
        pass

    class Person(Base):
        pass

    class Account(Base):
        pass

    class Version(Base):
        id = AutoField()
        fact_id = IntegerField(index=True)
        recorded_in = IntegerField()
        superseded_in = IntegerField(default=NEVER)

    class TrainingClass(Version):
        kind = CharField()
        site = ForeignKeyField(Site, null=True, index=False)
        place = CharField()
        held_on = DateField()
        starts_at = UTCDateTimeField()
        ends_at = UTCDateTimeField()
        time_zone = CharField()
        language = CharField()
        trainer = CharField()
        trainer_account = ForeignKeyField(Account, null=True, index=False)
        seat_count = IntegerField()
        cut_off_at = UTCDateTimeField(null=True)
        seat_cost = IntegerField()
        currency = CharField(max_length=3)
        note = TextField()
        is_open = BooleanField()
        is_cancelled = BooleanField()
        cancelled_reason = CharField()
        is_closed = BooleanField()

    class Enrolment(Version):
        training_class = IntegerField()
        person = ForeignKeyField(Person, index=False)
        state = CharField(max_length=16)
        asked_at = UTCDateTimeField()
        asked_by = CharField()

    class ClassAttendance(Version):
        training_class = IntegerField()
        person = ForeignKeyField(Person, index=False)
        state = CharField(max_length=16)
        way = CharField(max_length=16)
        noted_at = UTCDateTimeField()
        noted_by = CharField()
        certificate = IntegerField(null=True)
        confirmed_by = CharField()
        proof_key = CharField(max_length=32, index=True)

    class ClassFeedback(Base):
        key = CharField(primary_key=True, max_length=32)
        training_class = IntegerField(index=True)
        rating = IntegerField()
        words = TextField()

    class FeedbackGiven(Base):
        id = AutoField()
        training_class = IntegerField()
        person = ForeignKeyField(Person, index=False)

    facts = [TrainingClass, Enrolment, ClassAttendance]
    TrainingClass.add_index(TrainingClass.held_on, TrainingClass.fact_id, name="training_class_held")
    TrainingClass.add_index(TrainingClass.kind, TrainingClass.starts_at, name="training_class_kind")
    for model in (Enrolment, ClassAttendance):
        table = model._meta.table_name
        model.add_index(
            model.training_class,
            model.person,
            unique=True,
            where=model.superseded_in == SQL(str(NEVER)),
            name=f"{table}_once",
        )
        model.add_index(model.person, model.superseded_in, name=f"{table}_person")
    FeedbackGiven.add_index(
        FeedbackGiven.training_class, FeedbackGiven.person, unique=True, name="feedback_given_once"
    )
    for model in facts:
        table = model._meta.table_name
        model.add_index(model.recorded_in, name=f"{table}_recorded")
        model.add_index(
            model.superseded_in, where=model.superseded_in < SQL(str(NEVER)), name=f"{table}_superseded"
        )
    db.create_tables([*facts, ClassFeedback, FeedbackGiven], safe=False)
