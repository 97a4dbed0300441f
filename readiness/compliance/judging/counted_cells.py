"""What the findings of each clause at each site come to, counted: what `cells_of` an assessment says, sooner."""

from collections.abc import Collection
from dataclasses import replace

from readiness.compliance.judging.asking import Measure
from readiness.compliance.judging.cells import Cell
from readiness.compliance.judging.standings import counted_asking
from readiness.compliance.judging.tally import cells_in, tally
from readiness.foundation.database import reading
from readiness.foundation.temporal import Question


def counted_cells(question: Question, measure: Measure, site_codes: Collection[str]) -> list[Cell]:
    """How these sites stand to each clause on a day; from when on something is a gap is not told."""
    with reading():
        found = tally(counted_asking(question, measure, site_codes))
    return [replace(cell, due_on=None) for cell in cells_in(found.items())]
