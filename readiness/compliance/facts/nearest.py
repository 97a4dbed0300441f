"""Who of those at a site may be named in the sentence about those who hold a kind there: few, by set-based queries."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from readiness.compliance.days.series import NAMED
from readiness.foundation.database import among, number_list, select, word_list
from readiness.foundation.temporal import Question, known_sql

_ON_DAY = "{0}.from_on <= :as_of AND {0}.until_on >= :as_of"


def _here(more: str = "") -> str:
    """SQL for those who work at the sites on the day, but for those who are left out, with what `more` joins."""
    return f"""
        FROM membership m JOIN employment e ON e.person_id = m.person_id AND {known_sql("e")}
          AND {_ON_DAY.format("e")} {more}
        WHERE {known_sql("m")} AND {_ON_DAY.format("m")} AND {among("m.site_id", "sites")}
          AND NOT ({among("m.person_id", "left_out")})
    """


def _certificates() -> str:
    return (
        f"JOIN certificate c ON c.person_id = m.person_id AND {known_sql('c')} AND {among('c.kind', 'kinds')}"
    )


@dataclass(frozen=True, slots=True)
class Line:
    """The line between holding and not, of what counts as a kind at some sites; `left_out`: of these nobody is told."""

    question: Question
    kinds: Sequence[str]
    sites: Collection[int]
    left_out: Collection[int] = ()

    @property
    def values(self) -> dict[str, Any]:
        return {
            "as_of": self.question.as_of,
            "known": self.question.known.number,
            "kinds": word_list(sorted(self.kinds)),
            "sites": number_list(sorted(self.sites)),
            "left_out": number_list(sorted(self.left_out)),
        }


def stopped_last(line: Line) -> set[int]:
    """Those of each site who held it last, and hold none now: so many as are named, and all as late; who is away."""
    away = f"JOIN leave l ON l.person_id = m.person_id AND {known_sql('l')} AND {_ON_DAY.format('l')}"
    rows = select(
        f"""
        SELECT h.person_id FROM (
          SELECT m.person_id, rank() OVER (PARTITION BY m.site_id ORDER BY max(c.counts_until_on) DESC) AS place
          {_here(_certificates())} AND c.issued_on <= :as_of AND c.issued_on <= c.counts_until_on
          GROUP BY m.site_id, m.person_id HAVING max(c.counts_until_on) < :as_of
        ) h WHERE h.place <= {NAMED}
        UNION SELECT m.person_id {_here(away)}
        """,
        **line.values,
    )
    return {person for (person,) in rows}


def may_stop(line: Line, until_on: date) -> set[int]:
    """Those of whom anything ends before a day, so that they may count no more: what they hold, or being there."""
    leave = f"JOIN leave l ON l.person_id = m.person_id AND {known_sql('l')}"
    rows = select(
        f"""
        SELECT m.person_id {_here()} AND (m.until_on < :until_on OR e.until_on < :until_on)
        UNION SELECT m.person_id {_here(leave)} AND l.from_on > :as_of AND l.from_on <= :until_on
        UNION SELECT m.person_id {_here(_certificates())}
          AND c.counts_until_on >= :as_of AND c.counts_until_on < :until_on
        """,
        until_on=until_on,
        **line.values,
    )
    return {person for (person,) in rows}
