"""What may be done with crisis lines: verifying, correcting and adding them; saying that one is out of order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError

from readiness.audit.actions import Recording, recording
from readiness.audit.events.handbook import LineOut, LineReturned, LineVerified, LineWritten
from readiness.audit.histories import changed_meanwhile
from readiness.foundation.errors import Conflict, InvalidInput
from readiness.foundation.temporal import current, record, supersede
from readiness.foundation.words import gettext as _
from readiness.lines.models import LineOutage, OwnLine
from readiness.lines.queries import crisis_lines, get_line
from readiness.standards.crisis_lines import CrisisLine

REACHED_BY = (
    "call",
    "press",
    "text",
    "text_word",
    "chat_url",
    "textphone",
    "is_always_open",
    "hours",
    "country",
)
"""What a line is reached by: where one of these changes, what was verified is something else."""
SIGNED = ("verified", "verified_on", "verified_by", "source", "source_url")


@dataclass(frozen=True, slots=True)
class SeenLine:
    """A line by its code, and the version of it that someone saw; 0: as shipped."""

    code: str
    version: int


@dataclass(frozen=True, slots=True)
class Signature:
    """That a line's source was read: which source, on which day."""

    verified_on: date
    source: str
    source_url: str = ""


def verify_line(seen: SeenLine, signed: Signature, today: date, actor: str) -> None:
    """Sign that a line was read at its source as it stands here; raises InvalidInput, Conflict."""
    faults = []
    if signed.verified_on > today:
        faults.append(_("verified_on: this day is still to come."))
    if not signed.source.strip():
        faults.append(_("source: write where you read it, or who told you."))
    if faults:
        raise InvalidInput(faults)
    with recording(actor) as opened:
        line = _as_seen(seen)
        day, source = signed.verified_on.isoformat(), signed.source.strip()
        values = {
            "verified": True,
            "verified_on": day,
            "verified_by": actor,
            "source": source,
            "source_url": signed.source_url.strip(),
        }
        _write(seen, checked(line.id, {**line.model_dump(mode="json"), **values}), opened)
        opened.note(LineVerified(line.id, verified_on=day, source=source, numbers=list(line.numbers)))


def correct_line(seen: SeenLine, values: dict[str, Any], reason: str, actor: str) -> None:
    """Keep other values of a line. Where it is reached otherwise than before, it has to be verified anew."""
    if not reason.strip():
        raise InvalidInput(_("reason: Write why, for those who look at this later."))
    with recording(actor) as opened:
        line = _as_seen(seen)
        present = line.model_dump(mode="json")
        corrected = checked(line.id, {**present, **values})
        changed = {
            name: value for name, value in corrected.model_dump(mode="json").items() if present[name] != value
        }
        if not changed:
            raise Conflict(_("Nothing was changed: everything is as it was."))
        if changed.keys() & {*REACHED_BY}:
            corrected = corrected.model_copy(update={"verified": False, "verified_by": ""})
        _write(seen, corrected, opened)
        opened.note(
            LineWritten(
                line.id,
                values=changed,
                reason=reason.strip(),
                before={name: present[name] for name in changed},
            )
        )


def add_line(code: str, values: dict[str, Any], actor: str) -> None:
    """Add a line of one's own, which is verified afterwards; raises InvalidInput, Conflict where the code is taken."""
    line = checked(code, {**values, "verified": False, "source": values.get("source") or ""})
    with recording(actor) as opened:
        if code in crisis_lines():
            raise Conflict(_("code: there is a line with this code already."))
        record(OwnLine, opened.change, code=code, content=_content(line))
        opened.note(LineWritten(code, values=_content(line), reason=""))


def _as_seen(seen: SeenLine) -> CrisisLine:
    """The line, if it is still the one that was seen; raises Conflict naming who changed it."""
    known = get_line(seen.code)
    if known.version != seen.version:
        raise changed_meanwhile(known.changed_in)
    return known.line


