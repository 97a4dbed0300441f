"""Facts of every kind that a check looks at, put on record as they come: for random histories."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st

from readiness.accounts.models import Account, AccountPerson
from readiness.audit.actions import Recording
from readiness.compliance.checks import CHECKS
from readiness.duty.models import DutyAbsence, DutyShift
from readiness.evidence.models import LearningActivity
from readiness.exercises.models import ExerciseAttendance
from readiness.foundation.database import database
from readiness.foundation.temporal import Fact, record
from readiness.incidents.models import Incident
from readiness.lines.models import OwnLine
from readiness.lines.queries import shipped_lines
from readiness.people.models import Person, Site
from readiness.policies.models import PlanElement, PolicyReview
from readiness.policies.plan_words import SIX_ELEMENTS
from readiness.protocols.models import Acknowledgement, ProtocolReview, ProtocolRevision
from readiness.protocols.queries import shipped_protocols
from readiness.resources.models import (
    Address,
    InsuranceCover,
    ResourceVerification,
    Service,
    ServiceAtLocation,
)
from tests.factories import change, make_exercise

START, SPAN = date(2026, 1, 1), 100
SPEAKS: tuple[list[str], ...] = (["en", "es"], [], ["en"])
"""What the people of a history speak; of the second it is not known."""

EVERY_CHECK: tuple[dict[str, Any], ...] = (
    {"check": "holders_per_headcount", "terms": {"certificate": "mhfa", "one_per": 2}},
    {"check": "everyone_in_role_holds", "terms": {"certificate": "cpr", "within_days": 14}},
    {"check": "certificate_evidence_on_file", "terms": {"certificate": "mhfa"}},
    {"check": "continuing_education", "terms": {"hours": 2, "within_months": 2}},
    {"check": "exercises_in_window", "terms": {"kinds": ["drill"], "at_least": 1, "within_months": 3}},
    {"check": "participation_of_staff", "terms": {"percent": 50, "within_months": 2}},
    {"check": "quota_by_kind", "terms": {"at_least": 1, "kinds": ["drill"], "period": "quarter"}},
    {"check": "after_action_within", "terms": {"within_days": 20}},
    {"check": "corrective_actions_closed", "terms": {"grace_days": 15}},
    {"check": "debrief_offered_within", "terms": {"within_days": 9}},
    {"check": "protocols_in_place", "terms": {"protocols": ["suicide", "overdose"]}},
    {"check": "protocols_reviewed_within", "terms": {"within_months": 2, "protocols": ["suicide"]}},
    {"check": "protocol_languages", "terms": {"percent": 50, "protocols": ["suicide"]}},
    {"check": "protocol_acknowledged", "terms": {"protocols": ["suicide", "overdose"], "within_days": 10}},
    {"check": "lines_verified_within", "terms": {"within_days": 30, "protocols": ["suicide"]}},
    {"check": "resources_verified_within", "terms": {"within_days": 25, "at_least": 1}},
    {"check": "cover_recorded", "terms": {}},
    {"check": "plan_elements", "terms": {"elements": ["reporting", "evacuation"]}},
    {"check": "policy_reviewed_within", "terms": {"policies": ["Threats"], "within_days": 30}},
    {"check": "records_kept", "terms": {"records": "incidents", "years": 5}},
    {"check": "responder_per_shift", "terms": {"certificate": "cpr"}},
    {"check": "people_speak", "terms": {"certificate": "cpr", "languages": ["es"]}},
)
"""One clause of each check."""
assert {each["check"] for each in EVERY_CHECK} == {*CHECKS}

WHAT = (
    "cover", "policy", "review", "clinician", "shift", "absent", "acknowledge", "element", "service", "line", "learn",
    "incident", "attend", "approve",
)  # fmt: skip
put = st.lists(
    st.tuples(
        st.sampled_from(WHAT),
        st.integers(0, 2),
        st.sampled_from(["", "a", "b"]),
        st.integers(0, SPAN).map(lambda n: START + timedelta(days=n)),
        st.integers(0, 50),
    ),
    max_size=20,
)
"""What is put on record: of whom, at which site ('': all, where that can be), from when, for so many days."""


class Shelf:
    """Puts facts of every kind on record for the people and sites of a history."""

    def __init__(self, people: list[Person], sites: dict[str, Site]) -> None:
        self.people, self.sites = people, sites
        self.texts = {"suicide": 0, "overdose": 0}
        for person, spoken in zip(people, SPEAKS, strict=True):
            Person.update(languages=spoken).where(Person.id == person.id).execute()
        Site.update(region="US-FL").where(Site.id == sites["a"].id).execute()
        self.accounts = [self._account(person) for person in people]
        with change() as opened:
            same = {"recorded_in": opened.change.id, "directory": "d", "source": "s", "digest": "x"}
            Service.create(record="service", content={"name": "Help"}, **same)
            ServiceAtLocation.create(
                record="both", content={}, service_id="service", location_id="place", **same
            )
            content = {"state_province": "FL", "country": "US"}
            Address.create(record="address", location_id="place", content=content, **same)
        self.approve("suicide", START - timedelta(days=20))

    def _account(self, person: Person) -> Account:
        name = person.staff_number
        account = Account.create(
            email=name, email_key=name, name=name, name_key=name, role="employee", person=person,
            created_at=datetime(2026, 1, 1, tzinfo=UTC),
        )  # fmt: skip
        # Known from the first change on, before anything is read through it.
        AccountPerson.create(fact_id=account.id, recorded_in=0, account=account, person=person)
        return account

    def approve(self, slug: str, day: date) -> None:
        self.texts[slug] += 1
        body = shipped_protocols()[slug].model_dump(mode="json", exclude={"slug"})
        ProtocolRevision.create(
            slug=slug, number=self.texts[slug], state="approved", body=body, author="a", written_at=_at(day),
            approved_by="b", approved_at=_at(day),
        )  # fmt: skip

    def put(self, what: str, person: int, site: str, day: date, length: int) -> None:
        until = day + timedelta(days=length)
        if what == "approve":
            self.approve(("suicide", "overdose")[person % 2], day)
        elif what == "attend":
            self._attend(person, site, day)
        else:
            with change() as opened:
                self._record(opened, what, person, site, (day, until))

    def _attend(self, person: int, site: str, day: date) -> None:
        exercise = make_exercise(self.sites[site or "a"], day)
        with change() as opened:
            record(
                ExerciseAttendance, opened.change, exercise=exercise.fact_id, name="x", role="participant",
                stands_in_for="", person=self.people[person],
            )  # fmt: skip

    def _record(self, opened: Recording, what: str, person: int, site: str, days: tuple[date, date]) -> None:
        a, b = days
        who, spell = {"person": self.people[person]}, {"from_on": a, "until_on": b}
        where, here = self.sites.get(site), self.sites[site or "a"]
        slug = ("suicide", "overdose")[person % 2]
        line = {**shipped_lines()["us-988"].model_dump(mode="json", exclude={"id"})}
        kinds: dict[str, tuple[type[Fact], dict[str, Any]]] = {
            "cover": (InsuranceCover, {
                "site": site, "kind": "eap" if person else "insurance", "name": "P", "payers": [], "phone": "",
                "note": "", **spell}),
            "policy": (PolicyReview, {"site": where, "name": "threats", "reviewed_on": a, "reviewed_by": "x"}),
            "review": (ProtocolReview, {
                "slug": slug, "number": 1, "kind": "holds", "reviewer": "x", "reviewed_on": a}),
            "clinician": (ProtocolReview, {
                "slug": slug, "number": 1, "kind": "clinician", "reviewer": "x", "reviewed_on": a}),
            "shift": (DutyShift, {
                **who, "site": here, "weekday": a.weekday(), "from_minute": 480 + person % 2, "until_minute": 900,
                **spell}),
            "absent": (DutyAbsence, {**who, **spell}),
            "acknowledge": (Acknowledgement, {
                "slug": slug, "number": 1, "account": self.accounts[person], "acknowledged_on": a}),
            "element": (PlanElement, {
                "site": where, "plan": "emergency-action", "element": SIX_ELEMENTS[person],
                "way": ("protocol", "document", "document")[person], "place": "overdose", "stated_by": "x", **spell}),
            "service": (ResourceVerification, {
                "record": "service", "verified_on": a, "verified_by": "x", "way": "called"}),
            "line": (OwnLine, {
                "code": "us-988",
                "content": {**line, "verified": person > 0, "verified_on": a.isoformat() if person else None}}),
            "learn": (LearningActivity, {
                **who, "done_on": a, "minutes": 30 * (1 + (b - a).days % 5), "confirmed_by": "x"}),
            "incident": (Incident, {
                "site": here, "occurred_at": _at(a), "occurred_on": a, "kind": "threat", "is_violent": False,
                "is_private": False, "protocol": "", "summary": "", "helped": "", "not_helped": "",
                "recorded_by": "x", "debrief_offered_on": b if person else None, "debrief_way": ""}),
        }  # fmt: skip
        model, columns = kinds[what]
        record(model, opened.change, **columns)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(15), UTC)


def clear_shelf() -> None:
    """Hypothesis runs many histories in one database."""
    for model in (
        InsuranceCover, PolicyReview, ProtocolReview, Acknowledgement, ProtocolRevision, DutyShift, DutyAbsence,
        PlanElement, ResourceVerification, ServiceAtLocation, Address, Service, OwnLine, LearningActivity, Incident,
        ExerciseAttendance, AccountPerson, Account,
    ):  # fmt: skip
        database.execute_sql(f"DELETE FROM {model._meta.table_name}")
