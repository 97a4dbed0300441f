"""What comes, from the facts: certificates that end, seats that are free, exercises of some days; a statement each."""

from collections.abc import Collection
from datetime import date
from typing import Any

from readiness.foundation.database import among, number_list, select
from readiness.foundation.temporal import Question, known_sql
from readiness.trends.ending import Ends
from readiness.trends.exercise_year import Exercised

Sites = Collection[int] | None
"""The sites that are looked at; None: all, and those of whom none is recorded."""

# As the list of certificates has them: of those who are employed, the latest of each person and kind.
_ENDS = f"""
SELECT c.kind, c.counts_until_on AS ends_on, count(*), sum(CASE WHEN EXISTS (
    SELECT 1 FROM enrolment e JOIN training_class t ON t.fact_id = e.training_class AND {known_sql("t")}
    WHERE e.person_id = c.person_id AND {known_sql("e")} AND e.state = 'enrolled' AND t.kind = c.kind
    AND NOT t.is_cancelled AND t.held_on >= :as_of AND t.held_on <= c.counts_until_on LIMIT 1) THEN 1 ELSE 0 END)
FROM certificate c WHERE {known_sql("c")} AND (c.revoked_on IS NULL OR c.revoked_on > :as_of)
AND c.issued_on <= :as_of AND c.expires_on IS NOT NULL
AND c.counts_until_on >= :as_of AND c.counts_until_on <= :last
AND NOT EXISTS (SELECT 1 FROM certificate n WHERE n.person_id = c.person_id AND n.kind = c.kind AND {known_sql("n")}
    AND n.issued_on <= :as_of AND (n.counts_until_on, n.id) > (c.counts_until_on, c.id) LIMIT 1)
AND EXISTS (SELECT 1 FROM employment w WHERE w.person_id = c.person_id AND {known_sql("w")}
    AND w.from_on <= :as_of AND w.until_on >= :as_of LIMIT 1)
AND {{there}}
GROUP BY c.kind, c.counts_until_on ORDER BY c.counts_until_on, c.kind
"""

_THERE = (
    f"EXISTS (SELECT 1 FROM membership m WHERE m.person_id = c.person_id AND {known_sql('m')} "
    "AND m.from_on <= :as_of AND m.until_on >= :as_of AND {at} LIMIT 1)"
)


def ends_between(question: Question, last: date, sites: Sites) -> list[Ends]:
    """What ends from the day in question through a last one, by kind and day."""
    there, values = "1 = 1", dict[str, Any]()
    if sites is not None:
        there = _THERE.format(at=among("m.site_id", "sites"))
        values["sites"] = number_list(sorted(sites))
    rows = select(
        _ENDS.format(there=there), known=question.known.number, as_of=question.as_of, last=last, **values
    )
    return [Ends(*row) for row in rows]


def free_seats(question: Question, last: date) -> dict[str, int]:
    """By kind how many seats are free in classes from the day in question through a last one, wherever they are."""
    rows = select(
        "SELECT t.kind, sum(t.seat_count - (SELECT count(*) FROM enrolment e "
        f"WHERE e.training_class = t.fact_id AND {known_sql('e')} AND e.state = 'enrolled')) "
        f"FROM training_class t WHERE {known_sql('t')} AND NOT t.is_cancelled AND NOT t.is_closed "
        "AND t.held_on >= :as_of AND t.held_on <= :last GROUP BY t.kind",
        known=question.known.number,
        as_of=question.as_of,
        last=last,
    )
    return {kind: int(free) for kind, free in rows}


def exercises_between(
    question: Question, first: date, last: date, sites: Sites, *, with_unannounced: bool
) -> list[Exercised]:
    """The exercises that were planned or held on some days; those to come whose day is kept back only if wanted."""
    told = "1 = 1" if with_unannounced else "(x.is_announced OR x.held_on <= :as_of OR x.planned_on < :as_of)"
    at, values = "1 = 1", dict[str, Any]()
    if sites is not None:
        at = among("x.site_id", "sites")
        values["sites"] = number_list(sorted(sites))
    rows = select(
        "SELECT x.site_id, x.planned_on, x.held_on, CASE WHEN x.not_held_why = '' THEN 0 ELSE 1 END "
        f"FROM exercise x WHERE {known_sql('x')} AND {at} AND {told} AND ((x.planned_on >= :first "
        "AND x.planned_on <= :last) OR (x.held_on >= :first AND x.held_on <= :last)) "
        "ORDER BY x.site_id, x.planned_on, x.fact_id",
        known=question.known.number,
        first=first,
        last=last,
        **({} if with_unannounced else {"as_of": question.as_of}),
        **values,
    )
    return [Exercised(site, planned, held, bool(off)) for site, planned, held, off in rows]