def _write(seen: SeenLine, line: CrisisLine, opened: Recording) -> None:
    """Keep a line within a change that is open."""
    row = OwnLine.get_or_none((OwnLine.code == seen.code) & current(OwnLine))
    if row is None:
        record(OwnLine, opened.change, code=seen.code, content=_content(line))
    else:
        supersede(row, opened.change, content=_content(line))


def _content(line: CrisisLine) -> dict[str, Any]:
    return line.model_dump(mode="json", exclude={"id"})


_ONLY_DIGITS = "write digits alone, 3 to 15 of them, such as 988 or 18007997233."
_SENTENCES = {
    "call": _ONLY_DIGITS,
    "text": _ONLY_DIGITS,
    "textphone": _ONLY_DIGITS,
    "press": "write one digit.",
    "chat_url": "write an address that begins with https://.",
    "country": "write two capital letters, such as US.",
}


def checked(code: str, values: dict[str, Any]) -> CrisisLine:
    """The line of these values, which are written nowhere; raises InvalidInput naming every fault in them."""
    faults = list(_missing(code, values))
    try:
        line = CrisisLine.model_validate({**values, "id": code})
    except ValidationError as error:
        for told in error.errors():
            name = str(told["loc"][0])
            faults.append(f"{name}: {_(_SENTENCES.get(name, told['msg']))}")
        raise InvalidInput(faults) from error
    if faults:
        raise InvalidInput(faults)
    return line


def _missing(code: str, values: dict[str, Any]) -> Iterator[str]:
    """What a line cannot do without, whatever form the rest has."""
    if not re.fullmatch(r"[a-z0-9-]{2,40}", code):
        yield _("code: write small letters, digits and hyphens.")
    if not str(values.get("name", "")).strip():
        yield _("name: write what the line is called.")
    if not (values.get("call") or values.get("text") or values.get("chat_url")):
        yield _("call: write at least one way to reach it: a number to call, one to text, or a chat.")
    if not values.get("is_always_open") and not str(values.get("hours", "")).strip():
        yield _("hours: write when it is answered.")
    if not values.get("languages"):
        yield _("languages: write at least one, such as en.")
    if values.get("fallback") and values["fallback"] not in crisis_lines():
        yield _("fallback: there is no line ‘%(code)s’.", code=values["fallback"])


@dataclass(frozen=True, slots=True)
class Outage:
    """Which lines are out of order, what stands in, what is said of it in each language, from when until when."""

    codes: tuple[str, ...]
    stand_in: str
    banners: dict[str, str]
    from_at: datetime
    until_at: datetime
    reason: str = ""


def write_outage(outage: Outage, opened: Recording) -> list[int]:
    """Say that lines are out of order, within a change that is open; what was said of them before ends.

    Gives the numbers of the facts.
    """
    numbers = []
    for code in outage.codes:
        end_outages(code, outage.from_at, opened)
        fact = record(
            LineOutage,
            opened.change,
            code=code,
            stand_in=outage.stand_in,
            banners=outage.banners,
            from_at=outage.from_at,
            until_at=outage.until_at,
        )
        numbers.append(fact.fact_id)
        opened.note(
            LineOut(
                code,
                stand_in=outage.stand_in,
                banners=outage.banners,
                until_at=outage.until_at.isoformat(),
                reason=outage.reason,
            )
        )
    return numbers


def end_outages(code: str, instant: datetime, opened: Recording, reason: str = "") -> int:
    """A line is in order again from an instant on, within a change that is open; gives how many outages ended."""
    rows = list(
        LineOutage.select().where(
            (LineOutage.code == code) & current(LineOutage) & (LineOutage.until_at > instant)
        )
    )
    for row in rows:
        supersede(row, opened.change, until_at=max(instant, row.from_at))
        opened.note(LineReturned(code, stand_in=row.stand_in, reason=reason))
    return len(rows)
