"""The certificate file: its fields, and how its rows are judged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from readiness.audit.actions import Recording
from readiness.certificates.certificate_apply import apply_staged, has_repeats
from readiness.certificates.undoing import take_back_certificates
from readiness.certificates.validity import Validity, expiry, last_day
from readiness.foundation.database import select
from readiness.foundation.errors import InvalidInput
from readiness.foundation.temporal import LAST_DAY, NEVER, Change
from readiness.foundation.words import day as day_in_words
from readiness.foundation.words import gettext as _
from readiness.imports.actions import places
from readiness.imports.cells import ChoiceCells, DayCells, day_sentence, shortened
from readiness.imports.counts import Counts
from readiness.imports.fields import Field, FieldList, FieldType, Vocabulary
from readiness.imports.mapping import Mapping
from readiness.imports.staging import StagedTable, Staging
from readiness.standards.certificate_kinds import CertificateKinds

OUTCOMES = {
    "passed": ("passed", "pass", "completed", "complete", "attended"),
    "failed": ("failed", "fail", "not passed"),
    "incomplete": ("incomplete", "in progress", "not completed", "no show", "cancelled"),
}

FIELDS = FieldList(
    (
        Field(
            "staff_number",
            filled=True,
            names=(
                "employee id",
                "employee number",
                "staff id",
                "personnel number",
                "emp id",
                "employeeid",
                "empid",
                "id",
            ),
        ),
        Field("email", filled=True, names=("e-mail", "email address", "work email", "mail")),
        Field(
            "certificate_kind",
            FieldType.CHOICE,
            needed=True,
            filled=True,
            names=(
                "certificate",
                "course",
                "training",
                "program",
                "training program",
                "trainingprogramname",
                "qualification",
                "certification",
                "kind",
            ),
        ),
        Field(
            "issued_on",
            FieldType.DAY,
            needed=True,
            filled=True,
            names=(
                "date",
                "training date",
                "trainingdate",
                "issue date",
                "completed on",
                "completion date",
                "date issued",
                "issued",
            ),
        ),
        Field(
            "expires_on",
            FieldType.DAY,
            names=("expiry", "expiry date", "expires", "expiration date", "valid until", "valid to"),
        ),
        Field(
            "outcome",
            FieldType.CHOICE,
            names=("result", "training outcome", "trainingoutcome", "status"),
            choices=tuple(OUTCOMES),
        ),
        Field("issuer", names=("provider", "issued by", "training provider", "awarding body")),
        Field(
            "number",
            names=(
                "certificate number",
                "certificate no",
                "certificate id",
                "licence number",
                "license number",
            ),
        ),
    ),
    one_of=("staff_number", "email"),
)

STAGED = StagedTable(
    "staged_certificate",
    {
        "row_number": "INTEGER",
        "person_id": "INTEGER",
        "kind": "TEXT",
        "issued_on": "DATE",
        "expires_on": "DATE",
        "printed_on": "DATE",
        "counts_until_on": "DATE",
        "issuer": "TEXT",
        "number": "TEXT",
    },
)

_OUTCOME_BY_NAME = {name: outcome for outcome, names in OUTCOMES.items() for name in names}

LONGEST_TEXT = 200
SHARED = -1
"""In place of a person's id: the e-mail belongs to several people."""


