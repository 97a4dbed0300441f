"""Editions as every machine finds them, and which was current from when."""

from peewee import (
    AutoField,
    BlobField,
    BooleanField,
    CharField,
    CompositeKey,
    IntegerField,
    JSONField,
    TextField,
)

from readiness.foundation.database import BaseModel, UTCDateTimeField


class HandbookEdition(BaseModel):
    """The file of an edition. `name` is the file's; the rest is told of what is in it.

    `revisions`: the number of each protocol's. `links`: for each protocol the lines that its pages link, each with
    its numbers ('' is the first page). `outages`: the facts of lines that others stand in for.
    """

    name = CharField(primary_key=True)
    content = BlobField()
    made_at = UTCDateTimeField()
    made_by = CharField()
    revisions = JSONField()
    links = JSONField()
    outages = JSONField()


class EditionSwitch(BaseModel):
    """An edition became the current one; the latest row tells which is. No name: none is shown any more.

    `is_held`: somebody went back to it, so the timetable publishes nothing of its own accord.
    """

    id = AutoField()
    name = CharField(default="")
    switched_at = UTCDateTimeField()
    switched_by = CharField()
    reason = TextField(default="")
    is_held = BooleanField(default=False)


class ProtocolOpening(BaseModel):
    """How often a protocol was opened in a month ('2026-11'), by all who read the handbook online.

    A resource is counted beside them, as '/resources/' and its record (`openings.of_resource`).
    """

    is_derived = True

    month = CharField(max_length=7)
    slug = CharField()
    count = IntegerField()

    class Meta:
        primary_key = CompositeKey("month", "slug")
