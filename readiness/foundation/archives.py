"""Members of ZIP archives. Pure."""

import zipfile
from datetime import UTC, datetime

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The format knows no day before."""


def member(name: str, made_at: datetime) -> zipfile.ZipInfo:
    """A compressed member that bears the instant of its making, in UTC: the same whenever it is packed again."""
    info = zipfile.ZipInfo(name, max(made_at.astimezone(UTC).timetuple()[:6], EARLIEST))
    info.compress_type = zipfile.ZIP_DEFLATED
    return info
