"""What an auditor keeps here: questions, samples, requests; and what was answered."""

from datetime import date, datetime

from peewee import AutoField, CharField, DateField, ForeignKeyField, IntegerField, JSONField, TextField

from readiness.accounts.models import Account
from readiness.foundation.database import BaseModel, UTCDateTimeField

OPEN, ANSWERED, CLOSED = "open", "answered", "closed"
"""How a request stands."""


class SavedQuestion(BaseModel):
    """A question to a report that somebody keeps, and hands on by its address. `asked`: as reports keep it."""

    account_id: int

    id = AutoField()
    account = ForeignKeyField(Account, on_delete="CASCADE")
    title = CharField()
    report = CharField(max_length=32)
    asked = JSONField()
    saved_at = UTCDateTimeField()

    @property
    def as_of(self) -> date:
        return date.fromisoformat(self.asked["as_of"])

    @property
    def known_at(self) -> datetime:
        return datetime.fromisoformat(self.asked["known_at"])


class EvidenceSample(BaseModel):
    """Certificates that were drawn by chance: of which days and site, by which knowledge, with which seed.

    Drawn again with the same it is the same; `drawn` are their numbers, in the order in which they were drawn.
    """

    account_id: int

    id = AutoField()
    account = ForeignKeyField(Account, on_delete="CASCADE")
    seed = CharField()
    wanted = IntegerField()
    from_on = DateField()
    until_on = DateField()
    site = CharField()
    kind = CharField()
    change = IntegerField()
    known_at = UTCDateTimeField()
    population = IntegerField()
    drawn = JSONField()
    drawn_at = UTCDateTimeField()


class AuditRequest(BaseModel):
    """Something that an auditor asks for. `state`: open, answered, closed."""

    account_id: int

    id = AutoField()
    account = ForeignKeyField(Account, on_delete="CASCADE")
    title = CharField()
    state = CharField(max_length=8)
    asked_at = UTCDateTimeField()
    closed_at = UTCDateTimeField(null=True)


class AuditRemark(BaseModel):
    """What one side said about a request. `link`: a page of this service that goes with it, or ''."""

    id = AutoField()
    request = ForeignKeyField(AuditRequest, on_delete="CASCADE")
    by = CharField()
    words = TextField()
    link = CharField()
    said_at = UTCDateTimeField()
