"""Reads of crisis lines: those that came with the release, with what the organisation says of them in their place."""

from datetime import datetime
from functools import cache
from typing import NamedTuple

from readiness.audit.histories import HistoryEntry, Of, Story
from readiness.foundation.errors import NotFound
from readiness.foundation.temporal import Knowledge, current, known
from readiness.foundation.text import nearest
from readiness.foundation.words import gettext as _
from readiness.foundation.words import moment
from readiness.lines.models import LineOutage, OwnLine
from readiness.standards.crisis_lines import CrisisLine, load_crisis_lines


@cache
def shipped_lines() -> dict[str, CrisisLine]:
    """The lines that came with this release."""
    return load_crisis_lines()


def own_lines() -> dict[str, OwnLine]:
    """What the organisation says of lines, by their codes."""
    return {row.code: row for row in OwnLine.select().where(current(OwnLine)).order_by(OwnLine.code)}


def crisis_lines() -> dict[str, CrisisLine]:
    """Every line as it holds here, by its code: the shipped ones in their order, then those added here."""
    return {**shipped_lines(), **{code: line_of(row) for code, row in own_lines().items()}}


def known_lines(knowledge: Knowledge) -> dict[str, CrisisLine]:
    """Every line by what was known here, by its code."""
    own = OwnLine.select().where(known(OwnLine, knowledge)).order_by(OwnLine.code)
    return {**shipped_lines(), **{row.code: line_of(row) for row in own}}


def emergency_numbers(country: str) -> list[str]:
    """The numbers for emergencies that are known for a country, verified ones, the first first."""
    lines = crisis_lines().values()
    own = [line for line in lines if line.kind == "emergency" and line.country == country and line.verified]
    return [line.call for line in own if line.call]


def line_of(row: OwnLine) -> CrisisLine:
    """The line that a row holds."""
    return CrisisLine.model_validate({"id": row.code, **row.content})


class KnownLine(NamedTuple):
    """A line, and the version of what is said of it here; 0 where it is as shipped."""

    line: CrisisLine
    version: int
    changed_in: int


def get_line(code: str) -> KnownLine:
    """The line with this code; raises NotFound naming one that is alike."""
    row: OwnLine | None = OwnLine.get_or_none((OwnLine.code == code) & current(OwnLine))
    if row is not None:
        return KnownLine(line_of(row), row.id, row.recorded_in)
    shipped = shipped_lines()
    if code not in shipped:
        near = nearest(code, crisis_lines())
        hint = _(" Did you mean '%(near)s'?", near=near) if near else ""
        raise NotFound(_("There is no crisis line '%(code)s'.", code=code) + hint)
    return KnownLine(shipped[code], 0, 0)


def superseded_numbers() -> dict[str, str]:
    """Numbers that must not be shown any more, each with the one that took its place."""
    return {
        old: (line.text or line.call) if len(old) < 7 else (line.call or line.text)
        for line in crisis_lines().values()
        for old in line.supersedes
    }


def outages_in_force(instant: datetime) -> list[LineOutage]:
    """The lines that are out of order at an instant, by what is known now."""
    rows = LineOutage.select().where(
        current(LineOutage) & (LineOutage.from_at <= instant) & (LineOutage.until_at > instant)
    )
    return list(rows.order_by(LineOutage.fact_id))


def outages_to_come(instant: datetime) -> list[LineOutage]:
    """The lines that are or will be out of order from an instant on, by what is known now."""
    return list(LineOutage.select().where(current(LineOutage) & (LineOutage.until_at > instant)))


def line_history(code: str, known: int) -> list[HistoryEntry]:
    """What was said of a line up to the change with this number, and by whom; the latest first."""
    story = Story(Of(code))
    before = shipped_lines().get(code)
    for row in OwnLine.select().where(OwnLine.code == code).order_by(OwnLine.recorded_in, OwnLine.id):
        now = line_of(row)
        was = {} if before is None else before.model_dump(mode="json")
        for name, value in now.model_dump(mode="json").items():
            if name != "id" and value != was.get(name, value if before else None):
                story.differ(row.recorded_in, name.replace("_", " "), _text(was.get(name)), _text(value))
        story.say(row.recorded_in, _("Verified.") if now.verified else _("Not verified."))
        before = now
    names = crisis_lines()
    outages = LineOutage.select().where(LineOutage.code == code).order_by(LineOutage.recorded_in)
    for outage in outages:
        story.say(
            outage.recorded_in,
            _(
                "Out of order until %(until)s; ‘%(other)s’ stands in.",
                until=moment(outage.until_at),
                other=names[outage.stand_in].name if outage.stand_in in names else outage.stand_in,
            ),
        )
    return story.entries(known)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
