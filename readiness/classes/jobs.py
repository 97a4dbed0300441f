"""What is done about classes by the clock: reminding on the day before, settling what nobody has settled."""

import logging
from datetime import datetime, timedelta

from config import config_from_environment
from readiness.classes.actions import Desk
from readiness.classes.attending import close_class
from readiness.classes.queries import to_close, to_remind
from readiness.classes.reminding import owe_reminders
from readiness.foundation import clock, words
from readiness.foundation.database import connected
from readiness.foundation.errors import Conflict
from readiness.foundation.settings import with_stored

log = logging.getLogger(__name__)

ACTOR = "the timetable"
REMINDED = timedelta(hours=24)
SETTLED_AFTER = timedelta(hours=24)
"""So long a trainer has for the list; then it is settled as it stands, if anybody was noted as there."""


def see_to_classes() -> None:
    """Remind and settle; a run that was missed is caught up by the next, and nothing is done twice."""
    with connected():
        words.speak(with_stored(config_from_environment()).language)
        see_to(clock.now())


def see_to(now: datetime) -> None:
    """The same at an instant."""
    desk = Desk(ACTOR, now)
    for each in to_remind(now, REMINDED):
        owe_reminders(each, desk)
    for each in to_close(now, SETTLED_AFTER):
        try:
            close_class(each.fact_id, desk)
        except Conflict as refused:  # somebody settled it in between
            log.info("Class %s was not settled: %s", each.fact_id, refused)
