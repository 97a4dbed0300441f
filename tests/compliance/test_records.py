"""What was done at a site, held against what is asked: quotas, reports, actions, debriefs, who was there."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.compliance.checks import CHECKS
from readiness.compliance.days.findings import Finding, Status
from readiness.compliance.days.records import (
    Attended,
    HeldExercise,
    OfferedDebrief,
    OpenedAction,
    SiteDay,
    SiteRecords,
)
from readiness.compliance.days.spells import Spell
from readiness.compliance.judging.assess import assess
from readiness.exercises.models import ExerciseAttendance
from readiness.foundation.temporal import record
from tests.factories import (
    MEASURE,
    adopt,
    ask,
    change,
    make_action,
    make_exercise,
    make_person,
    make_report,
    make_site,
)

TODAY = date(2026, 6, 30)
START = date(2025, 1, 1)
SPAN = 700

some_day = st.integers(0, SPAN).map(lambda n: START + timedelta(days=n))
maybe_day = st.none() | some_day
held = st.builds(
    HeldExercise, some_day, st.sampled_from(["drill", "tabletop"]), st.sampled_from(["fire", "lockdown"]),
    st.sampled_from(["day", "night"]), st.booleans(), st.just(frozenset()), st.integers(0, 9), maybe_day,
)  # fmt: skip
spell = st.tuples(some_day, st.integers(1, 400)).map(lambda t: Spell(t[0], t[0] + timedelta(days=t[1])))
records = st.builds(
    SiteRecords,
    st.lists(held, max_size=12),
    st.lists(st.builds(OpenedAction, some_day, some_day, maybe_day, maybe_day), max_size=4),
    st.lists(st.builds(OfferedDebrief, some_day, maybe_day), max_size=4),
    st.lists(st.builds(Attended, st.integers(0, 4), some_day, st.lists(spell, max_size=1)), max_size=6),
)
WHICH: dict[str, Any] = {"at_least": 2, "topics": ["fire"]}
ASKED: list[tuple[str, dict[str, Any]]] = [
    ("exercises_in_window", {**WHICH, "within_months": 3, "shifts": ["day", "night"], "spacing_days": 10}),
    ("exercises_in_window", {"at_least": 1, "within_days": 60, "announced": "unannounced", "participants_at_least": 3}),
    ("quota_by_kind", {**WHICH, "period": "month", "months_excluded": ["7", "8"]}),
    ("quota_by_kind", {**WHICH, "period": "quarter", "year_begins": "09-15", "spacing_days": 7}),
    ("quota_by_kind", {**WHICH, "year_begins": "09-01", "by": "12-01", "first_within_days": 15}),
    ("quota_by_kind", {**WHICH, "not_before": "03-01", "by": "03-31"}),
    ("participation_of_staff", {"percent": 40, "within_months": 6}),
    ("after_action_within", {"within_days": 30, "looking_back_months": 5}),
    ("corrective_actions_closed", {"grace_days": 7}),
    ("debrief_offered_within", {"within_days": 3, "looking_back_months": 4}),
]  # fmt: skip


@given(records, st.sampled_from(ASKED), some_day)
@settings(max_examples=60, deadline=None)
def test_a_verdict_changes_only_on_days_that_are_told_to_be_looked_at(
    done: SiteRecords, asked: tuple[str, dict[str, Any]], asked_from: date
) -> None:
    check = CHECKS[asked[0]]
    terms = check.terms.model_validate(asked[1])
    told = {*terms.record_days(done), *terms.period_days((START, START + timedelta(days=SPAN)))}
    before = None
    for number in range(0, SPAN, 1):
        day = START + timedelta(days=number)
        verdict = check.judge(terms, SiteDay(day, 5, {}, done, asked_from))
        assert verdict is not None
        if before is not None and verdict != before:
            assert day in told, (day, before, verdict)
        before = verdict


def findings(as_of: date = TODAY) -> list[Finding]:
    return list(assess(ask(as_of), MEASURE))


def test_a_month_that_was_missed_is_a_gap_until_it_is_made_up_or_the_next_is_over(db: str) -> None:
    site = make_site()
    make_person(site)
    make_exercise(site, date(2026, 4, 10), topic="fire")
    quota = {"at_least": 1, "topics": ["fire"], "period": "month"}
    adopt({"check": "quota_by_kind", "terms": quota}, from_on=date(2026, 1, 1))
    (finding,) = findings(date(2026, 6, 5))
    assert (finding.status, finding.since) == (Status.GAP, date(2026, 6, 1))
    assert finding.reason == "0 of 1 were held from 1 May 2026 to 31 May 2026: 1 is to be made up."
    (coming,) = findings(date(2026, 5, 5))
    assert (coming.status, coming.due_on) == (Status.DUE, date(2026, 6, 1))
    make_exercise(site, date(2026, 6, 4), topic="lockdown")
    assert findings(date(2026, 6, 5))[0].status is Status.GAP
    make_exercise(site, date(2026, 6, 4), topic="fire")
    (made_up,) = findings(date(2026, 6, 5))
    assert (made_up.status, made_up.since, made_up.due_on) == (Status.MET, date(2026, 6, 4), date(2026, 8, 1))


def test_what_must_follow_an_exercise_is_read_from_its_report_its_actions_and_who_was_there(db: str) -> None:
    site = make_site()
    ana, ben = make_person(site), make_person(site, employed_until=TODAY)
    exercise = make_exercise(site, date(2026, 5, 1), kind="tabletop")
    adopt(
        {"check": "after_action_within", "terms": {"within_days": 30}},
        {"check": "corrective_actions_closed", "terms": {}},
        {"check": "participation_of_staff", "terms": {"percent": 50, "within_months": 12}},
        {"check": "debrief_offered_within", "terms": {"within_days": 3}},
    )
    report, actions, there, debrief = findings()
    assert (report.status, report.since) == (Status.GAP, date(2026, 6, 1))
    assert "That of 1 May 2026 is not; it was to be by 31 May 2026." in report.reason
    assert (actions.status, debrief.status) == (Status.NOT_APPLICABLE, Status.NOT_APPLICABLE)
    assert (there.status, there.have) == (Status.GAP, 0)
    make_report(exercise, date(2026, 6, 20))
    make_action(exercise, date(2026, 7, 20))
    with change() as opened:
        record(
            ExerciseAttendance,
            opened.change,
            exercise=exercise.fact_id,
            name="",
            role="",
            stands_in_for="",
            person=ben,
        )
    report, actions, there, _debrief = findings()
    assert (report.status, report.since) == (Status.MET, date(2026, 6, 20))
    assert (actions.status, actions.due_on) == (Status.DUE, date(2026, 7, 21))
    assert (there.status, there.have, there.due_on) == (Status.DUE, 1, TODAY + timedelta(days=1))
    assert findings(TODAY + timedelta(days=1))[2].have == 0
    assert ana
