"""What stands in a feed: a constant number of statements, whatever the number of entries.

Titles are neutral, since they stay in phones and on shared screens: none says which certificate, or of whom.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from readiness.calendars.writing import Entry
from readiness.foundation.database import among, number_list, select
from readiness.foundation.temporal import LAST_DAY, NEVER, records_began_at
from readiness.foundation.words import gettext as _
from readiness.handbook.review_days import review_days

BACK, AHEAD = timedelta(days=90), timedelta(days=730)
"""So far a feed looks back and ahead."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a feed on a day. `site_ids` None: every site. `base_url`: where entries lead. `mark`: what
    tells the organisation's entries from those of another in one app."""

    account_id: int
    person_id: int | None
    site_ids: frozenset[int] | None
    runs_exercises: bool
    reviews_protocols: bool
    base_url: str
    time_zone: str
    today: date
    mark: str

    @property
    def span(self) -> dict[str, date]:
        return {"since": self.today - BACK, "until": self.today + AHEAD}


def own_entries(reader: Reader) -> Iterator[Entry]:
    """What a person has to know: the own classes, those they train, ends of certificates, exercises where they work."""
    if reader.person_id is not None:
        yield from _own_classes(reader)
        yield from _own_certificates(reader)
        yield from _own_exercises(reader)
    rows = _classes(reader, "c.trainer_account_id = :account", account=reader.account_id)
    yield from _class_entries(rows, "trainer", reader)


def site_entries(reader: Reader, site_id: int) -> Iterator[Entry]:
    """What happens at a site: its classes, its announced exercises, the days on which certificates end there."""
    yield from _class_entries(_classes(reader, "c.site_id = :site", site=site_id), "site", reader)
    where = "x.site_id = :site AND x.is_announced"
    yield from _exercise_entries(_exercises(reader, where, site=site_id), "site", reader)
    yield from _ends_at_site(reader, site_id)


def role_entries(reader: Reader) -> Iterator[Entry]:
    """What a role sees to: classes and exercises of the sites that it may see, and reviews of protocols.

    Exercises whose day is kept back are told to those alone who run exercises.
    """
    condition, values = _of_sites("c.site_id", reader, or_none=True)
    yield from _class_entries(_classes(reader, condition, **values), "role", reader)
    announced = "1 = 1" if reader.runs_exercises else "x.is_announced"
    condition, values = _of_sites("x.site_id", reader)
    yield from _exercise_entries(_exercises(reader, f"{condition} AND {announced}", **values), "role", reader)
    if reader.reviews_protocols:
        yield from _reviews(reader)


def mark() -> str:
    """The mark of this organisation; the same for ever."""
    return hashlib.sha256(str(records_began_at()).encode()).hexdigest()[:12]


def _uid(reader: Reader, *parts: object) -> str:
    return "-".join(map(str, parts)) + f"@{reader.mark}.readiness"


def _changes(table: str, alias: str) -> str:
    """SQL: how often a fact was changed. Each version that came, and each that went, counts: it only grows."""
    return (
        f"(SELECT count(*) + sum(CASE WHEN v.superseded_in < {NEVER} THEN 1 ELSE 0 END) - 1 "
        f"FROM {table} v WHERE v.fact_id = {alias}.fact_id)"
    )


def _instant_of(change: str) -> str:
    return f"(SELECT h.recorded_at FROM change h WHERE h.id = {change})"


_OWN_CLASSES = f"""
    SELECT c.fact_id, c.starts_at, c.ends_at, c.time_zone, coalesce(s.name, ''), c.place, c.is_cancelled, e.state,
      {_changes("training_class", "c")} + {_changes("enrolment", "e")},
      {_instant_of("CASE WHEN c.recorded_in > e.recorded_in THEN c.recorded_in ELSE e.recorded_in END")} AS stamped_at
    FROM enrolment e JOIN training_class c ON c.fact_id = e.training_class AND c.superseded_in = {NEVER}
    LEFT JOIN site s ON s.id = c.site_id
    WHERE e.person_id = :person AND e.superseded_in = {NEVER} AND c.held_on BETWEEN :since AND :until
    AND EXISTS (SELECT 1 FROM enrolment w WHERE w.fact_id = e.fact_id AND w.state IN ('enrolled', 'waiting'))
"""


