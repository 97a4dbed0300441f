"""Small organisations as they come: plans are judged by code that shares nothing with the planner, beside all plans."""

import random
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from bench.training_check import Lesson, Rule, Worker, World, best, faults, worth
from readiness.classes.actions import ClassDetails, Desk, plan_class
from readiness.compliance.judging.asking import Measure
from readiness.duty.models import DutyAbsence, DutyShift
from readiness.foundation.temporal import LAST_DAY, record
from readiness.people.models import Person, Site
from readiness.standards.certificate_kinds import CertificateKind, CertificateKinds
from readiness.training.drawing import Drawn, Wanted, draw
from readiness.training.greedy import plan_greedily
from readiness.training.lacking import Lack
from readiness.training.optimum import improve
from readiness.training.reasons import ENGAGED, FAR, GOING, LATE, NO_CLASS, NO_SEAT, NOBODY, UNTIL
from readiness.training.shapes import Plan
from tests.factories import adopt, change, make_certificate, make_leave, make_person, make_site

TODAY = date(2026, 3, 2)
LAST = TODAY + timedelta(days=50)
KINDS = CertificateKinds(
    {
        "mhfa-adult": CertificateKind(code="mhfa-adult", title="First aid of the mind", validity_years=3),
        "faw": CertificateKind(code="faw", title="First aid", validity_years=3, covers=("efaw",)),
        "efaw": CertificateKind(code="efaw", title="First aid in a day", validity_years=3),
    }
)
RULES = (
    ({"check": "holders_per_headcount", "terms": {"certificate": "mhfa-adult", "one_per": 2}},
     Rule(frozenset({"mhfa-adult"}), one_per=2)),
    ({"check": "holders_per_headcount", "terms": {"certificate": "efaw", "at_least": 1}},
     Rule(frozenset({"efaw", "faw"}), at_least=1)),
    ({"check": "everyone_in_role_holds", "terms": {"certificate": "mhfa-adult", "job_titles": ["Manager"]}},
     Rule(frozenset({"mhfa-adult"}), title="Manager")),
    ({"check": "responder_per_shift", "terms": {"certificate": "mhfa-adult"}},
     Rule(frozenset({"mhfa-adult"}), at_least=1, on_each_shift=True)),
    ({"check": "people_speak", "terms": {"certificate": "efaw", "languages": ["es"]}},
     Rule(frozenset({"efaw", "faw"}), at_least=1, language="es")),
)  # fmt: skip


class Small:
    """A site with a few people and classes, written into the database and into a world of the judge's."""

    def __init__(self, draw_from: random.Random, number: int) -> None:
        self.draw, self.code = draw_from, f"S{number}"
        self.site = make_site(self.code, region=f"US-{number}")
        self.workers = {
            f"{self.code}-{each}": self._worker(f"{self.code}-{each}")
            for each in range(draw_from.randint(2, 4))
        }
        self.lessons = dict(self._lesson() for _each in range(draw_from.randint(1, 3)))
        self.shifts = self._shifts() if draw_from.random() < 0.7 else {}

    def _day(self, first: int = 0, last: int = 50) -> date:
        return TODAY + timedelta(days=self.draw.randint(first, last))

    def _worker(self, name: str) -> Worker:
        title = "Manager" if self.draw.random() < 0.3 else "Clerk"
        employed = (date(2020, 1, 1), self._day() if self.draw.random() < 0.2 else LAST_DAY)
        spoken = self.draw.choice((["en"], ["es"], ["en", "es"]))
        person = make_person(
            self.site, staff_number=name, languages=spoken, job_title=title,
            employed_from=employed[0], employed_until=employed[1],
        )  # fmt: skip
        away, held = [], []
        if self.draw.random() < 0.4:
            away.append((day := self._day(), day + timedelta(days=self.draw.randint(0, 9))))
            make_leave(person, *away[0])
        for kind in KINDS.by_code:
            if self.draw.random() < 0.25:
                held.append((kind, (TODAY - timedelta(days=200), self._day(-5, 70))))
                make_certificate(person, kind, held[-1][1][0], held[-1][1][1])
        absent = []
        if self.draw.random() < 0.7:
            absent.append((day := self._day(20, 40), day + timedelta(days=self.draw.randint(5, 25))))
            with change() as opened:
                record(DutyAbsence, opened.change, person=person, from_on=absent[0][0], until_on=absent[0][1])
        return Worker(self.code, employed, title, away, frozenset(spoken), held, absent)

    def _lesson(self) -> tuple[int, Lesson]:
        kind, day = self.draw.choice(list(KINDS.by_code)), self._day(1, 30)
        tongue, seats, price = (
            self.draw.choice(("", "en", "es")),
            self.draw.randint(1, 3),
            self.draw.choice((0, 5000, 9000)),
        )
        details = ClassDetails(
            kind, day, "9:00", "16:00", site_code=self.code, language={"en": "English", "es": "Spanish"}.get(tongue, ""),
            seat_count=seats, seat_cost=price, currency="USD",
        )  # fmt: skip
        number = plan_class(details, Desk("a test", datetime(2026, 3, 1, tzinfo=UTC)))
        return number, Lesson(kind, (day, day), tongue, frozenset({self.code}), seats, price)

    def _shifts(self) -> Mapping[tuple[str, int], frozenset[str]]:
        """From Monday to Friday one or two of them are on duty, at the hours of every class."""
        people = sorted(self.workers)[: self.draw.randint(1, 2)]
        return {(self.code, weekday): frozenset(people) for weekday in range(5)}

    @property
    def world(self) -> World:
        years = dict.fromkeys(KINDS.by_code, 3)
        return World(
            TODAY, LAST, self.workers, self.lessons, [rule for _clause, rule in RULES], years, self.shifts
        )


