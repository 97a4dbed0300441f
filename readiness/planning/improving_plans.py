"""The work on a plan that is kept, from the first proposal to the best that was found in time."""

from datetime import date
from time import monotonic

from readiness.compliance.judging.asking import Measure
from readiness.foundation.temporal import Question, knowledge_at
from readiness.planning.actions import IMPROVING, READY, WAITING, give_up, keep_proposal, tell
from readiness.planning.asked import constraints_of, span_of
from readiness.planning.clashing import clashes_of
from readiness.planning.greedy import plan_greedily
from readiness.planning.improving import Progress, improve
from readiness.planning.lacking import lacks_in_words
from readiness.planning.open_days import every_day
from readiness.planning.queries import get_plan, site_codes
from readiness.planning.shapes import Proposal, Year
from readiness.planning.years import year_of

SECONDS = 240
"""So long it takes at most until the best that was found is kept, from the first proposal on."""


def planned_year(plan_id: int, measure: Measure, today: date) -> Year:
    """The year of a plan, from what is known now."""
    plan = get_plan(plan_id)
    constraints = constraints_of(plan.asked, site_codes())
    return year_of(Question(today, knowledge_at()), measure, span_of(plan), constraints)


def propose(plan_id: int, measure: Measure, today: date) -> tuple[Year, Proposal]:
    """The plan at once, kept; somebody may look at it while a better one is sought."""
    year = planned_year(plan_id, measure, today)
    proposal = plan_greedily(year)
    keep_proposal(
        plan_id,
        proposal,
        stage=IMPROVING,
        first_cost=proposal.cost,
        unmet=lacks_in_words(year, proposal),
    )
    return year, proposal


def work_on(plan_id: int, measure: Measure, today: date, seconds: float = SECONDS) -> None:
    """All of it: a proposal, the clashes, a better one; a fault is told on the plan, and raised."""
    ends_at = monotonic() + seconds
    try:
        if get_plan(plan_id).stage == WAITING:
            year, proposal = propose(plan_id, measure, today)
        else:
            year = planned_year(plan_id, measure, today)
            proposal = plan_greedily(year)
        span = span_of(get_plan(plan_id))
        clashes = clashes_of(year, proposal, every_day(span.first_on, span.last_on))
        tell(plan_id, clashes=[[clash.site, list(clash.rules)] for clash in clashes])
        _improve(plan_id, year, proposal, max(1.0, ends_at - monotonic()))
    except Exception:
        give_up(plan_id)
        raise


def _improve(plan_id: int, year: Year, proposal: Proposal, seconds: float) -> None:
    def told(progress: Progress, _better: Proposal) -> None:
        tell(plan_id, part_count=progress.parts, solved_count=progress.solved, bound=progress.bound)

    better, progress = improve(year, proposal, seconds, told)
    keep_proposal(
        plan_id,
        better,
        stage=READY,
        part_count=progress.parts,
        solved_count=progress.solved,
        bound=progress.bound,
        unmet=lacks_in_words(year, better),
    )
