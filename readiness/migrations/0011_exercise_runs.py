"""Exercises as they are run: the log, what it comes to, codes, attendance, results, reports, actions, training needs."""

from peewee import (
    SQL,
    AutoField,
    CharField,
    DateField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
    SqliteDatabase,
    TextField,
)

from readiness.foundation.database import UTCDateTimeField

NEVER = 2147483647


def up(migrator, db):
    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Version(Base):
        id = AutoField()
        fact_id = IntegerField(index=True)
        recorded_in = IntegerField()
        superseded_in = IntegerField(default=NEVER)

    class Person(Base):
        id = AutoField()

    class ExerciseEntry(Base):
        id = AutoField()
        exercise = IntegerField()
        entry_id = CharField(max_length=64)
        writer = CharField(max_length=80)
        sequence = IntegerField()
        noted_at = UTCDateTimeField()
        kind = CharField(max_length=32)
        subject = CharField()
        value = CharField()
        text = TextField()
        by = CharField()
        handed_in_at = UTCDateTimeField()
        recorded_in = IntegerField()

        class Meta:
            indexes = ((("exercise", "entry_id"), True),)

    class ExerciseState(Base):
        exercise = IntegerField(primary_key=True)
        phase = CharField(max_length=16)
        entry_count = IntegerField()
        content = JSONField()

    class ExerciseCode(Base):
        id = AutoField()
        exercise = IntegerField(index=True)
        purpose = CharField(max_length=16)
        code_hash = CharField(unique=True, max_length=64)
        made_by = CharField()
        made_at = UTCDateTimeField()
        expires_at = UTCDateTimeField()

    class ExerciseAttendance(Version):
        exercise = IntegerField(index=True)
        name = CharField()
        role = CharField()
        stands_in_for = CharField()
        person = ForeignKeyField(Person, null=True)

    class ExerciseResult(Version):
        exercise = IntegerField(index=True)
        objective_key = CharField(index=True)
        task = CharField()
        rating = CharField(max_length=1)
        counts = JSONField()

    class AfterActionReport(Version):
        exercise = IntegerField(index=True)
        signed_by = CharField()
        signed_on = DateField()
        summary = TextField()
        entry_count = IntegerField()

    class CorrectiveAction(Version):
        exercise = IntegerField(index=True)
        kind = CharField()
        objective_key = CharField()
        task = CharField()
        rating = CharField(max_length=1)
        steps = JSONField()
        text = TextField()
        owner = CharField()
        due_on = DateField()
        state = CharField(max_length=16)
        done_on = DateField(null=True)
        note = TextField()
        effect_exercise = IntegerField(null=True)
        closed_on = DateField(null=True)

    class TrainingNeed(Version):
        exercise = IntegerField(index=True)
        objective_key = CharField()
        task = CharField()
        rating = CharField(max_length=1)
        text = TextField()
        who = CharField()
        certificate = CharField()
        due_on = DateField()
        met_on = DateField(null=True)
        note = TextField()

    facts = (ExerciseAttendance, ExerciseResult, AfterActionReport, CorrectiveAction, TrainingNeed)
    for model in facts:
        table = model._meta.table_name
        model.add_index(model.recorded_in, name=f"{table}_recorded")
        model.add_index(
            model.superseded_in, where=model.superseded_in < SQL(str(NEVER)), name=f"{table}_superseded"
        )
    db.create_tables([ExerciseEntry, ExerciseState, ExerciseCode, *facts], safe=False)
    kind = "INTEGER" if isinstance(db, SqliteDatabase) else "BOOLEAN"
    db.execute_sql(f"ALTER TABLE exercise ADD COLUMN is_announced {kind} NOT NULL DEFAULT TRUE")
