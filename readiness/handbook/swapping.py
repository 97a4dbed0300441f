"""One action for a line that is out of order: what stands in is shown everywhere at once, and taken back at its end."""

from collections.abc import Mapping
from datetime import timedelta

from readiness.audit.actions import Recording
from readiness.foundation.errors import Conflict, InvalidInput
from readiness.foundation.words import gettext as _
from readiness.handbook.actions import Press, publish_lines
from readiness.handbook.queries import present_outages
from readiness.lines.actions import Outage, end_outages, write_outage
from readiness.lines.models import LineOutage
from readiness.lines.queries import crisis_lines
from readiness.standards.crisis_lines import CrisisLine
from readiness.standards.protocols import LANGUAGES

LONGEST_BANNER = 160
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
    publish_lines(at, actor, lambda opened: write_outage(outage, opened), [*rest, *coming])


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
    publish_lines(at, actor, put_back, rest)


def swapped_with(code: str, at: Press) -> list[str]:
    """The codes of the lines that were swapped in one action with this one, itself among them."""
    present = present_outages(at.now)
    own = next((each for each in present if each.code == code), None)
    return [
        each.code for each in present if own and (each.stand_in, each.from_at) == (own.stand_in, own.from_at)
    ]


def proposed(line: CrisisLine, lines: Mapping[str, CrisisLine]) -> str:
    """The code of what should stand in: its fallback, else the first line of its country."""
    if line.fallback:
        return line.fallback
    own = [
        each
        for each in lines.values()
        if each.country == line.country and each.verified and each.id != line.id
    ]
    return next((each.id for each in own if each.first_for), "")


def same_number(line: CrisisLine, lines: Mapping[str, CrisisLine]) -> list[CrisisLine]:
    """Other lines that are reached by a number of this one."""
    return [
        each
        for each in lines.values()
        if each.id != line.id and each.country == line.country and {*each.numbers} & {*line.numbers}
    ]


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
