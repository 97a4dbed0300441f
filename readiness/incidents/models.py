"""Incidents: what may be shared, the log of violent ones, who helped, holds, credits; and the sealed part apart."""

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


class Incident(Fact):
    """A real activation at a site, as far as it may be shared. `occurred_on`: its day at the site.

    `is_private`: a privacy case (29 CFR 1904.29(b)(6)), of which auditors and administrators see only that it is one.
    `protocol`: the slug of the protocol that was used, or ''. `lines`: the codes of the crisis lines that were called.
    `debrief_offered_on`: to everyone involved.
    """

    site = ForeignKeyField(Site, index=False)
    occurred_at = UTCDateTimeField()
    occurred_on = DateField()
    kind = CharField(max_length=32)
    is_violent = BooleanField()
    is_private = BooleanField()
    protocol = CharField()
    lines = JSONField(default=list, constraints=[SQL("DEFAULT '[]'")])
    summary = TextField()
    helped = TextField()
    not_helped = TextField()
    recorded_by = CharField()
    debrief_offered_on = DateField(null=True)
    debrief_way = CharField(max_length=32)
    debrief_held_on = DateField(null=True)
    follow_up_on = DateField(null=True)
    followed_up_on = DateField(null=True)


Incident.add_index(
    Incident.site,
    Incident.occurred_on,
    Incident.superseded_in,
    Incident.recorded_in,
    name="incident_site_occurred",
)
Incident.add_index(Incident.occurred_on, Incident.fact_id, name="incident_occurred")


class IncidentMoment(Fact):
    """A line of the timeline of an incident, as far as it may be shared."""

    incident = IntegerField(index=True)
    noted_at = UTCDateTimeField()
    text = TextField()


class ViolentLogEntry(Fact):
    """What the log of violent incidents asks of one, without anything by which someone involved could be known.

    `answers`: by a question's id (standards/incidents.toml) what was chosen.
    """

    incident = IntegerField(index=True)
    location = TextField()
    description = TextField()
    answers = JSONField()
    authorities = TextField()
    protection = TextField()
    completed_by = CharField()
    job_title = CharField()
    completed_on = DateField()


class IncidentHelper(Fact):
    """Someone on the staff helped. `answer`: to the offer of a debrief: '', 'accepted', 'declined'."""

    incident = IntegerField(index=True)
    person = ForeignKeyField(Person)
    answer = CharField(max_length=16)
    rest_until_on = DateField(null=True)


class IncidentHold(Fact):
    """Nothing of an incident is removed while this stands, however old it is."""

    incident = IntegerField(index=True)
    reason = TextField()
    placed_by = CharField()
    placed_on = DateField()
    released_by = CharField()
    released_on = DateField(null=True)


class IncidentCredit(Fact):
    """An incident counts as an exercise of a kind, for one clause: which allows it, with what proves it."""

    incident = IntegerField(index=True)
    site = ForeignKeyField(Site, index=False)
    occurred_on = DateField()
    kind = CharField(max_length=32)
    pack_id = CharField()
    clause_id = CharField()
    citation = TextField()
    proof = TextField()
    credited_by = CharField()
    credited_on = DateField()


IncidentCredit.add_index(IncidentCredit.site, IncidentCredit.occurred_on, name="incident_credit_site")


class SealedPart(BaseModel):
    """What of an incident is for few: enciphered, never touched, the latest one holds."""

    id = AutoField()
    incident = IntegerField(index=True)
    content = TextField()
    written_by = CharField()
    written_at = UTCDateTimeField()
    recorded_in = IntegerField()


class SealedReader(Fact):
    """An account may read sealed parts. Nothing else gives this permission."""

    account = IntegerField(index=True)
    granted_by = CharField()
    granted_on = DateField()


for model in (
    Incident,
    IncidentMoment,
    ViolentLogEntry,
    IncidentHelper,
    IncidentHold,
    IncidentCredit,
    SealedReader,
):
    index_changes(model)

OF_INCIDENTS = (IncidentMoment, ViolentLogEntry, IncidentHelper, IncidentHold, SealedPart)
"""Everything that speaks of an incident by its number, and is removed with it. What it was credited for stays."""
