"""Which element of a plan is covered where, and when policies were reviewed."""

from peewee import SQL, CharField, DateField, ForeignKeyField, IntegerField, Model, TextField

NEVER = 2**31 - 1


def up(migrator, db):
    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Site(Base):
        pass

    class Fact(Base):
        fact_id = IntegerField(index=True)
        recorded_in = IntegerField()
        superseded_in = IntegerField()

    class PlanElement(Fact):
        site = ForeignKeyField(Site, null=True, index=False)
        plan = CharField()
        element = CharField()
        way = CharField()
        place = TextField()
        from_on = DateField()
        until_on = DateField()
        stated_by = CharField()

    class PolicyReview(Fact):
        site = ForeignKeyField(Site, null=True, index=False)
        name = CharField()
        reviewed_on = DateField()
        reviewed_by = CharField()
        note = TextField()

    for model in (PlanElement, PolicyReview):
        table = model._meta.table_name
        model.add_index(model.recorded_in, name=f"{table}_recorded")
        model.add_index(
            model.superseded_in, where=model.superseded_in < SQL(str(NEVER)), name=f"{table}_superseded"
        )
    db.create_tables([PlanElement, PolicyReview], safe=False)
