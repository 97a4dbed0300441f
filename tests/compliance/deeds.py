"""What people do at a site that changes a verdict there, each by the action that pages and commands use."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from readiness.accounts.models import Account, AccountPerson
from readiness.certificates.actions import CertificateDetails, add_certificate, correct_certificate
from readiness.certificates.actions import Desk as CertificateDesk
from readiness.certificates.actions import Seen as SeenCertificate
from readiness.certificates.kind_actions import change_kind
from readiness.certificates.kinds import certificate_kinds
from readiness.certificates.models import Certificate
from readiness.duty.rota_actions import ShiftWish, add_shifts
from readiness.exercises.actions import hold_exercise, plan_exercise
from readiness.exercises.following_up import actions_of, give_action
from readiness.foundation.temporal import LAST_DAY, Question, knowledge_at
from readiness.incidents.caring import offer_debrief
from readiness.incidents.models import Incident
from readiness.lines.actions import SeenLine, Signature, verify_line
from readiness.lines.queries import crisis_lines
from readiness.people.models import Department, Employment, Membership, Person, Site
from readiness.people.person_actions import NewPerson, PersonDetails, Work, add_person, edit_person, seen_of
from readiness.people.queries import current_spells
from readiness.people.reach import Reach
from readiness.people.selection import Asked
from readiness.people.site_actions import SiteDetails, edit_site, rename_department, site_as_typed, site_seen
from readiness.people.work_actions import Days, Move, correct_employment, move_person, record_leave
from readiness.people.work_actions import seen_of as seen_work
from readiness.protocols.actions import approve, bring_starters, note_published
from readiness.protocols.queries import ready_revisions, shipped_protocols
from readiness.requirements.actions import ExemptionRequest, grant_exemption
from readiness.resources.applying import touch
from readiness.resources.models import Address, Service, ServiceAtLocation
from tests.exercises.playing import SCENARIO, hand, note, play, sign
from tests.factories import (
    change,
)

NOW = datetime(2026, 6, 3, 15, 0, tzinfo=UTC)
TODAY, BEFORE = NOW.date(), NOW.date() - timedelta(days=2)
WHO = "Mara Lind"


@dataclass(frozen=True)
class World:
    """Ana at Leeds, and what a case needs to remember."""

    site: Site
    ana: Person

    @property
    def asked(self) -> Asked:
        return Asked(Question(TODAY, knowledge_at()), Reach(None, TODAY))


Step = Callable[[World], object]


def certify(world: World, kind: str = "mhfa-adult") -> int:
    details = CertificateDetails(BEFORE, is_endless=True)
    return add_certificate(world.ana.id, kind, details, CertificateDesk(WHO, TODAY, certificate_kinds()))


def move(world: World, site: Site | None = None, job_title: str = "Nurse", department: str = "") -> None:
    known = current_spells(Membership, world.ana.id)
    work = Work(site.id if site else world.site.id, department, job_title)
    move_person(world.ana.id, Move(work, TODAY, "needed there", seen_work(known)), WHO)


def leave_for_good(world: World) -> None:
    (row,) = Employment.select().where(Employment.person == world.ana.id)
    correct_employment(row.fact_id, Days(None, BEFORE, "resigned"), str(row.id), WHO)


def go_on_leave(world: World) -> None:
    record_leave(world.ana.id, Days(BEFORE, TODAY, "ill"), WHO)


def come(world: World, staff_number: str = "P-9") -> None:
    details = PersonDetails("Tom", "Okafor")
    add_person(NewPerson(staff_number, details, Work(world.site.id), BEFORE), WHO)


def speak(*languages: str) -> Step:
    def act(world: World) -> None:
        person = Person.get_by_id(world.ana.id)
        details = PersonDetails("Ana", "Ruiz", languages=", ".join(languages))
        edit_person(person.id, details, "asked her", seen_of(person), WHO)

    return act


def edit_place(**values: str) -> Step:
    def act(world: World) -> None:
        site = Site.get_by_id(world.site.id)
        typed = {name: text for name, text in site_as_typed(site).items() if name != "seen"}
        edit_site(site.id, SiteDetails(**{**typed, **values}), "a visit", site_seen(site), WHO)

    return act


def plan(world: World) -> int:
    return plan_exercise(world.site.code, SCENARIO, BEFORE, WHO)


def hold(world: World) -> None:
    del world
    hold_exercise(1, BEFORE, TODAY, WHO, participant_count=3)


def played(world: World) -> None:
    """An exercise two days ago, rated badly; nobody has signed its report."""
    plan(world)
    hand(1, note("joined", "P-1", "colleague"))
    play(1, {"call-911": "U"})


def sign_it(world: World) -> None:
    del world
    sign(1)


def signed(world: World) -> None:
    played(world)
    sign_it(world)


def give(world: World) -> None:
    del world
    give_action(actions_of(1)[0].fact_id, "ben@example.org", TODAY - timedelta(days=1), WHO)


def offer(world: World) -> None:
    del world
    offer_debrief(Incident.get().fact_id, "group", TODAY, TODAY, WHO)


def drafted(world: World) -> None:
    del world
    bring_starters(shipped_protocols().values(), "a test")


def approved(world: World) -> None:
    drafted(world)
    approve(["suicide"], WHO)


def published(world: World) -> None:
    """In the handbook; Ana has an account."""
    approved(world)
    note_published(ready_revisions())
    account = Account.create(
        email="ana", email_key="ana", name="Ana", name_key="ana", role="employee", person=world.ana, created_at=NOW
    )  # fmt: skip
    AccountPerson.create(fact_id=1, recorded_in=0, account=account, person=world.ana)


def served(world: World) -> None:
    """A service of the directory, in the site's region."""
    del world
    with change() as opened:
        same = {"recorded_in": opened.change.id, "directory": "d", "source": "s", "digest": "x"}
        Service.create(record="service", content={"name": "Help"}, **same)
        ServiceAtLocation.create(record="both", content={}, service_id="service", location_id="place", **same)
        content = {"state_province": "FL", "country": "US"}
        Address.create(record="address", location_id="place", content=content, **same)
        # Said as an import says it: by this it is known that what was read of the directory holds no longer.
        touch(opened.change.id)


