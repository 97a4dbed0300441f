"""What stands in the addresses that are tried: for each parameter an object of one's own, another's, a deleted one."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import Flask
from peewee import Model

from readiness.accounts.actions import AccountWish, Choice, invite, use_link
from readiness.accounts.models import AccountSession
from readiness.accounts.queries import find_account, known_account
from readiness.accounts.sign_in import Browser
from readiness.accounts.standing import Moment
from readiness.audit.checkpoints import make_checkpoint
from readiness.audit.keys import signer_of
from readiness.calendars.actions import make_feed, renew_feed
from readiness.calendars.queries import feeds_of
from readiness.certificates.actions import CertificateDetails
from readiness.certificates.kinds import certificate_kinds
from readiness.certificates.models import Certificate, CertificateBatch
from readiness.classes.door import code_at
from readiness.classes.enrolling import enrol
from readiness.classes.models import ClassAttendance
from readiness.classes.views.door import door_key
from readiness.duty.models import DutyAbsence
from readiness.duty.queries import shifts_of
from readiness.duty.rota_actions import ShiftWish, add_absence, add_shifts
from readiness.evidence.actions import Desk as ProofDesk
from readiness.evidence.actions import Sent, send
from readiness.evidence.keeping import Room, keep
from readiness.evidence.learning import Activity, write_down
from readiness.evidence.models import ProofSubmission
from readiness.evidence.vault import Vault
from readiness.examining.actions import Draw, Remark, ask_for, draw_sample, save_question
from readiness.examining.models import AuditRequest, EvidenceSample, SavedQuestion
from readiness.examining.queries import Population
from readiness.exercises.actions import plan_exercise
from readiness.exercises.asking import PURPOSE, invite_people
from readiness.exercises.codes import make_code
from readiness.exercises.models import CorrectiveAction, TrainingNeed
from readiness.followups.actions import speak
from readiness.followups.queries import Gap
from readiness.foundation import clock
from readiness.foundation.temporal import Question, knowledge_at, record, supersede
from readiness.handbook.models import HandbookEdition
from readiness.imports.course import Arrival, begin
from readiness.imports.mapping import Mapping
from readiness.imports.models import FileImport
from readiness.imports.problem_list import write_problems
from readiness.imports.seeing import Seen, keep_seen
from readiness.imports.staging import Problem
from readiness.imports.states import State
from readiness.imports.storage import Storage
from readiness.incidents.caring import name_helper
from readiness.incidents.retention import place_hold
from readiness.incidents.sealed import grant_reading
from readiness.notices import links
from readiness.notices.actions import Message, owe
from readiness.notices.models import OutboxMessage
from readiness.paper.actions import Place, hang
from readiness.paper.models import PaperBatch, PaperHanging, PaperPrint
from readiness.people.models import Department, Leave, Person, Site
from readiness.planning.actions import PlanRequest, ask_for_plan, keep_proposal
from readiness.planning.models import YearPlanDate
from readiness.planning.shapes import Form, PlannedDate, Proposal
from readiness.policies.actions import Covered, cover_element, review_policy
from readiness.policies.models import PlanElement, PolicyReview
from readiness.protocols.actions import bring_starters
from readiness.protocols.beginning import begin as begin_protocol
from readiness.protocols.models import ProtocolRevision
from readiness.protocols.queries import shipped_protocols
from readiness.protocols.states import State as ProtocolState
from readiness.reports.models import ReportFile
from readiness.reports.questions import question_of
from readiness.reports.requests import ReportRequest
from readiness.reports.scheduling import ScheduleWish, schedule
from readiness.requirements.actions import ExemptionRequest, grant_exemption
from readiness.requirements.models import Exemption
from readiness.resources.actions import write_cover
from readiness.resources.covers import Cover
from readiness.resources.models import InsuranceCover, ResourceReport
from readiness.resources.queries import Reader, shown_to
from readiness.training.actions import ask_for_plan as ask_for_training
from readiness.web.access import Account, Role
from tests.classes.training import desk
from tests.classes.training import plan as plan_training
from tests.evidence.files import jpeg, picture
from tests.factories import MEASURE, adopt, change, make_certificate, make_leave, make_person, make_site
from tests.incidents.happening import SEALED, happened
from tests.resources.directories import SMALL, bring, package
from tests.signing_in import PASSWORD


@dataclass(frozen=True)
class World:
    """What is there: two sites, of which the manager has the first; and who is signed in with which session."""

    app: Flask
    own_site: Site
    other_site: Site
    sessions: dict[str, int] = field(default_factory=dict)
    holders: list[Certificate] = field(default_factory=list)
    people: dict[str, Person] = field(default_factory=dict)
    submissions: dict[str, ProofSubmission] = field(default_factory=dict)


@dataclass(frozen=True)
class Values:
    """The values of one parameter. `own` and `other` may depend on who asks; what is None is not tried."""

    own: Any
    other: Any = None
    deleted: Any = None
    none: Any = None

    def own_of(self, role: str) -> Any:
        return self.own(role) if callable(self.own) else self.own

    def pair(self) -> list[Any]:
        return [self.own, self.other]

    def other_of(self, role: str) -> Any:
        return self.other(role) if callable(self.other) else self.other


def make_world(app: Flask) -> World:
    make_checkpoint(signer_of(app.config["READINESS"]), clock.now())
    return World(app, make_site("own-site"), make_site("other-site"))


def _thread(site: Site) -> int:
    """A gap of a site that was spoken of; its number."""
    return speak(Gap("tested", "clause-1", site.id, site.code), "Who sees to it?", clock.now(), "a test")


def _exemption(world: World) -> Values:
    day = clock.today("UTC")
    wanted = ExemptionRequest("tested", "clause-1", world.own_site.code, day, day, "a reason")
    grant_exemption(wanted, "a test")
    return Values(own=Exemption.get().fact_id, none=999_999)


def _message(_world: World) -> Values:
    """A message that could not be sent; messages are never deleted."""
    with change() as opened:
        owe(Message("tried", "notices.test", "", {"by": "Ana"}, clock.now()), opened)
    found = OutboxMessage.get(OutboxMessage.key == "tried")
    OutboxMessage.update(recipient="a@harbor.org").where(OutboxMessage.id == found.id).execute()
    return Values(own=found.id, none=999_999)


def _tap_token(world: World) -> Values:
    key, now = links.signing_key(world.app.config["READINESS"]), clock.now()
    about = links.LinkFor(world.people["employee"].id, "proof", "kind:pfa")
    ends = (now + timedelta(days=1), now - timedelta(days=1))
    good, old = (links.make(about, now, end, key) for end in ends)
    return Values(own=good, deleted=old, none="x" * 57)


def _token(world: World) -> Values:
    moment = Moment(clock.now(), clock.today("UTC"))
    used = invite("used@example.org", AccountWish("Ben Used", Role.HR), "a test", moment).token
    use_link(used, Choice(PASSWORD), "", Browser("", ""), moment)
    unused = invite("unused@example.org", AccountWish("Ana Unused", Role.HR), "a test", moment).token
    return Values(own=unused, deleted=used, none="nothing")


def _account(world: World) -> Values:
    """An account that is neither signed in nor that of whoever asks; accounts are never deleted."""
    moment = Moment(clock.now(), clock.today("UTC"))
    invite("someone@example.org", AccountWish("Cara Some", Role.HR), "a test", moment)
    grant_reading("someone@example.org", moment.today, "a test")
    found = find_account("someone@example.org")
    assert found is not None
    return Values(own=found.account.id, none=999_999)


def _import(world: World) -> Values:
    """An import that was undone, with all that is kept of it; imports are never deleted."""
    storage = Storage(world.app.config["READINESS"].data_dir)
    stored = storage.store(BytesIO(b"staff_number,site\n1,HQ\n"))
    folder = storage.kept(stored.folder)
    keep_seen(folder.seen, Seen(("staff_number", "site"), "", 1, [(2, ["1", "HQ"])], {"site": {"HQ": 1}}))
    write_problems(folder.problems, iter([Problem(2, "site", "is a site.", is_warning=True)]))
    folder.refused.write_text("staff_number\n")
    number = begin(Arrival("staff", "file.csv", stored.size, stored.sha256, stored.folder, "hr@example.org"))
    mapping = Mapping("staff", {"staff_number": "staff_number", "site": "site"})
    FileImport.update(state=State.UNDONE, mapping=mapping.to_json()).where(FileImport.id == number).execute()
    return Values(own=number, none=999_999)


def _session(world: World) -> Values:
    """One's own session, that of another, one that has ended."""
    return Values(
        own=lambda role: world.sessions.get(role, world.sessions["hr"]),
        other=lambda role: world.sessions["hr" if role != "hr" else "admin"],
        none=999_999,
    )


