"""Certificates: a person's dated holdings, one row a version."""

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
from readiness.foundation.temporal import LAST_DAY, Fact, index_changes
from readiness.people.models import Person


class Certificate(Fact):
    """One person's holding of one kind, issued on one day. Renewal adds another; nothing is overwritten.

    `counts_until_on` is the last day on which it counts, worked out by `validity.last_day` when the
    version is recorded: later changes to a kind's default validity do not rewrite the past. `course`: 'renewal' where
    it was a short one, for those who hold the certificate already.
    """

    person = ForeignKeyField(Person, index=False)
    kind = CharField()
    issued_on = DateField()
    expires_on = DateField(null=True)
    counts_until_on = DateField(default=LAST_DAY)
    revoked_on = DateField(null=True)
    revoked_reason = CharField(default="")
    issuer = CharField(default="")
    number = CharField(default="")
    evidence = TextField(default="")
    course = CharField(default="", constraints=[SQL("DEFAULT ''")])


class CertificateBatch(BaseModel):
    """What was done with several certificates at once, in one change; `undone_in` took it back, whole."""

    id = AutoField()
    change = IntegerField(unique=True)
    what = CharField()
    count = IntegerField()
    made_by = CharField()
    made_at = UTCDateTimeField()
    undone_in = IntegerField(null=True)


class OwnKind(BaseModel):
    """What is the organisation's own in a certificate kind: all of it, or what differs from the shipped one."""

    code = CharField(primary_key=True)
    content = JSONField()
    is_retired = BooleanField(default=False)


# What an import looks for (this person's, this kind's, this day's), and all that counting reads.
Certificate.add_index(
    Certificate.person,
    Certificate.kind,
    Certificate.issued_on,
    Certificate.counts_until_on,
    Certificate.superseded_in,
    Certificate.recorded_in,
    name="certificate_person_kind_days",
)

# The orders in which lists are read, and the few that were revoked.
Certificate.add_index(
    Certificate.kind, Certificate.counts_until_on, Certificate.id, name="certificate_kind_until"
)
Certificate.add_index(Certificate.counts_until_on, Certificate.id, name="certificate_until")
Certificate.add_index(Certificate.issued_on, Certificate.id, name="certificate_issued_on")
Certificate.add_index(
    Certificate.revoked_on, where=Certificate.revoked_on.is_null(False), name="certificate_revoked_on"
)
index_changes(Certificate)
