"""The findings of any day, today's as they are kept: by their number those of another day are counted in bulk."""

from readiness.compliance.judging.asking import Measure
from readiness.compliance.keeping.freshness import fresh_turn, turn_that_answers
from readiness.compliance.keeping.today import Keeping
from readiness.compliance.lists.counted_list import CountedFindings
from readiness.compliance.lists.finding_list import (
    AssessedFindings,
    FindingFilter,
    FindingList,
    NumberedFindings,
)
from readiness.compliance.lists.kept_list import KeptFindings
from readiness.foundation.temporal import Question, knowledge_at
from readiness.people.queries import get_site


def numbered(
    sought: FindingFilter, question: Question, measure: Measure, keeping: Keeping
) -> NumberedFindings:
    """What is kept is taken where it is true today of all these sites, and nothing else."""
    if question.as_of == keeping.today and question.known.number == knowledge_at().number:
        codes = sought.site_codes
        turn = fresh_turn(keeping, None if codes is None else [get_site(code).id for code in codes])
        if turn is not None:
            return KeptFindings(sought, turn.question)
    return CountedFindings(sought, question, measure)


def read_whole(sought: FindingFilter, question: Question, measure: Measure, keeping: Keeping) -> FindingList:
    """The list for whoever reads all of it, and changes nothing by asking: what is kept, where it is true already."""
    turn = turn_that_answers(question, keeping)
    return KeptFindings(sought, question) if turn else AssessedFindings(sought, question, measure)
