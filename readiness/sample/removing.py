"""Removing the sample organisation, whole."""

from dataclasses import asdict

from readiness.audit.actions import recording
from readiness.audit.events import SampleRemoved
from readiness.classes.removing import forget_what_is_of_no_class
from readiness.compliance.keeping.today import forget as forget_what_is_kept
from readiness.exercises.running import forget_runs_of_no_exercise
from readiness.followups.removing import forget_threads
from readiness.foundation.database import execute, select
from readiness.incidents.retention import forget_what_is_of_no_incident
from readiness.protocols.actions import take_back_sample_approvals
from readiness.sample.going import (
    BEGUN_IN_SAMPLE,
    DATES,
    EXEMPTIONS,
    HAS_REAL_PEOPLE,
    OWN_TERMS,
    SEATS,
    THREADS,
    TRAINING_PLANS,
    YEAR_PLANS,
    Going,
    what_goes,
)
from readiness.sample.organisation import NAME
from readiness.trends.rows import forget_nights_of_nothing

_OF_DUTY = ("duty_consent", "duty_absence")
_OF_DUTY_AT_SITES = ("duty_shift", "duty_said")
_OF_PEOPLE = (
    "enrolment",
    "class_attendance",
    "feedback_given",
    "certificate",
    "leave",
    "membership",
    "employment",
    "exercise_attendance",
    "incident_helper",
    "training_need_person",
    "learning_activity",
    "proof_submission",
    "exercise_invitation",
    *_OF_DUTY,
    *_OF_DUTY_AT_SITES,
)
_OF_SITES = (
    "incident",
    "incident_credit",
    "exercise",
    "training_class",
    "headcount_override",
    "nearby_care",
    "plan_element",
    "policy_review",
    "membership",
    *_OF_DUTY_AT_SITES,
    "duty_card_key",
)


# In this order: a plan is told by its seats and dates, and all of it by the adoptions, sites and people that go.
_STANDS_ON_SAMPLE = (
    ("training_plan", TRAINING_PLANS),
    ("training_plan_seat", SEATS),
    ("year_plan", YEAR_PLANS),
    ("year_plan_date", DATES),
    ("own_terms", OWN_TERMS),
    ("exemption", EXEMPTIONS),
    ("adoption", f"fact_id IN ({BEGUN_IN_SAMPLE.format(table='adoption')})"),
)


def remove_sample(actor: str) -> Going:
    """Delete every row of the sample, what was recorded about it and what stands on it alone; the trail of it stays.

    Raises NotFound where there is no sample. A sample site that has real people stays, as a real one.
    """
    with recording(actor) as opened:
        going = what_goes()
        forget_threads([thread for (thread,) in select(f"SELECT id FROM gap_thread WHERE {THREADS}")])
        for table, condition in _STANDS_ON_SAMPLE:
            execute(f"DELETE FROM {table} WHERE {condition}")
        execute(f"UPDATE site SET is_sample = :no WHERE is_sample AND {HAS_REAL_PEOPLE}", no=False)
        _remove_rows()
        take_back_sample_approvals()
        forget_what_is_kept()
        forget_nights_of_nothing()
        opened.note(SampleRemoved(NAME, **asdict(going)))
    return going


def _remove_rows() -> None:
    """The people and sites, whatever is recorded of them, and what is left of what that was about."""
    for table in _OF_PEOPLE:
        execute(f"DELETE FROM {table} WHERE person_id IN (SELECT id FROM person WHERE is_sample)")
    execute("DELETE FROM exercise WHERE recorded_in IN (SELECT id FROM change WHERE is_sample)")
    for table in _OF_SITES:
        execute(f"DELETE FROM {table} WHERE site_id IN (SELECT id FROM site WHERE is_sample)")
    forget_runs_of_no_exercise()
    forget_what_is_of_no_incident()
    forget_what_is_of_no_class()
    for table in ("outbox_message", "notice_link", "reminder"):
        execute(f"DELETE FROM {table} WHERE person IN (SELECT id FROM person WHERE is_sample)")
    for table in ("person", "site"):
        execute(f"DELETE FROM {table} WHERE is_sample")
    execute("DELETE FROM pack_text WHERE id NOT IN (SELECT text_id FROM adoption)")
    execute(
        "DELETE FROM department WHERE is_sample AND NOT EXISTS "
        "(SELECT 1 FROM membership m WHERE m.department_id = department.id)"
    )
