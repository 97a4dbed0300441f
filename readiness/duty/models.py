"""Who agreed to be shown, weekly shifts, absences, what people say of a day, as facts; and the key of a site's card."""

from peewee import CharField, DateField, ForeignKeyField, IntegerField, JSONField

from readiness.foundation.database import BaseModel, UTCDateTimeField
from readiness.foundation.temporal import FIRST_DAY, LAST_DAY, Fact, index_changes
from readiness.people.models import Person, Site


class DutyConsent(Fact):
    """Someone agreed to be shown as a responder, with this number, place and languages.

    `audience`: on the card, to whoever has its code, or only to colleagues who have signed in.

    `way`: by themselves, on their own page, or in writing, which `recorded_by` saw. Withdrawing it withdraws the fact.
    """

    person = ForeignKeyField(Person, index=False)
    agreed_on = DateField()
    way = CharField()
    audience = CharField(max_length=16, default="card")
    recorded_by = CharField()
    phone = CharField(default="")
    place = CharField(default="")
    languages = JSONField(default=list)


class DutyShift(Fact):
    """Someone is on duty at a site on a weekday (0: Monday), by the clock there, in minutes after midnight.

    A shift that does not end after it begins ends on the next day. The days are those on which it begins.
    """

    person = ForeignKeyField(Person, index=False)
    site = ForeignKeyField(Site, index=False)
    weekday = IntegerField()
    from_minute = IntegerField()
    until_minute = IntegerField()
    from_on = DateField(default=FIRST_DAY)
    until_on = DateField(default=LAST_DAY)


class DutyAbsence(Fact):
    """Someone is not on duty on these days, though they work here and are not on leave."""

    person = ForeignKeyField(Person, index=False)
    from_on = DateField()
    until_on = DateField()


class DutySaid(Fact):
    """What someone said of a day: here, at a site; no site: not here."""

    person = ForeignKeyField(Person, index=False)
    said_on = DateField()
    site = ForeignKeyField(Site, null=True, index=False)
    said_at = UTCDateTimeField()


class DutyCardKey(BaseModel):
    """The key with which a site's card shows who is on duty: its hash alone."""

    site = ForeignKeyField(Site, primary_key=True, on_delete="CASCADE")
    key_hash = CharField(max_length=64)
    made_at = UTCDateTimeField()
    made_by = CharField()


for _model in (DutyConsent, DutyShift, DutyAbsence, DutySaid):
    _model.add_index(_model.person, _model.superseded_in, name=f"{_model._meta.table_name}_person")
    index_changes(_model)
DutyShift.add_index(DutyShift.site, DutyShift.superseded_in, name="duty_shift_site")
DutySaid.add_index(DutySaid.said_on, DutySaid.superseded_in, name="duty_said_day")
