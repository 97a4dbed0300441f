"""Imports as rows; what is taken back stays known: people and sites by change, and what their columns said before."""

from peewee import (
    AutoField,
    BooleanField,
    CharField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
    TextField,
)

from readiness.foundation.database import UTCDateTimeField

NEVER = 2147483647

ONCE = {"site": "code", "department": "name", "person": "staff_number"}


def up(migrator, db):
    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Site(Base):
        id = AutoField()

    class Person(Base):
        id = AutoField()

    class PersonVersion(Base):
        id = AutoField()
        person = ForeignKeyField(Person, index=False, on_delete="CASCADE")
        superseded_in = IntegerField(index=True)
        given_name = CharField()
        family_name = CharField()
        name_key = CharField()
        email = CharField()
        email_key = CharField()
        phone = CharField()
        manager = ForeignKeyField(Person, null=True, on_delete="SET NULL", backref="+")
        languages = JSONField()

    class SiteVersion(Base):
        id = AutoField()
        site = ForeignKeyField(Site, index=False, on_delete="CASCADE")
        superseded_in = IntegerField(index=True)
        name = CharField()
        address = TextField()
        country = CharField(max_length=2)
        region = CharField()
        time_zone = CharField()
        kind = CharField()
        hazard = CharField()
        open_to_public = BooleanField(null=True)
        languages = JSONField()
        emergency_number = CharField()
        outside_line_prefix = CharField()

    class FileImport(Base):
        id = AutoField()
        kind = CharField()
        state = CharField(index=True)
        file_name = CharField()
        file_size = IntegerField()
        file_sha256 = CharField(max_length=64)
        folder = CharField()
        actor = CharField()
        asked_by = CharField()
        uploaded_at = UTCDateTimeField(index=True)
        asked_at = UTCDateTimeField()
        ended_at = UTCDateTimeField(null=True)
        mapping = JSONField(null=True)
        run = IntegerField()
        work = CharField()
        takes_good_rows = BooleanField()
        may_skip = BooleanField()
        new_count = IntegerField()
        changed_count = IntegerField()
        unchanged_count = IntegerField()
        skipped_count = IntegerField()
        refused_count = IntegerField()
        fault_count = IntegerField()
        warning_count = IntegerField()
        problems = JSONField()
        change = IntegerField(null=True, index=True)
        undone_in = IntegerField(null=True)

    PersonVersion.add_index(
        PersonVersion.person, PersonVersion.superseded_in, unique=True, name="person_version_one_a_change"
    )
    SiteVersion.add_index(
        SiteVersion.site, SiteVersion.superseded_in, unique=True, name="site_version_one_a_change"
    )
    db.create_tables([PersonVersion, SiteVersion, FileImport], safe=False)
    for table, column in ONCE.items():
        db.execute_sql(f"ALTER TABLE {table} ADD COLUMN recorded_in INTEGER NOT NULL DEFAULT 0")
        db.execute_sql(f"ALTER TABLE {table} ADD COLUMN superseded_in INTEGER NOT NULL DEFAULT {NEVER}")
        db.execute_sql(f"DROP INDEX {table}_{column}")
        db.execute_sql(f"CREATE UNIQUE INDEX {table}_{column}_once ON {table} ({column}, superseded_in)")
