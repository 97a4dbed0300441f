"""What stands in the addresses that are tried: for each parameter an object of one's own, another's, a deleted one."""

from collections.abc import Callable
from datetime import date

from readiness.duty.models import DutyAbsence
from readiness.duty.queries import shifts_of
from readiness.examining.models import AuditRequest, EvidenceSample, SavedQuestion
from readiness.exercises.models import CorrectiveAction, TrainingNeed
from readiness.paper.models import PaperHanging
from readiness.people.models import Department, Leave
from tests.access.objects import (
    accounts,
    classes,
    evidence,
    exercises,
    handbook,
    imports,
    incidents,
    paper,
    people,
    reports,
    requirements,
    resources,
    sent,
)
from tests.access.world import Values, World

# Each parameter by its name, as it stands between < and > in a route; made anew for each try, in this order.
PARAMETERS: dict[str, Callable[[World], Values]] = {
    "filename": lambda _world: Values(own="styles/base.css", none="nothing.css"),
    "token": accounts.token,
    "tap_token": evidence.tap_token,
    "message_id": sent.message,
    "account_id": accounts.account,
    "session_id": accounts.session,
    "person_id": people.of_holders(lambda holder: holder.person.id, none=999_999),
    "staff_number": people.of_holders(lambda holder: holder.person.staff_number, none="nobody"),
    "certificate_id": people.of_holders(lambda holder: holder.fact_id, none=999_999),
    # A number of both a membership and a leave, of which each of the two people has one.
    "fact_id": people.of_holders(
        lambda holder: Leave.get(Leave.person == holder.person.id).fact_id, none=999_999
    ),
    "spell": lambda _world: Values(own="leave", none="nothing"),
    "site_id": lambda world: Values(own=world.own_site.id, other=world.other_site.id, none=999_999),
    "site_code": lambda world: Values(own=world.own_site.code, other=world.other_site.code, none="nowhere"),
    "pack_id": lambda world: Values(own=requirements.adopted(world), none="nothing"),
    "clause_id": lambda _world: Values(own="clause-1", none="nothing"),
    "shipped_id": lambda _world: Values(own="own-policy", none="nothing"),
    "preview_key": requirements.preview,
    "exemption_id": requirements.exemption,
    "kind_code": lambda _world: Values(own="pfa", none="nothing"),
    "department_id": people.of_holders(lambda _holder: Department.get().id, none=999_999),
    "import_id": imports.file_import,
    "file_kind": lambda _world: Values(own="staff"),
    "hold_id": lambda _world: Values(own=1),
    "run_id": lambda _world: Values(own=1),
    "slug": handbook.protocol,
    "begun_slug": handbook.begun,
    "part": lambda _world: Values(own="en", none="nothing"),
    "number": lambda _world: Values(own=1, none=999_999),
    "language": lambda _world: Values(own="en", none="xx"),
    "line_code": lambda _world: Values(own="us-988", none="nothing"),
    "edition_name": handbook.edition,
    "service_id": resources.of_directory("service"),
    "resource_id": resources.of_directory("service"),
    "record_id": resources.of_directory("location"),
    "plan_id": resources.cover,
    "element_id": lambda world: Values(own=requirements.element(), none=999_999),
    "review_id": lambda world: Values(own=requirements.policy_review(), none=999_999),
    "year_plan_id": exercises.year_plan,
    "planned_id": exercises.planned_id,
    "training_plan_id": classes.training_plan,
    "report_id": resources.report_of_service,
    "file_key": reports.report_file,
    "question_id": reports.of_auditing(SavedQuestion),
    "sample_id": reports.of_auditing(EvidenceSample),
    "request_id": reports.of_auditing(AuditRequest),
    "schedule_id": reports.report_schedule,
    "report_name": lambda _world: Values(own="gaps", none="nothing"),
    "offered_id": resources.of_directory("service_at_location"),
    "organization_id": resources.of_directory("organization"),
    "taxonomy_id": resources.of_directory("taxonomy"),
    "term_id": resources.of_directory("taxonomy_term"),
    "exercise_id": lambda world: Values(
        exercises.invited(world, world.own_site), exercises.invited(world, world.other_site), none=999_999
    ),
    "class_id": classes.training_class,
    "door_code": classes.door_code,
    "proof_key": classes.proof_key,
    "feed_token": sent.feed,
    "feed_id": sent.feed_id,
    "invitation_token": exercises.invitation,
    "exercise_code": exercises.exercise_code,
    "incident_id": lambda world: Values(
        incidents.incident(world.own_site), incidents.incident(world.other_site), none=999_999
    ),
    "action_id": exercises.follow_ups(CorrectiveAction),
    "need_id": exercises.follow_ups(TrainingNeed),
    "batch_id": paper.of_paper(lambda piece: piece.batch.id),
    "serial": paper.of_paper(lambda piece: piece.serial, none="22222222"),
    "hanging_id": paper.of_paper(lambda piece: PaperHanging.get(PaperHanging.print == piece.serial).fact_id),
    "shift_id": people.of_rotas(lambda holder: shifts_of(holder.person.id, date(2026, 1, 1))[0].fact_id),
    "submission_id": lambda world: Values(
        evidence.of_submissions(lambda row: row.id, 0)(world).own_of("employee"), none=999_999
    ),
    "certificate_batch_id": evidence.certificate_batch,
    "activity_id": evidence.activity,
    "own_submission_id": evidence.of_submissions(lambda row: row.id, 999_999),
    "file_hash": evidence.of_submissions(lambda row: row.file.sha256 if row.file else "", "nothing"),
    "thread_id": lambda world: Values(
        requirements.thread(world.own_site), requirements.thread(world.other_site), none=999_999
    ),
    "absence_id": people.of_rotas(
        lambda holder: DutyAbsence.get(DutyAbsence.person == holder.person.id).fact_id,
    ),
}
