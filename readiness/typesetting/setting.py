"""Documents as PDF/UA-1: set by typst in a child process with bounds, many with one start."""

import json
import struct
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Timer
from typing import IO, Any

from readiness.foundation.errors import ReadinessError
from readiness.foundation.words import gettext as _
from readiness.typesetting.letters import lacking, without_unseen

_ROOT = Path(__file__).parent.parent.parent
_SECONDS = 120
STAND_IN = "□"
_LENGTH = struct.Struct(">q")


class PaperRefused(ReadinessError):
    """The document cannot be made as PDF: too large, or its template is at fault."""

    status = 422
    title = "The PDF could not be made."


@dataclass(frozen=True, slots=True)
class Document:
    """What is to be printed. `template`: a file's name in templates/paper; `values`: what it reads, never parsed
    as markup; `made_on` is the document's date: with the same day and values, the bytes are the same.
    `pictures`: SVG or PNG by the name by which the template asks for it."""

    template: str
    values: dict[str, Any]
    made_on: date
    pictures: dict[str, bytes] = field(default_factory=dict)


def pdf_of(document: Document) -> bytes:
    """One document as a tagged PDF. Raises PaperRefused."""
    (made,) = pdfs_of([document])
    return made


def pdfs_of(documents: Iterable[Document]) -> Iterator[bytes]:
    """Each document as a tagged PDF, in their order, made by one child as they are asked for. Raises PaperRefused."""
    return _made_by_a_child(documents)


def picture_of(document: Document, pixels_per_inch: int) -> bytes:
    """The first page of a document as PNG, to be looked at beforehand. Raises PaperRefused."""
    (made,) = _made_by_a_child([document], pixels_per_inch)
    return made


def _made_by_a_child(documents: Iterable[Document], pixels_per_inch: int = 0) -> Iterator[bytes]:
    child = subprocess.Popen(
        [sys.executable, "-m", "readiness.typesetting.child"],
        cwd=_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        for document in documents:
            yield _made(child, _request(document, pixels_per_inch))
    finally:
        child.kill()
        child.communicate()


def _made(child: subprocess.Popen[bytes], request: bytes) -> bytes:
    timer = Timer(_SECONDS, child.kill)
    timer.start()
    try:
        _send(_pipe(child.stdin), request)
        length = _LENGTH.unpack(_pipe(child.stdout).read(_LENGTH.size))[0]
        answer = _pipe(child.stdout).read(abs(length))
    except (BrokenPipeError, struct.error):
        # Ended by a bound of memory or time.
        raise PaperRefused(
            _("There is too much for one PDF. Ask for less at once, or take it as CSV or XLSX.")
        ) from None
    finally:
        timer.cancel()
    if length < 0:
        raise PaperRefused(_("The template does not hold: %(fault)s", fault=answer.decode()))
    return answer


def _request(document: Document, pixels_per_inch: int) -> bytes:
    instant = datetime.combine(document.made_on, datetime.min.time(), UTC)
    return json.dumps(
        {
            "template": document.template,
            "values": _as_set(document.values),
            "timestamp": int(instant.timestamp()),
            "pixels_per_inch": pixels_per_inch,
            "pictures": {name: content.hex() for name, content in document.pictures.items()},
        }
    ).encode()


def _as_set(values: dict[str, Any]) -> str:
    """The values as JSON, in letters that the type has; where some are lacking, the foot says what stands for them."""
    values = without_unseen(values)
    text = json.dumps(values, ensure_ascii=False)
    letters = lacking(text)
    if not letters:
        return text
    said = _("%(sign)s stands for a letter that this type does not have.", sign=STAND_IN)
    return json.dumps({**values, "lacks": said}, ensure_ascii=False).translate(
        {ord(letter): STAND_IN for letter in letters}
    )


def _send(pipe: IO[bytes], content: bytes) -> None:
    pipe.write(_LENGTH.pack(len(content)) + content)
    pipe.flush()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None  # noqa: S101
    return pipe
