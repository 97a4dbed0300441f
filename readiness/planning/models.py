"""Plans of a year as they are proposed, moved and accepted; what is accepted becomes exercises, which are facts."""

from peewee import (
    AutoField,
    BooleanField,
    CharField,
    DateField,
    FloatField,
    ForeignKeyField,
    IntegerField,
    JSONField,
)

from readiness.foundation.database import BaseModel, UTCDateTimeField


class YearPlan(BaseModel):
    """A plan of the days from first to last. `sites`: their codes, [] for all; `asked`: the form as it was filled.

    `stage`: waiting, improving, ready, failed, accepted, undone. `bound`: no plan costs less, as far as was proven;
    `unmet_count` needs are open, of which `unmet` has the first with their reasons, and `clashes` what cannot be kept
    together. `accepted_in`: the change in which its dates became exercises.
    """

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


class YearPlanDate(BaseModel):
    """An exercise that is proposed at a site on a day; `is_moved`: somebody put it there."""

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