def _holder(world: World, site: Site) -> Certificate:
    """Someone at a site, with an employment, a membership, a leave and a certificate of one number each."""
    person = make_person(site, department="Care")
    make_leave(person, date(2026, 1, 1), date(2026, 1, 2))
    return make_certificate(person, "pfa", date(2026, 1, 1))


def _of_holders(
    tell: Callable[[Certificate], Any], none: Any, deleted: Any = None
) -> Callable[[World], Values]:
    """Something of whoever works at the own site, and at the other one; both are made once."""

    def values(world: World) -> Values:
        if not world.holders:
            world.holders.extend(_holder(world, site) for site in (world.own_site, world.other_site))
        own, other = world.holders
        return Values(tell(own), tell(other), none=none)

    return values


def _adopted(world: World) -> str:
    """The pack of a requirement that is asked of every site."""
    adopt({"check": "holders_per_headcount", "terms": {"certificate": "pfa", "at_least": 1}})
    return "tested"


def _protocol(world: World) -> Values:
    """A protocol that is published, in an edition that is kept."""
    if not ProtocolRevision.select().exists():
        bring_starters([shipped_protocols()["panic"]], "a test")
        ProtocolRevision.update(state=ProtocolState.PUBLISHED).execute()
    return Values(own="panic", none="nothing")


