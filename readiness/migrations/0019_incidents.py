"""Incidents: what may be shared, the log of violent ones, who helped, holds, credits; the sealed part apart."""

from peewee import (
    SQL,
    AutoField,
    BooleanField,
    CharField,
    DateField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
    TextField,
)

from readiness.foundation.database import UTCDateTimeField

NEVER = 2147483647


def up(migrator, db):
    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Version(Base):
        id = AutoField()
        fact_id = IntegerField(index=True)
        recorded_in = IntegerField()
        superseded_in = IntegerField(default=NEVER)

    class Person(Base):
        id = AutoField()

    class Site(Base):
        id = AutoField()

    class Incident(Version):
        site = ForeignKeyField(Site, index=False)
        occurred_at = UTCDateTimeField()
        occurred_on = DateField()
        kind = CharField(max_length=32)
        is_violent = BooleanField()
        is_private = BooleanField()
        protocol = CharField()
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

    class IncidentMoment(Version):
        incident = IntegerField(index=True)
        noted_at = UTCDateTimeField()
        text = TextField()

    class ViolentLogEntry(Version):
        incident = IntegerField(index=True)
        location = TextField()
        description = TextField()
        answers = JSONField()
        authorities = TextField()
        protection = TextField()
        completed_by = CharField()
        job_title = CharField()
        completed_on = DateField()

    class IncidentHelper(Version):
        incident = IntegerField(index=True)
        person = ForeignKeyField(Person)
        answer = CharField(max_length=16)
        rest_until_on = DateField(null=True)

    class IncidentHold(Version):
        incident = IntegerField(index=True)
        reason = TextField()
        placed_by = CharField()
        placed_on = DateField()
        released_by = CharField()
        released_on = DateField(null=True)

    class IncidentCredit(Version):
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

    class SealedPart(Base):
        id = AutoField()
        incident = IntegerField(index=True)
        content = TextField()
        written_by = CharField()
        written_at = UTCDateTimeField()
        recorded_in = IntegerField()

    class SealedReader(Version):
        account = IntegerField(index=True)
        granted_by = CharField()
        granted_on = DateField()

    facts = (
        Incident, IncidentMoment, ViolentLogEntry, IncidentHelper, IncidentHold, IncidentCredit, SealedReader,
    )  # fmt: skip
    for model in facts:
        table = model._meta.table_name
        model.add_index(model.recorded_in, name=f"{table}_recorded")
        model.add_index(
            model.superseded_in, where=model.superseded_in < SQL(str(NEVER)), name=f"{table}_superseded"
        )
    db.create_tables([*facts, SealedPart], safe=False)
