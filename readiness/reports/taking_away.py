"""A report is written to a file, signed, and the trail says so."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from zoneinfo import ZoneInfo

from config import Config
from readiness.audit.actions import recording
from readiness.audit.checkpoints import ensure_checkpoint, latest_checkpoint
from readiness.audit.events.reports import ReportTakenAway
from readiness.audit.keys import signer_of
from readiness.foundation import clock, words
from readiness.foundation.formats import BYTE_ORDER_MARK, Cell, instant_text, write_table
from readiness.people.naming import organisation_name
from readiness.reports.manifest import Manifest
from readiness.reports.naming import site_names
from readiness.reports.printed import write_pdf
from readiness.reports.requests import ReportRequest
from readiness.reports.sealing import ENDING, seal_of, sha256_of
from readiness.reports.tables import REPORTS, check_request
from readiness.reports.workbook import write_workbook

Progress = Callable[[int], None]
"""Is told now and then how many rows were found."""
_TOLD_EACH = 500

FORMS = ("csv", "xlsx", "pdf", "json")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be written. `starts_with_mark`: a CSV begins with a byte order mark, for Excel."""

    report: str
    form: str
    request: ReportRequest
    starts_with_mark: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """A file as it was written, and the signature that belongs beside it."""

    file: Path
    signature: Path
    manifest: Manifest


def take_away(
    wish: Wish, target: Path, config: Config, actor: str, progress: Progress = lambda _rows: None
) -> Taken:
    """Write a report to a file, with FILE.minisig beside it; both appear whole or not at all. Raises OSError."""
    draft = target.with_name(f".{target.name}.draft")
    beside = target.with_name(f"{target.name}{ENDING}")
    told = Told(wish, config, actor, clock.now())
    ensure_checkpoint(signer_of(config), told.made_at)
    try:
        rows = _write(wish, draft, told, progress)
        manifest = told.manifest(target.name, rows, sha256_of(draft))
        with draft.open("rb") as file:
            signature = seal_of(config).on(file, manifest)
        note_taken(wish, manifest, actor)
        beside.write_bytes(signature + b"\n")
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return Taken(target, beside, manifest)


def _write(wish: Wish, path: Path, told: "Told", progress: Progress) -> int:
    report = REPORTS[wish.report]
    check_request(report, wish.request)
    rows = _watched(report.rows(wish.request), progress)
    if wish.form == "xlsx":
        return write_workbook(path, report, rows, told.about)
    if wish.form == "pdf":
        return write_pdf(path, report, rows, told.about, told.made_at.date())
    with path.open("w", encoding="utf-8", newline="") as file:
        if wish.starts_with_mark:
            file.write(BYTE_ORDER_MARK)
        return write_table(wish.form, report.columns, rows, file)


def _watched(rows: Iterable[tuple[Cell, ...]], progress: Progress) -> Iterator[tuple[Cell, ...]]:
    for count, row in enumerate(rows, 1):
        yield row
        if count % _TOLD_EACH == 0:
            progress(count)


def note_taken(wish: Wish, manifest: Manifest, actor: str) -> None:
    """Say in the trail that a report left the house; without a hash where it broke off."""
    with recording(actor) as opened:
        opened.note(
            ReportTakenAway(
                wish.report, wish.form, manifest.as_of, manifest.known_at, manifest.site, manifest.rows,
                manifest.sha256,
            )
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """What a file says of itself, in the file and in its signature."""

    wish: Wish
    config: Config
    actor: str
    made_at: datetime

    @property
    def about(self) -> list[tuple[str, str]]:
        request = self.wish.request
        return [
            ("Report", REPORTS[self.wish.report].title),
            ("Organisation", organisation_name(self.config)),
            ("As of", words.day(request.question.as_of)),
            ("Known at", self._moment(request.question.known.at)),
            ("To ask again", _again(request)),
            ("Site", _site(request.site_code)),
            *((name, said) for name, said in _narrowed(request) if said),
            ("Made at", self._moment(self.made_at)),
            ("Made by", self.actor),
        ]

    def _moment(self, at: datetime) -> str:
        """As the organisation's clock has it."""
        there = at.astimezone(ZoneInfo(self.config.time_zone))
        return f"{words.moment(there)} ({self.config.time_zone})"

    def manifest(self, name: str, rows: int, sha256: str) -> Manifest:
        request = self.wish.request
        latest = latest_checkpoint(signer_of(self.config).verifier)
        return Manifest(
            organisation=organisation_name(self.config),
            report=self.wish.report,
            file=name,
            sha256=sha256,
            rows=rows,
            as_of=request.question.as_of.isoformat(),
            known_at=instant_text(request.question.known.at),
            change=request.question.known.number,
            site=request.site_code or "",
            is_complete=request.is_complete,
            made_at=instant_text(self.made_at),
            made_by=self.actor,
            release=version("readiness"),
            trail_size=latest.size if latest else 0,
            trail_root=latest.root.hex() if latest else "",
            pack=request.pack_id or "",
            from_on=_day(request.from_on),
            until_on=_day(request.until_on),
        )


def _site(code: str | None) -> str:
    """The site by its name and code."""
    return f"{site_names().get(code, code)} ({code})" if code else "all"


def _again(request: ReportRequest) -> str:
    """The day and the exact instant, as the command line takes them."""
    question = request.question
    return f"--as-of {question.as_of} --known-at {instant_text(question.known.at)}"


def _narrowed(request: ReportRequest) -> list[tuple[str, str]]:
    return [("Pack", request.pack_id or ""), ("From", _day(request.from_on)), ("To", _day(request.until_on))]


def _day(on: date | None) -> str:
    return on.isoformat() if on else ""
