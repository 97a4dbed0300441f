"""Plans of training as they are proposed and made better; whom they invite stands as invited to the class itself."""

from peewee import (
    AutoField,
    BooleanField,
    CharField,
    DateField,
    ForeignKeyField,
    IntegerField,
    JSONField,
)

from readiness.foundation.database import BaseModel, UTCDateTimeField
from readiness.people.models import Person


class TrainingPlan(BaseModel):
    """A plan for the days from first to last, by what was known in change `known_in`.

    `stage`: waiting, improving, ready, failed, invited. `worth` and `bound`: days on which somebody is missing, seats,
    price, load, and what is proven of each. `before` and `after`: how many requirements fall short from day to day;
    `before_days` and `after_days`: one for each day and each one who is missing on it; `lacks`: what stays missing, and
    why. `is_checked`: judged anew with the certificates to come, as much is missing as the plan says. `invited_in`: the
    change in which its people were invited.
    """

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


class TrainingPlanSeat(BaseModel):
    """Someone in a class, as a plan proposes it. `covers`: site, pack and clause of each gap that it closes.

    `renews`: they hold the certificate, or one that counts as it, already. `load`: how many kinds that are asked for.
    """

    person_id: int

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
