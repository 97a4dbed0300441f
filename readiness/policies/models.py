"""Which element of a plan is covered where, and when policies were reviewed; both as facts."""

from peewee import CharField, DateField, ForeignKeyField, TextField

from readiness.foundation.temporal import LAST_DAY, Fact, index_changes
from readiness.people.models import Site


class PlanElement(Fact):
    """An element of a plan is covered at a site, or (none) at every one, from a day on.

    `way`: 'protocol' with the protocol's slug in `place`, 'card' with the name of a part of the site's card, or
    'document' with what the document is called and where it is kept.
    """

    site = ForeignKeyField(Site, null=True, index=False)
    plan = CharField()
    element = CharField()
    way = CharField()
    place = TextField()
    from_on = DateField()
    until_on = DateField(default=LAST_DAY)
    stated_by = CharField()


class PolicyReview(Fact):
    """A policy, named as requirements name it, was reviewed on a day; for a site, or (none) for every one."""

    site = ForeignKeyField(Site, null=True, index=False)
    name = CharField()
    reviewed_on = DateField()
    reviewed_by = CharField()
    note = TextField(default="")


for _model in (PlanElement, PolicyReview):
    index_changes(_model)
