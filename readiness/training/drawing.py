"""The problem drawn from what is known now, and what a plan of it comes to, judged anew."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from readiness.classes.queries import OpenSeats
from readiness.compliance.days.series import presence
from readiness.compliance.days.subjects import CertificateSpell
from readiness.compliance.days.supposing import Supposed
from readiness.compliance.judging.ahead import HORIZON
from readiness.compliance.judging.asking import Measure
from readiness.foundation.temporal import Question, knowledge_at
from readiness.training.assigning import assigned
from readiness.training.demand import Outlook, outlook
from readiness.training.lacking import Lack, lacks_of
from readiness.training.offers import certificate_spell, expected, offers_of
from readiness.training.problems import Builder, Ground
from readiness.training.queries import absences, attached, classes_to_come, shifts, staff_numbers
from readiness.training.reasons import Coming, Reasons
from readiness.training.shapes import Member, Offer, Plan, Problem


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be planned: from today to the last day, who may travel how far, by what is measured, at this instant.

    `tongue`: what is spoken by those of whom no language is recorded.
    """

    today: date
    last_on: date
    travel: str
    measure: Measure
    now: datetime
    tongue: str


def last_day_of(today: date, days: int = HORIZON.days) -> date:
    return today + timedelta(days=days)


@dataclass(frozen=True)
class Drawn:
    """The problem with all that it was made of."""

    wanted: Wanted
    question: Question
    ground: Ground
    problem: Problem
    expected: Supposed
    full: Sequence[Offer]
    """Classes to come in which nobody can be invited to a seat any more."""

    def with_plan(self, plan: Plan) -> Outlook:
        """The days ahead judged anew, by the checks themselves, with the certificates of a plan taken for true."""
        return outlook(self.question, self.wanted.measure, self.wanted.last_on, self._supposed(plan))

    def _supposed(self, plan: Plan) -> Supposed:
        """The certificates of those who have seats already, and of whom a plan names."""
        earning: dict[str, list[CertificateSpell]] = {
            number: list(spells) for number, spells in self.expected.earning.items()
        }
        for place, member in self.seats(plan):
            choice = self.problem.choices[place]
            offer = self.problem.offers[choice.offer]
            spell = certificate_spell(offer.kind, offer.ends_on, choice.until_on)
            earning.setdefault(member.staff_number, []).append(spell)
        return Supposed(earning=earning)

    def lacks(self, plan: Plan, after: Outlook) -> list[Lack]:
        """What stays missing on the days ahead with a plan, judged anew, and why."""
        serving = self.ground.outlook.asking.asked.kinds
        coming = self._coming(plan, after)
        return lacks_of(after.demands, Reasons(self.problem, plan.chosen, self.full, serving, coming))

    def _coming(self, plan: Plan, after: Outlook) -> Coming:
        """Where and from when certificates count that are counted on."""
        found: dict[int | str, list[tuple[str, date]]] = defaultdict(list)
        earning = self._supposed(plan).earning
        for person in after.people.values():
            for each in earning.get(person.staff_number, ()):
                told = (each.kind, each.spell.from_on)
                found[person.staff_number].append(told)
                for site_id, spells in presence(person).items():
                    if any(spell.holds(told[1]) for spell in spells):
                        found[site_id].append(told)
        return found

    def seats(self, plan: Plan) -> list[tuple[int, Member]]:
        """Each choice that is made, and by whom."""
        return assigned(self.problem, plan.chosen)

    def asked_of(self, place: int) -> list[tuple[str, ...]]:
        """Site, pack and clause of each gap that a choice closes on some days, then the shifts or languages of it."""
        problem = self.problem
        found: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for each in problem.choices[place].covers:
            demand = problem.demands[problem.stretches[each].demand]
            found[demand.asked[:3]].add(demand.about)
        return sorted((*asked, *sorted(about - {""})) for asked, about in found.items())

    def renews(self, place: int, member: Member) -> bool:
        """Whether they hold what they would learn, or something that counts as it; not what ended or was revoked."""
        choice = self.problem.choices[place]
        kinds = self.ground.kinds.counting_as(self.problem.offers[choice.offer].kind)
        person = self.ground.outlook.people[member.id]
        return any(
            each.kind in kinds and each.spell.until_on >= self.wanted.today for each in person.certificates
        )


def draw(wanted: Wanted) -> Drawn:
    """The problem by what is known now: those who have a seat already, or are invited to one, are counted on."""
    question = Question(wanted.today, knowledge_at())
    standing = attached(wanted.now)
    coming = expected(standing, staff_numbers(sorted(standing)), wanted.measure.kinds)
    ahead = outlook(question, wanted.measure, wanted.last_on, coming)
    offers = offers_of(
        _classes(wanted, ahead),
        [series.site for series in ahead.asking.series.values()],
        wanted.travel,
        wanted.now,
    )
    ground = Ground(
        ahead,
        {number: offer for number, offer in offers.items() if offer.seats},
        standing,
        shifts(wanted.today, wanted.last_on),
        absences(wanted.today, wanted.last_on),
        wanted.measure.kinds,
        wanted.tongue,
    )
    full = [offer for offer in offers.values() if not offer.seats]
    return Drawn(wanted, question, ground, Builder(ground).build(), coming, full)


def _classes(wanted: Wanted, ahead: Outlook) -> list[OpenSeats]:
    kinds = {
        kind for demand in ahead.demands for kind in ahead.asking.asked.kinds.get(demand.certificate, ())
    }
    until = wanted.now + (wanted.last_on - wanted.today) + timedelta(days=1)
    return classes_to_come(kinds, wanted.now, until)