def shift(world: World) -> None:
    add_shifts(world.site, ShiftWish("P-1", tuple(range(7)), "08:00", "16:00"), WHO)


def verify_lines(*codes: str) -> Step:
    def act(_world: World) -> None:
        for code in codes:
            verify_line(SeenLine(code, 0), Signature(BEFORE, "its page"), TODAY, WHO)

    return act


def verify_others(world: World) -> None:
    verify_lines(
        *(code for code, line in crisis_lines().items() if line.country == "US" and code != "us-988")
    )(world)


def rename_nursing(world: World) -> None:
    del world
    department = Department.get(Department.name == "Nursing")
    rename_department(department.id, "Care", "Nursing", WHO)


def cover_mhfa(world: World) -> None:
    del world
    change_kind("cpr-aed", {"covers": ["mhfa-adult"]}, WHO)


def with_number(world: World) -> None:
    row = Certificate.get(Certificate.person == world.ana.id)
    details = CertificateDetails(row.issued_on, is_endless=True, number="N-17")
    desk = CertificateDesk(WHO, TODAY, certificate_kinds())
    correct_certificate(SeenCertificate(row.fact_id, row.id), details, "it was left out", desk)


def both(*steps: Step) -> Step:
    def act(world: World) -> None:
        for each in steps:
            each(world)

    return act


def exempt(staff_number: str) -> None:
    grant_exemption(
        ExemptionRequest("tested", "clause-1", "leeds", BEFORE, LAST_DAY, "being moved", staff_number), WHO
    )