def _own_classes(reader: Reader) -> Iterator[Entry]:
    for row in select(_OWN_CLASSES, person=reader.person_id, **reader.span):
        number, starts_at, ends_at, zone, site, place, is_cancelled, state, sequence, stamped_at = row
        yield Entry(
            _uid(reader, "class", number, "own", reader.person_id), _("Training"), sequence, stamped_at,
            starts_at=starts_at, ends_at=ends_at, time_zone=zone, where=_joined(site, place),
            url=f"{reader.base_url}/account/classes/{number}",
            is_cancelled=bool(is_cancelled) or state not in ("enrolled", "waiting"),
            is_tentative=state == "waiting",
        )  # fmt: skip


def _classes(reader: Reader, condition: str, /, **values: Any) -> Iterator[tuple[Any, ...]]:
    return select(
        "SELECT c.fact_id, c.starts_at, c.ends_at, c.time_zone, coalesce(s.name, ''), c.place, c.is_cancelled, "
        f"{_changes('training_class', 'c')}, {_instant_of('c.recorded_in')} AS stamped_at "
        f"FROM training_class c LEFT JOIN site s ON s.id = c.site_id WHERE c.superseded_in = {NEVER} "
        f"AND c.held_on BETWEEN :since AND :until AND {condition}",
        **reader.span,
        **values,
    )


def _class_entries(rows: Iterable[tuple[Any, ...]], what: str, reader: Reader) -> Iterator[Entry]:
    for number, starts_at, ends_at, zone, site, place, is_cancelled, sequence, stamped_at in rows:
        yield Entry(
            _uid(reader, "class", number, what), _("Training"), sequence, stamped_at, starts_at=starts_at,
            ends_at=ends_at, time_zone=zone, where=_joined(site, place),
            url=f"{reader.base_url}/classes/{number}{'/attendance' if what == 'trainer' else ''}",
            is_cancelled=bool(is_cancelled),
        )  # fmt: skip


# The version of each certificate that was known last, withdrawn or not; and those of its kind that came after it.
_OWN_CERTIFICATES = f"""
    SELECT c.fact_id, c.expires_on, c.superseded_in, c.revoked_on, {_changes("certificate", "c")}
      + (SELECT count(*) FROM certificate n WHERE n.person_id = c.person_id AND n.kind = c.kind
         AND n.fact_id <> c.fact_id AND n.issued_on > c.issued_on)
      + (SELECT count(*) FROM certificate n WHERE n.person_id = c.person_id AND n.kind = c.kind
         AND n.fact_id <> c.fact_id AND n.issued_on > c.issued_on AND n.superseded_in < {NEVER}),
      EXISTS (SELECT 1 FROM certificate n WHERE n.person_id = c.person_id AND n.kind = c.kind
         AND n.counts_until_on > c.counts_until_on AND n.superseded_in = {NEVER}),
      {_instant_of("CASE WHEN c.superseded_in < " + str(NEVER) + " THEN c.superseded_in ELSE c.recorded_in END")}
      AS stamped_at
    FROM certificate c WHERE c.person_id = :person AND c.expires_on BETWEEN :since AND :until
    AND c.id = (SELECT max(v.id) FROM certificate v WHERE v.fact_id = c.fact_id)
"""


def _own_certificates(reader: Reader) -> Iterator[Entry]:
    rows = select(_OWN_CERTIFICATES, person=reader.person_id, **reader.span)
    for number, expires_on, superseded_in, revoked_on, sequence, is_renewed, stamped_at in rows:
        yield Entry(
            _uid(reader, "certificate", number), _("Certificate ends"), sequence, stamped_at, on=expires_on,
            url=f"{reader.base_url}/account",
            is_cancelled=superseded_in < NEVER or revoked_on is not None or bool(is_renewed),
        )  # fmt: skip


