"""Exercises: planned at a site, run by a log, rated, followed up until the weakness is gone."""

from peewee import (
    SQL,
    AutoField,
    BooleanField,
    CharField,
    DateField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    TextField,
)

from readiness.foundation.database import BaseModel, UTCDateTimeField
from readiness.foundation.temporal import Fact, index_changes
from readiness.people.models import Person, Site


class Exercise(Fact):
    """One exercise at one site. `kind` is HSEEP's; `scenario` the id of a file in the library.

    `is_announced` False: the very day is kept back from those who take part. `scenario` '': a plain drill.
    `topic`: what is practised, as laws name it (fire, lockdown …); `traits`: how. `participant_count`: as somebody
    wrote it down. `not_held_why` not '': it was not held; `instead_of`: the exercise that it makes up for.
    """

    site = ForeignKeyField(Site, index=False)
    kind = CharField()
    scenario = CharField()
    planned_on = DateField()
    held_on = DateField(null=True)
    is_announced = BooleanField(default=True, constraints=[SQL("DEFAULT TRUE")])
    topic = CharField(max_length=32, default="", constraints=[SQL("DEFAULT ''")])
    shift = CharField(max_length=64, default="", constraints=[SQL("DEFAULT ''")])
    not_held_why = TextField(default="", constraints=[SQL("DEFAULT ''")])
    traits = JSONField(default=list, constraints=[SQL("DEFAULT '[]'")])
    participant_count = IntegerField(null=True)
    instead_of = IntegerField(null=True)


Exercise.add_index(
    Exercise.site,
    Exercise.held_on,
    Exercise.superseded_in,
    Exercise.recorded_in,
    Exercise.kind,
    name="exercise_site_held",
)
Exercise.add_index(Exercise.planned_on, Exercise.fact_id, name="exercise_planned")


class ExerciseEntry(BaseModel):
    """One entry of the log of a run (drills.log.Entry). Rows are added and never touched; `id` is their arrival.

    `entry_id` is chosen by the writer: handed in twice, it is there once. `recorded_in`: the change that took it in.
    """

    id = AutoField()
    exercise = IntegerField()
    entry_id = CharField(max_length=64)
    writer = CharField(max_length=80)
    sequence = IntegerField()
    noted_at = UTCDateTimeField()
    kind = CharField(max_length=32)
    subject = CharField()
    value = CharField()
    text = TextField()
    by = CharField()
    handed_in_at = UTCDateTimeField()
    recorded_in = IntegerField()

    class Meta:
        indexes = ((("exercise", "entry_id"), True),)


class ExerciseState(BaseModel):
    """What the log of a run comes to. It may be deleted at any time: `running.rebuild` makes it again from the log."""

    is_derived = True

    exercise = IntegerField(primary_key=True)
    phase = CharField(max_length=16)
    entry_count = IntegerField()
    content = JSONField()


class ExerciseCode(BaseModel):
    """A code that lets whoever has it take part without an account; only its hash is kept.

    `purpose`: 'observer' or 'participant'. A newer one of the same purpose takes its place. `salt`: from it and the
    installation's secret the code is made again for those who run the exercise; by itself it tells nothing.
    """

    id = AutoField()
    exercise = IntegerField(index=True)
    purpose = CharField(max_length=16)
    salt = CharField(default="", constraints=[SQL("DEFAULT ''")])
    code_hash = CharField(unique=True, max_length=64)
    made_by = CharField()
    made_at = UTCDateTimeField()
    expires_at = UTCDateTimeField()


class ExerciseAttendance(Fact):
    """Someone was there. `person` where the name is that of someone known, by staff number."""

    exercise = IntegerField(index=True)
    name = CharField()
    role = CharField()
    stands_in_for = CharField()
    person = ForeignKeyField(Person, null=True)


class ExerciseResult(Fact):
    """What an objective, or one of its critical tasks (`task` not ''), was rated when the report was signed.

    `objective_key` is the objective through all exercises: the protocol that is practised, and the objective.
    `rating` is the worst, '' where it was not rated; `counts` how many there were of each.
    """

    exercise = IntegerField(index=True)
    objective_key = CharField(index=True)
    task = CharField()
    rating = CharField(max_length=1)
    counts = JSONField()


class AfterActionReport(Fact):
    """The report of an exercise as somebody signed it; late notes may be signed for again."""

    exercise = IntegerField(index=True)
    signed_by = CharField()
    signed_on = DateField()
    summary = TextField()
    entry_count = IntegerField()


class CorrectiveAction(Fact):
    """What is to be different, who sees to it, until when; opened by an M or a U.

    `kind`: 'corrective action' or 'protocol revision', whose `steps` name the protocol's steps. `state`: open, done,
    closed. Closed only by an effect check: `effect_exercise` is a later exercise of the same objective.
    """

    exercise = IntegerField(index=True)
    kind = CharField()
    objective_key = CharField()
    task = CharField()
    rating = CharField(max_length=1)
    steps = JSONField()
    text = TextField()
    owner = CharField()
    due_on = DateField()
    state = CharField(max_length=16)
    done_on = DateField(null=True)
    note = TextField()
    effect_exercise = IntegerField(null=True)
    closed_on = DateField(null=True)


class TrainingNeed(Fact):
    """What people must learn, by what an exercise showed. `certificate`: a kind of certificate, or ''."""

    exercise = IntegerField(index=True)
    objective_key = CharField()
    task = CharField()
    rating = CharField(max_length=1)
    text = TextField()
    who = CharField()
    certificate = CharField()
    due_on = DateField()
    met_on = DateField(null=True)
    note = TextField()


class TrainingNeedPerson(Fact):
    """A training need of an exercise is for this person."""

    exercise = IntegerField(index=True)
    need = IntegerField(index=True)
    person = ForeignKeyField(Person)


class ExerciseInvitation(BaseModel):
    """Somebody is asked to take part. `answer`: '', 'yes', or 'substitute', then `substitute` comes instead.

    Whoever declines leaves no trace: the row is deleted. So it is no fact, of which every version stays.
    """

    id = AutoField()
    exercise = IntegerField()
    person = ForeignKeyField(Person)
    role = CharField()
    answer = CharField(max_length=16)
    substitute = CharField()
    invited_at = UTCDateTimeField()

    class Meta:
        indexes = ((("exercise", "person"), True),)


for model in (
    ExerciseAttendance, ExerciseResult, AfterActionReport, CorrectiveAction, TrainingNeed, TrainingNeedPerson,
):  # fmt: skip
    index_changes(model)

OF_EXERCISES = (
    ExerciseEntry, ExerciseState, ExerciseCode, ExerciseAttendance, ExerciseResult, AfterActionReport,
    CorrectiveAction, TrainingNeed, TrainingNeedPerson, ExerciseInvitation,
)  # fmt: skip
"""Everything that speaks of an exercise by its number."""
