"""What keeps a nightly file back until somebody has looked at it. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from readiness.foundation.words import gettext as _
from readiness.foundation.words import join, moment


@dataclass(frozen=True, slots=True)
class Judged:
    """A nightly file as it was read; counts of people where it is of staff."""

    header: Sequence[str]
    row_count: int
    made_at: datetime | None
    refused: int = 0
    employed: int = 0
    left: int = 0


def objections(file: Judged, last: Judged | None, percent: int) -> list[str]:
    """Why a file is held back, a sentence each; empty where it may go in.

    `last`: the last one that went in. `percent`: so many of the staff may leave, rows be refused, or rows
    fewer than in the last one be there.
    """
    return [*_by_itself(file, percent), *(_against(file, last, percent) if last else ())]


def _by_itself(file: Judged, percent: int) -> Iterator[str]:
    if _exceeds(file.left, file.employed, percent):
        yield _(
            "%(left)s of %(employed)s people would leave by it; more than %(percent)s %% is held back.",
            left=f"{file.left:,}",
            employed=f"{file.employed:,}",
            percent=percent,
        )
    if _exceeds(file.refused, file.row_count, percent):
        yield _(
            "%(refused)s of its %(rows)s rows have faults; more than %(percent)s %% is held back.",
            refused=f"{file.refused:,}",
            rows=f"{file.row_count:,}",
            percent=percent,
        )


def _against(file: Judged, last: Judged, percent: int) -> Iterator[str]:
    if _exceeds(last.row_count - file.row_count, last.row_count, percent):
        yield _(
            "It has %(rows)s rows, and the last one had %(before)s: it may have been cut off.",
            rows=f"{file.row_count:,}",
            before=f"{last.row_count:,}",
        )
    if file.made_at and last.made_at and file.made_at < last.made_at:
        yield _(
            "It was written on %(at)s, before the last one that went in (%(before)s).",
            at=moment(file.made_at),
            before=moment(last.made_at),
        )
    if not last.header:
        return  # it was never noted which columns it had
    gone = [column for column in last.header if column not in file.header]
    added = [column for column in file.header if column not in last.header]
    if gone:
        yield _("Columns of the last one are missing: %(columns)s.", columns=join(gone))
    if added:
        yield _("It has columns that the last one had not: %(columns)s.", columns=join(added))


def _exceeds(part: int, whole: int, percent: int) -> bool:
    return part * 100 > whole * percent and whole > 0
