"""What a file that was taken away says of itself: which question it answers, how much it holds, its hash. Pure."""

import json
from dataclasses import MISSING, asdict, dataclass, fields
from datetime import date, datetime


class ManifestError(ValueError):
    """A text is no manifest; says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The question and the answer's hash. Days as 2026-06-30, instants as 2026-06-30T12:00:00.000000Z.

    `change`: the number of the last change that was known (0: none). `site`: its code, '' for all.
    `pack`, `from_on`, `until_on`: by what it was narrowed, '' where it was not (files of earlier releases say nothing).
    `trail_size`, `trail_root`: the latest checkpoint of the audit trail that was kept then (0 and '': none).
    """

    organisation: str
    report: str
    file: str
    sha256: str
    rows: int
    as_of: str
    known_at: str
    change: int
    site: str
    is_complete: bool
    made_at: str
    made_by: str
    release: str
    trail_size: int
    trail_root: str
    pack: str = ""
    from_on: str = ""
    until_on: str = ""

    def line(self) -> str:
        """As one line of ASCII: what a trusted comment may hold."""
        return json.dumps(asdict(self), ensure_ascii=True, separators=(",", ":"))

    @classmethod
    def read(cls, line: str) -> "Manifest":
        """Raises ManifestError for what is none."""
        try:
            told = json.loads(line)
            assert isinstance(told, dict)  # noqa: S101
            kept = {
                field.name: told[field.name]
                for field in fields(cls)
                if field.name in told or field.default is MISSING
            }
        except (ValueError, KeyError, AssertionError):
            raise ManifestError("what was signed with it does not say which question it answers") from None
        return cls(**kept)


def file_name(report: str, as_of: date, known_at: datetime | None, form: str) -> str:
    """What a file is called: its report and its day and, where less is known than now, until when it was known."""
    known = f"-known-{known_at:%Y-%m-%dT%H%M%S}" if known_at else ""
    return f"{report}-{as_of}{known}.{form}"
