"""Protocols as they were known: which text was in place when, and since when their lines are verified."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from readiness.audit.events.handbook import ProtocolRetired
from readiness.compliance.days.on_record import KnownLine, ProtocolText
from readiness.compliance.days.records import Acknowledged
from readiness.compliance.days.spells import Spell
from readiness.foundation.database import as_json, select
from readiness.foundation.temporal import LAST_DAY, Question, day_before, known_sql
from readiness.lines.queries import shipped_lines
from readiness.protocols.states import CLINICIAN
from readiness.protocols.titles import spoken
from readiness.standards.crisis_lines import CrisisLine
from readiness.standards.protocols import LANGUAGES


class ApprovedTexts:
    """Every text of a protocol that was known to be approved, read once; in place by the days of any time zone."""

    def __init__(self, question: Question) -> None:
        self._approved = _approved(question)
        self._retired = _retired(question)
        self._held, self._clinician = _reviews(question)

    def by_slug(self, time_zone: str) -> dict[str, list[ProtocolText]]:
        found = {}
        for slug, rows in self._approved.items():
            texts = [self._text(slug, place, rows, time_zone) for place in range(len(rows))]
            found[slug] = [text for text in texts if text.in_place.from_on <= text.in_place.until_on]
        return found

    def _text(self, slug: str, place: int, rows: list[tuple[Any, ...]], time_zone: str) -> ProtocolText:
        number, approved_at, title, lines, call = rows[place]
        ends = [day_before(_day(at, time_zone)) for at in self._retired.get(slug, ()) if at > approved_at]
        if place + 1 < len(rows):
            ends.append(day_before(_day(rows[place + 1][1], time_zone)))
        return ProtocolText(
            number,
            title or slug,
            Spell(_day(approved_at, time_zone), min(ends, default=LAST_DAY)),
            frozenset(LANGUAGES),
            frozenset([*as_json(lines), *filter(None, as_json(call).values())]),
            self._held.get((slug, number), ()),
            self._clinician.get((slug, number), ()),
        )


def _day(instant: datetime, time_zone: str) -> date:
    return instant.astimezone(ZoneInfo(time_zone)).date()


def _approved(question: Question) -> dict[str, list[tuple[Any, ...]]]:
    """By slug, in the order of their approvals; without the texts themselves."""
    found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for slug, *row in select(
        f"SELECT r.slug, r.number, r.approved_at, r.body -> '{spoken()}' ->> 'situation' AS title, "
        "r.body -> 'lines' AS lines, "
        "r.body -> 'call' AS call FROM protocol_revision r WHERE r.approved_at <= :instant "
        "ORDER BY r.slug, r.approved_at, r.number",
        instant=question.known.at,
    ):
        found[slug].append(tuple(row))
    return found


def _retired(question: Question) -> dict[str, list[datetime]]:
    found: dict[str, list[datetime]] = defaultdict(list)
    for slug, retired_at in select(
        "SELECT e.subject, e.recorded_at AS retired_at FROM audit_event e "
        "WHERE e.action = :retired AND e.change_id <= :known ORDER BY e.id",
        retired=ProtocolRetired.action,
        known=question.known.number,
    ):
        found[slug].append(retired_at)
    return found


Reviews = dict[tuple[str, int], list[date]]


def _reviews(question: Question) -> tuple[Reviews, Reviews]:
    """Signed that a text still holds; and read by a clinician."""
    held: Reviews = defaultdict(list)
    clinician: Reviews = defaultdict(list)
    for slug, number, kind, reviewed_on in select(
        f"SELECT v.slug, v.number, v.kind, v.reviewed_on FROM protocol_review v WHERE {known_sql('v')} "
        "ORDER BY v.reviewed_on",
        known=question.known.number,
    ):
        (clinician if kind == CLINICIAN else held)[slug, number].append(reviewed_on)
    return held, clinician


def known_lines(question: Question) -> dict[str, KnownLine]:
    """Every line as it was known, with the days on which it was verified.

    What was verified later is another verification; a version that is not verified ends those before it.
    """
    lines = dict(shipped_lines())
    verified = {
        code: [Spell(line.verified_on, LAST_DAY)] if line.verified and line.verified_on else []
        for code, line in lines.items()
    }
    for code, content, recorded_at in select(
        "SELECT o.code, o.content, c.recorded_at FROM own_line o JOIN change c ON c.id = o.recorded_in "
        "WHERE o.recorded_in <= :known ORDER BY o.recorded_in, o.id",
        known=question.known.number,
    ):
        line = lines[code] = CrisisLine.model_validate({"id": code, **as_json(content)})
        spells = verified.setdefault(code, [])
        if line.verified and line.verified_on:
            spells.append(Spell(line.verified_on, LAST_DAY))
        else:
            verified[code] = _ended(spells, recorded_at.date())
    return {code: _known(line, verified[code]) for code, line in lines.items()}


def _ended(spells: Sequence[Spell], day: date) -> list[Spell]:
    """The same spells, over by the day before; what would begin later never was."""
    return [Spell(each.from_on, min(each.until_on, day_before(day))) for each in spells if each.from_on < day]


def _known(line: CrisisLine, verified: Sequence[Spell]) -> KnownLine:
    return KnownLine(
        line.id, line.name, line.kind, line.country, verified, bool(line.first_for) or _is_emergency(line)
    )


def _is_emergency(line: CrisisLine) -> bool:
    return line.kind == "emergency"


def acknowledgements(question: Question) -> dict[int, list[Acknowledged]]:
    """By person, which texts they said they have read, and when."""
    found: dict[int, list[Acknowledged]] = defaultdict(list)
    for person, slug, number, acknowledged_on in select(
        "SELECT a.person_id, k.slug, k.number, k.acknowledged_on FROM acknowledgement k "
        f"JOIN account_person a ON a.account_id = k.account_id AND {known_sql('a')} WHERE {known_sql('k')} "
        "ORDER BY a.person_id, k.fact_id",
        known=question.known.number,
    ):
        found[person].append(Acknowledged(slug, number, acknowledged_on))
    return found
