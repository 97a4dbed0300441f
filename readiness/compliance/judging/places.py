"""How many findings there are of each status at each site by each clause, whom they are about, and some of them whole.

This is the pass that makes a list of any day cheap: since when and until when something is so, and the sentence, are
worked out for the rows that are shown, and for no others.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from readiness.compliance.checks.clauses import AdoptedClause, person_clauses, site_clauses
from readiness.compliance.days.findings import (
    GRAVITY,
    URGENCY,
    Finding,
    MissingFact,
    Pressing,
    Status,
    site_facts,
)
from readiness.compliance.facts import subjects
from readiness.compliance.judging.alike import people_stood
from readiness.compliance.judging.asking import Asking, Measure, count_person
from readiness.compliance.judging.assess import is_heavy, person_findings, site_finding
from readiness.compliance.judging.standings import counted_asking
from readiness.compliance.judging.tally import Tally, tally
from readiness.foundation.database import among, number_list, reading, select
from readiness.foundation.paging import Key
from readiness.foundation.temporal import Question
from readiness.foundation.turns import in_turn
from readiness.requirements.queries import Rules

FindingKey = tuple[str, str, str, str]
"""Site, pack, clause and subject of a finding."""


class Group(NamedTuple):
    """Findings that ask alike for attention, at one site by one clause. `lacks`: as Finding.lacks."""

    site: str
    pack: str
    clause: str
    status: Status
    is_of_people: bool
    pressing: Pressing
    lacks: tuple[MissingFact, ...]


class Place(NamedTuple):
    """One finding of a group; `person` is 0 where it is about the site."""

    group: Group
    subject: str
    person: int = 0

    @property
    def key(self) -> FindingKey:
        return self.group.site, self.group.pack, self.group.clause, self.subject


Groups = Mapping[Group, int]


def groups_of(question: Question, measure: Measure, site_codes: Collection[str] | None) -> Groups:
    """How many findings each group has, at the sites that are named or (None) at all."""
    with reading():
        asking = counted_asking(question, measure, site_codes)
        return groups_in(tally(asking), asking)


def groups_in(counted: Tally, asking: Asking) -> Groups:
    """How many findings each group has of those that are counted."""
    gravity = {each.key: GRAVITY[each.clause.severity] for each in _in_force(asking.clauses, asking)}
    found: Counter[Group] = Counter()
    for stand, count in counted.items():
        key = stand.pack, stand.clause
        pressing = URGENCY[stand.status], gravity[key], stand.falls_on
        found[Group(stand.site, *key, stand.status, stand.is_of_people, pressing, stand.lacks)] += count
    return found


def _in_force(clauses: Iterable[AdoptedClause], asking: Asking) -> list[AdoptedClause]:
    """Of a clause that was adopted more than once the one that is asked on the day."""
    return [each for each in clauses if each.is_in_force(asking.question.as_of)]


def _people(asking: Asking) -> Iterator[tuple[Group, int]]:
    clauses = person_clauses(asking.clauses)
    graver = [GRAVITY[each.clause.severity] for each in clauses]
    for person, at, stood in people_stood(asking):
        for clause, gravity, each in zip(clauses, graver, stood, strict=True):
            if each is not None:
                pressing = URGENCY[each.status], gravity, each.falls_on
                lacks = site_facts(each.verdict.missing)
                yield Group(at.site.code, *clause.key, each.status, True, pressing, lacks), person


def place_of(finding: Finding) -> Key:
    """What a whole site lacks comes before what one person lacks, and what is grave before what is not."""
    return (
        finding.subject != finding.site,
        *finding.pressing,
        finding.site,
        finding.pack,
        finding.clause.id,
        finding.subject,
    )


def most_urgent(counted: Tally, asking: Asking, most: int, rules: Rules | None = None) -> list[Finding]:
    """The findings that ask most for someone, in the order of `place_of`, whole; of what was counted."""
    places = most_urgent_places(counted, asking, most, rules)
    told = findings_at(asking.question, asking.measure, places, rules)
    return [told[each.key] for each in places]


def most_urgent_places(counted: Tally, asking: Asking, most: int, rules: Rules | None = None) -> list[Place]:
    """Which these are."""

    def place(group: Group) -> Key:
        return group.is_of_people, *group.pressing, group.site, group.pack, group.clause

    groups = groups_in(counted, asking)
    chosen: list[Group] = []
    count = 0
    for group in sorted((each for each in groups if each.status.asks_for_action), key=place):
        if count >= most:
            break
        chosen.append(group)
        count += groups[group]
    places = places_in(asking.question, asking.measure, chosen, rules)
    places.sort(key=lambda each: (*place(each.group), each.subject))
    return places[:most]


def places_in(
    question: Question, measure: Measure, groups: Collection[Group], rules: Rules | None = None
) -> list[Place]:
    """Every finding of some groups, by whom it is about. `rules` take the place of what was adopted."""
    places = [Place(group, group.site) for group in groups if not group.is_of_people]
    of_people = {group for group in groups if group.is_of_people}
    if of_people:
        with reading():
            asking = counted_asking(
                question,
                measure,
                {group.site for group in of_people},
                only={(group.pack, group.clause) for group in of_people},
                rules=rules,
            )
            found = [(group, person) for group, person in _people(asking) if group in of_people]
            numbers = staff_numbers({person for _group, person in found})
        places += [Place(group, numbers[person], person) for group, person in found]
    return places


def staff_numbers(people: Collection[int]) -> dict[int, str]:
    """The staff numbers of people, as they are now."""
    rows = select(
        f"SELECT p.id, p.staff_number FROM person p WHERE {among('p.id', 'people')}",
        people=number_list(sorted(people)),
    )
    return dict(rows)


def findings_at(
    question: Question, measure: Measure, places: Collection[Place], rules: Rules | None = None
) -> dict[FindingKey, Finding]:
    """These findings whole: as an assessment has them, of the people that they are about alone."""
    if not places:
        return {}
    keys = {place.key for place in places}
    people = sorted({place.person for place in places if place.person})
    with reading():
        asking = Asking.of(
            question,
            measure,
            {place.group.site for place in places},
            rules,
            only={(place.group.pack, place.group.clause) for place in places},
        )
        _count_people(asking)
        found = [
            finding
            for series in asking.series.values()
            for clause in site_clauses(asking.clauses)
            if (series.site.code, *clause.key, series.site.code) in keys
            for finding in site_finding(clause, series, asking)
        ]
        about_people = person_clauses(asking.clauses)
        for person in subjects.people(question, asking.asked, people) if people else ():
            found += person_findings(about_people, person, asking)
    return {key: each for each in found if (key := _key(each)) in keys}


def _count_people(asking: Asking) -> None:
    """The people of the sites, where a clause asks for how many they are or what they hold."""
    bound = any(each.is_bound_by_headcount for each in asking.clauses)
    if asking.series and (bound or site_clauses(asking.clauses)):
        chosen = subjects.people_of(asking.question, list(asking.series))
        with in_turn(is_heavy=is_heavy(chosen)):
            for person in subjects.people(asking.question, asking.asked, chosen):
                count_person(person, asking)


def _key(finding: Finding) -> FindingKey:
    return finding.site, finding.pack, finding.clause.id, finding.subject
