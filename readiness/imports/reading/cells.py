"""Reading single cells: days, choices, languages; each value is worked out once and remembered. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime

from readiness.foundation.remembering import Remembered
from readiness.foundation.temporal import LAST_DAY
from readiness.foundation.words import gettext as _

EARLIEST = date(1900, 1, 1)
LATEST = date(2200, 12, 31)
# As workbooks and databases give days: with a time of day, which does not matter here.
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?)?\Z")
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


class DayCells(Remembered[str, date | None]):
    """Days by the text of their cell; None where it is no day that can be meant."""

    def __init__(self, date_formats: Sequence[str]) -> None:
        super().__init__(lambda cell: read_day(cell, date_formats))


def read_day(cell: str, date_formats: Sequence[str]) -> date | None:
    """The day that a cell names in one of the formats, or as a workbook's own date; None where it names none.

    Many systems write the year 9999 for 'no end': it is read as the calendar's last day.
    """
    # A day as it is written most is read without its format: that takes sixty times as long.
    if date_formats[0] == "%Y-%m-%d" and _ISO_DAY.match(cell):
        with suppress(ValueError):
            return _meant(date.fromisoformat(cell))
    for date_format in date_formats:
        try:
            day = datetime.strptime(cell, date_format).date()  # noqa: DTZ007
        except ValueError:
            continue
        return _meant(day)
    if _ISO.match(cell):
        try:
            return _meant(date.fromisoformat(cell[:10]))
        except ValueError:
            return None
    return None


def _meant(day: date) -> date | None:
    if day.year == LAST_DAY.year:
        return LAST_DAY
    return day if EARLIEST <= day <= LATEST else None


def day_sentence(cell: str, date_formats: Sequence[str]) -> str:
    """What is wrong with a cell that is no day, and how days are written, by one that was not meant."""
    return _(
        "'%(cell)s' is no day. Days are written like %(example)s here.",
        cell=shortened(cell),
        example=date(2026, 9, 17).strftime(date_formats[0]),
    )


def shortened(cell: str) -> str:
    """A cell as it is shown in a sentence: hostile files must not fill the screen."""
    return cell if len(cell) <= 60 else f"{cell[:57]}…"


def zeros_lost(cell: str, padded: str) -> str:
    """What is wrong with a number that is known with zeros before it."""
    return _(
        "'%(cell)s' is not known, '%(padded)s' is. A spreadsheet takes the leading zeros off a number, even "
        "where it shows them: format the column as text, and write them again.",
        cell=shortened(cell),
        padded=shortened(padded),
    )


class ChoiceCells(Remembered[str, str | None]):
    """Our values by the file's: what the mapping says, else our own words; None where it is neither.

    An empty string is a value too: the row is left out.
    """

    def __init__(self, mapped: Mapping[str, str], own: Mapping[str, str]) -> None:
        super().__init__(self._find)
        self.mapped = {key.strip(): value.strip() for key, value in mapped.items()}
        self.mapped_plain = {plain(key): value for key, value in self.mapped.items()}
        self.own = dict(own)
        self.own_plain: dict[str, str | None] = {}
        for key, value in own.items():
            # Two of our values that are written almost alike are told apart by the exact word alone.
            same = self.own_plain.setdefault(plain(key), value)
            self.own_plain[plain(key)] = value if same == value else None

    def unknown(self) -> list[str]:
        """The values that the mapping gives and that are none of ours."""
        own = ChoiceCells({}, self.own)
        return [value for value in dict.fromkeys(self.mapped.values()) if value and own[value] is None]

    def _find(self, cell: str) -> str | None:
        if not cell and cell not in self.mapped:
            return None
        if cell in self.mapped:
            value = self.mapped[cell]
        else:
            value = self.mapped_plain.get(plain(cell), cell)
        if value == "":
            return ""
        return self.own.get(value) or self.own_plain.get(plain(value))


class SeveralCells:
    """The file's values that mean several of ours each, as the mapping says. `unknown`: what is none of ours."""

    def __init__(self, mapped: Mapping[str, Sequence[str]], own: Mapping[str, str]) -> None:
        known = ChoiceCells({}, own)
        self.unknown = [each for each in _each_once(mapped.values()) if known[each] is None]
        self._exact = {
            value: tuple(_each_once([[known[each] or each for each in ours]]))
            for value, ours in mapped.items()
        }
        self._plain = {plain(value): ours for value, ours in self._exact.items()}

    def __bool__(self) -> bool:
        return bool(self._exact)

    def of(self, cell: str) -> tuple[str, ...]:
        """What a cell means, in our words; nothing where it is none of them."""
        return (self._exact.get(cell) or self._plain.get(plain(cell), ())) if self._plain else ()


def _each_once(lists: Iterable[Iterable[str]]) -> list[str]:
    return list(dict.fromkeys(each for some in lists for each in some))


def plain(text: str) -> str:
    """A word as it is compared: without regard to case, hyphens and stray blanks."""
    return " ".join(text.casefold().replace("-", " ").replace("_", " ").split())


def read_languages(cell: str) -> list[str]:
    """Languages as a file lists them: 'en, es' or 'en;es'."""
    return [part.strip() for part in re.split(r"[,;/|]", cell) if part.strip()]
