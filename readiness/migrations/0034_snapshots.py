"""What was found each night, kept as it was known then."""

from datetime import date

from peewee import AutoField, BooleanField, CharField, DateField, ForeignKeyField, IntegerField, Model

from readiness.foundation.database import UTCDateTimeField

LAST_DAY = date(9999, 12, 31)


def up(migrator, db):
    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Site(Base):
        pass

    class SnapshotNight(Base):
        id = AutoField()
        night_on = DateField(unique=True)
        known = IntegerField()
        known_at = UTCDateTimeField()
        taken_at = UTCDateTimeField()
        is_afterwards = BooleanField()
        restated_known = IntegerField()

    class SnapshotCell(Base):
        id = AutoField()
        site = ForeignKeyField(Site, index=False, on_delete="CASCADE")
        pack_id = CharField()
        clause_id = CharField()
        status = CharField()
        need = IntegerField(null=True)
        have = IntegerField(null=True)
        from_on = DateField(index=True)
        until_on = DateField(default=LAST_DAY, index=True)

    class RestatedCell(Base):
        id = AutoField()
        night_on = DateField()
        site = ForeignKeyField(Site, index=False, on_delete="CASCADE")
        pack_id = CharField()
        clause_id = CharField()
        status = CharField()

    cell, restated = SnapshotCell, RestatedCell
    cell.add_index(
        cell.site, cell.pack_id, cell.clause_id, cell.from_on, unique=True, name="snapshot_cell_once"
    )
    restated.add_index(
        restated.night_on,
        restated.site,
        restated.pack_id,
        restated.clause_id,
        unique=True,
        name="restated_cell_once",
    )
    restated.add_index(restated.site, name="restated_cell_site")
    db.create_tables([SnapshotNight, SnapshotCell, RestatedCell], safe=False)
