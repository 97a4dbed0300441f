"""What is kept of a person as a file to take away: every row that names them, as JSON and as CSV, in a ZIP."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import IO, Any

from readiness.foundation.archives import member
from readiness.foundation.cells import guard
from readiness.foundation.database import reading
from readiness.foundation.words import gettext as _
from readiness.privacy.declaring import Table
from readiness.privacy.queries import Named, others_than, rows_naming, shown_columns, tables
from readiness.privacy.subjects import SOMEONE_ELSE, Others, Subject


@dataclass
class Given:
    """What was given: how many rows of which table."""

    counts: dict[str, int] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return sum(self.counts.values())


def file_of(subject: Subject, made_at: datetime) -> tuple[IO[bytes], Given]:
    """A ZIP of all that is given, in a file that is gone when it is closed, and what it holds.

    Rows are written as they are read, so that memory does not grow with them.
    """
    given = Given()
    file = TemporaryFile()  # noqa: SIM115 (whoever reads it closes it)
    try:
        write_file(subject, made_at, file, given)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file, given


def write_file(subject: Subject, made_at: datetime, file: IO[bytes], given: Given) -> None:
    """Write the ZIP: one CSV for each table with rows, all of them again in one JSON, and what is left out, and why."""
    with (
        TemporaryFile("w+", encoding="utf-8") as whole,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
        reading(),
    ):
        others = others_than(subject)
        whole.write('{"made_at": ' + json.dumps(made_at.isoformat()) + ', "tables": {')
        for table in tables():
            if not table.declared.is_rebuilt:
                _write_table(table, subject, others, made_at, archive, whole, given)
        whole.write("}}\n")
        whole.seek(0)
        with archive.open(member("data.json", made_at), "w") as target:
            while chunk := whole.read(1 << 20):
                target.write(chunk.encode())
        archive.writestr(member("README.txt", made_at), about(given, made_at))


def _write_table(
    table: Table, subject: Subject, others: Others, made_at: datetime, archive: zipfile.ZipFile,
    whole: IO[str], given: Given,
) -> None:  # fmt: skip
    found = rows_naming(table, subject)
    first = next(found, None)
    if first is None:
        return
    whole.write(", " if given.counts else "")
    whole.write(f'{json.dumps(table.name)}: {{"title": {json.dumps(table.declared.title)}, "rows": [')
    count = 0
    with archive.open(member(f"csv/{table.name}.csv", made_at), "w") as raw:
        out = io.TextIOWrapper(raw, encoding="utf-8-sig", newline="", write_through=True)
        writer = csv.writer(out)
        writer.writerow(table.columns)
        for row in _all(first, found):
            values = _given(table, row, others)
            whole.write((", " if count else "") + json.dumps(values, ensure_ascii=False))
            writer.writerow(guard(_cell(values.get(column, ""))) for column in table.columns)
            count += 1
        out.flush()
        out.detach()
    whole.write("]}")
    given.counts[table.name] = count


def _all(first: Named, rest: Iterator[Named]) -> Iterator[Named]:
    yield first
    yield from rest


def _given(table: Table, row: Named, others: Others) -> dict[str, Any]:
    """A row as it is given: of another's row only what names the person; others' names nowhere."""
    texts = {*table.declared.texts, *table.declared.by.get("email", ()), *table.declared.of.get("email", ())}
    own_names = {*table.declared.names} if row.is_own else set()
    values = {}
    for column in shown_columns(table, is_own=row.is_own):
        value = row.values[column]
        if column in texts and column not in own_names:
            value = others.hidden(value)
        values[column] = _plain(value)
    return values


def _plain(value: Any) -> Any:
    if isinstance(value, date):  # an instant is one too
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return None
    return value


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def about(given: Given, made_at: datetime) -> str:
    """What the file holds, and what it does not, and why."""
    counted = [f"  {name}: {count}" for name, count in given.counts.items()]
    left_out = [
        _("The names and addresses of others are written as %(mark)s.", mark=SOMEONE_ELSE),
        _("Of a row that is about somebody else, only that it names you is given, and when it was."),
        _("Hashes of passwords, links and codes are not given: whoever had them could misuse them."),
        _("What is kept under seal of incidents is not given here. Ask the responder who was with you."),
        _("Copies in backups are not searched; they are overwritten in their turn."),
        _("A name that stands in a text misspelt, or as a first name alone in another's row, is not found."),
    ]
    notes = [f"- {table.declared.note}" for table in tables() if table.declared.note]
    return "\n".join(
        [
            _("All that Readiness keeps of you, on %(at)s UTC", at=f"{made_at:%Y-%m-%d %H:%M}"),
            "",
            _("data.json holds every row; csv/ the same, a file for each table. Rows by table:"),
            *counted,
            "",
            _("What is left out, and why:"),
            *(f"- {sentence}" for sentence in left_out),
            *notes,
            "",
        ]
    )
