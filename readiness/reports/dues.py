"""When a scheduled report is due, and of which days it tells. Pure."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from readiness.foundation.words import msgid

EVERY = {"week": msgid("Every week"), "month": msgid("Every month"), "quarter": msgid("Every quarter")}
_STEPS = {"week": (7, 0), "month": (0, 1), "quarter": (0, 3)}
"""Days and months."""


def _later(on: date, every: str, count: int) -> date:
    days, months = _STEPS[every]
    later: date = on + relativedelta(days=days * count, months=months * count)
    return later


def due_after(begun_on: date, every: str, today: date) -> date:
    """The first due day after today, counted from the day on which it began: a 31st stays one where there is one."""
    count = 0
    while (due_on := _later(begun_on, every, count)) <= today:
        count += 1
    return due_on


def days_before(due_on: date, every: str) -> tuple[date, date]:
    """The days of which a report tells that is due on a day: from the due day before it to the day before."""
    return _later(due_on, every, -1), due_on - timedelta(days=1)
