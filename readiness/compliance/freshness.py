"""Before a page is shown: little work is done at once, more is left to the timetable, nobody waits for a writer."""

from dataclasses import replace

from readiness.compliance.keeping import Keeping, bring_up_to_date, is_current, keep_week
from readiness.compliance.kept_rows import Turn, latest_turn
from readiness.compliance.queries import Behind, Sites, behind
from readiness.foundation.database import impatient
from readiness.foundation.errors import Unavailable

AT_ONCE = 5000
"""So many people are judged while someone waits for the page."""


def refresh(keeping: Keeping) -> None:
    """Do what little there is to do; where something else is being written, leave what is kept as it is."""
    try:
        with impatient():
            is_small = bring_up_to_date(keeping, AT_ONCE)
            turn = latest_turn()
            if is_small and (turn is None or turn.week_on != keeping.week_on):
                keep_week(keeping, AT_ONCE)
    except Unavailable:
        return


def kept_turn(keeping: Keeping, sites: Sites) -> tuple[Turn | None, Behind]:
    """The latest turn, and of how many of these sites what is kept is not true of it, or not of today, yet."""
    refresh(keeping)
    turn, late = latest_turn(), behind(sites)
    if not is_current(turn, keeping):
        late = replace(late, count=max(late.count, 1), done_at=turn.question.known.at if turn else None)
    return turn, late


def fresh_turn(keeping: Keeping, sites: Sites) -> Turn | None:
    """The turn whose findings are true today of all these sites; None where they are not, or not yet."""
    turn, late = kept_turn(keeping, sites)
    return None if late.count else turn
