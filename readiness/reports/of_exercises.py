"""The reports of exercises: how each stands, and what followed from it."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

from readiness.foundation.database import reading, stream
from readiness.foundation.formats import Cell
from readiness.foundation.temporal import FIRST_DAY, LAST_DAY, known_sql
from readiness.foundation.words import msgid
from readiness.reports.naming import SITE_NAME
from readiness.reports.requests import ReportRequest
from readiness.reports.shapes import Narrowing, Report, day, number, text

_RATINGS = ("", "P", "S", "M", "U")
"""From none to the worst."""

EXERCISE_FIELDS = (
    number("exercise", msgid("The exercise's number here."), width="4.5em"),
    text("site", msgid("The site's code.")),
    SITE_NAME,
    text("kind", msgid("What it is, as HSEEP names it."), width="6em"),
    text("scenario", msgid("The id of its scenario, where it has one."), width="1fr"),
    text("topic", msgid("What is practised, as laws name it."), width="6em"),
    day(
        "planned_on",
        msgid("The day for which it is planned; kept back of one that is not announced, until it was held."),
        width="6em",
        is_optional=True,
    ),
    day(
        "held_on",
        msgid("The day on which it was held; of a run, on which it ended at its site."),
        width="6em",
        is_optional=True,
    ),
    text(
        "standing", msgid("How it stands on the day."), "planned", "overdue", "held", "signed", "not_held", width="5em"
    ),
    number(
        "participants",
        msgid("How many took part, where that is known."),
        width="5em",
        is_optional=True,
        heading=msgid("Took part"),
    ),
    text("rating", msgid("The worst rating of its objectives, by its signed report."), *_RATINGS, width="4em"),
    day("signed_on", msgid("The day on which its report was signed first."), width="6em", is_optional=True),
    number("actions", msgid("How many corrective actions its report opened."), width="4em"),
    number("actions_open", msgid("How many of them are not closed on the day."), width="4em"),
)  # fmt: skip

_HELD = "CASE WHEN x.held_on <= :as_of THEN x.held_on END"
_TOLD = "CASE WHEN x.is_announced OR x.held_on <= :as_of THEN x.planned_on END"
"""The planned day as far as it is told: neither an order of rows, a period nor a standing may give it away."""
_PASSED = "CASE WHEN x.is_announced OR x.planned_on < :known_on THEN x.planned_on END"
"""The planned day once it is over: then it may be told that an exercise was not held on it."""
_WORST = " ".join(f"WHEN '{rating}' THEN {place}" for place, rating in enumerate(_RATINGS) if rating)

_EXERCISES = f"""
    SELECT x.fact_id, s.code, s.name, x.kind, x.scenario, x.topic,
      {_TOLD} AS planned_on, {_HELD} AS held_on,
      CASE WHEN x.held_on <= :as_of THEN CASE WHEN r.signed_on <= :as_of THEN 'signed' ELSE 'held' END
        WHEN x.not_held_why <> '' THEN 'not_held' WHEN {_PASSED} < :as_of THEN 'overdue' ELSE 'planned' END,
      coalesce(t.present, x.participant_count), coalesce(w.worst, 0), r.signed_on,
      coalesce(a.opened, 0), coalesce(a.still, 0)
    FROM exercise x JOIN site s ON s.id = x.site_id
    LEFT JOIN (SELECT exercise, min(signed_on) AS signed_on FROM after_action_report
      WHERE recorded_in <= :known GROUP BY exercise) r ON r.exercise = x.fact_id
    LEFT JOIN (SELECT t.exercise, count(*) AS present FROM exercise_attendance t WHERE {known_sql("t")}
      GROUP BY t.exercise) t ON t.exercise = x.fact_id
    LEFT JOIN (SELECT w.exercise, max(CASE w.rating {_WORST} ELSE 0 END) AS worst FROM exercise_result w
      WHERE {known_sql("w")} GROUP BY w.exercise) w ON w.exercise = x.fact_id
    LEFT JOIN (SELECT a.exercise, count(*) AS opened,
        sum(CASE WHEN a.closed_on IS NULL OR a.closed_on > :as_of THEN 1 ELSE 0 END) AS still
      FROM corrective_action a WHERE {known_sql("a")} GROUP BY a.exercise) a ON a.exercise = x.fact_id
    WHERE {known_sql("x")} AND (:site = '' OR s.code = :site)
      AND coalesce({_HELD}, {_PASSED}, :from_on) BETWEEN :from_on AND :until_on
    ORDER BY coalesce({_TOLD}, :last), x.fact_id
