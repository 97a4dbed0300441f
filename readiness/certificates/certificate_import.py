"""The certificate file as a kind of import: its fields, its rows, and what only the whole file shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from readiness.audit.actions import Recording
from readiness.certificates.certificate_apply import apply_staged
from readiness.certificates.certificate_columns import CertificateColumns
from readiness.certificates.certificate_fields import (
    FIELDS,
    OUTCOME_BY_NAME,
    OUTCOMES,
    kinds_by_name,
    outcome_words,
)
from readiness.certificates.certificate_look import closer_look
from readiness.certificates.certificate_rows import STAGED, CertificateReader
from readiness.certificates.undoing import take_back_certificates
from readiness.foundation.database import as_day, iso_day
from readiness.foundation.errors import InvalidInput
from readiness.foundation.temporal import NEVER, Change
from readiness.foundation.words import day as day_in_words
from readiness.foundation.words import gettext as _
from readiness.imports.counts import Counts
from readiness.imports.fields import FieldList, Vocabulary
from readiness.imports.held import row_of
from readiness.imports.mapping import Mapping
from readiness.imports.staging import Search, StagedTable, Staging
from readiness.standards.certificate_kinds import CertificateKinds


@dataclass(frozen=True)
class CertificateImport:
    """The kind of import for certificate files. `few`: of so many rows each is looked at closely by the database."""

    kinds: CertificateKinds
    few: int = 100_000
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
        faults += [
            _(
                "values.certificate_kind: '%(value)s' is none of %(choices)s.",
                value=value,
                choices=", ".join(self.kinds.by_code),
            )
            for value in reader.several.unknown
        ]
        if faults:
            raise InvalidInput(faults)
        return reader

    def judge(self, mapping: Mapping, stage: Staging, today: date) -> None:
        held, columns = stage.held, CertificateColumns(self.kinds)
        held.sort("certificate_key")
        closer = held if len(held) <= self.few else held.some(closer_look(held, columns))
        stage.fill(columns.rows(closer, tuple(STAGED.columns)))
        stage.index("certificate_key", "row_number")
        stage.draw(_IS_TWIN)
        stage.look(mapping.columns["certificate_kind"], Search(_CONTRADICTIONS, _contradiction))
        stage.look(mapping.columns["issued_on"], Search(_outside_employment(), _outside, is_warning=True))

    def apply(self, mapping: Mapping, stage: Staging, today: date, opened: Recording) -> Counts:
        return apply_staged(opened, stage.held, CertificateColumns(self.kinds))

    def take_back(self, change: int, undoing: Change) -> None:
        take_back_certificates(change, undoing)

    def vocabulary(self, field: str) -> Vocabulary | None:
        match field:
            case "certificate_kind":
                titles = {kind.code: kind.title for kind in self.kinds.by_code.values()}
                return Vocabulary(titles, kinds_by_name(self.kinds))
            case "outcome":
                return Vocabulary(outcome_words(), OUTCOME_BY_NAME)
            case _:
                return None


_IS_TWIN = """
    certificate_key IN (SELECT certificate_key FROM staged_certificate GROUP BY certificate_key HAVING count(*) > 1)
"""

# Two rows for one certificate that do not say the same: which of them to believe, only HR can tell.
# Held against what is said, not against every row that says it: one row may stand in a file many times.
_CONTRADICTIONS = f"""
    WITH said AS (
        SELECT certificate_key, number, printed_on, issuer, min(row_number) AS said_in
        FROM staged_twin GROUP BY certificate_key, number, printed_on, issuer
    )
    SELECT {row_of("t.row_number")} AS row_number, {row_of("min(s.said_in)")} AS value, NULL AS other
    FROM staged_twin t JOIN said s
    ON s.certificate_key = t.certificate_key AND (t.number = '' OR s.number = '' OR t.number = s.number)
    WHERE t.printed_on <> s.printed_on OR (t.issuer <> '' AND s.issuer <> '' AND t.issuer <> s.issuer)
    GROUP BY t.row_number
"""


def _contradiction(row: str, _other: str) -> str:
    return _(
        "row %(other)s says something else of the same certificate. Leave the one that is right.", other=row
    )


def _outside_employment() -> str:
    return f"""
        SELECT DISTINCT {row_of("s.row_number")} AS row_number, {iso_day("s.issued_on")} AS value, NULL AS other
        FROM staged_certificate s WHERE NOT EXISTS (
            SELECT 1 FROM employment e WHERE e.person_id = s.person_id AND e.superseded_in = {NEVER}
            AND e.from_on <= s.issued_on AND e.until_on >= s.issued_on
        )
    """


def _outside(day: str, _other: str) -> str:
    return _(
        "%(day)s is outside the person's employment. The certificate goes in; check the day.",
        day=day_in_words(as_day(day)),
    )
