"""Proof that is sent in, sent again, approved, and what was learned."""

from readiness.evidence.models import LearningActivity, ProofSubmission
from readiness.foundation.temporal import current
from tests.access.conftest import House
from tests.access.preparing.certificates import held, said
from tests.access.preparing.sending import DAY, Sent, own, photo_file


def sent_in(house: House, role: str) -> ProofSubmission:
    found: ProofSubmission = ProofSubmission.get_by_id(own(house, "submission_id", role))
    return found


def approve(house: House, role: str) -> Sent:
    return {**said(of="pfa"), "seen": str(sent_in(house, role).version)}


def approve_several(house: House, role: str) -> Sent:
    row = sent_in(house, role)
    return {"chosen": f"{row.id}.{row.version}", "approve": "1"}


def prove(house: House, _role: str) -> Sent:
    return {"path": f"/certificates/{held(house).fact_id}/proof", "file": photo_file(), "photo": photo_file()}


def tap(_house: House, _role: str) -> Sent:
    return said(of="cism", photo=photo_file())


def send_in(_house: House, _role: str) -> Sent:
    return said(file=photo_file())


def send_again(house: House, role: str) -> Sent:
    ProofSubmission.update(state="returned").where(
        ProofSubmission.id == own(house, "own_submission_id", role)
    ).execute()
    return said(of="pfa", file=photo_file())


def learn(_house: House, _role: str) -> Sent:
    return {
        "title": "Safety day",
        "done_on": DAY.isoformat(),
        "hours": "8.0",
        "topic": "safety",
        "file": photo_file(),
    }


def confirm_learning(house: House, role: str) -> Sent:
    number = own(house, "activity_id", role)
    mine = (LearningActivity.fact_id == number) & current(LearningActivity)
    LearningActivity.update(confirmed_by="").where(mine).execute()
    return {"seen": str(LearningActivity.get(mine).id)}
