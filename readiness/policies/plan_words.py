"""The elements of an emergency action plan, and what they and others are called. Pure."""

from enum import StrEnum

from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid


class Way(StrEnum):
    """Where an element is covered."""

    PROTOCOL = "protocol"
    CARD = "card"
    DOCUMENT = "document"


CARD_PARTS = ("exits", "assembly_point", "defibrillator", "meeting_place", "dispatcher_words")
"""The parts of a site's card that may cover an element, as the site has them."""

EMERGENCY_ACTION = "emergency-action"
ELEMENT_WORDS = {
    "reporting": msgid("how to report a fire or another emergency"),
    "evacuation": msgid("how to evacuate, and by which exits"),
    "critical-operations": msgid("who stays to run what is critical before leaving"),
    "accounting": msgid("how everyone is accounted for after evacuating"),
    "rescue-medical": msgid("who does rescue or medical work, and how"),
    "contact": msgid("whom to ask about the plan, by name or job title"),
}
"""29 CFR 1910.38(c)(1) to (6), in plain words."""
SIX_ELEMENTS = tuple(ELEMENT_WORDS)


def element_in_words(element: str) -> str:
    """What an element is called; one that a pack names itself, by its name there."""
    if element in ELEMENT_WORDS:
        return _(ELEMENT_WORDS[element])
    return _spelt(element)


def plan_in_words(plan: str) -> str:
    """What a plan is called: by the name under which its elements are kept."""
    return _spelt(plan)


def _spelt(name: str) -> str:
    return name.replace("-", " ").replace("_", " ")
