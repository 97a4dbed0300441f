"""Which letters the paper's type has: what it has not cannot be set in a document that is read aloud."""

from functools import cache
from pathlib import Path

from readiness.foundation.later import ImageFont

_TYPE = next((Path(__file__).parent / "fonts").rglob("*.ttf"))
_NO_LETTER = "\uffff"


def lacking(text: str) -> str:
    """The letters of a text that the type does not have, each once, in their order."""
    return "".join(letter for letter in dict.fromkeys(text) if not _is_there(letter))


@cache
def _is_there(letter: str) -> bool:
    # What a type lacks is drawn as the same box, whatever it is.
    return letter.isascii() or letter.isspace() or _drawn(letter) != _drawn(_NO_LETTER)


def _drawn(letter: str) -> bytes:
    return bytes(_font().getmask(letter))


@cache
def _font() -> "ImageFont.FreeTypeFont":
    return ImageFont.truetype(_TYPE, 24, layout_engine=ImageFont.Layout.BASIC)
