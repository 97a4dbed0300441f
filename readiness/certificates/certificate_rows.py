"""The rows of a certificate file: read, and each fault explained."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from readiness.certificates.certificate_fields import FIELDS, OUTCOME_BY_NAME, OUTCOMES, kinds_by_name
from readiness.certificates.holders import Holders
from readiness.certificates.validity import Validity, expiry, last_day
from readiness.foundation.remembering import Remembered
from readiness.foundation.temporal import LAST_DAY
from readiness.foundation.words import day as day_in_words
from readiness.foundation.words import gettext as _
from readiness.imports.actions import places
from readiness.imports.cells import ChoiceCells, DayCells, day_sentence, shortened, zeros_lost
from readiness.imports.mapping import Mapping
from readiness.imports.staging import StagedTable, Staging
from readiness.imports.tables import GoodRow
from readiness.standards.certificate_kinds import CertificateKinds

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
    sorted_by="certificate_key",
    drawn="staged_twin",
    held_against=("person", "employment", "certificate"),
    holds_references=True,
)
"""`certificate_key` is day of issue, kind and person in one number, which is sorted and compared several times as
fast as three columns. Twins are rows that have it in common. The day comes first: certificates that are recorded in
this order lie nearly as the lists' indexes have them, which are then built in a third of the time.
"""

LONGEST_TEXT = 200
_PEOPLE = 2**31
"""More than the highest number of a person."""

_Ends = tuple[str | None, str | None, str]
"""The staged columns expires_on, printed_on and counts_until_on."""


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
        self.outcome_cells = ChoiceCells(mapping.values.get("outcome", {}), OUTCOME_BY_NAME)
        self.holders = Holders(at)
        self.issue_days = Remembered(self._issued)
        self.printed_ends = Remembered(self._printed)
        self.usual_ends = Remembered(self._usual)
        self.ranks = {code: rank for rank, code in enumerate(sorted(kinds.by_code))}
        self.codes = list(self.ranks)

    def read(self, rows: Iterable[GoodRow]) -> Iterator[Sequence[Any]]:
        # The innermost loop of an import: what most rows need is worked out once for each different
        # cell, in small dictionaries that stay near the processor.
        at, holders, holder_at = self.at, self.holders.known.get, self.holders.at
        kind_at, issued_at, outcome_at = at["certificate_kind"], at["issued_on"], at.get("outcome")
        expires_at, issuer_at, number_at = at.get("expires_on"), at.get("issuer"), at.get("number")
        kinds, outcomes, ranks = self.kind_cells, self.outcome_cells, self.ranks
        issue_days, printed_ends, usual_ends = self.issue_days, self.printed_ends, self.usual_ends
        kinds_each = len(ranks)
        for row_number, cells in rows:
            kind = kinds[cells[kind_at]]
            outcome = "passed" if outcome_at is None else outcomes[cells[outcome_at]]
            if kind == "" or (outcome != "passed" and outcome is not None):
                self.skipped += 1
                continue
            person = holders(cells[holder_at]) or self.holders.find(cells)
            issued = issue_days[cells[issued_at]]
            printed = "" if expires_at is None else cells[expires_at]
            issuer = "" if issuer_at is None else cells[issuer_at]
            number = "" if number_at is None else cells[number_at]
            if person and kind and outcome and issued and len(issuer) <= LONGEST_TEXT >= len(number):
                issued_on, day = issued
                place = day * kinds_each + ranks[kind]
                ends = printed_ends[printed] if printed else usual_ends[place]
                if ends and ends[2] >= issued_on:
                    key = place * _PEOPLE + person
                    yield (row_number, key, person, kind, issued_on, *ends, issuer, number)
                    continue
            self._explain(row_number, cells)

    def _issued(self, cell: str) -> tuple[str, int] | None:
        """The day of issue as text and as a number."""
        day = self.days[cell]
        return None if day is None or day > self.today else (day.isoformat(), day.toordinal())

    def _printed(self, cell: str) -> _Ends | None:
        day = self.days[cell]
        if day is None:
            return None
        expires_on = None if day == LAST_DAY else day
        printed = None if expires_on is None else expires_on.isoformat()
        return printed, printed, last_day(Validity(day, expires_on)).isoformat()

    def _usual(self, place: int) -> _Ends:
        """How a certificate ends on which no end is printed."""
        day, rank = divmod(place, len(self.codes))
        issued_on = date.fromordinal(day)
        expires_on = expiry(self.kinds[self.codes[rank]], issued_on)
        until_on = last_day(Validity(issued_on, expires_on))
        return None if expires_on is None else expires_on.isoformat(), None, until_on.isoformat()

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
        elif self.kind_cells[cell] is None:
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
