"""Of whom something became known, or was taken back, between two knowledges; and where they work."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from readiness.foundation.database import among, number_list, select, word_list
from readiness.foundation.temporal import NEVER, Question

# What is superseded later than 'never' is not: it keeps the search within the small index of what is.
LEARNED = f"""
    SELECT {{column}} FROM {{table}} WHERE recorded_in > :after AND recorded_in <= :known
    UNION SELECT {{column}} FROM {{table}}
    WHERE superseded_in > :after AND superseded_in <= :known AND superseded_in < {NEVER}
"""
"""SQL for what of a table became known, or was taken back."""
PERSON_FACTS = ("employment", "membership", "leave", "learning_activity")
"""Facts of people but what they hold."""
_OF_RENAMED = """
    SELECT m.person_id FROM department_version v JOIN membership m ON m.department_id = v.department_id
    WHERE v.superseded_in > :after AND v.superseded_in <= :known
"""
OF_PEOPLE = " UNION ".join(
    [
        *(LEARNED.format(column="person_id", table=table) for table in PERSON_FACTS),
        "SELECT person_id FROM person_version WHERE superseded_in > :after AND superseded_in <= :known",
        LEARNED.format(column="id", table="person"),
        _OF_RENAMED,
    ]
)
"""SQL for those of whom something but certificates did."""


@dataclass(frozen=True, slots=True)
class Learned:
    """People of whom anything became known, and the sites at which they ever work.

    `sites`: of those of whom more than certificates did; `kinds`: sites with the kind of a certificate.
    """

    people: Sequence[int]
    sites: Collection[int]
    kinds: Collection[tuple[int, str]]


def learned_between(then: Question, now: Question, held: Collection[str]) -> Learned:
    """What became known of people since an earlier knowledge; of certificates those of some kinds alone."""
    step = {"after": then.known.number, "known": now.known.number}
    others = {person for (person,) in select(OF_PEOPLE, **step)}
    certificates = f"""
        SELECT person_id, kind FROM ({LEARNED.format(column="person_id, kind", table="certificate")}) c
        WHERE {among("kind", "kinds")}
    """
    holders: dict[int, set[str]] = {}
    for person, kind in select(certificates, kinds=word_list(sorted(held)), **step):
        holders.setdefault(person, set()).add(kind)
    return learned_of(others, holders)


def learned_of(others: Collection[int], holders: dict[int, set[str]]) -> Learned:
    """The same of people of whom anything is otherwise, and of those whose certificates of some kinds are."""
    people = sorted({*others, *holders})
    placed = select(
        f"SELECT DISTINCT m.person_id, m.site_id FROM membership m WHERE m.site_id IS NOT NULL "
        f"AND {among('m.person_id', 'people')}",
        people=number_list(people),
    )
    sites, kinds = set[int](), set[tuple[int, str]]()
    for person, site_id in placed if people else ():
        if person in others:
            sites.add(site_id)
        kinds.update((site_id, kind) for kind in holders.get(person, ()))
    return Learned(people, sites, kinds)


def ids_of(staff_numbers: Collection[str]) -> list[int]:
    """Who has these staff numbers."""
    if not staff_numbers:
        return []
    rows = select(
        f"SELECT p.id FROM person p WHERE {among('p.staff_number', 'numbers')} ORDER BY p.id",
        numbers=word_list(sorted(staff_numbers)),
    )
    return [person for (person,) in rows]
