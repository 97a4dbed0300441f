"""The question that a page of people answers, within the reach of the account that asks."""

from readiness.foundation.temporal import Question, knowledge_at
from readiness.people.queries import get_site
from readiness.people.reach import Reach
from readiness.people.selection import Asked
from readiness.web.access import current_account
from readiness.web.frame import frame, question


def asked() -> Asked:
    """The day and the knowledge of the frame, for whom the account may see."""
    return Asked(question(), _reach())


def asked_today() -> Asked:
    """Today, by all that is known: what is changed is changed as it is now, whatever day is looked at."""
    return Asked(Question(frame().today, knowledge_at()), _reach())


def site_in_question() -> int | None:
    """The number of the site that the frame shows; None for all."""
    code = frame().site
    return get_site(code).id if code else None


def _reach() -> Reach:
    return Reach(current_account().site_ids, frame().today)
