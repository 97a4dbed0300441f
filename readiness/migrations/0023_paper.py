"""What was printed, and what of it hangs where."""

from peewee import (
    SQL,
    AutoField,
    BooleanField,
    CharField,
    DateField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
    TextField,
)

from readiness.foundation.database import UTCDateTimeField

NEVER = 2147483647


def up(migrator, db):
    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Site(Base):
        pass

    class PaperBatch(Base):
        id = AutoField()
        ordered_at = UTCDateTimeField()
        ordered_by = CharField()
        count = IntegerField()
        made_count = IntegerField()

    class PaperPrint(Base):
        serial = CharField(primary_key=True, max_length=8)
        batch = ForeignKeyField(PaperBatch, index=False, on_delete="CASCADE")
        site = ForeignKeyField(Site, on_delete="CASCADE")
        kind = CharField()
        protocol = CharField()
        language = CharField()
        sheet = CharField()
        is_large = BooleanField()
        edition = CharField()
        printed_on = DateField()
        valid_until_on = DateField()
        facts = JSONField()
        key_mark = CharField()

    class PaperHanging(Base):
        id = AutoField()
        fact_id = IntegerField(index=True)
        recorded_in = IntegerField()
        superseded_in = IntegerField(default=NEVER)
        print = ForeignKeyField(PaperPrint, column_name="serial", on_delete="CASCADE")
        place = TextField()
        hung_on = DateField()
        taken_down_on = DateField()

    PaperPrint.add_index(PaperPrint.batch, PaperPrint.serial, name="paper_print_batch")
    PaperHanging.add_index(PaperHanging.recorded_in, name="paper_hanging_recorded")
    PaperHanging.add_index(
        PaperHanging.superseded_in,
        where=PaperHanging.superseded_in < SQL(str(NEVER)),
        name="paper_hanging_superseded",
    )
    db.create_tables([PaperBatch, PaperPrint, PaperHanging], safe=False)
