"""The readiness index of a site: a letter for its worst open gap, and a number within the letter. Pure.

The rule, whole:

1. Only what is asked counts: what is not applicable or exempted does not. A site of which nothing is asked has
   no index.
2. A requirement is open where it is a gap, or where it cannot be told. What cannot be told is never taken for met.
3. The letter is decided by the gravest open requirement alone: D one that is high, C medium, B low, A none is
   open. However much else is met, the letter does not rise.
4. The number is the share of what is asked that is met, in whole percent, rounded down: it is 100 only where
   all is met. It tells apart sites of one letter, and is never told without it.

So an average never hides a gap: it could only ever be read beside the worst one. Every part of the index is a
requirement at a site, and each leads to its finding.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from readiness.compliance.days.findings import Status
from readiness.compliance.judging.cells import Cell

SEVERITIES = ("high", "medium", "low")
LETTERS = {"high": "D", "medium": "C", "low": "B"}
WELL = "A"
_OPEN = frozenset({Status.GAP, Status.CANNOT_TELL})
_NOT_ASKED = frozenset({Status.NOT_APPLICABLE, Status.EXEMPTED})

Clause = tuple[str, str]
"""Pack and clause."""


@dataclass(frozen=True, slots=True)
class Part:
    """A requirement at a site, and how grave it would be if it were open."""

    cell: Cell
    severity: str

    @property
    def is_open(self) -> bool:
        return self.cell.status in _OPEN

    @property
    def is_met(self) -> bool:
        return self.cell.status in {Status.MET, Status.DUE}


@dataclass(frozen=True, slots=True)
class Index:
    """The index of a site, with all its parts: those that are asked, the gravest and the open ones first."""

    site: str
    letter: str
    percent: int
    parts: Sequence[Part]

    @property
    def worst(self) -> str:
        """The severity of the worst open part; '' where none is open."""
        return next((severity for severity in SEVERITIES if self.open_count(severity)), "")

    def open_count(self, severity: str) -> int:
        return sum(1 for part in self.parts if part.is_open and part.severity == severity)

    def gap_count(self, severity: str) -> int:
        return sum(1 for part in self.parts if part.cell.status is Status.GAP and part.severity == severity)

    @property
    def untold_count(self) -> int:
        return sum(1 for part in self.parts if part.cell.status is Status.CANNOT_TELL)

    @property
    def met_count(self) -> int:
        return sum(1 for part in self.parts if part.is_met)

    @property
    def due_count(self) -> int:
        return sum(1 for part in self.parts if part.cell.status is Status.DUE)


def index_of(site: str, cells: Sequence[Cell], severities: Mapping[Clause, str]) -> Index | None:
    """The index of a site; None where nothing is asked. A requirement of unknown severity counts as high."""
    parts = [
        Part(cell, severities.get((cell.pack, cell.clause), SEVERITIES[0]))
        for cell in cells
        if cell.status not in _NOT_ASKED
    ]
    if not parts:
        return None
    worst = next(
        (each for each in SEVERITIES if any(part.is_open and part.severity == each for part in parts)), ""
    )
    met = sum(1 for part in parts if part.is_met)
    return Index(site, LETTERS.get(worst, WELL), met * 100 // len(parts), sorted(parts, key=_place))


def letters_of(cells: Iterable[Cell], severities: Mapping[Clause, str]) -> dict[str, int]:
    """How many sites have which letter, the worst first: as `index_of` says of each, for pages of many."""
    worst: dict[str, int] = {}
    for cell in cells:
        if cell.status in _NOT_ASKED:
            continue
        place = len(SEVERITIES)
        if cell.status in _OPEN:
            place = SEVERITIES.index(severities.get((cell.pack, cell.clause), SEVERITIES[0]))
        worst[cell.site] = min(place, worst.get(cell.site, place))
    counts = Counter(worst.values())
    letters = [*(LETTERS[each] for each in SEVERITIES), WELL]
    return {letter: counts[place] for place, letter in enumerate(letters) if counts[place]}


def _place(part: Part) -> tuple[int, bool, str, str]:
    return SEVERITIES.index(part.severity), not part.is_open, part.cell.pack, part.cell.clause


def in_order(indexes: Sequence[Index]) -> list[Index]:
    """The sites that ask most for someone first: by letter, by how many are open of the worst, by the number."""
    return sorted(
        indexes,
        key=lambda index: (
            -ord(index.letter), -(index.open_count(index.worst) if index.worst else 0), index.percent, index.site
        ),
    )  # fmt: skip