def _begun(world: World) -> Values:
    """A protocol of which nothing is written yet."""
    begin_protocol("begun", "a test")
    return Values(own="begun", none="nothing")


def _edition(world: World) -> Values:
    HandbookEdition.create(
        name="edition-1.sqlite",
        content=b"",
        made_at=clock.now(),
        made_by="a test",
        revisions={},
        links={},
        outages=[],
    )
    return Values(own="edition-1.sqlite", none="nothing")


def _of_directory(kind: str) -> Callable[[World], Values]:
    """An object of a kind in a directory that anybody may see."""

    def values(_world: World) -> Values:
        with tempfile.TemporaryDirectory() as folder:
            bring(package(Path(folder) / "county.zip", SMALL))
        objects = shown_to(Reader.PUBLIC).by_record.values()
        return Values(own=next(each.record for each in objects if each.kind == kind), none="nothing")

    return values


def _exercise(world: World, site: Site) -> int:
    return plan_exercise(site.code, "talks-of-suicide", clock.today("UTC"), "a test")


def _invited(world: World, site: Site) -> int:
    """An exercise to which everyone is invited."""
    number = _exercise(world, site)
    people = [person.staff_number for person in Person.select().order_by(Person.id)]
    invite_people(number, people or [make_person(site).staff_number], "", clock.now(), "a test")
    return number


def _invitation(world: World) -> Values:
    """A link to an invitation that is still to be answered, and one that is too old."""
    person = make_person(world.own_site)
    key, now = links.signing_key(world.app.config["READINESS"]), clock.now()
    number = _exercise(world, world.own_site)
    invite_people(number, [person.staff_number], "", now, "a test")
    about = links.LinkFor(person.id, PURPOSE, f"exercise:{number}")
    ends = (now + timedelta(days=1), now - timedelta(days=1))
    good, old = (links.make(about, now, end, key) for end in ends)
    return Values(own=good, deleted=old, none="nothing")


