"""What reminders are worked out from: certificates that end, follow-ups that come due, and who is to be told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from readiness.accounts.told import Reached
from readiness.foundation.database import among, as_json, number_list, select
from readiness.foundation.temporal import NEVER
from readiness.notices.messages import POSTED


@dataclass(frozen=True, slots=True)
class AtSite:
    """Where something is, and which calendar holds there. `id` None: no site is recorded."""

    id: int | None
    code: str
    name: str
    country: str
    region: str


@dataclass(frozen=True, slots=True)
class Ending:
    """A certificate that ends, of someone who is employed and not away. `manager` None: nobody is recorded."""

    certificate: int
    kind: str
    ends_on: date
    person: Reached
    staff_number: str
    site: AtSite
    manager: Reached | None


def time_zones(home_zone: str) -> list[str]:
    """The zones in which there are sites, and the organisation's own."""
    rows = select("SELECT DISTINCT time_zone FROM site WHERE superseded_in = :never", never=NEVER)
    return sorted({home_zone, *(zone for (zone,) in rows)})


_ENDING = """
SELECT c.fact_id, c.kind, c.counts_until_on, p.id, p.given_name, p.family_name, p.staff_number, p.email, p.languages,
       s.id, s.code, s.name, s.country, s.region,
       b.id, b.given_name, b.family_name, b.staff_number, b.email, b.languages
FROM certificate c
JOIN person p ON p.id = c.person_id
JOIN employment e ON e.person_id = p.id AND e.superseded_in = :never AND e.from_on <= :today AND e.until_on >= :today
LEFT JOIN membership m ON m.person_id = p.id AND m.superseded_in = :never
    AND m.from_on <= :today AND m.until_on >= :today
LEFT JOIN site s ON s.id = m.site_id
LEFT JOIN person b ON b.id = p.manager_id AND b.id <> p.id AND EXISTS (
    SELECT 1 FROM employment w WHERE w.person_id = b.id AND w.superseded_in = :never
    AND w.from_on <= :today AND w.until_on >= :today LIMIT 1)
WHERE {whose} AND c.superseded_in = :never AND c.revoked_on IS NULL AND c.expires_on IS NOT NULL
AND c.counts_until_on >= :first AND c.counts_until_on <= :last
AND (s.time_zone = :zone OR (s.id IS NULL AND :is_home = 1))
AND NOT EXISTS (SELECT 1 FROM leave l WHERE l.person_id = p.id AND l.superseded_in = :never
    AND l.from_on <= :today AND l.until_on >= :today LIMIT 1)
ORDER BY c.fact_id
"""


def endings(
    zone: str, today: date, between: tuple[date, date], *, is_home: bool, person: int | None = None
) -> list[Ending]:
    """The certificates that end within some days, of those who are employed at sites of a zone and not away.

    `person`: only theirs.
    Of two spells of one person on one day (a record at fault) the first is taken.
    """
    rows = select(
        _ENDING.format(whose="1 = 1" if person is None else "p.id = :person"),
        **({} if person is None else {"person": person}),
        never=NEVER,
        today=today,
        first=between[0],
        last=between[1],
        zone=zone,
        is_home=int(is_home),
    )
    found: dict[int, Ending] = {}
    for row in rows:
        found.setdefault(row[0], _ending(row))
    return list(found.values())


def _ending(row: Sequence[Any]) -> Ending:
    site = AtSite(*row[9:14]) if row[9] is not None else AtSite(None, "", "", "", "")
    manager = _person(row[14:20]) if row[14] is not None else None
    return Ending(row[0], row[1], row[2], _person((*row[3:9],)), row[6], site, manager)


def _person(cells: Sequence[Any]) -> Reached:
    number, given_name, family_name, staff_number, email, languages = cells
    name = f"{given_name} {family_name}".strip() or staff_number
    return Reached(f"person:{number}", name, email, tuple(as_json(languages) or ()), number)


@dataclass(frozen=True, slots=True)
class Holding:
    """Until when someone holds a kind by one certificate."""

    certificate: int
    person: int
    kind: str
    until_on: date


def holdings(people: Iterable[int]) -> list[Holding]:
    """Every certificate of these people that was not revoked."""
    numbers = sorted(set(people))
    rows = select(
        "SELECT fact_id, person_id, kind, counts_until_on FROM certificate WHERE superseded_in = :never "
        f"AND revoked_on IS NULL AND {among('person_id', 'people')}",
        never=NEVER,
        people=number_list(numbers),
    )
    return [Holding(*row) for row in rows]


def reminded(whats: Iterable[str]) -> set[tuple[str, date, str, str]]:
    """What, due day, stage and whom of every reminder about these that was not withdrawn; asked in pieces."""
    wanted, found = sorted(set(whats)), set[tuple[str, date, str, str]]()
    for start in range(0, len(wanted), 400):
        places = {f"w{number}": what for number, what in enumerate(wanted[start : start + 400])}
        names = ", ".join(f":{name}" for name in places)
        rows = select(
            "SELECT r.what, r.due_on, r.stage, r.who FROM reminder r LEFT JOIN outbox_message o "
            f"ON o.key = r.message_key AND o.state = 'withdrawn' WHERE o.id IS NULL AND r.what IN ({names})",
            **places,
        )
        found |= set(rows)
    return found


def turn_of(zone: str) -> date | None:
    """The latest day for which a zone's reminders were worked out."""
    rows = select("SELECT done_on FROM reminder_turn WHERE zone = :zone", zone=zone)
    return next((day for (day,) in rows), None)


def waiting_keys() -> list[str]:
    """The keys of reminders that are still to be sent, by whatever way."""
    rows = select(
        "SELECT key FROM outbox_message WHERE state IN ('waiting', 'sending') AND substr(key, 1, 10) = 'reminders/' "
        "ORDER BY key"
    )
    return list(dict.fromkeys(key.removesuffix(POSTED) for (key,) in rows))
