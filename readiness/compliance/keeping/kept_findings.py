"""Writing what was found of a site, so that rows that say the same are left alone; within the caller's transaction."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from readiness.compliance.days.findings import URGENCY, Finding, Status
from readiness.compliance.judging.cells import cells_of
from readiness.compliance.keeping.kept_rows import StaleSite
from readiness.foundation.database import (
    among,
    execute,
    insert_rows,
    number_list,
    select,
    update_rows,
    word_list,
)
from readiness.foundation.temporal import LAST_DAY
from readiness.requirements.queries import ClauseKey

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of what is kept of sites. The first `keys` of its columns tell which row it is."""

    name: str
    columns: Sequence[str]
    keys: int


_FINDINGS = _Table(
    "kept_finding",
    (
        "pack_id", "clause_id", "subject", "site_code", "urgency", "status", "need", "have", "reason", "since_on",
        "due_on", "gravity", "falls_on", "lacks",
    ),
    keys=3,
)  # fmt: skip
_STANDINGS = _Table("kept_standing", ("pack_id", "clause_id", "status", "need", "have", "due_on"), keys=2)


@dataclass(frozen=True, slots=True)
class _Of:
    """Some rows of a site: a condition in SQL, with its values."""

    site_id: int
    condition: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def clauses(cls, site_id: int, only: Collection[ClauseKey] | None) -> "_Of":
        """Those by some clauses, or (None) by all."""
        if only is None:
            return cls(site_id)
        values = {
            f"{name}_{place}": word
            for place, key in enumerate(sorted(only))
            for name, word in zip("pc", key, strict=True)
        }
        named = ", ".join(f"(:p_{place}, :c_{place})" for place in range(len(only)))
        return cls(
            site_id, f" AND (pack_id, clause_id) IN (VALUES {named})" if named else " AND 1 = 0", values
        )


def replace_findings(
    site: StaleSite,
    findings: Iterable[Finding],
    only: Collection[ClauseKey] | None,
    subjects: Collection[str] | None = None,
) -> None:
    """Make these the findings of a site, by the clauses `only` or by all, of `subjects` or of all.

    Rows that say the same are left alone.
    """
    of = _Of.clauses(site.id, only)
    if only is not None:  # along the index in which a finding is found
        of = replace(
            of, condition=f" AND site_code = :code{of.condition}", values={**of.values, "code": site.code}
        )
    if subjects is not None:
        named = f"{of.condition} AND {among('subject', 'subjects')}"
        of = replace(of, condition=named, values={**of.values, "subjects": word_list(sorted(subjects))})
    _exchange(_FINDINGS, of, map(_finding_row, findings))


def _finding_row(finding: Finding) -> Row:
    return (
        finding.pack, finding.clause.id, finding.subject, finding.site, URGENCY[finding.status],
        finding.status.value, finding.need, finding.have, finding.reason, finding.since,
        finding.due_on or LAST_DAY, *finding.pressing[1:], " ".join(dict.fromkeys(finding.missing)),
    )  # fmt: skip


def replace_standings(site_id: int, findings: Iterable[Finding], only: Collection[ClauseKey] | None) -> None:
    """Make what these findings come to the standings of a site, by the clauses `only` or by all."""
    wanted = [
        (cell.pack, cell.clause, cell.status.value, cell.need, cell.have, cell.due_on or LAST_DAY)
        for cell in cells_of(findings)
    ]
    _exchange(_STANDINGS, _Of.clauses(site_id, only), wanted)


# As `cells.cells_of` has it.
_OF_PEOPLE = f"""
    SELECT k.pack_id, k.clause_id, min(k.urgency), count(k.need), min(k.due_on) AS due_on, count(*) FILTER (
      WHERE k.status IN ('{Status.MET}', '{Status.DUE}') AND k.need IS NOT NULL AND coalesce(k.have, 0) >= k.need)
    FROM kept_finding k WHERE k.site_code = :code AND k.site_id = :site
"""


def count_standings(site: StaleSite, only: Collection[ClauseKey]) -> None:
    """Make what is kept of people by some clauses about them the standings of a site."""
    of = _Of.clauses(site.id, only)
    rows = select(
        f"{_OF_PEOPLE}{of.condition} GROUP BY k.pack_id, k.clause_id",
        site=site.id,
        code=site.code,
        **of.values,
    )
    wanted = [
        (pack, clause, _STATUSES[urgency].value, need, have, due_on)
        for pack, clause, urgency, need, due_on, have in rows
    ]
    _exchange(_STANDINGS, of, wanted)


_STATUSES = {urgency: status for status, urgency in URGENCY.items()}


def _exchange(table: _Table, of: _Of, wanted: Iterable[Row]) -> None:
    """Make rows of a table what is wanted; those that say the same are left alone."""
    rows = select(
        f"SELECT id, {', '.join(table.columns)} FROM {table.name} WHERE site_id = :site{of.condition}",
        site=of.site_id,
        **of.values,
    )
    present = {row[1 : 1 + table.keys]: row for row in rows}
    new = []
    changed: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in dict.fromkeys(wanted):
        before = present.pop(row[: table.keys], None)
        if before is None:
            new.append((of.site_id, *map(_cell, row)))
        elif before[1:] != row:
            cells = zip(table.columns, before[1:], row, strict=True)
            other = {name: _cell(cell) for name, earlier, cell in cells if cell != earlier}
            changed[tuple(other)].append((*other.values(), before[0]))
    if present:
        gone = number_list([row[0] for row in present.values()])
        execute(f"DELETE FROM {table.name} WHERE {among('id', 'gone')}", gone=gone)
    for names, several in changed.items():
        said = ", ".join(f"{name} = ?" for name in names)
        update_rows(f"UPDATE {table.name} SET {said} WHERE id = ?", several)
    if new:
        insert_rows(table.name, ("site_id", *table.columns), new)


def _cell(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
