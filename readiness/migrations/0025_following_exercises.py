"""Who is to be trained after an exercise, who is invited to one; objectives are known through all exercises."""

from peewee import SQL, AutoField, CharField, ForeignKeyField, IntegerField, Model

from readiness.foundation.database import UTCDateTimeField

NEVER = 2147483647
OBJECTIVES = ("exercise_result", "corrective_action", "training_need")


def up(migrator, db):
    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Person(Base):
        id = AutoField()

    class TrainingNeedPerson(Base):
        id = AutoField()
        fact_id = IntegerField(index=True)
        recorded_in = IntegerField()
        superseded_in = IntegerField(default=NEVER)
        exercise = IntegerField(index=True)
        need = IntegerField(index=True)
        person = ForeignKeyField(Person)

    class ExerciseInvitation(Base):
        id = AutoField()
        exercise = IntegerField()
        person = ForeignKeyField(Person)
        role = CharField()
        answer = CharField(max_length=16)
        substitute = CharField()
        invited_at = UTCDateTimeField()

        class Meta:
            indexes = ((("exercise", "person"), True),)

    model, table = TrainingNeedPerson, "training_need_person"
    model.add_index(model.recorded_in, name=f"{table}_recorded")
    model.add_index(
        model.superseded_in, where=model.superseded_in < SQL(str(NEVER)), name=f"{table}_superseded"
    )
    db.create_tables([TrainingNeedPerson, ExerciseInvitation], safe=False)
    for table in OBJECTIVES:
        keys = [key for (key,) in db.execute_sql(f"SELECT DISTINCT objective_key FROM {table}").fetchall()]
        for key in keys:
            if key.count("/") == 2:  # protocol, scenario, objective
                protocol, _scenario, objective = key.split("/")
                mark = "?" if db.param == "?" else "%s"
                db.execute_sql(
                    f"UPDATE {table} SET objective_key = {mark} WHERE objective_key = {mark}",
                    (f"{protocol}/{objective}", key),
                )
