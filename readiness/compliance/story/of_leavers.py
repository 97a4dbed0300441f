"""How many of those who are told by their number do not work at the site on the day: they have left, or are to come."""

from collections.abc import Mapping, Sequence

from readiness.compliance.story.about import Wanted
from readiness.compliance.story.versions import Versions
from readiness.foundation.database import among, number_list, select
from readiness.foundation.temporal import known_sql
from readiness.foundation.words import ngettext

_HERE = (
    "SELECT 1 FROM membership h JOIN employment g ON g.person_id = h.person_id WHERE h.person_id = v.person_id "
    f"AND h.site_id = :here AND {known_sql('h')} AND h.from_on <= :as_of AND h.until_on >= :as_of "
    f"AND {known_sql('g')} AND g.from_on <= :as_of AND g.until_on >= :as_of"
)


def not_here(versions: Versions, changes: Sequence[int], wanted: Wanted) -> Mapping[int, int]:
    """By the change in which they were new, of how many facts whoever they are of is not here; one statement.

    Of very many nobody looks, as they are not all looked at for what is told of them.
    """
    if not changes or wanted.is_of_many:
        return {}
    rows = select(
        f"SELECT v.recorded_in, count(*) FROM {versions.table} v WHERE {among('v.recorded_in', 'changes')} "
        f"AND {versions.where.replace('{change}', 'v.recorded_in')} AND NOT EXISTS ({_HERE}) "
        f"AND NOT EXISTS (SELECT 1 FROM {versions.table} w WHERE w.fact_id = v.fact_id "
        "AND w.superseded_in = v.recorded_in) GROUP BY v.recorded_in",
        changes=number_list(changes),
        here=wanted.about.site.id,
        known=wanted.asked.question.known.number,
        as_of=wanted.asked.question.as_of,
        **versions.stated,
    )
    return {change: int(count) for change, count in rows}


def with_people_gone(sentence: str, count: int) -> str:
    """The sentence of a number of people, and how many of them do not work here on the day."""
    more = ngettext(
        "One of them does not work here on the day asked about.",
        "%(count)s of them do not work here on the day asked about.",
        count,
    )
    return f"{sentence} {more}" if count else sentence


def with_holders_gone(sentence: str, count: int) -> str:
    """The sentence of a number of what people have, and how much of it is of those who do not work here on the day."""
    more = ngettext(
        "One of them is of somebody who does not work here on the day asked about.",
        "%(count)s of them are of people who do not work here on the day asked about.",
        count,
    )
    return f"{sentence} {more}" if count else sentence
