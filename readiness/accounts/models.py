"""Accounts, where they are signed in, the links that let someone choose a password, and failed attempts."""

from peewee import AutoField, CharField, DateField, ForeignKeyField, IntegerField

from readiness.foundation.database import BaseModel, UTCDateTimeField
from readiness.foundation.temporal import Fact, index_changes
from readiness.people.models import Person, Site


class Account(BaseModel):
    """A sign-in. The e-mail address says which; the password's hash is empty until one was chosen."""

    id = AutoField()
    email = CharField()
    email_key = CharField(unique=True)
    name = CharField()
    name_key = CharField()
    role = CharField()
    person = ForeignKeyField(Person, null=True, on_delete="SET NULL")
    until_on = DateField(null=True)
    password_hash = CharField(default="")
    created_at = UTCDateTimeField()
    disabled_at = UTCDateTimeField(null=True)

    @property
    def is_disabled(self) -> bool:
        return bool(self.disabled_at)


class AccountPerson(Fact):
    """Whose an account is, as it was known: what somebody did through it counts for them.

    `Account.person` says whose it is now.
    """

    person_id: int

    account = ForeignKeyField(Account, on_delete="CASCADE")
    person = ForeignKeyField(Person, on_delete="CASCADE")


index_changes(AccountPerson)


class AccountSite(BaseModel):
    """A site whose records a manager sees."""

    id = AutoField()
    account = ForeignKeyField(Account, on_delete="CASCADE", index=False)
    site = ForeignKeyField(Site, on_delete="CASCADE")


class AccountSession(BaseModel):
    """A browser in which an account is signed in. The row is the session: without it, the cookie is nothing.

    `employment_change` is the newest change of the linked person's employment when it began.
    """

    id = AutoField()
    account = ForeignKeyField(Account, on_delete="CASCADE")
    token_hash = CharField(max_length=64, unique=True)
    created_at = UTCDateTimeField()
    last_seen_at = UTCDateTimeField()
    user_agent = CharField(default="")
    address = CharField(default="")
    employment_change = IntegerField(default=0)


class AccountLink(BaseModel):
    """A link that lets its bearer choose a password, once. Without an account: that of the first administrator."""

    id = AutoField()
    account = ForeignKeyField(Account, null=True, on_delete="CASCADE")
    purpose = CharField()
    token_hash = CharField(max_length=64, unique=True)
    created_at = UTCDateTimeField()
    expires_at = UTCDateTimeField()
    used_at = UTCDateTimeField(null=True)


class SignInAttempt(BaseModel):
    """A sign-in that did not succeed, or is under way; who was typed is kept as a hash."""

    id = AutoField()
    who_hash = CharField(max_length=64)
    address = CharField()
    attempted_at = UTCDateTimeField(index=True)


AccountSite.add_index(AccountSite.account, AccountSite.site, unique=True, name="account_site_once")
SignInAttempt.add_index(
    SignInAttempt.address, SignInAttempt.attempted_at, SignInAttempt.who_hash, name="sign_in_attempt_address"
)
