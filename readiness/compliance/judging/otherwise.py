"""What is found in one world otherwise than in another: by an earlier knowledge, or with something supposed.

Sites are counted in both. Of people only those are judged, in both, of whom some fact is not the same in the two; all
of them only where a requirement is not the same, or a site at which they work.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from readiness.compliance.checks import QuotaByKind
from readiness.compliance.checks.clauses import AdoptedClause, is_counted, person_clauses, site_clauses
from readiness.compliance.days.findings import Finding, Status
from readiness.compliance.days.history import History
from readiness.compliance.facts import subjects
from readiness.compliance.facts.learned import ids_of
from readiness.compliance.facts.on_record import reads_of
from readiness.compliance.judging.asking import Asking
from readiness.compliance.judging.assess import person_findings, told_of_site
from readiness.compliance.judging.lately import is_of_many
from readiness.compliance.judging.naming import name_nearest
from readiness.compliance.judging.standings import SiteStood, count, sites_stood
from readiness.compliance.judging.worlds import Between, Codes, Key, Pair, World, differing
from readiness.foundation.database import reading
from readiness.foundation.turns import in_turn
from readiness.requirements.queries import ClauseKey


def told_otherwise(one: World, other: World, codes: Codes = None) -> list[Pair]:
    """The findings that may be other ones, of one day by two knowledges, the second the later: sites, then people.

    Where status, numbers and reason are the same in both worlds, it may be left out.
    """
    return _between(one, other, codes, is_worded=True)


def stood_otherwise(one: World, other: World, codes: Codes = None) -> list[Pair]:
    """The same by status, numbers and the first day on which it is a gap, however far ahead; sites give no reason."""
    return _between(one, other, codes, is_worded=False)


def _between(one: World, other: World, codes: Codes, *, is_worded: bool) -> list[Pair]:
    with in_turn(is_heavy=is_of_many(other.question, codes)), reading():
        between = Between((one, other), (one.asking(codes), other.asking(codes)), codes, is_worded)
        return [*_of_sites(between), *_of_people(between)]


def _of_sites(between: Between) -> Iterator[Pair]:
    counted = _both_counted(between)
    before, after = ({(each.at.site.id, each.clause.key): each for each in side.stood} for side in counted)
    pairs = {key: (before.get(key), after.get(key)) for key in {**before, **after}}
    if not between.is_worded:
        for one, other in pairs.values():
            yield _finding(counted[0], one), _finding(counted[1], other)
        return
    some = {key for key, pair in pairs.items() if _may_differ(between, key, *pair)}
    whole = {key for key in some if _is_whole(pairs[key])}
    found: list[dict[Key, Finding]] = []
    for place, side in enumerate(counted):
        told = [each for each in side.stood if (each.at.site.id, each.clause.key) in some - whole]
        name_nearest(told, side.asking, between.worlds[place].supposed)
        findings = [_finding(side, each) for each in told]
        found.append({_key_of(each): each for each in findings if each is not None})
        found[-1] |= _assessed_sites(between, place, whole)
    yield from _paired(*found)


@dataclass(frozen=True)
class _Counted:
    """Sites that are counted, and how they stand."""

    asking: Asking
    stood: Sequence[SiteStood]


def _both_counted(between: Between) -> tuple[_Counted, _Counted]:
    """The sites in both worlds; once where nothing but the requirements is another."""
    one, other = between.asked
    first = _counted(between, 0)
    is_once = (
        not between.is_worded
        and one.question == other.question
        and between.worlds[0].supposed == between.worlds[1].supposed
        and (one.asked, reads_of(one.clauses)) == (other.asked, reads_of(other.clauses))
        and first.asking.series.keys() == one.series.keys()
    )
    if not is_once:
        return first, _counted(between, 1)
    asking = replace(other, clauses=site_clauses(other.clauses), series=first.asking.series)
    return first, _Counted(asking, list(sites_stood(asking, between.days_ahead)))


def _counted(between: Between, place: int) -> _Counted:
    """The sites at which anything may be otherwise, counted in one of the worlds."""
    asking, world = between.asked[place], between.worlds[place]
    clauses = site_clauses(asking.clauses)
    if all(clause.key in between.same for side in between.asked for clause in site_clauses(side.clauses)):
        series = {number: each for number, each in asking.series.items() if number in between.places}
        is_partial = asking.is_partial or len(series) < len(asking.series)
        asking = replace(asking, series=series, is_partial=is_partial, nowhere=None)
    asking = replace(asking, clauses=clauses)
    if not clauses or not asking.series:
        return _Counted(asking, ())
    ahead = between.days_ahead
    count(asking, ahead, world.supposed)
    return _Counted(asking, list(sites_stood(asking, ahead)))


def _may_differ(
    between: Between,
    key: tuple[int, ClauseKey],
    one: SiteStood | None,
    other: SiteStood | None,
) -> bool:
    """Whether the finding may be told otherwise, its reason among what is told."""
    site_id, clause_key = key
    if clause_key not in between.same or site_id in between.sites or one is None or other is None:
        return True
    as_of = between.asked[0].question.as_of
    if _numbers(one, as_of) != _numbers(other, as_of):
        return True
    clause = one.clause
    if isinstance(clause.terms_on(as_of), QuotaByKind):
        return site_id in between.people.sites
    if not is_counted(clause) or one.stood.status not in (Status.GAP, Status.DUE):
        return False
    kinds = {kind for code in clause.certificates for kind in between.asked[0].asked.kinds[code]}
    return site_id in between.people.sites or any((site_id, kind) in between.people.kinds for kind in kinds)


def _numbers(each: SiteStood, as_of: date) -> tuple[object, ...]:
    stood = each.stood
    due_on = stood.due_on if stood.status is Status.DUE else None
    return stood.status, stood.verdict, due_on, each.at.headcount_on(as_of)


def _is_whole(pair: tuple[SiteStood | None, SiteStood | None]) -> bool:
    """Whether it is told by days that no count looks at."""
    return any(each is not None and each.clause.check.terms is QuotaByKind for each in pair)


def _finding(side: _Counted, each: SiteStood | None) -> Finding | None:
    if each is None:
        return None
    stood = each.stood
    history = History(stood.verdict, stood.status, side.asking.question.as_of, stood.due_on, stood.falls_on)
    return told_of_site(each.clause, each.at, side.asking, history)


def _assessed_sites(
    between: Between, place: int, some: Collection[tuple[int, ClauseKey]]
) -> dict[Key, Finding]:
    """These cells by an assessment."""
    if not some:
        return {}
    codes = between.codes_of({site_id for site_id, _key in some})
    found = between.worlds[place].assessed(codes, {key for _site_id, key in some})
    return {_key_of(each): each for each in found}


def _of_people(between: Between) -> Iterator[Pair]:
    found: list[dict[Key, Finding]] = [{}, {}]
    for place, asking in enumerate(between.asked):
        for codes, only in _everyone(between, asking):
            found[place] |= {_key_of(f): f for f in between.worlds[place].assessed(codes, only)}
        clauses = [each for each in _same_of_people(between, asking) if not each.is_bound_by_headcount]
        some = _some_people(between)
        people = subjects.people(asking.question, asking.asked, some) if some and clauses else ()
        for person in map(between.worlds[place].supposed.of, people):
            found[place] |= {_key_of(f): f for f in person_findings(clauses, person, asking)}
    yield from _paired(*found)


def _same_of_people(between: Between, asking: Asking) -> list[AdoptedClause]:
    return [clause for clause in person_clauses(asking.clauses) if clause.key in between.same]


def _some_people(between: Between) -> list[int]:
    """Those of whom anything is otherwise, or what they have read."""
    one, other = (asking.acknowledged for asking in between.asked)
    read = {person for person in one.keys() | other.keys() if one.get(person) != other.get(person)}
    numbers = {key[3] for key in differing(*(asking.exempted for asking in between.asked)) if key[3]}
    return sorted({*between.people.people, *read, *ids_of(numbers)})


def _everyone(between: Between, asking: Asking) -> Iterator[tuple[Codes, set[ClauseKey]]]:
    """By which clauses everyone is judged where: those that are not the same, and where a site is not."""
    same = _same_of_people(between, asking)
    others = {clause.key for clause in person_clauses(asking.clauses)} - {clause.key for clause in same}
    if others:
        yield between.codes, others
    bound = {clause.key for clause in same if clause.is_bound_by_headcount}
    if bound and (there := between.codes_of(between.places)):
        yield there, bound
    if there := between.codes_of(between.sites):
        keys = {clause.key for clause in same if _looks_at_sites(clause)}
        if keys:
            yield there, keys


def _looks_at_sites(clause: AdoptedClause) -> bool:
    """Whether it is asked at some sites only, or reads what is on record there."""
    return bool(reads_of([clause])) or not all(text.is_for_all for text in clause.texts)


def _key_of(finding: Finding) -> Key:
    return finding.site, finding.pack, finding.clause.id, finding.subject


def _paired(one: Mapping[Key, Finding], other: Mapping[Key, Finding]) -> Iterator[Pair]:
    for key in {**other, **one}:
        yield one.get(key), other.get(key)
