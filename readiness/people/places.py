"""A site as a place to be found: what is told to a dispatcher, and what is dialled there. Pure."""

import re
from dataclasses import dataclass

_NUMBER = re.compile(r"\+?[\d ().-]{2,24}")
_PREFIX = re.compile(r"[\d*#]{1,4}")

CARD_FACTS = ("meeting_place", "exits", "assembly_point", "defibrillator", "dispatcher_words")
"""What a site's card says beside its address, in its order: first what a dispatcher asks."""


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
        typed = self.emergency_number.strip()
        if not _NUMBER.fullmatch(typed):
            return ""
        return ("+" if typed.startswith("+") else "") + re.sub(r"\D", "", typed)

    @property
    def prefix(self) -> str:
        """What a desk phone there dials first; '' where nothing, or what no phone can dial."""
        typed = self.outside_line_prefix.strip()
        return typed if _PREFIX.fullmatch(typed) else ""
