"""Imports as rows, each from its upload to what became of it; and the mapping that fitted files of a shape."""

from peewee import SQL, AutoField, BooleanField, CharField, IntegerField, JSONField

from readiness.foundation.database import BaseModel, UTCDateTimeField


def _people() -> IntegerField:
    """How many people a staff file speaks of in some way."""
    return IntegerField(default=0, constraints=[SQL("DEFAULT 0")])


class FileImport(BaseModel):
    """One file on its way in. `states.py` says what may become of it.

    `folder`: where in the data folder its bytes are; "": they are gone, or never were there.
    `run` counts how often work on it was begun; only the latest may write. `work` is the latest,
    `asked_by` and `asked_at` who asked for it and when.
    `change` recorded what the file says; `undone_in` took it back.
    """

    id = AutoField()
    kind = CharField()
    state = CharField(index=True)
    file_name = CharField()
    file_size = IntegerField()
    file_sha256 = CharField(max_length=64)
    folder = CharField(default="")
    actor = CharField()
    asked_by = CharField()
    uploaded_at = UTCDateTimeField(index=True)
    asked_at = UTCDateTimeField()
    ended_at = UTCDateTimeField(null=True)
    mapping = JSONField(null=True)
    run = IntegerField(default=0)
    work = CharField(default="")
    takes_good_rows = BooleanField(default=False)
    may_skip = BooleanField(default=True)
    new_count = IntegerField(default=0)
    changed_count = IntegerField(default=0)
    unchanged_count = IntegerField(default=0)
    skipped_count = IntegerField(default=0)
    refused_count = IntegerField(default=0)
    employed_count = _people()
    joined_count = _people()
    moved_count = _people()
    left_count = _people()
    fault_count = IntegerField(default=0)
    warning_count = IntegerField(default=0)
    problems = JSONField(default=list)
    change = IntegerField(null=True, index=True)
    undone_in = IntegerField(null=True)


class RememberedMapping(BaseModel):
    """How the columns of files with this header were read last time."""

    id = AutoField()
    kind = CharField()
    shape = CharField(max_length=64)
    mapping = JSONField()


RememberedMapping.add_index(
    RememberedMapping.kind, RememberedMapping.shape, unique=True, name="remembered_mapping_kind_shape"
)
