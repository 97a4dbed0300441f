"""Own terms over those of packs, certificate kinds of the organisation, and settings kept in the database."""

from peewee import AutoField, BooleanField, CharField, DateField, IntegerField, JSONField, Model

NEVER = 2147483647


def up(migrator, db):
    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class OwnTerms(Base):
        id = AutoField()
        fact_id = IntegerField(index=True)
        recorded_in = IntegerField()
        superseded_in = IntegerField(default=NEVER)
        pack_id = CharField()
        clause_id = CharField()
        check_name = CharField()
        terms = JSONField()
        from_on = DateField()
        until_on = DateField()
        reason = CharField()
        set_by = CharField()

    class OwnKind(Base):
        code = CharField(primary_key=True)
        content = JSONField()
        is_retired = BooleanField(default=False)

    class Setting(Base):
        key = CharField(primary_key=True)
        content = JSONField()

    db.create_tables([OwnTerms, OwnKind, Setting], safe=False)
