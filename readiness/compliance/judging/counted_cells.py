"""What the findings of each clause at each site come to, counted: what `cells_of` an assessment says, sooner."""

from collections.abc import Collection
from dataclasses import replace

from readiness.compliance.days.supposing import NOTHING_SUPPOSED, Supposed
from readiness.compliance.judging.ahead import HORIZON
from readiness.compliance.judging.asking import Measure
from readiness.compliance.judging.beginning import beginning_counted
from readiness.compliance.judging.cells import Cell
from readiness.compliance.judging.lately import Key as LatelyKey
from readiness.compliance.judging.lately import lately
from readiness.compliance.judging.standings import counted_asking
from readiness.compliance.judging.tally import cells_in, tally
from readiness.foundation.database import reading
from readiness.foundation.remembering import Lately
from readiness.foundation.temporal import Question

_AHEAD = Lately[LatelyKey, list[Cell]](8)


def counted_cells(question: Question, measure: Measure, site_codes: Collection[str]) -> list[Cell]:
    """How these sites stand to each clause on a day; from when on something is a gap is not told."""
    with reading():
        found = tally(counted_asking(question, measure, site_codes))
    return [replace(cell, due_on=None) for cell in cells_in(found.items())]


def cells_ahead(
    question: Question, measure: Measure, site_codes: Collection[str], supposed: Supposed = NOTHING_SUPPOSED
) -> list[Cell]:
    """The same with what begins to be asked later, and from when on each is a gap, through the horizon and a day."""
    asked, ahead = (question, measure, site_codes), HORIZON.days + 1

    def counted() -> list[Cell]:
        with reading():
            asking = counted_asking(*asked, ahead=ahead, supposed=supposed)
            found = tally(asking, ahead, supposed=supposed)
            return cells_in([*found.items(), *beginning_counted(*asked, supposed)])

    return lately(_AHEAD, asked, counted, ahead, supposed)
