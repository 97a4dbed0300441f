"""What the findings of each clause at each site come to, counted: what `cells_of` an assessment says, sooner."""

from collections import defaultdict
from collections.abc import Collection

from readiness.compliance.alike import Stood, people_stood
from readiness.compliance.asking import Measure
from readiness.compliance.cells import Cell
from readiness.compliance.findings import URGENCY, Status
from readiness.compliance.standings import counted_asking, standings_of
from readiness.foundation.database import reading
from readiness.foundation.temporal import Question


def counted_cells(question: Question, measure: Measure, site_codes: Collection[str]) -> list[Cell]:
    """How these sites stand to each clause on a day; from when on something is a gap is not told."""
    together: defaultdict[tuple[str, str, str], list[Stood]] = defaultdict(list)
    with reading():
        asking = counted_asking(question, measure, site_codes)
        found = [
            Cell(each.site, each.pack, each.clause, each.status, each.need, each.have)
            for each in standings_of(asking)
        ]
        for stood in people_stood(asking):
            together[stood.at.site.code, *stood.clause.key].append(stood)
    return [*found, *(_of_people(key, stood) for key, stood in together.items())]


def _of_people(key: tuple[str, str, str], stood: list[Stood]) -> Cell:
    """By who is worst off; how many are asked, and how many of these have it."""
    worst = min((each.status for each in stood), key=URGENCY.__getitem__)
    asked = [each for each in stood if each.verdict.need is not None]
    return Cell(*key, worst, len(asked), sum(map(_has, asked)))


def _has(stood: Stood) -> bool:
    is_met = stood.status in {Status.MET, Status.DUE}
    return is_met and (stood.verdict.have or 0) >= (stood.verdict.need or 0)