def _exercise_code(world: World) -> Values:
    """A code that works, and one that a newer one has ended."""
    number = _exercise(world, world.own_site)
    old = make_code(number, "observer", clock.now(), "a test")
    return Values(own=make_code(number, "observer", clock.now(), "a test"), deleted=old, none="nothing")


def _incident(site: Site) -> int:
    """An incident in which each of those who work there helped."""
    number = happened(site, SEALED)
    for person in Person.select().order_by(Person.id):
        name_helper(number, person.staff_number, "a test")
    place_hold(number, "A claim is open", clock.today("UTC"), "a test")
    return number


def _follow_up(world: World, site: Site, model: type[CorrectiveAction] | type[TrainingNeed]) -> int:
    """What follows from an exercise that was held at a site."""
    about = {
        "exercise": _exercise(world, site),
        "objective_key": "a/b/c",
        "task": "",
        "rating": "U",
        "text": "x",
    }
    more: dict[str, Any] = {"who": "", "certificate": ""}
    if model is CorrectiveAction:
        more = {"kind": "corrective action", "steps": [], "owner": "a test", "state": "open"}
    with change() as opened:
        return record(model, opened.change, due_on=clock.today("UTC"), note="", **about, **more).fact_id


def _follow_ups(model: type[CorrectiveAction] | type[TrainingNeed]) -> Callable[[World], Values]:
    return lambda world: Values(
        _follow_up(world, world.own_site, model), _follow_up(world, world.other_site, model), none=999_999
    )


def _of_rotas(tell: Callable[[Certificate], Any]) -> Callable[[World], Values]:
    """Something of whoever is on the rota of the own site, and of the other one; sometimes absent."""

    def values(world: World) -> Values:
        people = _of_holders(lambda holder: holder, none=999_999)(world)
        for holder, site in ((people.own, world.own_site), (people.other, world.other_site)):
            if not shifts_of(holder.person.id, date(2026, 1, 1)):
                add_shifts(site, ShiftWish(holder.person.staff_number, (0,), "8", "17"), "a test")
                add_absence(holder.person, date(2026, 12, 24), None, "a test")
        return Values(tell(people.own), tell(people.other), none=999_999)

    return values


def _class(world: World) -> Values:
    """A class whose list is ticked by the account that asks, with someone in it; and one that is another's."""
    made: dict[str, int] = {}

    def of(role: str) -> int:
        if role not in made:
            session = world.sessions.get(role, world.sessions["hr"])
            account = AccountSession.get_by_id(session).account.id
            made[role] = plan_training(trainer_account=account)
        return made[role]

    for role in ("anonymous", *Role):
        enrol(of(role), [holder.person for holder in _of_holders(lambda each: each, 0)(world).pair()], desk())
    other = plan_training()
    enrol(other, [holder.person for holder in _of_holders(lambda each: each, 0)(world).pair()], desk())
    return Values(own=of, other=other, none=999_999)


def _of_paper(tell: Callable[[PaperPrint], Any], none: Any = 999_999) -> Callable[[World], Values]:
    """A piece that hangs at the own site, and one at the other."""

    def values(world: World) -> Values:
        return Values(tell(_piece(world.own_site)), tell(_piece(world.other_site)), none=none)

    return values


def _piece(site: Site) -> PaperPrint:
    """What was printed for a site and hangs there; made once."""
    found: PaperPrint | None = PaperPrint.get_or_none(PaperPrint.site == site.id)
    if found is None:
        today = clock.today("UTC")
        batch = PaperBatch.create(ordered_at=clock.now(), ordered_by="a test", count=1)
        found = PaperPrint.create(
            serial=f"{site.id:08}", batch=batch, site=site, kind="poster", language="en", sheet="a4", edition="e",
            printed_on=today, valid_until_on=today, facts={},
        )  # fmt: skip
        hang(found, Place("Kitchen", today), today, "a test")
    return found


