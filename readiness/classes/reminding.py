"""Reminding those who have a seat: once for each time at which a class was to begin."""

from contextlib import suppress

from readiness.audit.actions import recording
from readiness.audit.events.classes import ClassRemindersOwed
from readiness.classes.actions import Desk
from readiness.classes.messages import REMINDER, Post
from readiness.classes.models import TrainingClass
from readiness.classes.queries import enrolments_in, get_class
from readiness.classes.states import ENROLLED


class _NobodyToTell(Exception):
    """Everyone was told already: nothing is recorded."""


def owe_reminders(training_class: TrainingClass, desk: Desk) -> int:
    """Owe everyone who has a seat a reminder; gives how many are new. A class that moves reminds anew."""
    told = 0
    with suppress(_NobodyToTell), recording(desk.actor) as opened:
        post = Post(get_class(training_class.fact_id), opened, desk.now)
        key = f"{post.training_class.starts_at:%Y%m%dT%H%M}"
        people = [each.person for each in enrolments_in(training_class.fact_id, ENROLLED)]
        told = sum(post.tell(REMINDER, person, key=key) for person in people)
        if not told:
            raise _NobodyToTell
        opened.note(ClassRemindersOwed(str(training_class.fact_id), told=told))
    return told
