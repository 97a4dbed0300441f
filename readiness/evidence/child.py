"""A program of its own that writes pictures and PDFs anew: whatever hostile files do, they do it here, within bounds.

Requests on standard input, answers on standard output, until either ends. A request is its length as eight bytes
and then the file. An answer is three such pieces: a head in JSON, the file written anew, and a small picture of it.
"""

import io
import json
import resource
import struct
import sys

import pypdfium2
from PIL import Image, ImageOps, UnidentifiedImageError

from readiness.evidence.recognising import Media, Refusal, recognise

_LENGTH = struct.Struct(">q")
_MEMORY = 1536 * 1024**2
_PROCESSOR_SECONDS = 60

MOST_PIXELS = 50_000_000
SMALLEST_SIDE = 40
LONGEST_SIDE = 2400
"""Pixels; more is not needed to read a certificate."""
MOST_PAGES = 20
_DOTS, _POINTS = 150, 72
SMALL = (900, 1200)


class Refused(Exception):
    """The file is not taken, for this reason."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason)
        self.reason = reason


def main() -> None:
    """Answer requests until there are no more."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_PROCESSOR_SECONDS, _PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    Image.MAX_IMAGE_PIXELS = None  # the limit here is lower, and refuses instead of warning
    while head := sys.stdin.buffer.read(_LENGTH.size):
        content = sys.stdin.buffer.read(_LENGTH.unpack(head)[0])
        try:
            made, small, told = written_anew(content)
        except Refused as refused:
            _answer(json.dumps({"refused": refused.reason}).encode(), b"", b"")
        except MemoryError:
            _answer(json.dumps({"refused": Refusal.TOO_MUCH_WORK}).encode(), b"", b"")
        else:
            _answer(json.dumps(told).encode(), made, small)


def written_anew(content: bytes) -> tuple[bytes, bytes, dict[str, object]]:
    """The file from its pixels alone, a small picture, and what it is. Raises Refused."""
    media = recognise(content)
    if isinstance(media, Refusal):
        raise Refused(media)
    if media is Media.PDF:
        pages = _pages(content)
        made = _as_pdf(pages)
    else:
        pages = [_picture(content)]
        made = _saved(pages[0], media)
    return made, _small(pages[0]), {"media": media, "pages": len(pages)}


def _picture(content: bytes) -> Image.Image:
    """The picture the right way up, and nothing that was said beside it."""
    try:
        opened = Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))
        _check_size(opened)
        if opened.format != "PNG":
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        opened.load()
        return _plain(ImageOps.exif_transpose(opened))
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, OverflowError, struct.error,
            UnidentifiedImageError, Image.DecompressionBombError) as fault:  # fmt: skip
        raise Refused(Refusal.BROKEN) from fault


def _check_size(picture: Image.Image) -> None:
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise Refused(Refusal.TOO_MANY_PIXELS)
    if min(width, height) < SMALLEST_SIDE:
        raise Refused(Refusal.TOO_SMALL)


def _plain(picture: Image.Image) -> Image.Image:
    """Its pixels on white, in a picture that knows nothing else: no comment, profile, place or text comes along."""
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        seen = picture.convert("RGBA")
        ground = Image.new("RGBA", seen.size, "white")
        ground.alpha_composite(seen)
        picture = ground
    pixels = picture if picture.mode == "L" else picture.convert("RGB")
    pixels.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return Image.frombytes(pixels.mode, pixels.size, pixels.tobytes())


def _pages(content: bytes) -> list[Image.Image]:
    """What each page looks like, fields that were filled in included."""
    try:
        document = pypdfium2.PdfDocument(content)
        document.init_forms()
        count = len(document)
    except pypdfium2.PdfiumError as fault:
        raise Refused(Refusal.LOCKED if "password" in str(fault).lower() else Refusal.BROKEN) from fault
    if count > MOST_PAGES:
        raise Refused(Refusal.TOO_MANY_PAGES)
    if count < 1:
        raise Refused(Refusal.BROKEN)
    try:
        return [_page(document[number]) for number in range(count)]
    except (pypdfium2.PdfiumError, ValueError, OverflowError) as fault:
        raise Refused(Refusal.BROKEN) from fault


def _page(page: pypdfium2.PdfPage) -> Image.Image:
    width, height = page.get_size()
    if not (0 < width < 1e6 and 0 < height < 1e6):
        raise Refused(Refusal.BROKEN)
    scale = min(_DOTS / _POINTS, LONGEST_SIDE / max(width, height))
    drawn = page.render(scale=scale).to_pil()
    _check_size(drawn)
    return _plain(drawn)


def _as_pdf(pages: list[Image.Image]) -> bytes:
    made = io.BytesIO()
    pages[0].save(
        made, "PDF", save_all=True, append_images=pages[1:], resolution=_DOTS, quality=80,
        creationDate="", modDate="", producer="",
    )  # fmt: skip
    return made.getvalue()


def _saved(picture: Image.Image, media: Media) -> bytes:
    made = io.BytesIO()
    if media is Media.PNG:
        picture.save(made, "PNG")
    else:
        picture.save(made, "JPEG", quality=85)
    return made.getvalue()


def _small(picture: Image.Image) -> bytes:
    small, made = picture.convert("RGB"), io.BytesIO()
    small.thumbnail(SMALL)
    small.save(made, "JPEG", quality=75)
    return made.getvalue()


def _answer(*pieces: bytes) -> None:
    for piece in pieces:
        sys.stdout.buffer.write(_LENGTH.pack(len(piece)) + piece)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