def _door_code(world: World) -> Values:
    """The code of this minute, at the door of a class with seats for everyone."""
    number = plan_training(seat_count=20)
    with world.app.app_context():
        key = door_key()
    return Values(own=lambda _role: code_at(number, clock.now(), key), none="1-1-nothing")


def _proof_key(world: World) -> Values:
    """What a paper is verified by, and what it was before the attendance was corrected."""
    person = make_person(world.own_site)
    about = {"training_class": plan_training(), "person": person, "way": "list", "noted_by": "a test"}
    with change() as opened:
        noted = record(
            ClassAttendance, opened.change, state="there", proof_key="old", noted_at=clock.now(), **about
        )
        supersede(noted, opened.change, proof_key="new")
    return Values(own="new", deleted="old", none="nothing")


def _feed(world: World) -> Values:
    """A feed that is fetched, and the address that it had before."""
    account = _account_of(world, "hr")
    old = make_feed(account, "role", None, clock.now())
    return Values(
        own=renew_feed(account, feeds_of(account.id)[0].id, clock.now()), deleted=old, none="nothing"
    )


def _feed_id(world: World) -> Values:
    """One's own feed, and another's."""
    for role in world.sessions:
        make_feed(_account_of(world, role), "own", None, clock.now())
    return Values(
        own=lambda role: feeds_of(_account_of(world, role).id)[-1].id,
        other=lambda role: feeds_of(_account_of(world, "hr" if role != "hr" else "admin").id)[-1].id,
        none=999_999,
    )


def _account_of(world: World, role: str) -> Account:
    session = AccountSession.get_by_id(world.sessions.get(role, world.sessions["hr"]))
    return known_account(session.account.id).account


def _plan(_world: World) -> Values:
    day = clock.today("UTC")
    write_cover(Cover("", "eap", "Someone to call", (), "", "", day, day), "a test")
    return Values(own=InsuranceCover.get().fact_id, none=999_999)


def _element() -> int:
    cover_element(Covered("emergency-action", "contact", "", "document", "Plan", date(2026, 1, 1)), "a test")
    return int(PlanElement.get().fact_id)


def _policy_review() -> int:
    review_policy("Evidence", "", date(2026, 1, 1), "", today=date(2026, 6, 1), actor="a test")
    return int(PolicyReview.get().fact_id)


def _year_plan(world: World) -> Values:
    return Values(own=_planned(world).plan.id, none=999_999)


def _training_plan(_world: World) -> Values:
    today = clock.today("UTC")
    return Values(own=ask_for_training(today, today + timedelta(days=30), "region", "a test"), none=999_999)


def _planned(world: World) -> YearPlanDate:
    """A date that is proposed at a site; plans are never deleted."""
    day = clock.today("UTC") + timedelta(days=9)
    asked = {"closed_weekdays": ["5", "6"], "keeps_holidays": False, "avoids_classes": False}
    wanted = PlanRequest(day, day + timedelta(days=30), [world.own_site.code], asked)
    number = ask_for_plan(wanted, clock.today("UTC"), "a test")
    keep_proposal(number, Proposal([PlannedDate(world.own_site.code, day, Form("drill", "fire"))], []))
    planned: YearPlanDate = YearPlanDate.get(YearPlanDate.plan == number)
    return planned


def _planned_id(world: World) -> Values:
    """Of the plan that stands in the same address, which was made before."""
    return Values(own=YearPlanDate.get().id, none=999_999)


def _of_auditing(model: type[Model]) -> Callable[[World], Values]:
    """Something that each account keeps in the auditor's room, and what another keeps."""

    def values(world: World) -> Values:
        made: dict[str, int] = {}
        moment = Moment(clock.now(), clock.today("UTC"))
        asked = question_of(ReportRequest(Question(moment.today, knowledge_at()), MEASURE))
        for role in world.sessions:
            account = _account_of(world, role)
            if model is SavedQuestion:
                made[role] = save_question("For the tests", "gaps", asked, account, moment)
            elif model is EvidenceSample:
                population = Population(date(2026, 1, 1), moment.today)
                made[role] = draw_sample(Draw(population, knowledge_at(), 1, "seed"), account, moment)
            else:
                made[role] = ask_for("A list", Remark("The list of May, please."), account, moment)
        return Values(
            own=lambda role: made.get(role, made["hr"]),
            other=lambda role: made["hr" if role != "hr" else "admin"],
            none=999_999,
        )

    return values


