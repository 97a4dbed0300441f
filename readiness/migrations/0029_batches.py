"""What is done with several certificates at once, and in which change something that was sent in was decided."""

from peewee import AutoField, CharField, IntegerField, Model

from readiness.foundation.database import UTCDateTimeField


def up(migrator, db):
    class CertificateBatch(Model):
        id = AutoField()
        change = IntegerField(unique=True)
        what = CharField()
        count = IntegerField()
        made_by = CharField()
        made_at = UTCDateTimeField()
        undone_in = IntegerField(null=True)

        class Meta:
            database = db
            legacy_table_names = False

    db.create_tables([CertificateBatch], safe=False)
    db.execute_sql("ALTER TABLE proof_submission ADD COLUMN decided_in INTEGER")
    db.execute_sql('CREATE INDEX "proof_submission_decided_in" ON "proof_submission" ("decided_in")')
