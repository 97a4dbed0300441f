"""What is found in one world otherwise than in another: by an earlier knowledge, or with something supposed.

Sites are counted in both. Of people only those are judged, in both, of whom some fact is not the same in the two; all
of them only where a requirement is not the same, or a site at which they work.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from readiness.compliance.checks import QuotaByKind
from readiness.compliance.checks.clauses import AdoptedClause, is_counted, person_clauses, site_clauses
from readiness.compliance.days.findings import Finding, Status
from readiness.compliance.days.history import History
from readiness.compliance.days.series import SiteSeries
from readiness.compliance.days.subjects import NO_SITE
from readiness.compliance.days.supposing import NOTHING_SUPPOSED, Supposed
from readiness.compliance.facts import subjects
from readiness.compliance.facts.learned import Learned, ids_of, learned_between, learned_of
from readiness.compliance.facts.on_record import reads_of
from readiness.compliance.judging.asking import Asking, Measure
from readiness.compliance.judging.assess import assess, person_findings, told_of_site
from readiness.compliance.judging.lately import is_of_many
from readiness.compliance.judging.naming import name_nearest
from readiness.compliance.judging.standings import SiteStood, count, sites_stood
from readiness.foundation.database import reading
from readiness.foundation.temporal import LAST_DAY, Question
from readiness.foundation.turns import in_turn
from readiness.requirements.queries import ClauseKey, Rules

Codes = Collection[str] | None
Pair = tuple[Finding | None, Finding | None]
"""A finding in each of two worlds; None: there is none. Since when it is so is not told."""
_Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class World:
    """A question with what answers it: the requirements, and what is taken for true. As `assess` takes them."""

    question: Question
    measure: Measure
    rules: Rules | None = None
    supposed: Supposed = NOTHING_SUPPOSED
    only: Collection[ClauseKey] | None = None

    def assessed(self, codes: Codes, only: Collection[ClauseKey]) -> Iterator[Finding]:
        """Everyone judged by these clauses alone."""
        return assess(self.question, self.measure, codes, self.rules, self.supposed, only)

    def asking(self, codes: Codes) -> Asking:
        return Asking.of(self.question, self.measure, codes, self.rules, self.supposed, self.only)


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
        between = _Between((one, other), (one.asking(codes), other.asking(codes)), codes, is_worded)
        return [*_of_sites(between), *_of_people(between)]


@dataclass(frozen=True)
class _Between:
    worlds: tuple[World, World]
    asked: tuple[Asking, Asking]
    codes: Codes
    is_worded: bool

    @cached_property
    def same(self) -> set[ClauseKey]:
        """What is asked alike in both."""
        one, other = self.asked
        if (one.measure.kinds, one.measure.due_days) != (other.measure.kinds, other.measure.due_days):
            return set()
        before = {clause.key: clause for clause in one.clauses}
        return {clause.key for clause in other.clauses if clause == before.get(clause.key)}

    @cached_property
    def people(self) -> Learned:
        """Of whom anything is otherwise."""
        supposed = {number for world in self.worlds for number in world.supposed.people}
        before, after = (world.question for world in self.worlds)
        if supposed or before.known == after.known:
            return learned_of(set(ids_of(supposed)), {})
        held = {kind for asking in self.asked for kind in asking.asked.held}
        return learned_between(before, after, held)

    @cached_property
    def sites(self) -> set[int]:
        """The sites of which anything but their people is otherwise, NO_SITE among them."""
        one, other = self.asked
        numbers = {*one.series, *other.series, NO_SITE.id}
        found = {number for number in numbers if _facts_of(one, number) != _facts_of(other, number)}
        codes = {key[2] for key in _differing(one.exempted, other.exempted)}
        return found | {
            at.site.id for asking in self.asked for at in _places(asking) if at.site.code in codes
        }

    @cached_property
    def places(self) -> set[int]:
        """The sites at which anything may be otherwise, and NO_SITE."""
        theirs = (site_id for site_id, _kind in self.people.kinds)
        return {*self.sites, *self.people.sites, *theirs, NO_SITE.id}

    def codes_of(self, numbers: Collection[int]) -> list[str]:
        """The codes of those of them that are asked about."""
        found = {at.site.code for asking in self.asked for at in _places(asking) if at.site.id in numbers}
        return sorted(found)


def _places(asking: Asking) -> list[SiteSeries]:
    return [*asking.series.values(), *([asking.nowhere] if asking.nowhere else [])]


def _facts_of(asking: Asking, number: int) -> tuple[object, ...]:
    at = asking.place(number)
    return () if at is None else (at.site, at.overrides, at.records)


def _differing(one: Mapping[_Key, object], other: Mapping[_Key, object]) -> set[_Key]:
    return {key for key in one.keys() | other.keys() if one.get(key) != other.get(key)}


# Sites


def _of_sites(between: _Between) -> Iterator[Pair]:
    counted = tuple(_counted(between, place) for place in (0, 1))
    before, after = ({(each.at.site.id, each.clause.key): each for each in side.stood} for side in counted)
    pairs = {key: (before.get(key), after.get(key)) for key in {**before, **after}}
    if not between.is_worded:
        for one, other in pairs.values():
            yield _finding(counted[0], one), _finding(counted[1], other)
        return
    some = {key for key, pair in pairs.items() if _may_differ(between, key, *pair)}
    whole = {key for key in some if _is_whole(pairs[key])}
    found: list[dict[_Key, Finding]] = []
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


def _counted(between: _Between, place: int) -> _Counted:
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
    ahead = 0 if between.is_worded else (LAST_DAY - asking.question.as_of).days
    count(asking, ahead, world.supposed)
    return _Counted(asking, list(sites_stood(asking, ahead)))


def _may_differ(
    between: _Between,
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
    history = History(each.stood.verdict, each.stood.status, side.asking.question.as_of, each.stood.due_on)
    return told_of_site(each.clause, each.at, side.asking, history)


def _assessed_sites(
    between: _Between, place: int, some: Collection[tuple[int, ClauseKey]]
) -> dict[_Key, Finding]:
    """These cells by an assessment."""
    if not some:
        return {}
    codes = between.codes_of({site_id for site_id, _key in some})
    found = between.worlds[place].assessed(codes, {key for _site_id, key in some})
    return {_key_of(each): each for each in found}


# People


def _of_people(between: _Between) -> Iterator[Pair]:
    found: list[dict[_Key, Finding]] = [{}, {}]
    for place, asking in enumerate(between.asked):
        for codes, only in _everyone(between, asking):
            found[place] |= {_key_of(f): f for f in between.worlds[place].assessed(codes, only)}
        clauses = [each for each in _same_of_people(between, asking) if not each.is_bound_by_headcount]
        some = _some_people(between)
        people = subjects.people(asking.question, asking.asked, some) if some and clauses else ()
        for person in map(between.worlds[place].supposed.of, people):
            found[place] |= {_key_of(f): f for f in person_findings(clauses, person, asking)}
    yield from _paired(*found)


def _same_of_people(between: _Between, asking: Asking) -> list[AdoptedClause]:
    return [clause for clause in person_clauses(asking.clauses) if clause.key in between.same]


def _some_people(between: _Between) -> list[int]:
    """Those of whom anything is otherwise, or what they have read."""
    one, other = (asking.acknowledged for asking in between.asked)
    read = {person for person in one.keys() | other.keys() if one.get(person) != other.get(person)}
    numbers = {key[3] for key in _differing(*(asking.exempted for asking in between.asked)) if key[3]}
    return sorted({*between.people.people, *read, *ids_of(numbers)})


def _everyone(between: _Between, asking: Asking) -> Iterator[tuple[Codes, set[ClauseKey]]]:
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


def _key_of(finding: Finding) -> _Key:
    return finding.site, finding.pack, finding.clause.id, finding.subject


def _paired(one: Mapping[_Key, Finding], other: Mapping[_Key, Finding]) -> Iterator[Pair]:
    for key in {**other, **one}:
        yield one.get(key), other.get(key)