def _report_file(world: World) -> Values:
    """A file of one's own, and another's."""
    asked = question_of(ReportRequest(Question(clock.today("UTC"), knowledge_at()), MEASURE))
    for role in world.sessions:
        ReportFile.create(
            key=f"file-of-{role}", report="gaps", form="pdf", asked=asked, name="gaps.pdf", asked_by="a test",
            account=_account_of(world, role).id, asked_at=clock.now(), state="waiting",
        )  # fmt: skip
    return Values(
        own=lambda role: f"file-of-{role if role in world.sessions else 'hr'}",
        other=lambda role: f"file-of-{'hr' if role != 'hr' else 'admin'}",
        none="nothing",
    )


def _schedule(world: World) -> Values:
    """A report that comes by itself to HR; what has ended is kept."""
    day = clock.today("UTC")
    asked = ReportRequest(Question(day, knowledge_at()), MEASURE)
    to = [_account_of(world, "hr").id]
    wish = ScheduleWish("gaps", "csv", "week", day, to, {"site": None, "pack": None, "all": False})
    return Values(own=schedule(wish, day, "a test", asked), none=999_999)


def _report(_world: World) -> Values:
    """What was said of a service; once it is closed it is kept."""
    row = ResourceReport.create(record="none", words="It moved.", reported_at=clock.now())
    return Values(own=row.id, none=999_999)


def _of_submissions(tell: Callable[[ProofSubmission], Any], none: Any) -> Callable[[World], Values]:
    """Something of what each role's person sent in; nobody but they and those who look at it sees it."""

    def values(world: World) -> Values:
        room = Room(Vault(world.app.config["READINESS"].data_dir), 10**9, 10**9)
        now, day = clock.now(), clock.today("UTC")
        for number, (role, person) in enumerate(world.people.items()):
            if role not in world.submissions:
                desk = ProofDesk("a test", now, day, certificate_kinds())
                kept = keep(jpeg(picture((100, 100 + number))), room)
                sent = Sent("pfa", CertificateDetails(day), kept)
                world.submissions[role] = ProofSubmission.get_by_id(send(person, sent, desk))
        return Values(
            own=lambda role: tell(world.submissions.get(role, world.submissions["hr"])),
            other=lambda role: tell(world.submissions["hr" if role != "hr" else "admin"]),
            none=none,
        )

    return values


def _activity(world: World) -> Values:
    desk = ProofDesk("a test", clock.now(), clock.today("UTC"), certificate_kinds())
    learned = Activity(clock.today("UTC"), 60, "A lecture")
    return Values(own=write_down(world.people["employee"], learned, None, desk, is_own=False), none=999_999)


def _certificate_batch(_world: World) -> Values:
    batch = CertificateBatch.create(
        change=999_999, what="revoked", count=2, made_by="a test", made_at=clock.now()
    )
    return Values(own=batch.id, none=999_999)


