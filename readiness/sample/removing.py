"""Removing the sample organisation, whole."""

from readiness.audit.actions import recording
from readiness.audit.events import SampleRemoved
from readiness.classes.removing import forget_what_is_of_no_class
from readiness.compliance.keeping import forget as forget_what_is_kept
from readiness.exercises.running import forget_runs_of_no_exercise
from readiness.foundation.database import execute, select
from readiness.foundation.errors import NotFound
from readiness.incidents.retention import forget_what_is_of_no_incident
from readiness.protocols.actions import take_back_sample_approvals
from readiness.sample.actions import SampleSize, has_sample
from readiness.sample.organisation import NAME
from readiness.trends.rows import forget_nights_of_nothing

# What began with the sample goes with it, whatever was made of it since.
_BEGUN_IN_SAMPLE = """
    DELETE FROM {table} WHERE fact_id IN (
        SELECT b.fact_id FROM {table} b WHERE b.recorded_in IN (SELECT id FROM change WHERE is_sample)
    )
"""

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
    "membership",
    *_OF_DUTY_AT_SITES,
    "duty_card_key",
)


def remove_sample(actor: str) -> SampleSize:
    """Delete every row of the sample, and what was recorded about it; the trail of it stays.

    Raises NotFound where there is no sample. A sample site that has real people stays, as a real one.
    """
    with recording(actor) as opened:
        if not has_sample():
            raise NotFound("There is no sample organisation.")
        execute(
            "UPDATE site SET is_sample = :no WHERE is_sample AND id IN (SELECT m.site_id FROM membership m "
            "JOIN person p ON p.id = m.person_id WHERE NOT p.is_sample)",
            no=False,
        )
        size = SampleSize(
            next(select("SELECT count(*) FROM site WHERE is_sample"))[0],
            next(select("SELECT count(*) FROM person WHERE is_sample"))[0],
        )
        for table in ("adoption", "exemption"):
            execute(_BEGUN_IN_SAMPLE.format(table=table))
        execute("DELETE FROM exemption WHERE site_code IN (SELECT code FROM site WHERE is_sample)")
        execute("DELETE FROM own_terms WHERE pack_id NOT IN (SELECT pack_id FROM adoption)")
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
        take_back_sample_approvals()
        forget_what_is_kept()
        forget_nights_of_nothing()
        opened.note(SampleRemoved(NAME, sites=size.sites, people=size.people))
    return size
