"""Files of reports that are made apart from the page, and reports that come by mail by themselves."""

from peewee import AutoField, CharField, DateField, ForeignKeyField, IntegerField, JSONField, TextField

from readiness.accounts.models import Account
from readiness.foundation.database import BaseModel, UTCDateTimeField


class ReportSchedule(BaseModel):
    """A report that is made each week, month or quarter, and told of by mail. `asked`: site, pack, all.

    `state`: active, paused, ended (nobody may read it any more, or somebody took it away). `begun_on`: the
    first due day, from which all others are counted; `next_on`: when it is due.
    """

    id = AutoField()
    report = CharField(max_length=32)
    form = CharField(max_length=8)
    asked = JSONField()
    every = CharField(max_length=8)
    begun_on = DateField()
    next_on = DateField()
    state = CharField(max_length=8)
    made_by = CharField()
    made_at = UTCDateTimeField()


class ReportRecipient(BaseModel):
    """An account that a scheduled report is for."""

    account_id: int

    id = AutoField()
    schedule = ForeignKeyField(ReportSchedule, on_delete="CASCADE", index=False)
    account = ForeignKeyField(Account, on_delete="CASCADE")

    class Meta:
        indexes = ((("schedule", "account"), True),)


class ReportFile(BaseModel):
    """A file that is made, or was: the question it answers, how far it is; `key` stands in its address.

    Of `account` or, where it is of a schedule, of all who get that. `state`: waiting, made, failed.
    `due_on`: of a schedule, the day for which it is: there is one file a day.
    """

    account_id: int | None
    schedule_id: int | None

    id = AutoField()
    key = CharField(max_length=32, unique=True)
    report = CharField(max_length=32)
    form = CharField(max_length=8)
    asked = JSONField()
    name = CharField()
    account = ForeignKeyField(Account, null=True, on_delete="CASCADE")
    schedule = ForeignKeyField(ReportSchedule, null=True, on_delete="CASCADE", index=False)
    due_on = DateField(null=True)
    asked_by = CharField()
    asked_at = UTCDateTimeField()
    state = CharField(max_length=8)
    problem = TextField(default="")
    row_count = IntegerField(default=0)

    class Meta:
        indexes = ((("schedule", "due_on"), True),)


class ReportKey(BaseModel):
    """The key with which a program reads reports as an account does: its hash alone. An account has one at most."""

    account_id: int

    id = AutoField()
    account = ForeignKeyField(Account, on_delete="CASCADE", unique=True)
    key_hash = CharField(max_length=64, unique=True)
    made_at = UTCDateTimeField()
    last_used_on = DateField(null=True)
