"""Nightly files as rows, from their arrival to what became of them; and the token with which they are posted."""

from peewee import AutoField, CharField, IntegerField, JSONField

from readiness.foundation.database import BaseModel, UTCDateTimeField


class NightlyRun(BaseModel):
    """One nightly file. `state`: one of `states.State`.

    `place` is what it is called while it is here, once and for all: by it, of two who take it one does.
    `made_at`: when the file was written, by what it says itself. `header` and `row_count`: of its table.
    `import_id`: the import that reads it. `filed`: the state by which it was last put into a folder.
    """

    id = AutoField()
    place = CharField(unique=True)
    way = CharField(max_length=16)
    kind = CharField()
    file_name = CharField()
    file_size = IntegerField(default=0)
    file_sha256 = CharField(max_length=64, default="")
    made_at = UTCDateTimeField(null=True)
    received_at = UTCDateTimeField(index=True)
    state = CharField(max_length=16, index=True)
    reasons = JSONField(default=list)
    header = JSONField(default=list)
    row_count = IntegerField(default=0)
    import_id = IntegerField(null=True, unique=True)
    ended_at = UTCDateTimeField(null=True)
    filed = CharField(max_length=16, default="")


class NightlyToken(BaseModel):
    """The token with which files are posted: its hash alone. There is one at a time."""

    id = AutoField()
    token_hash = CharField(max_length=64, unique=True)
    made_at = UTCDateTimeField()
    made_by = CharField()
    last_used_at = UTCDateTimeField(null=True)
