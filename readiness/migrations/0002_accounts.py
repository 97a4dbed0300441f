"""Accounts, their sessions and links, and attempts to sign in."""

from peewee import AutoField, CharField, DateField, ForeignKeyField, IntegerField, Model

from readiness.foundation.database import UTCDateTimeField


def up(migrator, db):
    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Site(Base):
        id = AutoField()

    class Person(Base):
        id = AutoField()

    class Account(Base):
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

    class AccountSite(Base):
        id = AutoField()
        account = ForeignKeyField(Account, on_delete="CASCADE", index=False)
        site = ForeignKeyField(Site, on_delete="CASCADE")

    class AccountSession(Base):
        id = AutoField()
        account = ForeignKeyField(Account, on_delete="CASCADE")
        token_hash = CharField(max_length=64, unique=True)
        created_at = UTCDateTimeField()
        last_seen_at = UTCDateTimeField()
        user_agent = CharField(default="")
        address = CharField(default="")
        employment_change = IntegerField(default=0)

    class AccountLink(Base):
        id = AutoField()
        account = ForeignKeyField(Account, null=True, on_delete="CASCADE")
        purpose = CharField()
        token_hash = CharField(max_length=64, unique=True)
        created_at = UTCDateTimeField()
        expires_at = UTCDateTimeField()
        used_at = UTCDateTimeField(null=True)

    class SignInAttempt(Base):
        id = AutoField()
        who_hash = CharField(max_length=64)
        address = CharField()
        attempted_at = UTCDateTimeField(index=True)

    AccountSite.add_index(AccountSite.account, AccountSite.site, unique=True, name="account_site_once")
    SignInAttempt.add_index(
        SignInAttempt.address,
        SignInAttempt.attempted_at,
        SignInAttempt.who_hash,
        name="sign_in_attempt_address",
    )
    db.create_tables([Account, AccountSite, AccountSession, AccountLink, SignInAttempt], safe=False)