def _own_exercises(reader: Reader) -> Iterator[Entry]:
    """Announced ones alone: whoever takes part is told no day that is kept back, neither here nor elsewhere."""
    where = (
        "x.is_announced AND EXISTS (SELECT 1 FROM membership m WHERE m.person_id = :person AND m.site_id = x.site_id "
        f"AND m.superseded_in = {NEVER} AND m.from_on <= x.planned_on AND m.until_on >= x.planned_on)"
    )
    return _exercise_entries(_exercises(reader, where, person=reader.person_id), "own", reader)


def _exercises(reader: Reader, condition: str, /, **values: Any) -> Iterator[tuple[Any, ...]]:
    return select(
        "SELECT x.fact_id, coalesce(x.held_on, x.planned_on) AS day_on, s.name, x.superseded_in, x.not_held_why, "
        f"{_changes('exercise', 'x')}, {_instant_of(_LAST_CHANGE)} AS stamped_at "
        "FROM exercise x JOIN site s ON s.id = x.site_id "
        "WHERE x.id = (SELECT max(v.id) FROM exercise v WHERE v.fact_id = x.fact_id) "
        f"AND x.planned_on BETWEEN :since AND :until AND {condition}",
        **reader.span,
        **values,
    )


_LAST_CHANGE = f"CASE WHEN x.superseded_in < {NEVER} THEN x.superseded_in ELSE x.recorded_in END"


def _exercise_entries(rows: Iterable[tuple[Any, ...]], what: str, reader: Reader) -> Iterator[Entry]:
    for number, day_on, site, superseded_in, not_held_why, sequence, stamped_at in rows:
        yield Entry(
            _uid(reader, "exercise", number, what), _("Safety exercise"), sequence, stamped_at, on=day_on, where=site,
            url=f"{reader.base_url}/exercises/{number}" if what != "own" else "",
            is_cancelled=superseded_in < NEVER or bool(not_held_why),
        )  # fmt: skip


def _ends_at_site(reader: Reader, site_id: int) -> Iterator[Entry]:
    """The days on which a certificate of somebody who works there ends and nothing takes its place."""
    rows = select(
        f"SELECT DISTINCT c.expires_on FROM certificate c JOIN membership m ON m.person_id = c.person_id "
        f"AND m.superseded_in = {NEVER} AND m.from_on <= c.expires_on AND m.until_on >= c.expires_on "
        f"WHERE m.site_id = :site AND c.superseded_in = {NEVER} AND c.expires_on BETWEEN :since AND :until "
        "AND c.revoked_on IS NULL AND NOT EXISTS (SELECT 1 FROM certificate n WHERE n.person_id = c.person_id "
        f"AND n.kind = c.kind AND n.counts_until_on > c.counts_until_on AND n.superseded_in = {NEVER})",
        site=site_id,
        **reader.span,
    )
    began_at = records_began_at()
    for (expires_on,) in rows:
        if began_at is not None and expires_on < LAST_DAY:
            yield Entry(
                _uid(reader, "certificates", site_id, expires_on), _("Certificates end"), 0, began_at, on=expires_on,
                url=f"{reader.base_url}/certificates?sort=until",
            )  # fmt: skip


def _reviews(reader: Reader) -> Iterator[Entry]:
    for each in review_days(reader.time_zone):
        yield Entry(
            _uid(reader, "review", hashlib.sha256(each.slug.encode()).hexdigest()[:12]), _("Review due"),
            each.change_count, each.changed_at, on=each.due_on, url=f"{reader.base_url}/handbook",
        )  # fmt: skip


def _of_sites(column: str, reader: Reader, *, or_none: bool = False) -> tuple[str, dict[str, Any]]:
    """The condition that something is at a site that may be seen, and its values. `or_none`: or at none."""
    if reader.site_ids is None:
        return "1 = 1", {}
    condition = among(column, "sites")
    return (f"({condition} OR {column} IS NULL)" if or_none else condition), {
        "sites": number_list(sorted(reader.site_ids))
    }


def _joined(site: str, place: str) -> str:
    return ", ".join(part for part in (site, place) if part)
