"""Nightly files, the token with which they are posted, and how many people a staff file speaks of."""

from peewee import AutoField, CharField, IntegerField, JSONField, Model

from readiness.foundation.database import UTCDateTimeField


def up(migrator, db):
    for column in ("employed_count", "joined_count", "moved_count", "left_count"):
        db.execute_sql(f"ALTER TABLE file_import ADD COLUMN {column} INTEGER DEFAULT 0 NOT NULL")

    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class NightlyRun(Base):
        id = AutoField()
        place = CharField(unique=True)
        way = CharField(max_length=16)
        kind = CharField()
        file_name = CharField()
        file_size = IntegerField()
        file_sha256 = CharField(max_length=64)
        made_at = UTCDateTimeField(null=True)
        received_at = UTCDateTimeField(index=True)
        state = CharField(max_length=16, index=True)
        reasons = JSONField()
        header = JSONField()
        row_count = IntegerField()
        import_id = IntegerField(null=True, unique=True)
        ended_at = UTCDateTimeField(null=True)
        filed = CharField(max_length=16)

    class NightlyToken(Base):
        id = AutoField()
        token_hash = CharField(max_length=64, unique=True)
        made_at = UTCDateTimeField()
        made_by = CharField()
        last_used_at = UTCDateTimeField(null=True)

    db.create_tables([NightlyRun, NightlyToken], safe=False)
