"""What plots are put together from: amounts, places in percent, words at places. Pure."""

from dataclasses import dataclass
from datetime import date

from readiness.foundation import words

TONES = frozenset({"accent", "met", "due", "gap", "unknown", "quiet"})


@dataclass(frozen=True, slots=True)
class Amount:
    """Something counted: its label, how many, and its tone. `said`: the words for the amount ('7 of 9')."""

    label: str
    value: float
    tone: str = "accent"
    said: str = ""

    def __post_init__(self) -> None:
        if self.tone not in TONES or self.value < 0:
            raise ValueError(f"{self} cannot be drawn")

    @property
    def words(self) -> str:
        return self.said or words.number(self.value)


@dataclass(frozen=True, slots=True)
class PlacedBar:
    """A bar: from where, how wide, in percent of the plot's width."""

    amount: Amount
    x: float
    width: float
    has_room: bool = True

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A word at a place; `anchor` says which of its ends stands there, or that its middle does."""

    x: float
    y: float
    text: str
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Mark:
    """A day that has a word to it: 'Leeds, 14 December'."""

    on: date
    label: str


@dataclass(frozen=True, slots=True)
class Plot:
    """What every plot has: a title, a sentence that says what it shows, and its table."""

    title: str
    sentence: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


NARROWEST_WITH_WORDS = 14
"""In percent: a narrower part of a bar has no room for its words."""


def percent(share: float) -> float:
    return round(min(share, 1) * 100, 2)


def edges(first: date, last: date) -> tuple[PlacedText, ...]:
    middle = first + (last - first) / 2
    return (
        PlacedText(0, 0, words.short_day(first, first)),
        PlacedText(50, 0, words.short_day(middle, first), "middle"),
        PlacedText(100, 0, words.short_day(last, first), "end"),
    )
