"""Files that take long: asked for by a page or a schedule, made by a process of their own, kept for a while."""

import secrets
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from config import Config
from readiness.foundation import clock
from readiness.foundation.errors import NotFound, ReadinessError
from readiness.foundation.stepping import step
from readiness.foundation.words import gettext as _
from readiness.reports.models import ReportFile
from readiness.reports.questions import question_of, request_of
from readiness.reports.tables import REPORTS
from readiness.reports.taking_away import Wish, take_away

KEPT = timedelta(days=7)
"""So long a file can be fetched; then it is asked for again."""
SILENT = timedelta(minutes=2)
"""A process that said nothing for so long is taken for dead."""
LONG = {"pdf": 1_000, "xlsx": 10_000}
"""Beyond so many rows nobody waits for the page."""
WAITING, MADE, FAILED = "waiting", "made", "failed"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file is made and kept, in a folder of its own that only this service reads."""

    folder: Path
    name: str

    @property
    def archive(self) -> Path:
        """The file with its signature."""
        return self.folder / f"{self.name}.zip"

    @property
    def _progress(self) -> Path:
        return self.folder / "rows"

    def tell(self, rows: int) -> None:
        """Say how far it is: in a file, since the database may be busy with the rows."""
        self._progress.write_text(str(rows))

    def told(self) -> tuple[int, datetime | None]:
        """How many rows were found, and when that was said."""
        try:
            said_at = datetime.fromtimestamp(self._progress.stat().st_mtime, clock.now().tzinfo)
            return int(self._progress.read_text() or 0), said_at
        except (OSError, ValueError):
            return 0, None


def place_of(row: ReportFile, config: Config) -> Place:
    """Where a file is."""
    return Place(config.data_dir / "reports" / row.key, row.name)


def is_long(wish: Wish) -> bool:
    """Whether it has more rows than a page can wait for."""
    rows = REPORTS[wish.report].rows(wish.request)
    return sum(1 for _row in islice(rows, LONG[wish.form] + 1)) > LONG[wish.form]


def ask_for_file(wish: Wish, name: str, account_id: int, actor: str) -> str:
    """Note that a file is wanted; gives its key, by which it is made and fetched."""
    key = secrets.token_urlsafe(18)
    ReportFile.create(
        key=key, report=wish.report, form=wish.form, asked=question_of(wish.request), name=name,
        account=account_id, asked_by=actor, asked_at=clock.now(), state=WAITING,
    )  # fmt: skip
    return key


def no_such_file() -> NotFound:
    """What is said of a file that is not there, or another's."""
    return NotFound(
        _(
            "Files of reports are kept for 7 days, and removed at once when somebody’s name is taken out of the "
            "records. Ask for it again."
        ),
        title=_("There is no such file."),
    )


def find_file(key: str) -> ReportFile:
    """A file by its key; raises NotFound, also for one that is kept no longer."""
    row: ReportFile | None = ReportFile.get_or_none(ReportFile.key == key)
    if row is None or row.asked_at + KEPT < clock.now():
        raise no_such_file()
    return row


def is_stopped(row: ReportFile, config: Config) -> bool:
    """Whether the process that made it is gone."""
    said_at = place_of(row, config).told()[1] or row.asked_at
    return bool(row.state == WAITING and said_at + SILENT < clock.now())


def make_file(key: str, config: Config, shown: Callable[[int], None] = lambda _rows: None) -> None:
    """Make a file that was asked for; what went wrong is said in its row."""
    row = find_file(key)
    if row.state != WAITING:
        return
    place = place_of(row, config)
    place.folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def progress(rows: int) -> None:
        place.tell(rows)
        shown(rows)

    progress(0)
    try:
        wish = Wish(row.report, row.form, request_of(row.asked, config), row.form == "csv")
        # Two timetables may make it at once: each in a folder of its own, and either archive is whole.
        with tempfile.TemporaryDirectory(dir=place.folder) as own:
            taken = take_away(wish, Path(own) / row.name, config, row.asked_by, progress)
            draft = Path(own) / "draft"
            with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
                for file in (taken.file, taken.signature):
                    archive.write(file, file.name)
            draft.replace(place.archive)
    except (ReadinessError, OSError) as error:
        problem = "\n".join(error.problems) if isinstance(error, ReadinessError) else str(error)
        _end(row, state=FAILED, problem=problem)
        return
    _end(row, state=MADE, row_count=taken.manifest.rows)
    if not ReportFile.select().where(ReportFile.id == row.id).exists():
        # Somebody was erased meanwhile, who may stand in it.
        shutil.rmtree(place.folder, ignore_errors=True)


def _end(row: ReportFile, **values: object) -> None:
    step(ReportFile.state, row.id, (WAITING,), **values)


def remove_old_files(config: Config) -> None:
    """Remove files whose days are over, and folders of which nothing is known."""
    ReportFile.delete().where(ReportFile.asked_at < clock.now() - KEPT).execute()
    kept = {row.key for row in ReportFile.select(ReportFile.key)}
    folder = config.data_dir / "reports"
    for place in folder.iterdir() if folder.is_dir() else ():
        if place.name not in kept:
            shutil.rmtree(place, ignore_errors=True)
