"""Classes, who has a seat or waits for one, and who was there, as facts; and what people said of a class, by nobody."""

from peewee import (
    SQL,
    AutoField,
    BooleanField,
    CharField,
    DateField,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from readiness.accounts.models import Account
from readiness.foundation.database import BaseModel, UTCDateTimeField
from readiness.foundation.temporal import NEVER, Fact, index_changes
from readiness.people.models import Person, Site


class TrainingClass(Fact):
    """One session that leads to a kind of certificate. Its number is `fact_id`; each change of it is a version.

    `held_on` is the day on which it begins, there. `site` None: elsewhere, then `place` is an address.
    `seat_cost` is in hundredths of `currency`, for one seat.
    `is_open`: whoever works here may sign up; otherwise people are put in. `is_closed`: who was there is settled.
    """

    trainer_account_id: int | None

    kind = CharField()
    site = ForeignKeyField(Site, null=True, index=False)
    place = CharField(default="")
    held_on = DateField()
    starts_at = UTCDateTimeField()
    ends_at = UTCDateTimeField()
    time_zone = CharField()
    language = CharField(default="")
    trainer = CharField(default="")
    trainer_account = ForeignKeyField(Account, null=True, index=False)
    seat_count = IntegerField()
    cut_off_at = UTCDateTimeField(null=True)
    seat_cost = IntegerField(default=0)
    currency = CharField(max_length=3, default="")
    note = TextField(default="")
    is_open = BooleanField(default=True)
    is_cancelled = BooleanField(default=False)
    cancelled_reason = CharField(default="")
    is_closed = BooleanField(default=False)


class Enrolment(Fact):
    """Someone and a class: invited, enrolled, waiting, or gone again. `asked_at` is the order in which people wait."""

    person_id: int

    training_class = IntegerField(index=False)
    person = ForeignKeyField(Person, index=False)
    state = CharField(max_length=16)
    asked_at = UTCDateTimeField()
    asked_by = CharField()


class ClassAttendance(Fact):
    """Whether someone was at a class: 'said' by a staff number at the door, 'there', or 'absent'.

    `certificate` is the number of what was granted for it. `proof_key` is what its paper is verified by, '' until
    there is one.
    """

    person_id: int

    training_class = IntegerField(index=False)
    person = ForeignKeyField(Person, index=False)
    state = CharField(max_length=16)
    way = CharField(max_length=16)
    noted_at = UTCDateTimeField()
    noted_by = CharField()
    certificate = IntegerField(null=True)
    confirmed_by = CharField(default="")
    proof_key = CharField(max_length=32, default="", index=True)


class ClassFeedback(BaseModel):
    """What somebody said of a class: by nobody, in no order, on no day. `key` is random."""

    key = CharField(primary_key=True, max_length=32)
    training_class = IntegerField(index=True)
    rating = IntegerField()
    words = TextField(default="")


class FeedbackGiven(BaseModel):
    """Someone has said what they think of a class, so that nobody says it twice; never what."""

    id = AutoField()
    training_class = IntegerField(index=False)
    person = ForeignKeyField(Person, index=False)


TrainingClass.add_index(TrainingClass.held_on, TrainingClass.fact_id, name="training_class_held")
TrainingClass.add_index(TrainingClass.kind, TrainingClass.starts_at, name="training_class_kind")
for _model in (Enrolment, ClassAttendance):
    _table = _model._meta.table_name
    _model.add_index(
        _model.training_class,
        _model.person,
        unique=True,
        where=_model.superseded_in == SQL(str(NEVER)),
        name=f"{_table}_once",
    )
    _model.add_index(_model.person, _model.superseded_in, name=f"{_table}_person")
FeedbackGiven.add_index(
    FeedbackGiven.training_class, FeedbackGiven.person, unique=True, name="feedback_given_once"
)
for _fact in (TrainingClass, Enrolment, ClassAttendance):
    index_changes(_fact)
