"""Whom the sentences about sites that are counted name: looked up for some of them, and no one else is read."""

from collections import defaultdict
from collections.abc import Iterable

from readiness.compliance.checks.clauses import is_counted
from readiness.compliance.days.findings import Status
from readiness.compliance.days.series import SiteSeries
from readiness.compliance.days.supposing import Supposed
from readiness.compliance.facts import subjects
from readiness.compliance.facts.learned import ids_of
from readiness.compliance.facts.nearest import Line, may_stop, stopped_last
from readiness.compliance.judging.asking import Asking
from readiness.compliance.judging.standings import SiteStood


def name_nearest(told: Iterable[SiteStood], asking: Asking, supposed: Supposed) -> None:
    """Let sites that are counted know by name who is nearest to the line, where a sentence of these is to say it."""
    question, others = asking.question, ids_of(supposed.people)
    by_kind: defaultdict[tuple[str, Status], list[SiteStood]] = defaultdict(list)
    for each in told:
        terms = each.clause.terms_on(question.as_of)
        if is_counted(each.clause) and each.stood.status in (Status.GAP, Status.DUE) and terms is not None:
            by_kind[terms.counted or "", each.stood.status].append(each)
    people, named = set(others), defaultdict[int, set[str]](set)
    for (kind, status), some in by_kind.items():
        sites = {each.at.site.id for each in some}
        line = Line(question, asking.asked.kinds[kind], sites, others)
        people |= (
            stopped_last(line)
            if status is Status.GAP
            else may_stop(line, max(each.stood.due_on or question.as_of for each in some))
        )
        for site_id in sites:
            named[site_id].add(kind)
    _name(sorted(people) if named else [], named, asking, supposed)


def _name(people: list[int], named: dict[int, set[str]], asking: Asking, supposed: Supposed) -> None:
    looked_at = {site_id: SiteSeries(asking.series[site_id].site) for site_id in named}
    for person in map(supposed.of, subjects.people(asking.question, asking.asked, people) if people else ()):
        for site_id in {each.site_id for each in person.memberships} & looked_at.keys():
            looked_at[site_id].add(person, asking.asked, asking.question.as_of)
    for site_id, kinds in named.items():
        for kind in kinds:
            holders, theirs = asking.series[site_id].holders[kind], looked_at[site_id].holders[kind]
            holders.lapsed, holders.ending = theirs.lapsed, theirs.ending
