"""When a protocol is to be read again. Pure."""

import calendar
from datetime import date


def next_review_on(reviewed_on: date, months: int) -> date:
    """The day by which it has to be read again: so many months later, on the same day or the month's last."""
    year, month = divmod(reviewed_on.month - 1 + months, 12)
    year, month = reviewed_on.year + year, month + 1
    return date(year, month, min(reviewed_on.day, calendar.monthrange(year, month)[1]))