class CertificateReader:
    """Reads the rows of one certificate file. Most rows are good: they are read in one go, the others explained."""

    def __init__(
        self, kinds: CertificateKinds, mapping: Mapping, header: Sequence[str], stage: Staging, today: date
    ) -> None:
        self.kinds, self.mapping, self.stage, self.today = kinds, mapping, stage, today
        self.skipped = 0
        self.at = at = places(mapping, header, FIELDS.names)
        self.days = DayCells(mapping.date_formats)
        self.kind_cells = ChoiceCells(mapping.values.get("certificate_kind", {}), _kinds_by_name(kinds))
        self.outcome_cells = ChoiceCells(mapping.values.get("outcome", {}), _OUTCOME_BY_NAME)
        self.by_number: dict[str, int] = (
            dict(select(f"SELECT staff_number, id FROM person WHERE superseded_in = {NEVER}"))
            if "staff_number" in at
            else {}
        )
        self.by_email = _people_by_email() if "email" in at else {}
        self.untils: dict[tuple[str, date, date | None], tuple[str | None, str]] = {}
        self.is_good = True

    def read(self, number: int, cells: Sequence[str]) -> Sequence[Any] | None:
        at = self.at
        kind = self.kind_cells[cells[at["certificate_kind"]]]
        outcome = self.outcome_cells[cells[at["outcome"]]] if "outcome" in at else "passed"
        if kind == "" or (outcome is not None and outcome != "passed"):
            self.skipped += 1
            return None
        person = self._person(cells)
        issued_on = self.days[cells[at["issued_on"]]]
        printed = cells[at["expires_on"]] if "expires_on" in at else ""
        printed_on = self.days[printed] if printed else None
        issuer = cells[at["issuer"]] if "issuer" in at else ""
        reference = cells[at["number"]] if "number" in at else ""
        if (
            person is None
            or person == SHARED
            or kind is None
            or outcome is None
            or issued_on is None
            or issued_on > self.today
            or (printed and (printed_on is None or printed_on < issued_on))
            or len(issuer) > LONGEST_TEXT
            or len(reference) > LONGEST_TEXT
        ):
            self._explain(number, cells)
            return None
        expires_on, counts_until_on = self._until(kind, issued_on, printed_on)
        return (
            number,
            person,
            kind,
            issued_on.isoformat(),
            expires_on,
            expires_on if printed else None,
            counts_until_on,
            issuer,
            reference,
        )

    def _person(self, cells: Sequence[str]) -> int | None:
        """By the staff number; by the e-mail where the row has none."""
        number = cells[self.at["staff_number"]] if "staff_number" in self.at else ""
        if number or "email" not in self.at:
            return self.by_number.get(number)
        return self.by_email.get(cells[self.at["email"]].casefold())

    def _until(self, kind: str, issued_on: date, printed_on: date | None) -> tuple[str | None, str]:
        """The printed or usual expiry, and the last day that counts, as the database keeps days."""
        key = (kind, issued_on, printed_on)
        found = self.untils.get(key)
        if found is None:
            if len(self.untils) > 100_000:
                self.untils.clear()
            expires_on = None if printed_on == LAST_DAY else expiry(self.kinds[kind], issued_on, printed_on)
            until_on = last_day(Validity(issued_on, expires_on))
            found = (expires_on.isoformat() if expires_on else None, until_on.isoformat())
            self.untils[key] = found
        return found

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
        named = [name for name in ("staff_number", "email") if name in self.at]
        name = next((name for name in named if cells[self.at[name]]), named[0])
        cell, person = cells[self.at[name]], self._person(cells)
        if not cell:
            self._fault(name, number, _("is empty. Write whose certificate it is."))
        elif person is None:
            sentence = _(
                "'%(cell)s' is nobody on the staff. Import the staff first, or mend it.", cell=shortened(cell)
            )
            self._fault(name, number, sentence)
        elif person == SHARED:
            sentence = _("'%(cell)s' belongs to several people. Use the staff number.", cell=shortened(cell))
            self._fault(name, number, sentence)

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


def _kinds_by_name(kinds: CertificateKinds) -> dict[str, str]:
    """The codes of kinds by everything that a file may call them."""
    return {
        name: kind.code for kind in kinds.by_code.values() for name in (*kind.aliases, kind.title, kind.code)
    }


def outcome_words() -> dict[str, str]:
    """The outcomes of a training, in words."""
    return {
        "passed": _("passed"),
        "failed": _("failed: the row is left out"),
        "incomplete": _("not completed: the row is left out"),
    }


