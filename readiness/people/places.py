"""A site as a place to be found: what is told to a dispatcher, and what is dialled there. Pure."""

import re
from dataclasses import dataclass

from readiness.foundation.words import gettext as _
from readiness.standards.crisis_lines import answered_in

_NUMBER = re.compile(r"\+?[\d ().-]{2,24}")
_PREFIX = re.compile(r"[\d*#]{1,4}")

CARD_FACTS = ("meeting_place", "exits", "assembly_point", "defibrillator", "dispatcher_words")
"""What a site's card says beside its address, in its order: first what a dispatcher asks."""


def number_fault(typed: str) -> str:
    """Why an emergency number cannot be dialled, and what to do; '' for one that can, and for none."""
    if not typed or dialled(typed):
        return ""
    return _(
        "'%(typed)s' is no number that can be dialled. Write one number, such as 911 or 112, and no words; what else "
        "is to be known belongs to what the dispatcher is told.",
        typed=typed[:40],
    )


def number_doubt(typed: str, country: str) -> str:
    """That a number is none of its country's that are known; '' where it is one, and where none are known.

    Said and not refused: a site may have a control room of its own.
    """
    number, known = dialled(typed), answered_in(country)
    if not number or not known or number in known:
        return ""
    return _(
        "%(number)s is not an emergency number of %(country)s that is known here (%(known)s). Is it the number of your "
        "own control room?",
        number=typed.strip(),
        country=country,
        known=", ".join(known),
    )


def dialled(typed: str) -> str:
    """One number as it is dialled; '' for what is none, or more than one."""
    typed = typed.strip()
    digits = re.sub(r"\D", "", typed)
    if not _NUMBER.fullmatch(typed) or len(digits) < 2:
        return ""
    return ("+" if typed.startswith("+") else "") + digits


@dataclass(frozen=True, slots=True)
class Place:
    """A site, without anybody who works there. Texts are as people typed them."""

    code: str
    name: str
    address: str
    country: str
    emergency_number: str = ""
    outside_line_prefix: str = ""
    meeting_place: str = ""
    exits: str = ""
    assembly_point: str = ""
    defibrillator: str = ""
    dispatcher_words: str = ""

    @property
    def dialled(self) -> str:
        """Its own emergency number as it is dialled; '' where none is kept, or more than one number."""
        return dialled(self.emergency_number)

    @property
    def prefix(self) -> str:
        """What a desk phone there dials first; '' where nothing, or what no phone can dial."""
        typed = self.outside_line_prefix.strip()
        return typed if _PREFIX.fullmatch(typed) else ""
