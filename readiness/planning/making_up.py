"""When an exercise that was not held is made up: in as many open days as its rule gives. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date

from readiness.compliance.checks import QuotaByKind
from readiness.planning.shapes import Form, Rule

USUAL_DAYS = 10
"""Where no rule names a number of days."""


def make_up_days(rules: Sequence[Rule], form: Form, day: date) -> int:
    """The fewest days that any rule for which such an exercise counts gives."""
    given = [
        rule.counted.make_up_days
        for rule in rules
        if isinstance(rule.counted, QuotaByKind)
        and rule.counted.make_up_days
        and rule.counted.counts(form.on(day))
    ]
    return min(given, default=USUAL_DAYS)


def make_up_choices(
    days: Sequence[date], closed: Mapping[date, str], taken: frozenset[date], within: int
) -> list[date]:
    """The open days, counted from the first of `days`, on which it can be made up in time."""
    open_days = [day for day in days if day not in closed][:within]
    return [day for day in open_days if day not in taken]
