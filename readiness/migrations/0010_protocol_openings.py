"""How often each protocol was opened, by month."""

from peewee import CharField, CompositeKey, IntegerField, Model


def up(migrator, db):
    class ProtocolOpening(Model):
        month = CharField(max_length=7)
        slug = CharField()
        count = IntegerField()

        class Meta:
            database = db
            legacy_table_names = False
            primary_key = CompositeKey("month", "slug")

    db.create_tables([ProtocolOpening], safe=False)
