"""Lines of a form: each is read, or told with its number and what is wrong. Pure."""

from collections.abc import Callable, Collection
from typing import TypeVar

from readiness.foundation.errors import InvalidInput
from readiness.foundation.words import gettext as _

Written = TypeVar("Written")
EVERY_SITE = "*"


def read_lines(field: str, text: str, read: Callable[[str], Written]) -> list[Written]:
    """What each line says; `read` raises ValueError with what is wrong. Raises InvalidInput naming every fault."""
    found: list[Written] = []
    faults = []
    for number, line in enumerate((text or "").splitlines(), 1):
        if not line.strip():
            continue
        try:
            found.append(read(line.strip()))
        except ValueError as error:
            faults.append(f"{field}: {_('Line %(number)s', number=number)}: {error}.")
    if faults:
        raise InvalidInput(faults)
    return found


def named_sites(text: str, codes: Collection[str]) -> tuple[str, ...]:
    """The codes that a line names; raises ValueError for one that is none."""
    named = tuple(each.strip() for each in text.split(",") if each.strip())
    unknown = [each for each in named if each != EVERY_SITE and each not in codes]
    if unknown:
        raise ValueError(_("there is no site %(codes)s", codes=", ".join(unknown)))
    return named
