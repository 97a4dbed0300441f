"""Which letters the paper's type has: what it has not cannot be set in a document that is read aloud."""

import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from readiness.foundation.later import ImageFont

_TYPE = next((Path(__file__).parent / "fonts").rglob("*.ttf"))
_NO_LETTER = "\uffff"


_KEPT = {"\n", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"}
_LINE_ENDS = {"\r", "\x0b", "\x0c", "\x85", "\N{LINE SEPARATOR}", "\N{PARAGRAPH SEPARATOR}"}


def without_unseen(value: Any) -> Any:
    """A value with all texts in it, of which what is not seen is taken away: no type draws a control or a mark.

    Other blanks become spaces, other ends of lines `\\n`.
    """
    match value:
        case str():
            return value if value.isprintable() else value.replace("\r\n", "\n").translate(_UNSEEN)
        case dict():
            return {name: without_unseen(each) for name, each in value.items()}
        case list() | tuple():
            return [without_unseen(each) for each in value]
        case _:
            return value


class _Unseen(dict[int, str | None]):
    """What stands for each letter of a text, as `str.translate` asks for it."""

    def __missing__(self, code: int) -> str | None:
        letter = chr(code)
        kind = unicodedata.category(letter)
        if letter in _LINE_ENDS:
            said: str | None = "\n"
        elif letter == "\t" or (kind == "Zs" and letter not in _KEPT):
            said = " "
        else:
            said = None if kind in {"Cc", "Cf", "Cs", "Co", "Cn"} and letter not in _KEPT else letter
        self[code] = said
        return said


_UNSEEN = _Unseen()


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
