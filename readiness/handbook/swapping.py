"""One action for a line that is out of order: what stands in is shown everywhere at once, and taken back at its end."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from readiness.audit.actions import Recording
from readiness.foundation.errors import Conflict, InvalidInput
from readiness.foundation.words import gettext as _
from readiness.foundation.words import join, moment, speaking
from readiness.handbook.actions import Change, Press, publish_lines
from readiness.handbook.numbers import shown
from readiness.handbook.queries import present_outages
from readiness.lines.actions import Outage, end_outages, write_outage
from readiness.lines.models import LineOutage
from readiness.lines.queries import crisis_lines
from readiness.standards.crisis_lines import CrisisLine
from readiness.standards.protocols import LANGUAGES

LONGEST_BANNER = 300
"""Letters, with what is said of the line that stands in and of the end."""
LONGEST_OUTAGE = timedelta(days=92)
"""What lasts longer is no outage: then the line is corrected, or protocols name another."""


def swap_lines(outage: Outage, at: Press, actor: str) -> None:
    """Show another line at the place of those that are out of order, from now on; publishes, or does nothing.

    Raises InvalidInput naming every fault.
    """
    check_swap(outage, at)
    coming = [
        LineOutage(code=code, stand_in=outage.stand_in, banners=outage.banners) for code in outage.codes
    ]
    rest = [each for each in present_outages(at.now) if each.code not in outage.codes]
    lines = crisis_lines()
    why = _(
        "Swapped: ‘%(other)s’ stands in for %(names)s",
        other=lines[outage.stand_in].name,
        names=_named(outage.codes, lines),
    )
    publish_lines(at, actor, Change(lambda opened: write_outage(outage, opened), why), [*rest, *coming])


def end_swap(code: str, reason: str, at: Press, actor: str) -> None:
    """A line, and those swapped with it, is in order again before its time; publishes, or does nothing."""
    if not reason.strip():
        raise InvalidInput(_("reason: Write who said that it is in order again."))
    codes = swapped_with(code, at)
    if not codes:
        raise Conflict(_("Nothing stands in for this line just now."))

    def put_back(opened: Recording) -> list[int]:
        if not sum(end_outages(each, at.now, opened, reason.strip()) for each in codes):
            raise Conflict(_("Nothing stands in for this line just now."))
        return []

    rest = [each for each in present_outages(at.now) if each.code not in codes]
    why = _("In order again: %(names)s", names=_named(codes, crisis_lines()))
    publish_lines(at, actor, Change(put_back, why), rest)


def _named(codes: Iterable[str], lines: Mapping[str, CrisisLine]) -> str:
    return join([f"‘{lines[code].name}’" for code in codes])


def swapped_with(code: str, at: Press) -> list[str]:
    """The codes of the lines that were swapped in one action with this one, itself among them."""
    present = present_outages(at.now)
    own = next((each for each in present if each.code == code), None)
    return [
        each.code for each in present if own and (each.stand_in, each.from_at) == (own.stand_in, own.from_at)
    ]


def proposed(line: CrisisLine, lines: Mapping[str, CrisisLine]) -> str:
    """The code of what should stand in: its fallback, else the first line of its country; '' where neither can.

    What is reached by the same number is as dead as the line is, so it is never proposed.
    """
    can = {each.id for each in lines.values() if not why_not(each, line)}
    first = (each.id for each in lines.values() if each.id in can and each.first_for)
    return line.fallback if line.fallback in can else next(first, "")


def why_not(other: CrisisLine, line: CrisisLine) -> str:
    """Why another line cannot stand in for one, in words; '' for one that can. Its check is looked at apart."""
    if other.id == line.id:
        return _("it is the line itself")
    if other.country != line.country:
        return _("it is of another country")
    if shared := sorted({*other.numbers} & {*line.numbers}):
        return _("it is reached by the same number, %(number)s", number=shown(shared[0]))
    if not other.verified:
        return _("it is not verified")
    return _("it has no number to call") if line.call and not other.call else ""


def same_number(line: CrisisLine, lines: Mapping[str, CrisisLine]) -> list[CrisisLine]:
    """Other lines that are reached by a number of this one."""
    return [
        each
        for each in lines.values()
        if each.id != line.id and each.country == line.country and {*each.numbers} & {*line.numbers}
    ]


def banner_of(typed: str, other: str, until_at: datetime, language: str) -> str:
    """What stands over a line that stands in: what was typed, whom one reaches, until when; '' where none was typed."""
    if not typed.strip() or not other:
        return typed.strip()
    with speaking(language):
        told = _("Until %(until)s, ‘%(other)s’ is shown in its place.", until=moment(until_at), other=other)
    return f"{typed.strip()} {told}"


def check_swap(outage: Outage, at: Press) -> None:
    """Raise InvalidInput naming everything that is wrong with a swap; nothing is written."""
    faults = _faults(outage, at)
    if faults:
        raise InvalidInput(faults)


def _faults(outage: Outage, at: Press) -> list[str]:
    lines, out = crisis_lines(), {each.code for each in present_outages(at.now)}
    faults = []
    other = lines.get(outage.stand_in)
    if other is None or outage.stand_in in outage.codes or outage.stand_in in out:
        faults.append(_("stand_in: choose a line that is in order."))
    else:
        problem = at.watch().problem(other.id)
        faults += [f"stand_in: {problem}"] if problem else []
        can_only_be_called = [each for code in outage.codes if (each := lines[code]).call and not other.call]
        if can_only_be_called:
            faults.append(_("stand_in: it has no number to call, as the line has whose place it takes."))
        if any(lines[code].country != other.country for code in outage.codes):
            faults.append(_("stand_in: choose a line of the same country."))
        if any({*lines[code].numbers} & {*other.numbers} for code in outage.codes):
            faults.append(
                _("stand_in: it is reached by the same number, so it is out of order too. Choose another.")
            )
    for language in LANGUAGES:
        if not 3 <= len(outage.banners.get(language, "").strip()) <= LONGEST_BANNER:
            faults.append(
                _("banner_%(language)s: write one sentence of at most %(most)s characters.",
                  language=language, most=LONGEST_BANNER)
            )  # fmt: skip
    if not at.now < outage.until_at <= at.now + LONGEST_OUTAGE:
        faults.append(
            _(
                "until_at: choose an end that is still to come, within %(days)s days.",
                days=LONGEST_OUTAGE.days,
            )
        )
    return faults
