"""What may be done for privacy: giving someone all that is kept of them."""

from datetime import datetime
from typing import IO

from readiness.audit.actions import recording
from readiness.audit.events.privacy import DataGiven
from readiness.privacy.giving import file_of
from readiness.privacy.subjects import Subject


def give_data(subject: Subject, actor: str, now: datetime, *, is_to_themself: bool) -> IO[bytes]:
    """The file of all that is kept of someone, to be closed by whoever reads it; the trail tells that it was given."""
    file, given = file_of(subject, now)
    try:
        with recording(actor) as opened:
            name = subject.numbers[0] if subject.numbers else actor
            opened.note(DataGiven(name, rows=given.rows, is_to_themself=is_to_themself))
    except BaseException:
        file.close()
        raise
    return file
