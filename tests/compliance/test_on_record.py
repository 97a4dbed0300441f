"""What is on record, held against what is asked: protocols, lines, services, plans, rotas, languages; on both databases."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from readiness.accounts.actions import AccountWish, change_account, invite
from readiness.accounts.models import Account, AccountPerson
from readiness.accounts.standing import Moment
from readiness.audit.events import ProtocolApproved
from readiness.audit.events.handbook import ProtocolRetired
from readiness.compliance.days.findings import Finding
from readiness.compliance.facts.protocols import acknowledgements
from readiness.compliance.judging.assess import assess
from readiness.compliance.judging.cells import cells_of
from readiness.compliance.judging.places import groups_of
from readiness.compliance.keeping.touched import Step, is_learned_of_all, sites_learned_of_on_record
from readiness.duty.models import DutyAbsence, DutyShift
from readiness.foundation import clock
from readiness.foundation.temporal import Knowledge, Question, knowledge_at, record, supersede
from readiness.lines.models import OwnLine
from readiness.lines.queries import shipped_lines
from readiness.people.models import Membership, Site
from readiness.policies.models import PlanElement, PolicyReview
from readiness.protocols.models import ProtocolReview, ProtocolRevision
from readiness.protocols.queries import shipped_protocols
from readiness.protocols.readers import read_counts, readers_of
from readiness.protocols.signing import acknowledge
from readiness.resources.models import (
    Address,
    InsuranceCover,
    ResourceVerification,
    Service,
    ServiceAtLocation,
)
from readiness.web.access import Role
from tests.factories import MEASURE, adopt, ask, change, make_certificate, make_leave, make_person, make_site
from tests.statements import counting

DAY = date(2026, 6, 30)
ONE = timedelta(days=1)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 15, tzinfo=UTC)


def approve(slug: str, day: date, number: int = 1) -> None:
    body = shipped_protocols()[slug].model_dump(mode="json", exclude={"slug"})
    with change() as opened:
        ProtocolRevision.create(
            slug=slug, number=number, state="approved", body=body, author="a", written_at=at(day),
            approved_by="b", approved_at=at(day),
        )  # fmt: skip
        opened.note(ProtocolApproved(slug, number=number, author="a"))


def found(as_of: date = DAY, known: Any = None, sites: list[str] | None = None) -> list[Finding]:
    question = ask(as_of) if known is None else Question(as_of, known)
    return list(assess(question, MEASURE, sites))


def only(as_of: date = DAY, known: Any = None) -> Finding:
    findings = found(as_of, known)
    assert len(findings) == 1, [each.reason for each in findings]
    return findings[0]


def test_a_protocol_is_in_place_from_its_approval_until_it_is_retired(db: None) -> None:
    make_site("a")
    adopt({"check": "protocols_in_place", "terms": {"protocols": ["suicide", "overdose"]}})
    approve("suicide", date(2026, 3, 1))
    approve("overdose", date(2026, 4, 1))
    assert [only(day).status for day in (date(2026, 3, 31), date(2026, 4, 1))] == ["gap", "met"]
    assert only(date(2026, 3, 31)).reason.startswith("1 of 2 protocols are in place. Missing: ")
    today, before = clock.now().date(), knowledge_at()
    with change() as opened:
        ProtocolRevision.update(state="retired").where(ProtocolRevision.slug == "suicide").execute()
        opened.note(ProtocolRetired("suicide", number=1, reason="gone"))
    assert only(today + ONE).status == "gap"
    assert only(today + ONE, before).status == "met", "nobody knew yet that it would be retired"
    assert only(DAY).status == "met", "it was in place then, and is known to have been"


def test_a_protocol_is_to_be_read_again_in_time_and_a_review_counts_for_its_own_text(db: None) -> None:
    make_site("a")
    adopt({"check": "protocols_reviewed_within", "terms": {"within_months": 12}})
    assert only().reason == "No protocol is in place."
    approve("suicide", date(2025, 1, 10))
    assert (only().status, only().since) == ("gap", date(2026, 1, 10))
    before = knowledge_at()
    with change() as opened:
        record(
            ProtocolReview, opened.change,
            slug="suicide", number=1, kind="holds", reviewer="b", reviewed_on=date(2026, 2, 1),
        )  # fmt: skip
    assert (only().status, only().since, only().due_on) == ("met", date(2026, 2, 1), date(2027, 2, 1))
    assert only(DAY, before).status == "gap"


def test_each_protocol_links_lines_of_the_country_and_a_changed_number_is_to_be_verified_anew(
    db: None,
) -> None:
    make_site("a")
    adopt({"check": "lines_verified_within", "terms": {"within_days": 90, "protocols": ["suicide"]}})
    approve("suicide", date(2026, 11, 1))
    shipped = shipped_lines()["us-988"]
    verified_on = shipped.verified_on
    assert verified_on is not None
    after = verified_on + 10 * ONE
    finding = only(after)
    assert (finding.status, finding.due_on) == ("met", verified_on + 91 * ONE)
    content = shipped.model_dump(mode="json", exclude={"id"})
    with change() as opened:
        record(OwnLine, opened.change, code="us-988", content={**content, "verified": False})
    changed_on = opened.change.recorded_at.date()
    later = max(changed_on, after) + ONE
    assert only(later).status == "gap"
    assert "988" in only(later).reason


def test_services_count_in_the_region_of_the_site_for_so_many_days(db: None) -> None:
    near, far = make_site("a", region="US-FL"), make_site("b", region="CA")
    adopt({"check": "resources_verified_within", "terms": {"within_days": 180}})
    with change() as opened:
        same = {"recorded_in": opened.change.id, "directory": "d", "source": "s", "digest": "x"}
        Service.create(record="service", content={"name": "Help"}, **same)
        ServiceAtLocation.create(record="both", content={}, service_id="service", location_id="place", **same)
        Address.create(
            record="address", location_id="place", content={"state_province": "FL", "country": "US"}, **same
        )
        row = record(
            ResourceVerification, opened.change,
            record="service", verified_on=date(2026, 1, 1), verified_by="a", way="called",
        )  # fmt: skip
    assert [each.status for each in found(date(2026, 3, 1))] == ["met", "gap"]
    assert [each.site for each in found(date(2026, 3, 1))] == [near.code, far.code]
    with change() as opened:
        supersede(row, opened.change, verified_on=date(2026, 8, 1))
    assert found(date(2026, 3, 1))[0].status == "met", "what was verified before stays so of that time"
    assert found(date(2026, 7, 15))[0].status == "gap"


def test_plans_of_every_site_and_of_one_are_laid_together(db: None) -> None:
    make_site("a"), make_site("b")
    adopt({"check": "cover_recorded", "terms": {}})
    cover = {"name": "P", "payers": [], "phone": "", "note": ""}
    year = {"from_on": date(2026, 1, 1), "until_on": date(2026, 12, 31)}
    with change() as opened:
        record(InsuranceCover, opened.change, site="", kind="eap", **cover, **year)
        record(InsuranceCover, opened.change, site="a", kind="insurance", **cover, **year)
    assert [each.status for each in found()] == ["met", "gap"]
    assert found()[1].reason == "1 of 2 kinds of plan are recorded. Missing: insurance."
    assert found()[0].due_on == date(2027, 1, 1)


def test_elements_are_covered_by_a_protocol_while_it_is_in_place_by_a_card_and_by_a_document(
    db: None,
) -> None:
    site = make_site("a", exits="Stairs B")
    adopt({"check": "plan_elements", "terms": {}})
    approve("threat", date(2026, 2, 1))
    ways = [
        ("reporting", "protocol", "threat"),
        ("evacuation", "card", "exits"),
        ("accounting", "card", "assembly_point"),
        *((each, "document", "Plan 4") for each in ("critical-operations", "rescue-medical", "contact")),
    ]
    with change() as opened:
        for element, way, place in ways:
            record(
                PlanElement, opened.change, site=site, plan="emergency-action", element=element, way=way,
                place=place, from_on=date(2026, 1, 1), stated_by="a",
            )  # fmt: skip
    assert (only().status, only().have, only().need) == ("gap", 5, 6)
    assert only().reason.endswith("Missing: how everyone is accounted for after evacuating.")
    assert only(date(2026, 1, 31)).have == 4, "the protocol was not in place yet"
    Site.update(assembly_point="Car park").execute()
    assert only().status == "met"


def test_a_policy_is_reviewed_for_every_site_or_for_one_and_its_name_may_be_written_otherwise(
    db: None,
) -> None:
    site = make_site("a")
    make_site("b")
    terms = {"policies": ["Retention", "Evidence base"], "within_months": 12}
    adopt({"check": "policy_reviewed_within", "terms": terms})
    same = {"reviewed_by": "a", "reviewed_on": date(2026, 1, 15)}
    with change() as opened:
        record(PolicyReview, opened.change, site=None, name="evidence  BASE", **same)
        record(PolicyReview, opened.change, site=site, name="Retention", **same)
    assert [(each.status, each.due_on) for each in found()] == [("met", date(2027, 1, 15)), ("gap", None)]


def test_one_of_one_is_told_as_one(db: None) -> None:
    make_site("a")
    adopt({"check": "policy_reviewed_within", "terms": {"policies": ["Retention"], "within_months": 12}})
    assert only().reason == "0 of 1 policy was reviewed in time. Missing: Retention."


def test_a_shift_has_a_responder_unless_leave_absence_or_a_certificate_takes_them_away(db: None) -> None:
    site = make_site("a")
    adopt({"check": "responder_per_shift", "terms": {"certificate": "cpr"}})
    ana, ben = make_person(site), make_person(site)
    assert only().status == "cannot_tell"
    make_certificate(ana, "cpr", date(2026, 1, 1), date(2027, 1, 1))
    make_certificate(ben, "cpr", date(2026, 1, 1), date(2026, 7, 20))
    with change() as opened:
        for person in (ana, ben):
            for weekday in (0, 1):
                record(
                    DutyShift, opened.change,
                    person=person, site=site, weekday=weekday, from_minute=480, until_minute=960,
                )  # fmt: skip
    assert (only().status, only().need, only().have) == ("met", 2, 2)
    make_leave(ana, date(2026, 8, 3), date(2026, 8, 3))
    finding = only()
    assert (finding.status, finding.due_on) == ("due", date(2026, 7, 28)), "Monday 3 August is in that week"
    assert only(date(2026, 8, 3)).reason.endswith("Missing: Monday 08:00–16:00.")
    assert only(date(2026, 8, 4)).status == "met"
    with change() as opened:
        record(DutyAbsence, opened.change, person=ana, from_on=date(2026, 9, 1), until_on=date(2026, 9, 1))
    assert only(date(2026, 8, 26)).status == "gap"


def test_languages_are_asked_by_how_many_speak_them_and_unknown_ones_are_not_taken_for_none(db: None) -> None:
    site = make_site("a")
    adopt(
        {"check": "protocol_languages", "terms": {"percent": 25}},
        {"check": "people_speak", "terms": {"certificate": "cpr", "percent": 25}},
    )
    approve("suicide", date(2026, 1, 1))
    for number in range(4):
        make_person(site, languages=["en", "es"] if number == 0 else ["en"])
    trained = make_person(site, languages=["en"])
    make_certificate(trained, "cpr", date(2026, 1, 1))
    assert [each.status for each in found()] == ["met", "met"], "one of five is less than a quarter"
    make_person(site, languages=["ht"])
    make_person(site, languages=["ht"])
    first, second = found()
    assert (first.status, second.status) == ("gap", "gap")
    assert (first.reason, second.reason) == (
        "1 of 2 protocols are there in the languages that are spoken here. Missing: Someone talks about suicide (ht).",
        "1 of 2 languages are spoken by people who hold it. Missing: ht.",
    )
    known = knowledge_at()
    for _person in range(4):
        make_person(site)
    adopt({"check": "protocol_languages", "terms": {"percent": 60}}, id="other")
    assert [each.status for each in found() if each.pack == "other"] == ["cannot_tell"]
    assert found(DAY, known)[0].status == "gap"
    Site.update(languages=["en"]).execute()
    assert [each.status for each in found() if each.pack == "other"] == ["met"]


def test_someone_reads_a_protocol_again_when_its_text_or_what_they_do_changes(db: None) -> None:
    site = make_site("a")
    terms = {"protocols": ["suicide"], "within_days": 10}
    adopt({"check": "protocol_acknowledged", "terms": terms})
    ana = make_person(site, employed_from=date(2026, 1, 1))
    assert only().status == "not_applicable"
    approve("suicide", date(2026, 2, 1))
    assert [only(date(2026, 2, 1) + n * ONE).status for n in (0, 10, 11)] == ["due", "due", "gap"]
    (cell,) = cells_of(found(date(2026, 2, 1)))
    assert (cell.status, cell.have, cell.need) == ("due", 0, 1), "nobody has read it, though there is time"
    moment = Moment(at(date(2026, 1, 1)), date(2026, 1, 1))
    invite(
        "ana@example.org", AccountWish("Ana", Role.EMPLOYEE, staff_number=ana.staff_number), "a test", moment
    )
    account = Account.get()
    ProtocolRevision.update(state="published").execute()
    before = knowledge_at()
    assert acknowledge("suicide", 1, account.id, date(2026, 2, 5), "ana")
    assert not acknowledge("suicide", 1, account.id, date(2026, 2, 5), "ana")
    assert (only(date(2026, 2, 11)).status, only(date(2026, 2, 11), before).status) == ("met", "due")
    step = Step(Question(DAY, before), ask(DAY))
    assert sites_learned_of_on_record(step, {"acknowledged"}) == {site.id}
    with change() as opened:
        (then,) = Membership.select()
        supersede(then, opened.change, until_on=date(2026, 3, 9))
        record(
            Membership, opened.change, person=ana, site=site, job_title="Lead", from_on=date(2026, 3, 10)
        )  # fmt: skip
    assert [only(date(2026, 3, day)).status for day in (9, 20, 21)] == ["due", "due", "gap"]
    assert acknowledge("suicide", 1, account.id, date(2026, 3, 15), "ana")
    assert only(date(2026, 3, 21)).status == "met"
    told = readers_of("suicide", 1, ask(DAY), clock.now())
    assert [(each.person_id, each.acknowledged_on) for each in told] == [(ana.id, date(2026, 3, 15))]
    assert read_counts(DAY) == {("suicide", 1): 1}
    approve("suicide", date(2026, 5, 1), 2)
    finding = only(date(2026, 5, 20))
    assert (finding.status, finding.since) == ("gap", date(2026, 5, 12))
    assert finding.reason.endswith("has acknowledged 0 of 1 protocol. Missing: Someone talks about suicide.")


def test_what_was_read_through_an_account_counts_for_whose_it_is_known_to_be(db: None) -> None:
    """An account was given to the wrong one of two: put right, both are judged anew, and what was told before stays."""
    adopt({"check": "protocol_acknowledged", "terms": {"protocols": ["suicide"], "within_days": 10}})
    york, hull = make_site("york"), make_site("hull")
    ana, ben = (make_person(site, employed_from=date(2026, 1, 1)) for site in (york, hull))
    approve("suicide", date(2026, 2, 1))
    ProtocolRevision.update(state="published").execute()
    moment = Moment(at(date(2026, 1, 1)), date(2026, 1, 1))
    invite(
        "b@example.org", AccountWish("Ben", Role.EMPLOYEE, staff_number=ana.staff_number), "a test", moment
    )
    account = Account.get()
    acknowledge("suicide", 1, account.id, date(2026, 2, 5), "b@example.org")
    before, day = knowledge_at(), date(2026, 3, 1)

    def read(known: Knowledge | None = None) -> list[int]:
        return sorted(acknowledgements(Question(day, known or knowledge_at())))

    assert read() == [ana.id]
    put_right = AccountWish("Ben", Role.EMPLOYEE, staff_number=ben.staff_number)
    change_account(account.id, put_right, "a test", moment)
    assert (read(), read(before)) == ([ben.id], [ana.id])
    for known in (before, knowledge_at()):
        asked = Question(day, known)
        counted = {(each.site, each.status): count for each, count in groups_of(asked, MEASURE, None).items()}
        assert counted == Counter((each.site, each.status) for each in assess(asked, MEASURE))
    step = Step(Question(day, before), Question(day, knowledge_at()))
    assert sites_learned_of_on_record(step, {"acknowledged"}) == {york.id, hull.id}
    change_account(account.id, put_right, "a test", moment)
    assert AccountPerson.select().count() == 2, "what says the same is no news"
    change_account(account.id, AccountWish("Ben", Role.EMPLOYEE), "a test", moment)
    assert read() == []


@pytest.mark.parametrize(("years", "status"), [(5, "met"), (6, "gap")])
def test_records_are_kept_for_as_long_as_is_asked(db: None, years: int, status: str) -> None:
    make_site("a")
    adopt({"check": "records_kept", "terms": {"records": "incidents", "years": years}})
    assert only().status == status


def test_what_every_site_is_held_against_touches_all_of_them(db: None) -> None:
    make_site("a")
    before = ask(DAY)
    approve("suicide", date(2026, 2, 1))
    step = Step(before, ask(DAY))
    assert is_learned_of_all(step, {"protocols"})
    assert not is_learned_of_all(step, {"covers", "policies", "elements", "lines", "services", "kept_years"})


def test_as_many_statements_are_sent_for_one_site_as_for_several(db: None) -> None:
    adopt(
        {"check": "protocols_in_place", "terms": {"protocols": ["suicide"]}},
        {"check": "lines_verified_within", "terms": {"within_days": 90}},
        {"check": "cover_recorded", "terms": {}},
        {"check": "plan_elements", "terms": {}},
        {"check": "responder_per_shift", "terms": {}},
        {"check": "people_speak", "terms": {"certificate": "cpr", "percent": 10}},
    )

    def sent() -> int:
        with counting() as statements:
            assert found()
        return len(statements)

    approve("suicide", date(2026, 1, 1))
    make_person(make_site("a"))
    before = sent()
    for zone in ("Europe/London", "America/Chicago", "Asia/Tokyo"):
        for _person in range(3):
            make_person(make_site(time_zone=zone))
    assert sent() <= before
