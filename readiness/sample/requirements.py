"""What the sample organisation holds itself to, and which exercises it planned and held."""

from collections.abc import Iterator
from datetime import date, timedelta

from readiness.audit.actions import Recording
from readiness.exercises.actions import get_scenario, write_held, write_plan
from readiness.exercises.queries import get_exercise
from readiness.people.models import Site
from readiness.requirements.actions import ExemptionRequest, grant_exemption, write_adoption
from readiness.requirements.queries import adoption_in_force
from readiness.sample.organisation import SampleExercise, sample_exercises
from readiness.sample.past import Past, Step
from readiness.sample.writing import ACTOR
from readiness.standards.packs import shipped_packs

SCENARIOS = ("talks-of-suicide", "aggression-at-the-counter")
PACKS = (
    "ca-6401-9", "cms-482-15-d", "mental-health-cover", "own-policy", "school-drills-us-mi",
    "school-drills-us-mn", "school-drills-us-nj", "school-drills-us-ny", "school-drills-us-wa",
)  # fmt: skip
"""What the sample organisation holds itself to. It is named, so that a pack that comes to be shipped tells no other
story of its sites: nobody there learned first aid at work."""
REPORTED_LATE = 7
"""So many days ago the first exercise was written down, long after it was held."""


def requirement_steps(past: Past) -> Iterator[Step]:
    """The packs at the beginning, an exemption two months ago."""

    def adopt(opened: Recording) -> None:
        for pack in (shipped_packs()[pack_id] for pack_id in PACKS):
            # What the organisation itself has adopted is not touched, so that removing the sample leaves it.
            if adoption_in_force(pack.id) is None:
                write_adoption(pack, date(past.today.year - 1, 1, 1), opened)

    request = ExemptionRequest(
        pack_id="own-policy",
        clause_id="exercise-twice-a-year",
        site_code="nome",
        from_on=past.today - timedelta(days=60),
        until_on=past.today + timedelta(days=120),
        reason="The road to the site is closed in winter; the exercise is held in spring.",
    )
    yield Step(past.began_on, adopt)
    yield Step(past.today - timedelta(days=61), lambda opened: grant_exemption(request, ACTOR, opened))


def exercise_steps(past: Past) -> Iterator[Step]:
    """Planned quarter by quarter; each written down on the day after it was held, but for one."""
    sites: dict[str, Site] = {}
    for place, each in enumerate(sample_exercises(past.today)):
        yield from _Exercise(place, each, past, sites).steps()


class _Exercise:
    def __init__(self, place: int, each: SampleExercise, past: Past, sites: dict[str, Site]) -> None:
        self._each, self._past, self._sites = each, past, sites
        self._scenario = SCENARIOS[place % len(SCENARIOS)]
        self._is_late = place == 0
        self._number = 0

    def steps(self) -> Iterator[Step]:
        today, held_on = self._past.today, self._each.held_on
        planned = self._past.plan(self._each.planned_on)
        yield Step(planned, self._plan)
        if held_on is not None and held_on <= today:
            noted_on = max(self._past.within(held_on + timedelta(days=1)), planned + timedelta(days=1))
            yield Step(today - timedelta(days=REPORTED_LATE) if self._is_late else noted_on, self._hold)

    def _plan(self, opened: Recording) -> None:
        if not self._sites:  # read once, when they are there
            self._sites.update({site.code: site for site in Site.select().where(Site.is_sample)})
        self._number = write_plan(
            self._sites[self._each.site], get_scenario(self._scenario), self._each.planned_on, opened
        )

    def _hold(self, opened: Recording) -> None:
        if self._each.held_on is not None:
            write_held(get_exercise(self._number), self._each.held_on, opened)
