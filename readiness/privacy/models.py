"""Who must not be removed or erased for now, and whose name was taken out."""

from peewee import AutoField, CharField, DateField, ForeignKeyField, IntegerField, JSONField, TextField

from readiness.foundation.database import BaseModel, UTCDateTimeField
from readiness.people.models import Person


class PrivacyHold(BaseModel):
    """Nothing of somebody is removed or erased while this stands: until a day, or until it is released."""

    person_id: int

    id = AutoField()
    person = ForeignKeyField(Person, on_delete="CASCADE")
    reason = TextField()
    until_on = DateField(null=True)
    placed_by = CharField()
    placed_at = UTCDateTimeField()
    released_by = CharField(default="")
    released_at = UTCDateTimeField(null=True)


class Erasure(BaseModel):
    """Somebody's name was taken out; `pseudonym` stands in its place. `rows`: how many were touched, by table."""

    id = AutoField()
    pseudonym = CharField(unique=True)
    person = IntegerField()
    erased_at = UTCDateTimeField()
    erased_by = CharField()
    reason = TextField()
    rows = JSONField()
