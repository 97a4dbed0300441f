"""What people learned, for continuing education."""

from peewee import SQL, AutoField, CharField, DateField, ForeignKeyField, IntegerField, Model

NEVER = 2147483647


def up(migrator, db):
    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Person(Base):
        pass

    class EvidenceFile(Base):
        pass

    class LearningActivity(Base):
        id = AutoField()
        fact_id = IntegerField(index=True)
        recorded_in = IntegerField()
        superseded_in = IntegerField(default=NEVER)
        person = ForeignKeyField(Person, index=False)
        done_on = DateField()
        minutes = IntegerField()
        topic = CharField()
        title = CharField()
        file = ForeignKeyField(EvidenceFile, null=True, index=False)
        entered_by = CharField()
        confirmed_by = CharField()

    model = LearningActivity
    model.add_index(model.person, model.superseded_in, name="learning_activity_person")
    model.add_index(model.file, name="learning_activity_file")
    model.add_index(model.recorded_in, name="learning_activity_recorded")
    model.add_index(
        model.superseded_in, where=model.superseded_in < SQL(str(NEVER)), name="learning_activity_superseded"
    )
    db.create_tables([model], safe=False)
