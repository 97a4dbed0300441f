"""What people say of a class: kept without whose it is, and shown only where enough have said something.

It is shown once nobody can add to it any more: otherwise each new answer could be told from those before it.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from readiness.classes.models import ClassFeedback, FeedbackGiven, TrainingClass
from readiness.classes.queries import attendances
from readiness.classes.states import THERE
from readiness.foundation.database import lock, transaction
from readiness.foundation.errors import Conflict, InvalidInput
from readiness.foundation.words import gettext as _
from readiness.people.models import Person
from readiness.people.typed import Typed

OPEN_FOR = timedelta(days=14)
FLOOR = 5
"""So many must have said something before anything is shown: fewer could be told apart."""
RATINGS = (1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of a class, in no order. `counts`: how many chose each rating."""

    counts: dict[int, int]
    words: list[str]


def may_say(training_class: TrainingClass, person_id: int, now: datetime) -> bool:
    """Whether somebody may still say what they think: they were there, the time is not over, they have not yet."""
    noted = attendances(training_class.fact_id).get(person_id)
    return (
        noted is not None
        and noted.state == THERE
        and training_class.ends_at <= now <= training_class.ends_at + OPEN_FOR
        and not _has_said(training_class.fact_id, person_id)
    )


def say(training_class: TrainingClass, person: Person, rating: int, words: str, now: datetime) -> None:
    """Keep what somebody says, and apart from it that they did. Nothing is noted in the trail: it would be whose."""
    typed = Typed()
    words = typed.text("words", words, longest=1000)
    if rating not in RATINGS:
        raise InvalidInput(_("rating: Choose one of the five."))
    typed.check()
    with transaction():
        lock("change")
        if not may_say(training_class, person.id, now):
            raise Conflict(_("You have said it already, or the time for it is over."))
        FeedbackGiven.create(training_class=training_class.fact_id, person=person)
        ClassFeedback.create(
            key=secrets.token_hex(16), training_class=training_class.fact_id, rating=rating, words=words
        )


def said_of(training_class: TrainingClass, now: datetime) -> Said | None:
    """What was said; None while somebody may still add to it, or where too few have."""
    if now <= training_class.ends_at + OPEN_FOR:
        return None
    rows = list(
        ClassFeedback.select()
        .where(ClassFeedback.training_class == training_class.fact_id)
        .order_by(ClassFeedback.key)
    )
    if len(rows) < FLOOR:
        return None
    counts = {rating: sum(row.rating == rating for row in rows) for rating in RATINGS}
    return Said(counts, [row.words for row in rows if row.words])


def _has_said(number: int, person_id: int) -> bool:
    return bool(
        FeedbackGiven.select()
        .where((FeedbackGiven.training_class == number) & (FeedbackGiven.person == person_id))
        .exists()
    )
