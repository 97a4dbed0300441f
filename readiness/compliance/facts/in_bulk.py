"""A short row for each person: all that checks may look at of those who stay where they are through some days."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from readiness.compliance.days.spells import Spell
from readiness.compliance.days.subjects import NO_SITE, CertificateSpell
from readiness.compliance.facts.subjects import DEPARTMENTS, by_person
from readiness.foundation.database import among, is_sqlite, iso_day, number_list, stream
from readiness.foundation.remembering import Remembered
from readiness.foundation.temporal import FIRST_DAY, LAST_DAY, known_sql


@dataclass(frozen=True, slots=True)
class Reading:
    """Which days are looked at, by which knowledge, and what of people. `chosen` None: everyone.

    `kinds` are the certificates that count for anything, `dated` those of which the day of issue matters; who began by
    `begins_on` began long enough ago.
    """

    first_on: date
    last_on: date
    begins_on: date
    known: int
    kinds: Sequence[str]
    dated: frozenset[str]
    has_proof: bool
    has_reading: bool
    has_learning: bool
    exempted: frozenset[str]
    chosen: Sequence[int] | None

    @property
    def values(self) -> dict[str, Any]:
        people = {} if self.chosen is None else {"people": number_list(self.chosen)}
        return {"known": self.known, "first_on": self.first_on, "last_on": self.last_on, **people}

    def condition(self, column: str) -> str:
        return "" if self.chosen is None else f"AND {among(column, 'people')}"


@dataclass(frozen=True, slots=True, eq=False)
class Work:
    """As what somebody works, with the days that matter; who are alike in it have the same one."""

    job_title: str
    department: str
    joined_on: date
    leaves_on: date
    placed_on: date
    moves_on: date


class PersonRow(NamedTuple):
    """Where somebody works as what on the first day, since when and until when. `is_apart`: it does not tell enough.

    The first day of those who were employed, or at a place, for long enough is FIRST_DAY, the last day of those who
    stay through the days LAST_DAY.
    """

    person: int
    site_id: int
    work: Work
    is_apart: bool


def _several(table: str) -> str:
    """SQL for those of whom more than one fact of a kind is known, of whatever days."""
    return (
        f"SELECT f.person_id FROM {table} f WHERE {known_sql('f')} GROUP BY f.person_id HAVING count(*) > 1"
    )


_LEARNED = f"SELECT f.person_id FROM learning_activity f WHERE {known_sql('f')}"
_READ = (
    "SELECT a.person_id FROM acknowledgement f JOIN account_person a ON a.account_id = f.account_id "
    f"AND {known_sql('a')} WHERE {known_sql('f')}"
)
_PLACED_AGAIN = f"""
    SELECT f.person_id FROM membership f WHERE {known_sql("f")} AND f.from_on <= :last_on AND f.until_on >= :first_on
    GROUP BY f.person_id HAVING count(*) > count(DISTINCT coalesce(f.site_id, {NO_SITE.id}))
"""
"""Those who are at one place twice within the days: as something else, or again."""
_PLACED_LATER = f"""
    SELECT f.person_id FROM membership f WHERE {known_sql("f")} AND f.from_on > :first_on AND f.from_on <= :last_on
