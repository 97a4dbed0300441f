"""Who joins, moves and leaves by a staff file; and whoever no longer stands in one that lists everybody."""

from dataclasses import replace
from datetime import date

from readiness.foundation.database import execute, select
from readiness.foundation.temporal import NEVER, day_before
from readiness.imports.counts import Counts

_ABSENT = f"""
    SELECT e.id FROM employment e JOIN person p ON p.id = e.person_id
    WHERE e.superseded_in = {NEVER} AND e.recorded_in < :change
      AND e.from_on < :today AND e.until_on >= :today AND NOT p.is_sample
      AND NOT EXISTS (SELECT 1 FROM staged_staff s WHERE s.staff_number = p.staff_number)
"""


def end_absent(change: int, today: date) -> int:
    """Let the day before be the last one of everybody who works here and is not among the staged rows; their number.

    Whoever is still to come stays: a list of today need not name them.
    """
    values = {"change": change, "today": today}
    (absent,) = next(select(f"SELECT count(*) FROM ({_ABSENT}) a", **values))
    execute(
        "INSERT INTO employment (fact_id, recorded_in, superseded_in, person_id, from_on, until_on) "
        f"SELECT e.fact_id, :change, {NEVER}, e.person_id, e.from_on, :last FROM employment e "
        f"WHERE e.id IN ({_ABSENT})",
        **values,
        last=day_before(today),
    )
    execute(f"UPDATE employment SET superseded_in = :change WHERE id IN ({_ABSENT})", **values)
    return int(absent)


_EMPLOYED = """
    SELECT count(DISTINCT person_id) FROM employment WHERE recorded_in < :change
      AND superseded_in >= :change AND from_on <= :today AND until_on >= :today
"""

# A new fact of someone who works here today or later: a first day, or a return.
_JOINED = """
    SELECT count(DISTINCT n.person_id) FROM employment n WHERE n.recorded_in = :change AND n.until_on >= :today
      AND NOT EXISTS (SELECT 1 FROM employment o WHERE o.fact_id = n.fact_id AND o.recorded_in < :change)
"""

_MOVED = """
    SELECT count(DISTINCT n.person_id) FROM membership n WHERE n.recorded_in = :change
      AND NOT EXISTS (SELECT 1 FROM membership o WHERE o.fact_id = n.fact_id AND o.recorded_in < :change)
      AND EXISTS (SELECT 1 FROM membership b WHERE b.person_id = n.person_id AND b.recorded_in < :change)
"""

_LEFT = """
    SELECT count(DISTINCT n.person_id) FROM employment n
      JOIN employment o ON o.fact_id = n.fact_id AND o.superseded_in = :change
    WHERE n.recorded_in = :change AND n.until_on < o.until_on AND o.until_on >= :today
"""


def with_people(counts: Counts, change: int, today: date) -> Counts:
    """The counts with those of people: what the change, still open, says of them."""

    def count(sql: str, **values: object) -> int:
        return int(next(select(sql, change=change, **values))[0])

    return replace(
        counts,
        employed=count(_EMPLOYED, today=today),
        joined=count(_JOINED, today=today),
        moved=count(_MOVED),
        left=count(_LEFT, today=today),
    )
