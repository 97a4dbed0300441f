"""Files that prove certificates, which certificate each proves, and certificates that people send in."""

from peewee import AutoField, CharField, DateField, ForeignKeyField, IntegerField, TextField

from readiness.foundation.database import BaseModel, UTCDateTimeField
from readiness.foundation.temporal import Fact, index_changes
from readiness.people.models import Person


class EvidenceFile(BaseModel):
    """A file that was made harmless. The vault has it under its hash; nothing of it is ever changed.

    `missing_since`: since then the vault does not have it, or has something else under its name.
    """

    id = AutoField()
    sha256 = CharField(max_length=64, unique=True)
    media = CharField()
    size = IntegerField()
    page_count = IntegerField()
    kept_at = UTCDateTimeField()
    missing_since = UTCDateTimeField(null=True)


class CertificateProof(Fact):
    """A file proves a certificate, which is named by its number (`fact_id`) through all its versions."""

    certificate = IntegerField()
    file = ForeignKeyField(EvidenceFile, index=False)


class ProofSubmission(BaseModel):
    """A certificate as someone sent it in, until it is approved, withdrawn, or sent back for another try.

    `version` counts what was done with it: who acts on an older one is told. `certificate`: the number of what it
    became, in the change `decided_in`. `word`: what was said when it was sent back or approved.
    """

    id = AutoField()
    person = ForeignKeyField(Person, index=False)
    state = CharField()
    version = IntegerField(default=1)
    kind = CharField()
    issued_on = DateField()
    expires_on = DateField(null=True)
    issuer = CharField(default="")
    number = CharField(default="")
    file = ForeignKeyField(EvidenceFile, null=True, index=False)
    sent_at = UTCDateTimeField()
    sent_by = CharField()
    decided_at = UTCDateTimeField(null=True)
    decided_by = CharField(default="")
    word = TextField(default="")
    certificate = IntegerField(null=True)
    decided_in = IntegerField(null=True, index=True)


class LearningActivity(Fact):
    """Something that someone learned: on a day, for so many minutes. It counts once it is confirmed.

    `confirmed_by` '': they wrote it down themselves, and nobody has looked at it yet.
    """

    person = ForeignKeyField(Person, index=False)
    done_on = DateField()
    minutes = IntegerField()
    topic = CharField(default="")
    title = CharField(default="")
    file = ForeignKeyField(EvidenceFile, null=True, index=False)
    entered_by = CharField(default="")
    confirmed_by = CharField(default="")


LearningActivity.add_index(
    LearningActivity.person, LearningActivity.superseded_in, name="learning_activity_person"
)
LearningActivity.add_index(LearningActivity.file, name="learning_activity_file")
index_changes(LearningActivity)
CertificateProof.add_index(
    CertificateProof.certificate, CertificateProof.superseded_in, name="certificate_proof_of"
)
CertificateProof.add_index(CertificateProof.file, name="certificate_proof_file")
index_changes(CertificateProof)
ProofSubmission.add_index(ProofSubmission.person, ProofSubmission.id, name="proof_submission_person")
ProofSubmission.add_index(
    ProofSubmission.state, ProofSubmission.sent_at, ProofSubmission.id, name="proof_submission_state"
)
ProofSubmission.add_index(ProofSubmission.file, name="proof_submission_file")
