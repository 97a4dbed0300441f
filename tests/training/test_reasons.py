"""Why something stays missing is told as it is: by free seats that are counted, by who is near enough, and by time."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from readiness.certificates.kinds import certificate_kinds
from readiness.classes.actions import ClassDetails, Desk, plan_class
from readiness.classes.enrolling import enrol, invite
from readiness.compliance.judging.asking import Measure
from readiness.duty.models import DutyShift
from readiness.foundation.temporal import record
from readiness.people.models import Person, Site
from readiness.training.advising import what_closes
from readiness.training.booking import to_book
from readiness.training.drawing import Drawn, Wanted, draw
from readiness.training.greedy import plan_greedily
from readiness.training.lacking import Lack
from readiness.training.optimum import improve
from readiness.training.reasons import ENGAGED, FAR, FULL, GOING, LATE, NO_CLASS, NO_SEAT, NOBODY, UNTIL
from readiness.training.shapes import Plan
from tests.factories import adopt, change, make_certificate, make_leave, make_person, make_site

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 5, tzinfo=UTC)
FIRST, SECOND = TODAY + timedelta(days=10), TODAY + timedelta(days=11)
DESK = Desk("hr@example.org", NOW)


def need(count: int) -> dict[str, object]:
    terms = {"certificate": "mhfa-adult", "at_least": count}
    return {"check": "holders_per_headcount", "terms": terms}


def at(code: str, people: int, region: str = "US-NY") -> tuple[Site, Sequence[Person]]:
    site = make_site(code, region=region, time_zone="America/New_York")
    return site, [make_person(site, languages=["en"]) for _each in range(people)]


def hold(site: str, day: date, seats: int, **more: object) -> int:
    details = {"kind": "mhfa-adult", "held_on": day, "begins": "9:00", "ends": "17:00", "seat_count": seats,
               "site_code": site, "place": "Hall 2", **more}  # fmt: skip
    return plan_class(ClassDetails(**details), DESK)  # type: ignore[arg-type]


def planned(travel: str = "region") -> tuple[Drawn, Plan, list[Lack]]:
    wanted = Wanted(TODAY, TODAY + timedelta(days=365), travel, Measure(certificate_kinds(), 30), NOW, "en")
    drawn = draw(wanted)
    plan = improve(drawn.problem, plan_greedily(drawn.problem), 30, lambda _progress: None)
    assert plan.is_best
    after = drawn.with_plan(plan)
    lacks = drawn.lacks(plan, after)
    assert sum(lack.days for lack in lacks) == after.person_days, (
        "each day of each who is missing has one reason"
    )
    return drawn, plan, lacks


def invite_all(drawn: Drawn, plan: Plan) -> None:
    for place, member in drawn.seats(plan):
        invite(drawn.problem.choices[place].offer, [Person.get_by_id(member.id)], DESK)


def told(lacks: Sequence[Lack]) -> list[tuple[str, str, int, date, date]]:
    return [(each.site, each.why, each.missing, each.first_on, each.last_on) for each in lacks]


def advice(lack: Lack) -> str:
    return what_closes(lack, "MHFA", TODAY)


def test_what_a_plan_covers_from_a_later_class_on_is_short_only_until_then_and_not_booked(db: str) -> None:
    """The first class is full with the plan; those of the other sites have seats in the second, which has some left."""
    for code in ("bpc", "ccdr", "pl", "ew"):
        at(code, 3)
    adopt(need(2))
    first = hold("bpc", FIRST, 2)
    second = hold("ccdr", SECOND, 9)
    drawn, plan, lacks = planned()
    offers = [drawn.problem.choices[place].offer for place in plan.chosen]
    assert (offers.count(first), offers.count(second)) == (2, 6), "three seats of the second stay free"
    for found in (lacks, planned_again(drawn, plan)):
        assert {each.site: each.why for each in found} == dict.fromkeys(("bpc", "ccdr", "pl", "ew"), UNTIL)
        assert all(each.class_on == each.last_on + timedelta(days=1) for each in found)
        assert max(each.last_on for each in found) == FIRST
        assert to_book(found) == []
        assert "It is missing only until 13 March 2026" in " ".join(map(advice, found))
        assert all("An earlier one would close it." in advice(each) for each in found)


def planned_again(drawn: Drawn, plan: Plan) -> list[Lack]:
    """Everybody is invited; who plans again is told the same."""
    invite_all(drawn, plan)
    _drawn, again, lacks = planned()
    assert not again.chosen
    return lacks


def test_what_is_covered_by_those_who_were_invited_is_not_booked_where_no_seat_is_left(db: str) -> None:
    at("pl", 3)
    adopt(need(2))
    hold("pl", SECOND, 2)
    drawn, plan, _lacks = planned()
    invite_all(drawn, plan)
    _drawn, _plan, lacks = planned()
    assert told(lacks) == [("pl", UNTIL, 2, TODAY, FIRST)]


def test_a_seat_is_booked_only_for_those_whom_the_plan_has_none_for(db: str) -> None:
    at("pl", 5)
    adopt(need(3))
    hold("pl", SECOND, 2)
    _drawn, _plan, lacks = planned()
    last_on = TODAY + timedelta(days=365)
    assert told(lacks) == [("pl", NO_SEAT, 1, TODAY, last_on), ("pl", UNTIL, 2, TODAY, FIRST)]
    assert advice(lacks[0]).startswith(
        "Every seat of the classes that somebody here could go to in time is taken"
    )
    assert advice(lacks[0]).endswith("Plan another class with one seat.")
    assert [each.seats for each in to_book(lacks)] == [1]


def test_where_all_who_could_go_do_no_seat_is_booked(db: str) -> None:
    at("pl", 2)
    adopt(need(3))
    hold("pl", FIRST, 9)
    _drawn, _plan, lacks = planned()
    assert [(why, missing) for _site, why, missing, *_days in told(lacks)] == [(GOING, 1), (UNTIL, 2)]
    assert to_book(lacks) == []


def test_no_class_planned_and_none_near_enough_and_none_with_a_free_seat_are_told_apart(db: str) -> None:
    at("pl", 2)
    _far, others = at("austin", 1, region="US-TX")
    adopt(need(1))
    make_certificate(others[0], "mhfa-adult", TODAY - timedelta(days=9), expires_on=date(2029, 1, 1))
    said = []
    _drawn, _plan, lacks = planned()
    said.append((lacks[0].why, advice(lacks[0]).partition(" Plan")[0]))
    hold("austin", FIRST, 9)
    _drawn, _plan, lacks = planned()
    said.append((lacks[0].why, advice(lacks[0]).partition(" Plan")[0]))
    full = hold("pl", FIRST, 1)
    enrol(full, [others[0]], DESK)
    hold("pl", SECOND, 9, cut_off_on=TODAY - timedelta(days=1))
    _drawn, _plan, lacks = planned()
    said.append((lacks[0].why, advice(lacks[0]).partition(" Plan")[0]))
    assert said == [
        (NO_CLASS, "No class that leads to ‘MHFA’ is planned."),
        (FAR, "No class that leads to ‘MHFA’ is near enough."),
        (FULL, "No class that leads to ‘MHFA’ and is near enough has a free seat."),
    ]
    assert planned("anywhere")[2][0].why == UNTIL, "who may travel anywhere goes to the far one"


def test_a_class_that_counts_only_after_the_days_that_are_short_is_too_late(db: str) -> None:
    _site, people = at("pl", 2)
    make_certificate(people[0], "mhfa-adult", TODAY - timedelta(days=9), expires_on=date(2029, 1, 1))
    make_leave(people[0], TODAY + timedelta(days=2), TODAY + timedelta(days=5))
    adopt(need(1))
    hold("pl", FIRST, 9)
    _drawn, _plan, lacks = planned()
    assert told(lacks) == [("pl", LATE, 1, TODAY + timedelta(days=2), TODAY + timedelta(days=5))]
    assert lacks[0].class_on == FIRST


def test_free_seats_are_counted_where_those_who_could_go_are_needed_on_duty(db: str) -> None:
    site, people = at("pl", 1)
    with change() as opened:
        for person in people:
            record(
                DutyShift, opened.change, person=person, site=site, weekday=FIRST.weekday(), from_minute=480,
                until_minute=1080,
            )  # fmt: skip
    adopt(need(1))
    hold("pl", FIRST, 7)
    _drawn, _plan, lacks = planned()
    assert [(each.why, each.free) for each in lacks] == [(ENGAGED, 7)]
    assert advice(lacks[0]).startswith("7 seats are free, but those who could go are needed on duty then")
    assert [each.seats for each in to_book(lacks)] == [1]


def test_where_nobody_could_go_it_is_told_so_whatever_is_free(db: str) -> None:
    at("pl", 2)
    adopt(need(1))
    hold("pl", FIRST, 7, language="Spanish")
    _drawn, _plan, lacks = planned()
    assert [(each.why, each.free) for each in lacks] == [(NOBODY, 0)]