def write_shifts(small: Small) -> None:
    for (code, weekday), people in small.shifts.items():
        for name in people:
            with change() as opened:
                record(
                    DutyShift, opened.change, person=Person.get(Person.staff_number == name),
                    site=Site.get(Site.code == code), weekday=weekday, from_minute=480, until_minute=1020,
                )  # fmt: skip


def seats_of(drawn: Drawn, plan: Plan) -> list[tuple[str, int]]:
    return [(member.staff_number, drawn.problem.choices[place].offer) for place, member in drawn.seats(plan)]


def is_true(lack: Lack, each: Small, lessons: Mapping[int, Lesson], seats: Counter[int]) -> bool:
    """Whether the reason why something stays missing at a site holds, by classes and seats counted anew."""
    kinds = KINDS.counting_as(lack.certificate)
    wanted = [lesson for lesson in lessons.values() if lesson.kind in kinds]
    near = {number: lesson for number, lesson in each.lessons.items() if lesson.kind in kinds}
    free = {number: lesson.seats - seats[number] for number, lesson in near.items()}
    days = {lesson.days[1] for lesson in near.values()}
    taken = {lesson.days[1] for number, lesson in near.items() if seats[number]}
    return {
        NO_CLASS: not wanted,
        FAR: bool(wanted) and not near,
        UNTIL: lack.class_on in taken,
        LATE: lack.class_on is not None and lack.class_on in days and lack.class_on > lack.last_on,
        NOBODY: bool(near),
        GOING: bool(taken),
        NO_SEAT: any(count == 0 for count in free.values()),
        ENGAGED: 0 < lack.free <= sum(free.values()),
    }[lack.why]


def test_plans_are_the_best_of_all_and_break_no_rule_by_a_judge_of_their_own(db: str) -> None:
    seed = random.Random(db.split(":", maxsplit=1)[0])  # noqa: S311
    organisations = [Small(seed, number) for number in range(14)]
    for each in organisations:
        write_shifts(each)
    adopt(*(clause for clause, _rule in RULES))
    wanted = Wanted(TODAY, LAST, "site", Measure(KINDS, 30), datetime(2026, 3, 2, 5, tzinfo=UTC), "en")
    drawn = draw(wanted)
    at_once = plan_greedily(drawn.problem)
    plan = improve(drawn.problem, at_once, 60, lambda _progress: None)
    assert plan.is_best
    after = drawn.with_plan(plan)
    assert after.person_days == plan.worth.unmet
    lacks = drawn.lacks(plan, after)
    assert sum(lack.days for lack in lacks) == after.person_days
    lessons = {number: lesson for each in organisations for number, lesson in each.lessons.items()}
    seats = Counter(number for _name, number in seats_of(drawn, plan))
    for lack in lacks:
        here = next(each for each in organisations if each.code == lack.site)
        assert is_true(lack, here, lessons, seats), lack
    least, found = [], []
    for each in organisations:
        of_site = [seat for seat in seats_of(drawn, plan) if seat[0] in each.workers]
        assert faults(each.world, of_site) == []
        assert (
            faults(each.world, [seat for seat in seats_of(drawn, at_once) if seat[0] in each.workers]) == []
        )
        found.append(worth(each.world, of_site))
        least.append(best(each.world))
    assert found == least
    told = (plan.worth.unmet, plan.worth.seats, plan.worth.cost, plan.worth.load)
    assert told == tuple(map(sum, zip(*found, strict=True)))
    assert plan.worth.seats > 10, "there was something to plan"
    assert len({lack.why for lack in lacks}) > 4, "and something left for many reasons"
