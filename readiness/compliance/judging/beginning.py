"""What is asked from a day to come on: when it will be a gap, told before it is asked at all."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date

from readiness.compliance.checks.clauses import AdoptedClause, adopted_clauses
from readiness.compliance.days.findings import Finding, Status
from readiness.compliance.days.supposing import NOTHING_SUPPOSED, Supposed
from readiness.compliance.judging.ahead import HORIZON
from readiness.compliance.judging.asking import Measure
from readiness.compliance.judging.assess import assess
from readiness.compliance.judging.otherwise import stood_otherwise
from readiness.compliance.judging.standings import counted_asking
from readiness.compliance.judging.tally import Stand, tally
from readiness.compliance.judging.worlds import Pair, World
from readiness.foundation.temporal import Question
from readiness.foundation.words import day as day_in_words
from readiness.foundation.words import gettext as _
from readiness.requirements.queries import ClauseKey, Rules, rules_known


def beginning(
    question: Question,
    measure: Measure,
    site_codes: Collection[str] | None = None,
    supposed: Supposed = NOTHING_SUPPOSED,
    only: Collection[ClauseKey] | None = None,
) -> Iterator[Finding]:
    """What will be a gap of all that begins to be asked within the horizon: not applicable yet, but due on a day.

    Each is what an assessment of its first day finds. On most days nothing begins, and nothing is assessed. `only`: by
    these clauses alone.
    """
    for day, keys, chosen in _begins(question, only):
        for finding in assess(replace(question, as_of=day), measure, site_codes, chosen, supposed, keys):
            if begun := _begun(finding, day, question.as_of):
                yield begun


def _begun(finding: Finding | None, day: date, as_of: date) -> Finding | None:
    """What is found on the first day, as it is told on an earlier one; None where it will be no gap."""
    if finding is None:
        return None
    due_on = day if finding.status is Status.GAP else finding.due_on
    if due_on is None:
        return None
    return replace(
        finding,
        status=Status.NOT_APPLICABLE,
        need=None,
        have=None,
        reason=_("Asked from %(day)s on.", day=day_in_words(day)),
        since=as_of,
        due_on=due_on,
    )


def would_be_otherwise(one: World, other: World, codes: Collection[str] | None) -> list[Pair]:
    """What would be other findings, after those of what begins to be asked later; as `stood_otherwise` has them.

    Both worlds are asked what was adopted.
    """
    begun: list[Pair] = []
    for day, keys, chosen in _begins(one.question, None):
        on_day = replace(one.question, as_of=day)
        then, supposed = (replace(each, question=on_day, rules=chosen, only=keys) for each in (one, other))
        pairs = stood_otherwise(then, supposed, codes)
        begun += [(_begun(a, day, one.question.as_of), _begun(b, day, one.question.as_of)) for a, b in pairs]
    return [*begun, *stood_otherwise(one, other, codes)]


def beginning_counted(
    question: Question,
    measure: Measure,
    site_codes: Collection[str] | None,
    supposed: Supposed = NOTHING_SUPPOSED,
) -> Iterator[tuple[Stand, int]]:
    """The same, counted: of what will be a gap by the end of the horizon."""
    for day, keys, chosen in _begins(question, None):
        ahead = (question.as_of + HORIZON - day).days
        asking = counted_asking(
            replace(question, as_of=day), measure, site_codes, keys, ahead, chosen, supposed
        )
        for stand, count in tally(asking, ahead, supposed=supposed).items():
            due_on = day if stand.status is Status.GAP else stand.due_on
            if due_on is not None:
                yield (
                    stand._replace(status=Status.NOT_APPLICABLE, need=None, have=None, due_on=due_on),
                    count,
                )


def _begins(
    question: Question, only: Collection[ClauseKey] | None
) -> Iterator[tuple[date, set[ClauseKey], Rules]]:
    """The days on which something begins to be asked, with what, and the rules that ask it."""
    rules = rules_known(question.known)
    for day, keys in sorted(_keys_by_day(rules, question.as_of, only).items()):
        packs = {pack for pack, _clause in keys}
        yield day, keys, Rules([each for each in rules.packs if each.pack.id in packs], rules.own_terms)


def begins(question: Question, rules: Rules, only: Collection[ClauseKey]) -> bool:
    """Whether any of these clauses begins to be asked within the horizon."""
    return bool(_keys_by_day(rules, question.as_of, only))


def _keys_by_day(rules: Rules, as_of: date, only: Collection[ClauseKey] | None) -> dict[date, set[ClauseKey]]:
    """The clauses that are not asked on a day, by the day within the horizon from which they are."""
    found: dict[date, set[ClauseKey]] = defaultdict(set)
    for clause in adopted_clauses(rules):
        day = _begins_on(clause, as_of)
        is_wanted = only is None or clause.key in only
        if is_wanted and day is not None and day <= as_of + HORIZON:
            found[day].add(clause.key)
    return found


def _begins_on(clause: AdoptedClause, as_of: date) -> date | None:
    """The next day from which this adoption asks for the clause; None where it is asked, or never will be."""
    if clause.terms_on(as_of) is not None:
        return None
    day = next((day for day, terms in clause.steps if day > as_of and terms is not None), None)
    return day if day is not None and clause.is_in_force(day) else None