"""


def _values(request: ReportRequest) -> dict[str, Any]:
    return {
        "as_of": request.question.as_of,
        "known": request.question.known.number,
        "site": request.site_code or "",
        "from_on": request.from_on or FIRST_DAY,
        "until_on": request.until_on or LAST_DAY,
    }


def _exercise_rows(request: ReportRequest) -> Iterator[tuple[Cell, ...]]:
    """Every exercise that was known, in the order of the days for which they are planned.

    Of a period: those that ended in it by the day at their site, or are planned in it, and those whose day is kept
    back and still to come, whatever the period is.
    """
    values = {**_values(request), "known_on": request.question.known.at.date(), "last": LAST_DAY}
    with reading(), closing(stream(_EXERCISES, **values)) as rows:
        for *begin, worst, signed_on, opened, still in rows:
            is_signed = begin[8] == "signed"
            rating = _RATINGS[worst] if is_signed else ""
            yield (*begin, rating, signed_on if is_signed else None, opened, still)


EXERCISES = Report(
    "exercises",
    msgid("Exercises"),
    msgid("Each exercise: planned for when, held when, how it was rated, whether its report is signed."),
    EXERCISE_FIELDS,
    _exercise_rows,
    counted="standing",
    narrowings=frozenset({Narrowing.SITE, Narrowing.PERIOD}),
    gathered="site_name",
)

ACTION, NEED = "corrective action", "training need"

AFTER_ACTION_FIELDS = (
    number("exercise", msgid("The number of the exercise from which it follows."), width="4em"),
    text("site", msgid("The site's code.")),
    SITE_NAME,
    day("held_on", msgid("The day on which the exercise was held."), width="6em", is_optional=True),
    text("source", msgid("What it is."), ACTION, NEED, width="7em"),
    text("rating", msgid("The rating that it follows from."), *_RATINGS, width="4em"),
    text("what", msgid("What is to be different, or learned."), width="1fr"),
    text("who", msgid("Who sees to it, or needs it."), width="9em"),
    day("due_on", msgid("The day by which."), width="6em"),
    text("standing", msgid("How it stands on the day."), "open", "past_due", "done", "closed", width="5em"),
    day("done_on", msgid("The day on which it was done."), width="6em", is_optional=True),
    day("closed_on", msgid("The day on which a later exercise showed that it helped."), is_optional=True),
)  # fmt: skip

_FOLLOWING = f"""
    SELECT x.fact_id, s.code, s.name, x.held_on, w.source, w.rating, w.text, w.who, w.due_on,
      CASE WHEN w.closed_on <= :as_of THEN 'closed' WHEN w.done_on <= :as_of THEN 'done'
        WHEN w.due_on < :as_of THEN 'past_due' ELSE 'open' END,
      CASE WHEN w.done_on <= :as_of THEN w.done_on END AS done_on,
      CASE WHEN w.closed_on <= :as_of THEN w.closed_on END AS closed_on
    FROM (
      SELECT a.fact_id, a.exercise, '{ACTION}' AS source, a.rating, a.text, a.owner AS who, a.due_on, a.done_on,
        a.closed_on FROM corrective_action a WHERE {known_sql("a")}
      UNION ALL
      SELECT n.fact_id, n.exercise, '{NEED}', n.rating, n.text, n.who, n.due_on, n.met_on, n.met_on
        FROM training_need n WHERE {known_sql("n")}
    ) w
    JOIN exercise x ON x.fact_id = w.exercise AND {known_sql("x")} JOIN site s ON s.id = x.site_id
    WHERE x.held_on <= :as_of AND (:site = '' OR s.code = :site) AND w.due_on BETWEEN :from_on AND :until_on
    ORDER BY w.due_on, w.source, w.fact_id
"""


def _after_action_rows(request: ReportRequest) -> Iterator[tuple[Cell, ...]]:
    """Everything that follows from exercises, in the order in which it is due."""
    with reading(), closing(stream(_FOLLOWING, **_values(request))) as rows:
        yield from rows


AFTER_ACTION = Report(
    "after-action",
    msgid("After action"),
    msgid("What followed from exercises: who changes or learns what until when, and whether it helped."),
    AFTER_ACTION_FIELDS,
    _after_action_rows,
    counted="standing",
    narrowings=frozenset({Narrowing.SITE, Narrowing.PERIOD}),
    gathered="site_name",
)
