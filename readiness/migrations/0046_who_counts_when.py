"""Who counts at each site on which days, and of whom alone something changed; what waits is judged whole."""

from peewee import AutoField, BlobField, CharField, IntegerField, Model


def up(migrator, db):
    class KeptRoll(Model):
        id = AutoField()
        site_id = IntegerField()
        counted = CharField()
        days = BlobField()

        class Meta:
            database = db
            legacy_table_names = False

    KeptRoll.add_index(KeptRoll.site_id, KeptRoll.counted, unique=True, name="kept_roll_once")
    db.create_tables([KeptRoll], safe=False)
    db.execute_sql("ALTER TABLE kept_site ADD COLUMN people TEXT DEFAULT '' NOT NULL")
