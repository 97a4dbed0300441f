"""What is said of a nightly file: the report beside it, and what is uncertain of its columns."""

from readiness.foundation.words import gettext as _
from readiness.imports.models import FileImport
from readiness.nightly.models import NightlyRun
from readiness.nightly.states import State


def state_sentence(state: str) -> str:
    """What became of a file, as a sentence."""
    return {
        State.TAKEN: _("It is being read."),
        State.HELD: _("It is held back until somebody has looked at it. Nothing was changed."),
        State.APPLIED: _("It went in."),
        State.SAME: _("It is the same file as the last one. Nothing was changed."),
        State.REFUSED: _("It was refused. Nothing was changed."),
        State.DISCARDED: _("It was given up. Nothing was changed."),
        State.MISSING: _("No file came."),
    }[State(state)]


def columns_sentences(row: FileImport) -> list[str]:
    """Why nobody but a person can say how the file is read."""
    told = [str(problem) for problem in row.problems]
    return [*told, _("No file with these columns was read before: say once which column is what.")]


def report_text(run: NightlyRun, row: FileImport | None) -> str:
    """The report that is laid beside a file: no row of it, and nobody's name."""
    lines = [
        f"{run.file_name}  {run.received_at:%Y-%m-%d %H:%M} UTC  SHA-256 {run.file_sha256 or '–'}",
        state_sentence(run.state),
        *run.reasons,
    ]
    if row is not None:
        lines += [
            _(
                "People: %(joined)s joined, %(moved)s moved, %(left)s left.",
                joined=row.joined_count,
                moved=row.moved_count,
                left=row.left_count,
            ),
            _(
                "Rows: %(new)s new, %(changed)s changed, %(unchanged)s unchanged, %(skipped)s left out, "
                "%(refused)s refused.",
                new=row.new_count,
                changed=row.changed_count,
                unchanged=row.unchanged_count,
                skipped=row.skipped_count,
                refused=row.refused_count,
            ),
            _("Every row that was refused, and why: /imports/%(number)s", number=row.id),
        ]
    return "\n".join(lines) + "\n"
