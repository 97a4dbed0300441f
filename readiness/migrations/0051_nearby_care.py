"""How near to a site care is that treats all who are hurt, from a day on."""

from peewee import SQL, AutoField, DateField, ForeignKeyField, IntegerField, Model

NEVER = 2147483647


def up(migrator, db):
    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Site(Base):
        pass

    class NearbyCare(Base):
        id = AutoField()
        fact_id = IntegerField(index=True)
        recorded_in = IntegerField()
        superseded_in = IntegerField(default=NEVER)
        site = ForeignKeyField(Site, index=False)
        from_on = DateField()
        minutes = IntegerField(null=True)

    NearbyCare.add_index(NearbyCare.site, NearbyCare.from_on, name="nearby_care_site_days")
    NearbyCare.add_index(
        NearbyCare.site,
        NearbyCare.from_on,
        unique=True,
        where=NearbyCare.superseded_in == SQL(str(NEVER)),
        name="nearby_care_one_a_day",
    )
    db.create_tables([NearbyCare], safe=False)