"""
_ON_FIRST = "{0}.from_on <= :first_on AND {0}.until_on >= :first_on"


def person_rows(wanted: Reading) -> Iterator[PersonRow]:
    """Everyone who is employed on the first day, by their id; a row for each place."""
    apart = [_several("employment"), _PLACED_AGAIN]
    apart += [_several("membership"), _READ] if wanted.has_reading else []
    apart += [_LEARNED] if wanted.has_learning else []
    exempted = {f"exempted_{place}": number for place, number in enumerate(sorted(wanted.exempted))}
    numbers = ", ".join(f":{name}" for name in exempted) or "NULL"
    found = "".join(f" OR e.person_id IN ({each})" for each in apart)
    began = "CASE WHEN {0} <= :begins_on THEN NULL ELSE {0} END"
    ends = "CASE WHEN {0} > :last_on THEN NULL ELSE {0} END"
    rows = stream(
        f"""
        SELECT e.person_id, coalesce(m.site_id, {NO_SITE.id}),
          CASE WHEN p.staff_number IN ({numbers}){found}
            OR m.site_id IS NULL AND e.person_id IN ({_PLACED_LATER}) THEN 1 ELSE 0 END,
          coalesce(m.job_title, ''), coalesce(d.name, ''),
          {began.format("e.from_on")}, {ends.format("e.until_on")},
          {began.format("m.from_on")}, {ends.format("m.until_on")}
        FROM person p
        JOIN employment e ON e.person_id = p.id AND {known_sql("e")} AND {_ON_FIRST.format("e")}
        LEFT JOIN membership m ON m.person_id = p.id AND {known_sql("m")} AND {_ON_FIRST.format("m")}
        LEFT JOIN {DEPARTMENTS} d ON d.id = m.department_id
        WHERE {known_sql("p")} {wanted.condition("p.id")}
        ORDER BY e.person_id
        """,
        **wanted.values,
        **exempted,
        begins_on=wanted.begins_on,
    )
    works = Remembered[tuple[Any, ...], Work](_work)
    for person, site_id, is_apart, *work in rows:
        yield PersonRow(person, site_id, works[tuple(work)], bool(is_apart))


def _work(row: tuple[Any, ...]) -> Work:
    title, department, *days = row
    joined_on, leaves_on, placed_on, moves_on = (_day(each) for each in days)
    return Work(
        title,
        department,
        joined_on or FIRST_DAY,
        leaves_on or LAST_DAY,
        placed_on or FIRST_DAY,
        moves_on or LAST_DAY,
    )


def _day(value: Any) -> date | None:
    """A day as the databases give it."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def certificate_texts(wanted: Reading) -> Callable[[int], str]:
    """What someone holds on any of the days as one short text, for `spells_in`; asked in the order of their ids.

    Days outside are left out, so that most who hold the same have the same text.
    """
    if not wanted.kinds:
        return lambda _person: ""
    values = {f"kind_{place}": kind for place, kind in enumerate(wanted.kinds)}
    together = "group_concat({}, ';')" if is_sqlite() else "string_agg({}, ';')"
    rows = stream(
        f"SELECT c.person_id, {together.format(_certificate(wanted))} FROM certificate c "
        f"WHERE {known_sql('c')} AND c.issued_on <= :last_on AND c.counts_until_on >= :first_on "
        f"AND c.kind IN ({', '.join(f':{name}' for name in values)}) {wanted.condition('c.person_id')} "
        "GROUP BY c.person_id ORDER BY c.person_id",
        **wanted.values,
        **values,
    )
    of = by_person(rows)

    def text(person: int) -> str:
        return next((row[1] for row in of(person)), "")

    return text


def _certificate(wanted: Reading) -> str:
    """SQL for a certificate as text: place of its kind, days, whether it has a number and evidence."""
    places = " ".join(f"WHEN :kind_{place} THEN '{place}'" for place in range(len(wanted.kinds)))
    dated = ", ".join(f":kind_{place}" for place, kind in enumerate(wanted.kinds) if kind in wanted.dated)
    undated = f"AND c.kind NOT IN ({dated})" if dated else ""
    proof = "':'"
    if wanted.has_proof:
        number, evidence = (
            f"CASE WHEN c.{name} <> '' THEN '{name[0]}' ELSE '' END" for name in ("number", "evidence")
        )
        proof = f"':' || {number} || {evidence}"
    return (
        f"CASE c.kind {places} END || ':' || "
        f"CASE WHEN c.issued_on <= :first_on {undated} THEN '' ELSE {iso_day('c.issued_on')} END || ':' || "
        f"CASE WHEN c.counts_until_on > :last_on THEN '' ELSE {iso_day('c.counts_until_on')} END || {proof}"
    )


def spells_in(text: str, wanted: Reading) -> list[CertificateSpell]:
    """The certificates of a text, with the days that are looked at."""
    found = []
    for each in text.split(";") if text else ():
        place, issued, until, proof = each.split(":")
        spell = Spell(
            date.fromisoformat(issued) if issued else FIRST_DAY,
            date.fromisoformat(until) if until else LAST_DAY,
        )
        found.append(CertificateSpell(wanted.kinds[int(place)], spell, "n" in proof, "e" in proof))
    return found
