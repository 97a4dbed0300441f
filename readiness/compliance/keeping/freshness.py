"""Before a page is shown: little work is done at once, more is left to the timetable, nobody waits for a writer."""

from dataclasses import replace

from readiness.compliance.facts.subjects import has_more_people
from readiness.compliance.keeping.kept_rows import State, Turn, kept_state, latest_turn
from readiness.compliance.keeping.today import Keeping, bring_up_to_date, is_current, keep_week
from readiness.compliance.queries import Behind, Sites, behind
from readiness.foundation.database import impatient
from readiness.foundation.errors import Unavailable
from readiness.foundation.temporal import Question
from readiness.web.once import once

AT_ONCE = 1500
"""So many people are judged while someone waits for the page."""
BESIDE = 5000
"""So many are judged beside the page as soon as something else is asked; of more it takes its turn by the timetable."""


def is_judged_beside() -> bool:
    """Whether there are too many people to judge while someone waits, and few enough to begin at once."""
    return has_more_people(AT_ONCE) and not has_more_people(BESIDE)


def refresh(keeping: Keeping) -> State | None:
    """Do what little there is to do; where something else is being written, leave what is kept as it is.

    Gives the state of what is kept then. Mostly there is nothing to do, which one statement tells.
    """
    state = kept_state()
    if state is not None and is_true_today(state, keeping) and state.turn.week_on == keeping.week_on:
        return state
    try:
        with impatient():
            is_small = bring_up_to_date(keeping, AT_ONCE)
            turn = latest_turn()
            if is_small and (turn is None or turn.week_on != keeping.week_on):
                keep_week(keeping, AT_ONCE)
    except Unavailable:
        pass
    return kept_state()


def is_true_today(state: State, keeping: Keeping) -> bool:
    """Whether all that is kept is of today, and knows everything."""
    return is_current(state.turn, keeping, state.known) and state.stale_count == 0


def kept_of(keeping: Keeping, sites: Sites) -> tuple[State | None, Behind]:
    """What is kept, and of how many of these sites it is not true of its turn, or not of today, yet."""
    state = refresh(keeping)
    # As it is told to the other parts of the page.
    once("kept", lambda: state)
    if state is not None and is_true_today(state, keeping):
        return state, Behind()
    if state is not None and is_current(state.turn, keeping, state.known):
        return state, behind(sites)
    late = behind(sites, is_noted=False)
    at = state.turn.question.known.at if state else None
    count = late.sites if late.is_of_rules else max(late.count, 1)
    return state, replace(late, count=count, done_at=at, is_late=True)


def fresh_turn(keeping: Keeping, sites: Sites) -> Turn | None:
    """The turn whose findings are true today of all these sites; None where they are not, or not yet."""
    state, late = kept_of(keeping, sites)
    return state.turn if state is not None and not late.is_late else None


def turn_that_answers(question: Question, keeping: Keeping) -> Turn | None:
    """The turn whose findings answer a question whole as they are kept; nothing is judged for it, or written."""
    state = kept_state()
    if state is None or not is_true_today(state, keeping):
        return None
    kept = state.turn.question
    is_same = (kept.as_of, kept.known.number) == (question.as_of, question.known.number)
    return state.turn if is_same else None
