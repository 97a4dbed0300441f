"""Exercises: planned at a site, held or not."""

from peewee import CharField, DateField, ForeignKeyField

from readiness.foundation.temporal import Fact
from readiness.people.models import Site


class Exercise(Fact):
    """One exercise at one site. `kind` is HSEEP's; `scenario` the id of a file in the library."""

    site = ForeignKeyField(Site, index=False)
    kind = CharField()
    scenario = CharField()
    planned_on = DateField()
    held_on = DateField(null=True)


Exercise.add_index(
    Exercise.site,
    Exercise.held_on,
    Exercise.superseded_in,
    Exercise.recorded_in,
    Exercise.kind,
    name="exercise_site_held",
)
