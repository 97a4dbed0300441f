"""Sites, departments and people as they are; employment, membership and leave by date."""

from peewee import (
    SQL,
    AutoField,
    BlobField,
    BooleanField,
    CharField,
    CompositeKey,
    DateField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    TextField,
)

from readiness.foundation.database import BaseModel
from readiness.foundation.temporal import FIRST_DAY, LAST_DAY, NEVER, Fact, Kept, index_changes


def _card_text() -> TextField:
    """What a site's card says of one thing, as people typed it."""
    return TextField(default="", constraints=[SQL("DEFAULT ''")])


class Site(Kept):
    """A place of work. `is_place_assumed`: nobody has said yet that country and time zone are so."""

    id = AutoField()
    code = CharField()
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
    is_place_assumed = BooleanField(default=False, constraints=[SQL("DEFAULT false")])
    exits = _card_text()
    assembly_point = _card_text()
    defibrillator = _card_text()
    meeting_place = _card_text()
    dispatcher_words = _card_text()


class Department(Kept):
    """A part of the organisation, named as the staff file names it."""

    id = AutoField()
    name = CharField()
    is_sample = BooleanField(default=False)


class Person(Kept):
    """Someone employed, now or once or soon. The staff number says who it is."""

    id = AutoField()
    staff_number = CharField()
    given_name = CharField(default="")
    family_name = CharField(default="")
    name_key = CharField(default="")
    email = CharField(default="")
    email_key = CharField(default="", index=True)
    phone = CharField(default="")
    manager = ForeignKeyField("self", null=True, on_delete="SET NULL")
    languages = JSONField(default=list)
    is_sample = BooleanField(default=False)


class PersonVersion(BaseModel):
    """What a person's own columns said until a change gave them other values."""

    is_derived = True

    id = AutoField()
    person = ForeignKeyField(Person, index=False, on_delete="CASCADE", backref="versions")
    superseded_in = IntegerField(index=True)
    given_name = CharField()
    family_name = CharField()
    name_key = CharField()
    email = CharField()
    email_key = CharField()
    phone = CharField()
    manager = ForeignKeyField(Person, null=True, on_delete="SET NULL", backref="+")
    languages = JSONField()


class SiteVersion(BaseModel):
    """What a site's own columns said until a change gave them other values."""

    is_derived = True

    id = AutoField()
    site = ForeignKeyField(Site, index=False, on_delete="CASCADE", backref="versions")
    superseded_in = IntegerField(index=True)
    name = CharField()
    address = TextField()
    country = CharField(max_length=2)
    region = CharField()
    time_zone = CharField()
    kind = CharField()
    hazard = CharField()
    open_to_public = BooleanField(null=True)
    languages = JSONField()
    emergency_number = CharField()
    outside_line_prefix = CharField()
    exits = _card_text()
    assembly_point = _card_text()
    defibrillator = _card_text()
    meeting_place = _card_text()
    dispatcher_words = _card_text()


class DepartmentVersion(BaseModel):
    """What a department was called until a change gave it another name."""

    is_derived = True

    id = AutoField()
    department = ForeignKeyField(Department, index=False, on_delete="CASCADE", backref="versions")
    superseded_in = IntegerField(index=True)
    name = CharField()


class PersonWord(BaseModel):
    """A word by which a person is found, kept by `search_index`.

    It is kept as UTF-8 bytes, which both databases compare alike: what begins with some letters
    is then a range of the index, whatever the database's language. `name_key` is the person's, so
    that thousands who have a word can be put in order without a look at each of them.
    """

    is_derived = True

    word = BlobField()
    person = ForeignKeyField(Person, on_delete="CASCADE")
    name_key = CharField()

    class Meta:
        primary_key = CompositeKey("word", "person")


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


class NearbyCare(Fact):
    """From a day on: so many minutes from an injury until treatment begins where all who are hurt are treated.

    As the employer measured; null: none is near. Where there is no row nobody said.
    """

    site = ForeignKeyField(Site, index=False)
    from_on = DateField()
    minutes = IntegerField(null=True)


# Of those that were taken back there may be several with one name: each was made anew.
Site.add_index(Site.code, Site.superseded_in, unique=True, name="site_code_once")
Department.add_index(Department.name, Department.superseded_in, unique=True, name="department_name_once")
Person.add_index(Person.staff_number, Person.superseded_in, unique=True, name="person_staff_number_once")
Person.add_index(Person.name_key, Person.id, name="person_name_key")
PersonVersion.add_index(
    PersonVersion.person, PersonVersion.superseded_in, unique=True, name="person_version_one_a_change"
)
SiteVersion.add_index(
    SiteVersion.site, SiteVersion.superseded_in, unique=True, name="site_version_one_a_change"
)

DepartmentVersion.add_index(
    DepartmentVersion.department,
    DepartmentVersion.superseded_in,
    unique=True,
    name="department_version_one_a_change",
)

for _model in (Employment, Membership, Leave):
    _model.add_index(
        _model.person,
        _model.from_on,
        _model.until_on,
        _model.superseded_in,
        _model.recorded_in,
        *([Membership.site] if _model is Membership else []),
        name=f"{_model._meta.table_name}_person_days",
    )
    index_changes(_model)
index_changes(Person)
# Who is still to come, and who does a job, are few: lists begin with them.
Employment.add_index(Employment.from_on, name="employment_from_on")
Membership.add_index(Membership.job_title, name="membership_job_title")
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
NearbyCare.add_index(NearbyCare.site, NearbyCare.from_on, name="nearby_care_site_days")
NearbyCare.add_index(
    NearbyCare.site,
    NearbyCare.from_on,
    unique=True,
    where=NearbyCare.superseded_in == SQL(str(NEVER)),
    name="nearby_care_one_a_day",
)
