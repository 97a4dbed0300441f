"""What was adopted: the text of packs; adoptions, own terms and exemptions by date."""

from peewee import AutoField, CharField, DateField, ForeignKeyField, JSONField

from readiness.foundation.database import BaseModel
from readiness.foundation.temporal import LAST_DAY, Fact


class PackText(BaseModel):
    """A pack as it was when it was adopted, named by the hash of its content."""

    id = AutoField()
    pack_id = CharField(index=True)
    sha256 = CharField(max_length=64, unique=True)
    content = JSONField()


class Adoption(Fact):
    """The organisation holds itself to a pack, from day to day."""

    pack_id = CharField(index=True)
    text = ForeignKeyField(PackText)
    from_on = DateField()
    until_on = DateField(default=LAST_DAY)


class OwnTerms(Fact):
    """The organisation's own terms for a clause of a pack, from day to day, laid over those of the pack.

    They are read by the check that is named: where another text of the pack has the clause judged
    by another one, they no longer apply.
    """

    pack_id = CharField()
    clause_id = CharField()
    check_name = CharField()
    terms = JSONField()
    from_on = DateField()
    until_on = DateField(default=LAST_DAY)
    reason = CharField()
    set_by = CharField()


class Exemption(Fact):
    """One clause of one pack is not asked of one subject, from day to day, both included."""

    pack_id = CharField()
    clause_id = CharField()
    site_code = CharField()
    staff_number = CharField(default="")
    from_on = DateField()
    until_on = DateField()
    reason = CharField()
    granted_by = CharField()
