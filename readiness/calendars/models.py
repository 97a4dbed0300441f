"""Feeds that somebody made for an app: whose, of what, and the hash of the token in their address."""

from peewee import AutoField, CharField, DateField, ForeignKeyField

from readiness.accounts.models import Account
from readiness.foundation.database import BaseModel, UTCDateTimeField
from readiness.people.models import Site


class CalendarFeed(BaseModel):
    """An address that an app fetches. `kind`: own, site or role; `site` where it is of one.

    What it shows is what its account may see at the moment at which it is fetched. A feed that is ended is deleted.
    """

    site_id: int | None

    id = AutoField()
    account = ForeignKeyField(Account, on_delete="CASCADE")
    kind = CharField(max_length=8)
    site = ForeignKeyField(Site, null=True, on_delete="CASCADE")
    token_hash = CharField(max_length=64, unique=True)
    made_at = UTCDateTimeField()
    fetched_on = DateField(null=True)
