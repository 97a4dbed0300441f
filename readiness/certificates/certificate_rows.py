"""The rows of a certificate file: read, and each fault explained."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from readiness.certificates.certificate_columns import HELD, CertificateColumns
from readiness.certificates.certificate_fields import FIELDS, OUTCOME_BY_NAME, OUTCOMES, kinds_by_name
from readiness.certificates.holders import Holders
from readiness.foundation.later import numpy as np
from readiness.foundation.remembering import Remembered
from readiness.foundation.words import day as day_in_words
from readiness.foundation.words import gettext as _
from readiness.imports.actions import places
from readiness.imports.held import MOST_PARTS, part_number
from readiness.imports.mapping import Mapping
from readiness.imports.reading.cells import (
    ChoiceCells,
    DayCells,
    SeveralCells,
    day_sentence,
    shortened,
    zeros_lost,
)
from readiness.imports.reading.tables import Chunk
from readiness.imports.staging import StagedTable, Staging
from readiness.standards.certificate_kinds import CertificateKinds

if TYPE_CHECKING:
    from readiness.imports.held import Mask, Numbers


STAGED = StagedTable(
    "staged_certificate",
    {
        "row_number": "INTEGER",
        "certificate_key": "BIGINT",
        "person_id": "INTEGER",
        "kind": "TEXT",
        "issued_on": "DATE",
        "expires_on": "DATE",
        "printed_on": "DATE",
        "counts_until_on": "DATE",
        "issuer": "TEXT",
        "number": "TEXT",
    },
    drawn="staged_twin",
    held_against=("person", "employment", "certificate"),
    holds_references=True,
    held=HELD,
)
"""Twins are rows that have the key in common."""

LONGEST_TEXT = 200

_UNKNOWN, _LEFT_OUT, _SEVERAL = -1, -2, -3
"""What a cell is that cannot be taken, and one whose row the mapping leaves out; from the last down, one that means
several kinds."""


class CertificateReader:
    """Reads the rows of one certificate file. Most rows are good: they are read in one go, the others explained."""

    def __init__(
        self, kinds: CertificateKinds, mapping: Mapping, header: Sequence[str], stage: Staging, today: date
    ) -> None:
        self.kinds, self.mapping, self.stage, self.today = kinds, mapping, stage, today
        self.skipped = 0
        self.at = at = places(mapping, header, FIELDS.names)
        self.days = DayCells(mapping.date_formats)
        self.kind_cells = ChoiceCells(mapping.values.get("certificate_kind", {}), kinds_by_name(kinds))
        self.several = SeveralCells(mapping.several.get("certificate_kind", {}), kinds_by_name(kinds))
        self.rank_lists: list[tuple[int, ...]] = []
        self.outcome_cells = ChoiceCells(mapping.values.get("outcome", {}), OUTCOME_BY_NAME)
        self.holders = Holders(at)
        self.columns = CertificateColumns(kinds)
        self.ranks = Remembered(self._rank)
        self.outcomes = Remembered(self._outcome)
        self.issue_days = Remembered(self._issued)
        self.printed_days = Remembered(self._printed)

    def read(self, chunks: Iterable[Chunk]) -> None:
        for chunk in chunks:
            self._read(chunk)

    def _read(self, chunk: Chunk) -> None:
        # The innermost part of an import: what most rows need is worked out once for each different cell,
        # and looked up for a whole column at once.
        ranks = self._numbers(chunk, "certificate_kind", self.ranks)
        outcomes = self._numbers(chunk, "outcome", self.outcomes)
        issued = self._numbers(chunk, "issued_on", self.issue_days)
        printed = self._numbers(chunk, "expires_on", self.printed_days)
        issuers, numbers = self._texts(chunk, "issuer"), self._texts(chunk, "number")
        is_taken = (ranks != _LEFT_OUT) & (outcomes != _LEFT_OUT)
        self.skipped += len(is_taken) - int(is_taken.sum())
        people = self._people(chunk, is_taken)
        is_good = is_taken & (ranks != _UNKNOWN) & (outcomes >= 0) & (people > 0) & (issued > 0)
        is_good &= ((printed == 0) | (printed >= issued)) & _fit(issuers) & _fit(numbers)
        for part, (own, those) in enumerate(self._parts(ranks, is_good)):
            self.stage.held.add(
                those,
                row_number=part_number(np.asarray(chunk.numbers), part),
                certificate_key=self.columns.keys(issued, own, people),
                printed=printed,
                issuer=issuers,
                number=numbers,
            )
        for place in np.flatnonzero(is_taken & ~is_good).tolist():
            self._explain(*chunk.row(place))

    def _parts(self, ranks: "Numbers", is_good: "Mask") -> Iterator[tuple["Numbers", "Mask"]]:
        """The kinds of the good rows, and which rows have one: of those that mean several, one kind after the other."""
        if not self.several:
            yield ranks, is_good
            return
        lists = np.full((len(self.rank_lists), MOST_PARTS), _UNKNOWN, np.int64)
        for place, each in enumerate(self.rank_lists):
            lists[place, : len(each)] = each
        is_one = ranks > _SEVERAL
        for part in range(max(map(len, self.rank_lists), default=1)):
            own = ranks if part == 0 else np.full(len(ranks), _UNKNOWN, np.int64)
            own = own.copy()
            own[~is_one] = lists[_SEVERAL - ranks[~is_one], part]
            yield own, is_good & (own >= 0)

    def _numbers(self, chunk: Chunk, name: str, known: Remembered[str, int]) -> "Numbers":
        """A column by what its cells are known as; 0 where the file has none."""
        if name not in self.at:
            return np.zeros(len(chunk.numbers), np.int64)
        cells = chunk.column(self.at[name])
        return np.fromiter(map(known.__getitem__, cells), np.int64, len(cells))

    def _texts(self, chunk: Chunk, name: str) -> list[str]:
        return chunk.column(self.at[name]) if name in self.at else [""] * len(chunk.numbers)

    def _people(self, chunk: Chunk, is_taken: "Mask") -> "Numbers":
        """The ids of the people whom the rows name; 0 where one names nobody, or several."""
        cells, known = chunk.column(self.holders.at), self.holders.known.get
        people = np.fromiter([known(cell) or 0 for cell in cells], np.int64, len(cells))
        for place in np.flatnonzero(is_taken & (people == 0)).tolist():
            people[place] = self.holders.find(chunk.row(place)[1]) or 0
        return people

    def _rank(self, cell: str) -> int:
        several = self.several.of(cell)
        if several:
            self.rank_lists.append(tuple(self.columns.ranks[kind] for kind in several))
            return _SEVERAL - (len(self.rank_lists) - 1)
        kind = self.kind_cells[cell]
        return _LEFT_OUT if kind == "" else self.columns.ranks.get(kind or "", _UNKNOWN)

    def _outcome(self, cell: str) -> int:
        outcome = self.outcome_cells[cell]
        return _UNKNOWN if outcome is None else 0 if outcome == "passed" else _LEFT_OUT

    def _issued(self, cell: str) -> int:
        """The number of the day of issue."""
        day = self.days[cell]
        return _UNKNOWN if day is None or day > self.today else day.toordinal()

    def _printed(self, cell: str) -> int:
        """The number of the printed end; 0 where none is printed."""
        day = self.days[cell] if cell else None
        return day.toordinal() if day else _UNKNOWN if cell else 0

    def _explain(self, number: int, cells: Sequence[str]) -> None:
        """Name everything that is wrong with a row."""
        self._explain_person(number, cells)
        self._explain_choices(number, cells)
        issued_on = self._explain_day("issued_on", number, cells)
        if issued_on is not None and issued_on > self.today:
            sentence = _(
                "%(day)s is still to come. A certificate is recorded once it is issued.",
                day=day_in_words(issued_on),
            )
            self._fault("issued_on", number, sentence)
        expires_on = self._explain_day("expires_on", number, cells)
        if issued_on is not None and expires_on is not None and expires_on < issued_on:
            self._fault("expires_on", number, _("is before the day of issue. Mend one of the two days."))
        for name in ("issuer", "number"):
            if name in self.at and len(cells[self.at[name]]) > LONGEST_TEXT:
                sentence = _(
                    "has %(length)s characters; at most %(most)s fit. Shorten it.",
                    length=len(cells[self.at[name]]),
                    most=LONGEST_TEXT,
                )
                self._fault(name, number, sentence)

    def _fault(self, name: str, number: int, sentence: str) -> None:
        self.stage.fault(number, self.mapping.columns[name], sentence)

    def _explain_person(self, number: int, cells: Sequence[str]) -> None:
        name = self.holders.named_by(cells)
        cell = cells[self.at[name]]
        if not cell:
            self._fault(name, number, _("is empty. Write whose certificate it is."))
        elif name == "email" and self.holders.is_shared(cell):
            sentence = _("'%(cell)s' belongs to several people. Use the staff number.", cell=shortened(cell))
            self._fault(name, number, sentence)
        elif self.holders.find(cells) is None:
            padded = self.holders.padded(cell) if name == "staff_number" else ""
            sentence = _(
                "'%(cell)s' is nobody on the staff. Import the staff first, or mend it.", cell=shortened(cell)
            )
            self._fault(name, number, zeros_lost(cell, padded) if padded else sentence)

    def _explain_choices(self, number: int, cells: Sequence[str]) -> None:
        cell = cells[self.at["certificate_kind"]]
        if not cell:
            self._fault("certificate_kind", number, _("is empty. Write the kind of certificate."))
        elif self.kind_cells[cell] is None and not self.several.of(cell):
            sentence = _(
                "'%(cell)s' is no certificate kind. Map it to one of %(choices)s, or to \"\" to leave it out.",
                cell=shortened(cell),
                choices=", ".join(self.kinds.by_code),
            )
            self._fault("certificate_kind", number, sentence)
        if "outcome" not in self.at:
            return
        cell = cells[self.at["outcome"]]
        if not cell:
            self._fault("outcome", number, _("is empty. Write whether the person passed."))
        elif self.outcome_cells[cell] is None:
            sentence = _(
                "'%(cell)s' is no outcome. Map it to one of %(choices)s.",
                cell=shortened(cell),
                choices=", ".join(OUTCOMES),
            )
            self._fault("outcome", number, sentence)

    def _explain_day(self, name: str, number: int, cells: Sequence[str]) -> date | None:
        if name not in self.at:
            return None
        cell = cells[self.at[name]]
        if not cell:
            if FIELDS[name].filled:
                self._fault(name, number, _("is empty. Write the day."))
            return None
        day = self.days[cell]
        if day is None:
            self._fault(name, number, day_sentence(cell, self.mapping.date_formats))
        return day


def _fit(texts: Sequence[str]) -> "Mask | bool":
    """Which texts are not too long; True where that is all of them."""
    if max(map(len, texts)) <= LONGEST_TEXT:
        return True
    return np.fromiter(map(len, texts), np.int64) <= LONGEST_TEXT
