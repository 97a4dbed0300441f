"""Kept: today's findings as they were last worked out, how sites stood a week ago, and how far all that is true."""

from peewee import SQL, AutoField, BlobField, CharField, DateField, ForeignKeyField, IntegerField, TextField

from readiness.foundation.database import BaseModel, UTCDateTimeField
from readiness.foundation.temporal import LAST_DAY
from readiness.people.models import Site


class KeptTurn(BaseModel):
    """The one row: for which day, by which knowledge and measure all sites that are done are true.

    Each turn that looked at the facts has a number. `week_on` and `week_known` say of which day and
    knowledge the standings of a week ago are.
    """

    id = AutoField()
    number = IntegerField()
    as_of = DateField()
    known = IntegerField()
    known_at = UTCDateTimeField()
    measured_by = CharField(max_length=64)
    asked_by = CharField(max_length=64)
    week_on = DateField(null=True)
    week_known = IntegerField(null=True)


class KeptSite(BaseModel):
    """In which turn something about a site (or NO_SITE) last changed, and up to which turn it was worked out.

    `kinds`: the certificate kinds of which alone something changed since, with a space between; '': anything may have.
    `people`: the numbers of those alone of whom one did, likewise; '': anybody's may have.
    """

    is_derived = True

    site_id = IntegerField(primary_key=True)
    touched_in = IntegerField()
    kinds = TextField(default="", constraints=[SQL("DEFAULT ''")])
    people = TextField(default="", constraints=[SQL("DEFAULT ''")])
    done_in = IntegerField(default=0)
    done_at = UTCDateTimeField(null=True)


class KeptFinding(BaseModel):
    """A finding of the turn's day. `due_on` is the last day of the calendar where it will not be a gap.

    `gravity` and `falls_on` are what Finding.pressing has beside the urgency; `lacks`: what Finding.missing has, with a
    space between.
    """

    is_derived = True

    id = AutoField()
    site_id = IntegerField()
    site_code = CharField()
    pack_id = CharField()
    clause_id = CharField()
    subject = CharField()
    urgency = IntegerField()
    status = CharField()
    need = IntegerField(null=True)
    have = IntegerField(null=True)
    reason = TextField()
    since_on = DateField()
    due_on = DateField(default=LAST_DAY)
    gravity = IntegerField(default=0, constraints=[SQL("DEFAULT 0")])
    falls_on = DateField(default=LAST_DAY, constraints=[SQL(f"DEFAULT '{LAST_DAY}'")])
    lacks = CharField(default="", constraints=[SQL("DEFAULT ''")])


class KeptStanding(BaseModel):
    """How a site stands to a clause; where the clause is about people, how many of them meet it."""

    is_derived = True

    site = ForeignKeyField(Site, index=False, on_delete="CASCADE")
    pack_id = CharField()
    clause_id = CharField()
    status = CharField()
    need = IntegerField(null=True)
    have = IntegerField(null=True)
    due_on = DateField(default=LAST_DAY)


class KeptRoll(BaseModel):
    """Who counts at a site on which days: as heads (''), or as holders of what a requirement counts. See `rolls`."""

    is_derived = True

    id = AutoField()
    site_id = IntegerField()
    counted = CharField()
    days = BlobField()


class WeekStanding(BaseModel):
    """How a site stood to a clause about sites a week ago, by what was known then."""

    is_derived = True

    site = ForeignKeyField(Site, index=False, on_delete="CASCADE")
    pack_id = CharField()
    clause_id = CharField()
    status = CharField()
    need = IntegerField(null=True)
    have = IntegerField(null=True)


KeptFinding.add_index(
    KeptFinding.site_code,
    KeptFinding.pack_id,
    KeptFinding.clause_id,
    KeptFinding.subject,
    unique=True,
    name="kept_finding_once",
)
KeptFinding.add_index(
    KeptFinding.urgency,
    KeptFinding.gravity,
    KeptFinding.falls_on,
    KeptFinding.site_code,
    KeptFinding.pack_id,
    KeptFinding.clause_id,
    KeptFinding.subject,
    name="kept_finding_pressing",
)
KeptFinding.add_index(
    KeptFinding.site_id,
    KeptFinding.urgency,
    KeptFinding.gravity,
    KeptFinding.falls_on,
    KeptFinding.site_code,
    KeptFinding.pack_id,
    KeptFinding.clause_id,
    KeptFinding.subject,
    name="kept_finding_of_site",
)
KeptFinding.add_index(
    KeptFinding.site_code,
    KeptFinding.lacks,
    KeptFinding.pack_id,
    KeptFinding.clause_id,
    name="kept_finding_lacks",
    where=SQL("lacks <> ''"),
)
KeptFinding.add_index(
    KeptFinding.due_on,
    KeptFinding.site_code,
    KeptFinding.pack_id,
    KeptFinding.clause_id,
    KeptFinding.subject,
    name="kept_finding_due",
)
KeptRoll.add_index(KeptRoll.site_id, KeptRoll.counted, unique=True, name="kept_roll_once")
for _model in (KeptStanding, WeekStanding):
    _model.add_index(
        _model.site,
        _model.pack_id,
        _model.clause_id,
        unique=True,
        name=f"{_model._meta.table_name}_once",
    )
