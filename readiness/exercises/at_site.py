"""A scenario as it is played at a site: the library says 911, and people there learn the number that they dial."""

import re
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from typing import Any

from drills.scenario import Scenario, Source
from readiness.exercises.actions import get_scenario
from readiness.exercises.models import Exercise
from readiness.handbook.numbers import shown
from readiness.lines.queries import emergency_numbers
from readiness.people.models import Site
from readiness.people.places import dialled

LIBRARY_NUMBER = "911"
_ALONE = re.compile(rf"(?<![\w-]){LIBRARY_NUMBER}(?![\w-])")
"""The number as a word: not in the id of a task (call-911), nor in what a county calls a service (text-to-911)."""


def scenario_at(exercise: Exercise) -> Scenario:
    """The scenario of an exercise, with the emergency number of its site; raises NotFound."""
    return _told(exercise.scenario, number_at(exercise.site))


def number_at(site: Site) -> str:
    """What is dialled there in an emergency, as the handbook says it; '' where that is not known."""
    return dialled(site.emergency_number) or next(iter(emergency_numbers(site.country)), "")


@lru_cache(maxsize=128)
def _told(scenario_id: str, number: str) -> Scenario:
    """Kept: a console asks every few seconds."""
    return with_number(get_scenario(scenario_id), number)


def with_number(scenario: Scenario, number: str) -> Scenario:
    """A scenario whose texts say this number where the library's stands alone; '': as it is. Sources stay."""
    told: Scenario = _with(scenario, shown(number)) if number not in ("", LIBRARY_NUMBER) else scenario
    return told


def _with(value: Any, number: str) -> Any:
    if isinstance(value, str):
        return _ALONE.sub(lambda _found: number, value)
    if isinstance(value, tuple):
        return tuple(_with(each, number) for each in value)
    if is_dataclass(value) and not isinstance(value, (Source, type)):
        return replace(
            value, **{each.name: _with(getattr(value, each.name), number) for each in fields(value)}
        )
    return value