def _people_by_email() -> dict[str, int]:
    return {
        email: id_ if people == 1 else SHARED
        for email, id_, people in select(
            "SELECT email_key, min(id), count(*) FROM person "
            f"WHERE email_key <> '' AND superseded_in = {NEVER} GROUP BY email_key"
        )
    }


@dataclass(frozen=True)
class CertificateImport:
    """The kind of import for certificate files."""

    kinds: CertificateKinds
    name: str = "certificates"
    fields: FieldList = FIELDS
    staged: StagedTable = STAGED

    def reader(
        self, mapping: Mapping, header: Sequence[str], stage: Staging, today: date
    ) -> CertificateReader:
        reader = CertificateReader(self.kinds, mapping, header, stage, today)
        faults = [
            _(
                "values.%(field)s: '%(value)s' is none of %(choices)s.",
                field=name,
                value=value,
                choices=", ".join(choices),
            )
            for name, cells, choices in (
                ("certificate_kind", reader.kind_cells, list(self.kinds.by_code)),
                ("outcome", reader.outcome_cells, list(OUTCOMES)),
            )
            for value in cells.unknown()
        ]
        if faults:
            raise InvalidInput(faults)
        return reader

    def judge(self, mapping: Mapping, stage: Staging, today: date) -> None:
        stage.index("person_id", "kind", "issued_on")
        if has_repeats():
            _judge_contradictions(mapping, stage)
        _judge_outside_employment(mapping, stage)

    def apply(self, mapping: Mapping, stage: Staging, today: date, opened: Recording) -> Counts:
        return apply_staged(opened)

    def take_back(self, change: int, undoing: Change) -> None:
        take_back_certificates(change, undoing)

    def vocabulary(self, field: str) -> Vocabulary | None:
        match field:
            case "certificate_kind":
                titles = {kind.code: kind.title for kind in self.kinds.by_code.values()}
                return Vocabulary(titles, _kinds_by_name(self.kinds))
            case "outcome":
                return Vocabulary(outcome_words(), _OUTCOME_BY_NAME)
            case _:
                return None


def _judge_contradictions(mapping: Mapping, stage: Staging) -> None:
    """Two rows for one certificate that do not say the same: which of them to believe, only HR can tell."""
    rows = select(
        "SELECT a.row_number, min(b.row_number) FROM staged_certificate a JOIN staged_certificate b "
        "ON b.person_id = a.person_id AND b.kind = a.kind AND b.issued_on = a.issued_on "
        "AND b.row_number <> a.row_number AND (a.number = '' OR b.number = '' OR a.number = b.number) "
        "WHERE (a.printed_on IS NOT NULL AND b.printed_on IS NOT NULL AND a.printed_on <> b.printed_on) "
        "OR (a.issuer <> '' AND b.issuer <> '' AND a.issuer <> b.issuer) "
        "GROUP BY a.row_number ORDER BY a.row_number"
    )
    for row_number, other in list(rows):
        sentence = _(
            "row %(other)s says something else of the same certificate. Leave the one that is right.",
            other=other,
        )
        stage.fault(row_number, mapping.columns["certificate_kind"], sentence)


def _judge_outside_employment(mapping: Mapping, stage: Staging) -> None:
    rows = select(
        "SELECT s.row_number, s.issued_on FROM staged_certificate s WHERE NOT EXISTS "
        "(SELECT 1 FROM employment e WHERE e.person_id = s.person_id AND e.superseded_in = :never "
        "AND e.from_on <= s.issued_on AND e.until_on >= s.issued_on) ORDER BY s.row_number",
        never=NEVER,
    )
    for row_number, issued_on in list(rows):
        sentence = _(
            "%(day)s is outside the person's employment. The certificate goes in; check the day.",
            day=day_in_words(issued_on),
        )
        stage.warn(row_number, mapping.columns["issued_on"], sentence)
