"""What was worked out lately of many people is not worked out again for the next who asks the same."""

from collections.abc import Callable, Collection
from typing import TypeVar

from readiness.compliance.days.subjects import NO_SITE
from readiness.compliance.days.supposing import NOTHING_SUPPOSED, Supposed
from readiness.compliance.facts import subjects
from readiness.compliance.judging.asking import Measure
from readiness.foundation.database import database_name
from readiness.foundation.remembering import Lately
from readiness.foundation.temporal import Question, knowledge_at
from readiness.foundation.turns import HEAVY_FROM, in_turn
from readiness.foundation.words import language

Found = TypeVar("Found")

Key = tuple[object, ...]
"""All that an answer depends on: facts, and what was removed of them, are others only once there is another change."""


def is_of_many(question: Question, site_codes: Collection[str] | None) -> bool:
    """Whether so many people work at the sites, or (None) at all, that reading each of them is heavy."""
    if site_codes is None or NO_SITE.code in site_codes:
        return subjects.has_more_people(HEAVY_FROM)
    sites = subjects.all_sites(question, site_codes)
    return subjects.has_more_people(HEAVY_FROM, [site.id for site in sites])


def lately(
    held: Lately[Key, Found],
    asked: tuple[Question, Measure, Collection[str] | None],
    work_out: Callable[[], Found],
    ahead: int = 0,
    supposed: Supposed = NOTHING_SUPPOSED,
) -> Found:
    """The answer that is held, or the one that is worked out, in turn where it is of many; raises Busy.

    `ahead`: so many days are looked at, `supposed`: what is taken for true, where the answer depends on it.
    """
    question, measure, codes = asked
    sites = None if codes is None else tuple(sorted(codes))
    known = question.known.number, knowledge_at(), database_name()
    key = (question.as_of, *known, sites, ahead, repr(supposed), measure, language())
    found = held.find(key)
    if found is not None:
        return found
    with in_turn(is_heavy=is_of_many(question, codes)):
        return held.get(key, work_out)
