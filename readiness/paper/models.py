"""What was printed, as it was printed, and what of it hangs where."""

from peewee import (
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
from readiness.people.models import Site


class PaperBatch(BaseModel):
    """Pieces that were ordered together. `made_count`: so many of them were set since the file was last asked for."""

    id = AutoField()
    ordered_at = UTCDateTimeField()
    ordered_by = CharField()
    count = IntegerField()
    made_count = IntegerField(default=0)


class PaperPrint(BaseModel):
    """One piece of paper, which may be copied: what stands on it, and until when that holds.

    `facts`: by name what may change and make it wrong, as it was printed. `key_mark` tells the key in its code from
    another; '' where it leads to the card that everyone sees.
    """

    serial = CharField(primary_key=True, max_length=8)
    batch = ForeignKeyField(PaperBatch, index=False, on_delete="CASCADE")
    site = ForeignKeyField(Site, on_delete="CASCADE")
    kind = CharField()
    protocol = CharField(default="")
    language = CharField()
    sheet = CharField()
    is_large = BooleanField(default=False)
    edition = CharField()
    printed_on = DateField()
    valid_until_on = DateField()
    facts = JSONField()
    key_mark = CharField(default="")


class PaperHanging(Fact):
    """A piece hangs at a place from a day until another; who said so stands in the trail."""

    print = ForeignKeyField(PaperPrint, column_name="serial", on_delete="CASCADE")
    place = TextField()
    hung_on = DateField()
    taken_down_on = DateField(default=LAST_DAY)


PaperPrint.add_index(PaperPrint.batch, PaperPrint.serial, name="paper_print_batch")
index_changes(PaperHanging)
