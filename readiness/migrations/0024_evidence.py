"""Files that prove certificates, and certificates that people send in."""

from peewee import SQL, AutoField, CharField, DateField, ForeignKeyField, IntegerField, Model, TextField

from readiness.foundation.database import UTCDateTimeField

NEVER = 2147483647


def up(migrator, db):
    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Person(Base):
        pass

    class EvidenceFile(Base):
        id = AutoField()
        sha256 = CharField(max_length=64, unique=True)
        media = CharField()
        size = IntegerField()
        page_count = IntegerField()
        kept_at = UTCDateTimeField()
        missing_since = UTCDateTimeField(null=True)

    class CertificateProof(Base):
        id = AutoField()
        fact_id = IntegerField(index=True)
        recorded_in = IntegerField()
        superseded_in = IntegerField(default=NEVER)
        certificate = IntegerField()
        file = ForeignKeyField(EvidenceFile, index=False)

    class ProofSubmission(Base):
        id = AutoField()
        person = ForeignKeyField(Person, index=False)
        state = CharField()
        version = IntegerField(default=1)
        kind = CharField()
        issued_on = DateField()
        expires_on = DateField(null=True)
        issuer = CharField()
        number = CharField()
        file = ForeignKeyField(EvidenceFile, null=True, index=False)
        sent_at = UTCDateTimeField()
        sent_by = CharField()
        decided_at = UTCDateTimeField(null=True)
        decided_by = CharField()
        word = TextField()
        certificate = IntegerField(null=True)

    proof, submission = CertificateProof, ProofSubmission
    proof.add_index(proof.certificate, proof.superseded_in, name="certificate_proof_of")
    proof.add_index(proof.file, name="certificate_proof_file")
    proof.add_index(proof.recorded_in, name="certificate_proof_recorded")
    proof.add_index(
        proof.superseded_in, where=proof.superseded_in < SQL(str(NEVER)), name="certificate_proof_superseded"
    )
    submission.add_index(submission.person, submission.id, name="proof_submission_person")
    submission.add_index(submission.state, submission.sent_at, submission.id, name="proof_submission_state")
    submission.add_index(submission.file, name="proof_submission_file")
    db.create_tables([EvidenceFile, CertificateProof, ProofSubmission], safe=False)
