"""Of each kind of check: whatever changes its verdict, done as people do it, is told by the finding's story."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
import time_machine

from config import config_from_environment
from readiness.accounts.models import Account
from readiness.certificates.kinds import certificate_kinds
from readiness.compliance.checks import CHECKS
from readiness.compliance.checks import Subject as SubjectOfCheck
from readiness.compliance.checks.clauses import adopted_clauses
from readiness.compliance.judging.assess import assess
from readiness.compliance.measuring import measure_of
from readiness.compliance.story.about import Subject
from readiness.compliance.story.telling import OF_CHECK, FindingStory, finding_story
from readiness.duty.rota_actions import add_absence
from readiness.evidence.actions import Desk as LearningDesk
from readiness.evidence.learning import Activity, write_down
from readiness.foundation.temporal import LAST_DAY, knowledge_at
from readiness.people.actions import set_headcount
from readiness.people.models import Site
from readiness.people.work_actions import Days, record_leave
from readiness.policies.actions import Covered, cover_element, review_policy
from readiness.privacy.retention import LEAVERS, settle_retention
from readiness.protocols.actions import approve, retire
from readiness.protocols.signing import acknowledge, sign_for_clinician
from readiness.requirements.queries import rules_known
from readiness.resources.actions import verify, write_cover
from readiness.resources.covers import Cover
from tests.compliance.deeds import (
    BEFORE,
    NOW,
    TODAY,
    WHO,
    Step,
    World,
    approved,
    both,
    certify,
    come,
    cover_mhfa,
    drafted,
    edit_place,
    exempt,
    give,
    go_on_leave,
    hold,
    leave_for_good,
    move,
    offer,
    plan,
    played,
    published,
    rename_nursing,
    served,
    shift,
    sign_it,
    signed,
    speak,
    verify_lines,
    verify_others,
    with_number,
)
from tests.factories import (
    adopt,
    make_certificate,
    make_person,
    make_site,
)
from tests.incidents.happening import happened


@dataclass(frozen=True)
class Case:
    """A clause by a check, what was so before, and what somebody does that changes the verdict."""

    name: str
    terms: dict[str, Any]
    act: Step
    before: Step = lambda _world: None
    applies: dict[str, Any] | None = None


ONE = {"certificate": "mhfa-adult", "at_least": 1}
SUICIDE: dict[str, Any] = {"protocols": ["suicide"]}
DRILL = {"at_least": 1, "within_months": 12}
ON_ROTA = {"certificate": "cpr-aed"}
CASES: dict[str, tuple[Case, ...]] = {
    "holders_per_headcount": (
        Case("somebody is certified", ONE, certify),
        Case("the holder moves away", ONE, lambda w: move(w, make_site("york")), both(come, certify)),
        Case("the holder leaves", ONE, leave_for_good, both(come, certify)),
        Case("the holder is on leave", ONE, go_on_leave, certify),
        Case("somebody comes", {"certificate": "mhfa-adult", "one_per": 1}, come, certify),
        Case("a headcount is given", {"certificate": "mhfa-adult", "one_per": 10}, lambda _w: set_headcount("leeds", BEFORE, 11, WHO), certify),
        Case("the site is of another hazard", ONE, edit_place(hazard="high"), applies={"hazard": ["high"]}),
        Case("so many come that it is asked", ONE, come, applies={"headcount_from": 2}),
        Case("another kind counts as it", ONE, cover_mhfa, lambda w: certify(w, "cpr-aed")),
        Case("it is exempted", ONE, lambda _w: exempt("")),
    ),
    "everyone_in_role_holds": (
        Case("she is certified", {"certificate": "mhfa-adult"}, certify),
        Case("she becomes a nurse", {"certificate": "mhfa-adult", "job_titles": ["Nurse"]}, move, lambda w: move(w, job_title="Clerk")),
        Case(
            "her department is named otherwise", {"certificate": "mhfa-adult", "departments": ["Care"]},
            rename_nursing, lambda w: move(w, department="Nursing"),
        ),
        Case("she is exempted", {"certificate": "mhfa-adult"}, lambda _w: exempt("P-1")),
        Case("so many come that it is asked", {"certificate": "mhfa-adult"}, come, applies={"headcount_from": 2}),
    ),
    "certificate_evidence_on_file": (
        Case("its number is found", {"certificate": "mhfa-adult", "number_is_evidence": True}, with_number, certify),
    ),
    "continuing_education": (
        Case(
            "she learned", {"hours": 2, "within_months": 12},
            lambda w: write_down(
                w.ana, Activity(BEFORE, 120, "A course"), None, LearningDesk(WHO, NOW, TODAY, certificate_kinds()), is_own=False
            ),
        ),
    ),
    "exercises_in_window": (
        Case("it is held", DRILL, hold, plan),
        Case("the last one leaves", DRILL, leave_for_good),
        Case("nobody is counted", DRILL, lambda _w: set_headcount("leeds", BEFORE, 0, WHO)),
        Case("it is known who was there", {**DRILL, "participants_at_least": 1}, sign_it, played),
    ),
    "participation_of_staff": (
        Case("those who were there are known", {"percent": 50, "within_days": 60}, sign_it, played),
        Case("somebody comes", {"percent": 60, "within_days": 60}, come, signed),
    ),
    "quota_by_kind": (Case("it is held", {"at_least": 1, "by": "06-02"}, hold, plan),),
    "after_action_within": (
        Case("the report is signed", {"within_days": 1}, sign_it, played),
        Case("it is held", {"within_days": 1}, hold, plan),
    ),
    "corrective_actions_closed": (
        Case("it is due earlier", {}, give, signed),
        Case("a report opens one", {}, sign_it, played),
    ),
    "debrief_offered_within": (
        Case("it is offered", {"within_days": 0}, offer, lambda w: happened(w.site)),
        Case("something happens", {"within_days": 0}, lambda w: happened(w.site)),
    ),
    "protocols_in_place": (
        Case("it is approved", SUICIDE, lambda _w: approve(["suicide"], WHO), drafted),
        Case("it is retired", SUICIDE, lambda _w: retire("suicide", 1, "another takes its place", WHO), approved),
    ),
    "protocols_reviewed_within": (
        Case(
            "a clinician reads it", {**SUICIDE, "within_months": 2, "by_clinician": True},
            lambda _w: sign_for_clinician("suicide", 1, "Dr. Lee, MD", BEFORE, today=TODAY, actor=WHO), approved,
        ),
    ),
    "protocol_languages": (
        Case("they speak another", {**SUICIDE, "percent": 50}, speak("pl"), both(approved, speak("en"))),
        Case("the site says what is spoken", {**SUICIDE, "percent": 50}, edit_place(languages="en"), approved),
    ),
    "protocol_acknowledged": (
        Case("she reads it", SUICIDE, lambda _w: acknowledge("suicide", 1, Account.get().id, TODAY, "ana"), published),
    ),
    "lines_verified_within": (
        Case(
            "a line is verified", {**SUICIDE, "within_days": 30},
            verify_lines("us-988"), both(approved, verify_others),
        ),
    ),
    "resources_verified_within": (
        Case(
            "somebody calls", {"within_days": 25, "at_least": 1},
            lambda _w: verify("service", BEFORE, "called", TODAY, WHO), served,
        ),
    ),
    "cover_recorded": (
        Case(
            "a plan is written down", {"kinds": ["eap"]},
            lambda _w: write_cover(Cover("leeds", "eap", "Help", (), "", "", BEFORE, LAST_DAY), WHO),
        ),
    ),
    "plan_elements": (
        Case(
            "an element is covered", {"elements": ["evacuation"]},
            lambda _w: cover_element(
                Covered("emergency-action", "evacuation", "leeds", "document", "A folder", BEFORE), WHO
            ),
        ),
        Case(
            "the card says it", {"elements": ["evacuation"]}, edit_place(exits="Two, by the stairs"),
            lambda _w: cover_element(Covered("emergency-action", "evacuation", "leeds", "card", "exits", BEFORE), WHO),
        ),
        Case(
            "the protocol is approved", {"elements": ["evacuation"]}, lambda _w: approve(["suicide"], WHO),
            both(drafted, lambda _w: cover_element(
                Covered("emergency-action", "evacuation", "leeds", "protocol", "suicide", BEFORE), WHO
            )),
        ),
    ),
    "policy_reviewed_within": (
        Case(
            "it is reviewed", {"policies": ["Threats"], "within_days": 30},
            lambda _w: review_policy("threats", "", BEFORE, "", today=TODAY, actor=WHO),
        ),
    ),
    "records_kept": (
        Case("years are settled", {"records": "trainings", "years": 5}, lambda _w: settle_retention({LEAVERS: 2}, WHO)),
    ),
    "responder_per_shift": (
        Case("the rota is written", ON_ROTA, shift, lambda w: certify(w, "cpr-aed")),
        Case("she is absent", ON_ROTA, lambda w: add_absence(w.ana, TODAY, None, WHO), both(lambda w: certify(w, "cpr-aed"), shift)),
        Case("she is on leave", ON_ROTA, lambda w: record_leave(w.ana.id, Days(TODAY, TODAY), WHO), both(lambda w: certify(w, "cpr-aed"), shift)),
        Case("she is certified", ON_ROTA, lambda w: certify(w, "cpr-aed"), shift),
    ),
    "people_speak": (
        Case("she speaks it", {**ON_ROTA, "languages": ["es"]}, speak("es"), both(lambda w: certify(w, "cpr-aed"), speak("en"))),
        Case("she is certified", {**ON_ROTA, "languages": ["es"]}, lambda w: certify(w, "cpr-aed"), speak("es")),
        Case("she is on leave", {**ON_ROTA, "languages": ["es"]}, go_on_leave, both(lambda w: certify(w, "cpr-aed"), speak("es"))),
    ),
}  # fmt: skip
"""By its check. A new kind of check needs a case here, and a story."""


def test_every_kind_of_check_has_a_story_and_is_tried() -> None:
    assert {*OF_CHECK} == {*CHECKS}
    assert {*CASES} == {*CHECKS}


def status(world: World, check: str) -> str | None:
    """How it stands for Leeds, or for Ana there; None: it is not asked of her."""
    subject = "P-1" if CHECKS[check].subject is SubjectOfCheck.PERSON else "leeds"
    found = [
        each.status.value
        for each in assess(world.asked.question, measure_of(config_from_environment({})))
        if each.subject == subject
    ]
    return found[0] if found else None


def story(world: World, check: str) -> FindingStory:
    (clause,) = adopted_clauses(rules_known(world.asked.question.known))
    is_hers = CHECKS[check].subject is SubjectOfCheck.PERSON
    about = Subject(
        clause, Site.get_by_id(world.site.id), "P-1" if is_hers else "", world.ana.id if is_hers else None
    )
    return finding_story(about, world.asked, certificate_kinds())


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW):
        yield


@pytest.mark.parametrize(("check", "case"), [(name, each) for name, cases in CASES.items() for each in cases])
def test_what_changes_a_verdict_is_told_with_who_did_it(db: str, check: str, case: Case) -> None:
    site = make_site("leeds", region="US-FL")
    world = World(site, make_person(site, staff_number="P-1", given_name="Ana", family_name="Ruiz"))
    adopt({"check": check, "terms": dict(case.terms), **({"applies": case.applies} if case.applies else {})})
    case.before(world)
    before, known = status(world, check), knowledge_at().number
    case.act(world)
    measure = knowledge_at().number
    assert measure > known
    assert status(world, check) != before, f"{case.name}: it stays {before}"
    (entry, *_earlier) = story(world, check).entries
    assert entry.author.change == measure, case.name
    assert entry.sentences or entry.differences, case.name
    make_certificate(make_person(make_site("elsewhere")), "mhfa-adult", date(2026, 1, 1))
    latest = story(world, check).entries[0]
    assert latest.author.change == measure, "what is done elsewhere is told"
