"""What can be printed: kinds of paper, sheets, sizes of type. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from readiness.foundation.words import msgid
from readiness.standards.protocols import LANGUAGES


class Kind(StrEnum):
    """A kind of paper."""

    POSTER = "poster"
    PROTOCOL = "protocol"
    WALLET = "wallet"
    TEAR_OFF = "tear-off"


KIND_NAMES = {
    Kind.POSTER: msgid("Poster of the site"),
    Kind.PROTOCOL: msgid("Poster of a protocol"),
    Kind.WALLET: msgid("Wallet cards"),
    Kind.TEAR_OFF: msgid("Sheet to tear off"),
}
KEYED = frozenset({Kind.POSTER, Kind.WALLET})
"""Those whose code may show who is on duty."""
SHEETS = {"a4": "A4", "letter": "Letter"}
TYPST_NAMES = {"a4": "a4", "letter": "us-letter"}


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be printed for one site, in one language. `protocol`: the slug, where it is a protocol's poster."""

    kind: Kind
    site: str
    language: str = LANGUAGES[0]
    sheet: str = "a4"
    is_large: bool = False
    protocol: str = ""
