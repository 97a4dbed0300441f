"""Sites, departments and people as they are; employment, membership and leave by date."""

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

from readiness.foundation.database import BaseModel
from readiness.foundation.temporal import FIRST_DAY, LAST_DAY, NEVER, Fact


class Site(BaseModel):
    """A place of work."""

    id = AutoField()
    code = CharField(unique=True)
    name = CharField()
    address = TextField(default="")
    country = CharField(max_length=2)
    region = CharField(default="")
    time_zone = CharField()
    kind = CharField(default="")
    hazard = CharField(default="")
    open_to_public = BooleanField(null=True)
    languages = JSONField(default=list)
    emergency_number = CharField(default="")
    outside_line_prefix = CharField(default="")
    is_sample = BooleanField(default=False)


class Department(BaseModel):
    """A part of the organisation, named as the staff file names it."""

    id = AutoField()
    name = CharField(unique=True)
    is_sample = BooleanField(default=False)


class Person(BaseModel):
    """Someone employed, now or once or soon. The staff number says who it is."""

    id = AutoField()
    staff_number = CharField(unique=True)
    given_name = CharField(default="")
    family_name = CharField(default="")
    name_key = CharField(default="", index=True)
    email = CharField(default="")
    email_key = CharField(default="", index=True)
    phone = CharField(default="")
    manager = ForeignKeyField("self", null=True, on_delete="SET NULL")
    languages = JSONField(default=list)
    is_sample = BooleanField(default=False)


class Employment(Fact):
    """From the first to the last day of work, both included."""

    person = ForeignKeyField(Person, index=False)
    from_on = DateField(default=FIRST_DAY)
    until_on = DateField(default=LAST_DAY)


class Membership(Fact):
    """Where and as what a person works, from day to day; counts only while the person is employed."""

    person = ForeignKeyField(Person, index=False)
    site = ForeignKeyField(Site, null=True, index=False)
    department = ForeignKeyField(Department, null=True)
    job_title = CharField(default="")
    from_on = DateField(default=FIRST_DAY)
    until_on = DateField(default=LAST_DAY)


class Leave(Fact):
    """Away from work: still in the headcount, but nobody to turn to."""

    person = ForeignKeyField(Person, index=False)
    from_on = DateField()
    until_on = DateField(default=LAST_DAY)


class HeadcountOverride(Fact):
    """The headcount of a site as given by hand from a day on; null: counted again from that day."""

    site = ForeignKeyField(Site, index=False)
    from_on = DateField()
    headcount = IntegerField(null=True)


for _model in (Employment, Membership, Leave):
    _model.add_index(
        _model.person,
        _model.from_on,
        _model.until_on,
        _model.superseded_in,
        _model.recorded_in,
        name=f"{_model._meta.table_name}_person_days",
    )
Membership.add_index(
    Membership.site,
    Membership.superseded_in,
    Membership.from_on,
    Membership.until_on,
    Membership.recorded_in,
    Membership.person,
    name="membership_site_days",
)
HeadcountOverride.add_index(
    HeadcountOverride.site,
    HeadcountOverride.from_on,
    unique=True,
    where=HeadcountOverride.superseded_in == SQL(str(NEVER)),
    name="headcount_override_one_a_day",
)
