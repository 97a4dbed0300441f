"""Snapshots: what was found each night, by what was known then, and what is told otherwise since."""

from peewee import AutoField, BooleanField, CharField, DateField, ForeignKeyField, IntegerField

from readiness.foundation.database import BaseModel, UTCDateTimeField
from readiness.foundation.temporal import LAST_DAY
from readiness.people.models import Site


class SnapshotNight(BaseModel):
    """A day of which a snapshot was taken, once it was over, and by which knowledge.

    `is_afterwards`: of a day before the records began, by what was known when the first was taken.
    `restated_known`: by which knowledge it was last held against itself.
    """

    id = AutoField()
    night_on = DateField(unique=True)
    known = IntegerField()
    known_at = UTCDateTimeField()
    taken_at = UTCDateTimeField()
    is_afterwards = BooleanField()
    restated_known = IntegerField()


class SnapshotCell(BaseModel):
    """How a site stood to a clause, from the snapshot of one day until that of another: a row for each change.

    Of what is not applicable there is none. `need` and `have` are those of the first day.
    """

    is_derived = True

    id = AutoField()
    site = ForeignKeyField(Site, index=False, on_delete="CASCADE")
    pack_id = CharField()
    clause_id = CharField()
    status = CharField()
    need = IntegerField(null=True)
    have = IntegerField(null=True)
    from_on = DateField(index=True)
    until_on = DateField(default=LAST_DAY, index=True)


class RestatedCell(BaseModel):
    """A cell of the last day of a month that is told otherwise now; status '': nothing is asked there any more."""

    is_derived = True

    id = AutoField()
    night_on = DateField()
    site = ForeignKeyField(Site, index=False, on_delete="CASCADE")
    pack_id = CharField()
    clause_id = CharField()
    status = CharField()


SnapshotCell.add_index(
    SnapshotCell.site,
    SnapshotCell.pack_id,
    SnapshotCell.clause_id,
    SnapshotCell.from_on,
    unique=True,
    name="snapshot_cell_once",
)
RestatedCell.add_index(
    RestatedCell.night_on,
    RestatedCell.site,
    RestatedCell.pack_id,
    RestatedCell.clause_id,
    unique=True,
    name="restated_cell_once",
)
RestatedCell.add_index(RestatedCell.site, name="restated_cell_site")
