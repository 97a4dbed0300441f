"""What those who are asked to take part are told, ready to be sent: what it is, that one may say no, who helps."""

from drills.scenario import Scenario
from readiness.exercises.models import Exercise
from readiness.foundation import words
from readiness.foundation.words import gettext as _


def invitation(exercise: Exercise, scenario: Scenario) -> str:
    """A message to invite with. Of an exercise whose day is kept back it names no day.

    Nobody's answer is kept: whoever declines leaves no trace.
    """
    safety = scenario.safety
    when = (
        words.day(exercise.planned_on)
        if exercise.is_announced
        else _("one of the coming weeks; the day is kept back")
    )
    lines = [
        safety.label,
        "",
        _("You are invited to practise: %(situation)s.", situation=scenario.situation),
        _("Where: %(site)s. When: %(when)s. It takes about %(minutes)s minutes.",
          site=exercise.site.name, when=when, minutes=scenario.duration_minutes),
        "",
        safety.announcement,
        safety.consent,
        safety.opt_out,
        _("Stop word: “%(word)s”. Whoever says it stops everything.", word=safety.stop_word),
        safety.support,
    ]  # fmt: skip
    return "\n".join(lines)
