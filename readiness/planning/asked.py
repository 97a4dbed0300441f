"""A plan's form, as it was filled, read again as constraints."""

from collections.abc import Collection, Mapping
from typing import Any

from readiness.foundation.errors import InvalidInput
from readiness.planning.constraints import Constraints, closed_lines, repeating_lines, team_lines
from readiness.planning.models import YearPlan
from readiness.planning.opening import opening_lines, shift_lines
from readiness.planning.years import Span


def constraints_of(asked: Mapping[str, Any], codes: Collection[str]) -> Constraints:
    """What the form asks to keep to; raises InvalidInput naming every line that cannot be read."""
    read: dict[str, Any] = {}
    faults: list[str] = []
    for name, lines in (
        ("opening", opening_lines),
        ("closed", closed_lines),
        ("shifts", lambda text, _codes: shift_lines(text)),
        ("teams", team_lines),
        ("repeating", repeating_lines),
    ):
        try:
            read[name] = lines(str(asked.get(name) or ""), codes)
        except InvalidInput as refused:
            faults += refused.problems
    if faults:
        raise InvalidInput(faults)
    return Constraints(
        frozenset(int(each) for each in asked.get("closed_weekdays") or ()),
        bool(asked.get("keeps_holidays")),
        most_a_quarter=asked.get("most_a_quarter"),
        avoids_classes=bool(asked.get("avoids_classes")),
        **read,
    )


def span_of(plan: YearPlan) -> Span:
    return Span(plan.first_on, plan.last_on, plan.sites or None)
