"""Time zones by their IANA names."""

from functools import cache
from zoneinfo import available_timezones


@cache
def time_zones() -> frozenset[str]:
    """The names of all. To list them, hundreds of files are opened: once in each process."""
    return frozenset(available_timezones())