# Each parameter by its name, as it stands between < and > in a route; made anew for each try.
PARAMETERS: dict[str, Callable[[World], Values]] = {
    "filename": lambda _world: Values(own="styles/base.css", none="nothing.css"),
    "token": _token,
    "tap_token": _tap_token,
    "message_id": _message,
    "account_id": _account,
    "session_id": _session,
    "person_id": _of_holders(lambda holder: holder.person.id, none=999_999),
    "staff_number": _of_holders(lambda holder: holder.person.staff_number, none="nobody"),
    "certificate_id": _of_holders(lambda holder: holder.fact_id, none=999_999),
    # A number of both a membership and a leave, of which each of the two people has one.
    "fact_id": _of_holders(lambda holder: Leave.get(Leave.person == holder.person.id).fact_id, none=999_999),
    "spell": lambda _world: Values(own="leave", none="nothing"),
    "site_id": lambda world: Values(own=world.own_site.id, other=world.other_site.id, none=999_999),
    "site_code": lambda world: Values(own=world.own_site.code, other=world.other_site.code, none="nowhere"),
    "pack_id": lambda world: Values(own=_adopted(world), none="nothing"),
    "clause_id": lambda _world: Values(own="clause-1", none="nothing"),
    "shipped_id": lambda _world: Values(own="own-policy", none="nothing"),
    "exemption_id": _exemption,
    "kind_code": lambda _world: Values(own="pfa", none="nothing"),
    "department_id": _of_holders(lambda _holder: Department.get().id, none=999_999),
    "import_id": _import,
    "file_kind": lambda _world: Values(own="staff"),
    "hold_id": lambda _world: Values(own=1),
    "run_id": lambda _world: Values(own=1),
    "slug": _protocol,
    "begun_slug": _begun,
    "part": lambda _world: Values(own="en", none="nothing"),
    "number": lambda _world: Values(own=1, none=999_999),
    "language": lambda _world: Values(own="en", none="xx"),
    "line_code": lambda _world: Values(own="us-988", none="nothing"),
    "edition_name": _edition,
    "service_id": _of_directory("service"),
    "resource_id": _of_directory("service"),
    "record_id": _of_directory("location"),
    "plan_id": _plan,
    "element_id": lambda world: Values(own=_element(), none=999_999),
    "review_id": lambda world: Values(own=_policy_review(), none=999_999),
    "year_plan_id": _year_plan,
    "planned_id": _planned_id,
    "training_plan_id": _training_plan,
    "report_id": _report,
    "file_key": _report_file,
    "question_id": _of_auditing(SavedQuestion),
    "sample_id": _of_auditing(EvidenceSample),
    "request_id": _of_auditing(AuditRequest),
    "schedule_id": _schedule,
    "report_name": lambda _world: Values(own="gaps", none="nothing"),
    "offered_id": _of_directory("service_at_location"),
    "organization_id": _of_directory("organization"),
    "taxonomy_id": _of_directory("taxonomy"),
    "term_id": _of_directory("taxonomy_term"),
    "exercise_id": lambda world: Values(
        _invited(world, world.own_site), _invited(world, world.other_site), none=999_999
    ),
    "class_id": _class,
    "door_code": _door_code,
    "proof_key": _proof_key,
    "feed_token": _feed,
    "feed_id": _feed_id,
    "invitation_token": _invitation,
    "exercise_code": _exercise_code,
    "incident_id": lambda world: Values(_incident(world.own_site), _incident(world.other_site), none=999_999),
    "action_id": _follow_ups(CorrectiveAction),
    "need_id": _follow_ups(TrainingNeed),
    "batch_id": _of_paper(lambda piece: piece.batch.id),
    "serial": _of_paper(lambda piece: piece.serial, none="22222222"),
    "hanging_id": _of_paper(lambda piece: PaperHanging.get(PaperHanging.print == piece.serial).fact_id),
    "shift_id": _of_rotas(lambda holder: shifts_of(holder.person.id, date(2026, 1, 1))[0].fact_id),
    "submission_id": lambda world: Values(
        _of_submissions(lambda row: row.id, 0)(world).own_of("employee"), none=999_999
    ),
    "certificate_batch_id": _certificate_batch,
    "activity_id": _activity,
    "own_submission_id": _of_submissions(lambda row: row.id, 999_999),
    "file_hash": _of_submissions(lambda row: row.file.sha256 if row.file else "", "nothing"),
    "thread_id": lambda world: Values(_thread(world.own_site), _thread(world.other_site), none=999_999),
    "absence_id": _of_rotas(
        lambda holder: DutyAbsence.get(DutyAbsence.person == holder.person.id).fact_id,
    ),
}
