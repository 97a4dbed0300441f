"""Pictures and PDFs, made by code."""

import io
import struct
import zlib
from typing import Any

import pikepdf
from PIL import Image, ImageDraw


def picture(size: tuple[int, int] = (320, 240), mode: str = "RGB") -> Image.Image:
    """A certificate as a phone sees it: dark marks on a light ground, no two corners alike."""
    made = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(made)
    if min(size) > 60:
        pen.rectangle((10, 10, size[0] // 3, size[1] // 4), fill="navy")
    pen.line((0, size[1], size[0], 0), fill="black", width=3)
    return made.convert(mode)


def jpeg(made: Image.Image | None = None, **more: Any) -> bytes:
    return saved(made or picture(), "JPEG", **more)


def png(made: Image.Image | None = None, **more: Any) -> bytes:
    return saved(made or picture(), "PNG", **more)


def saved(made: Image.Image, form: str, **more: Any) -> bytes:
    out = io.BytesIO()
    made.save(out, form, **more)
    return out.getvalue()


def pdf(pages: int = 1) -> pikepdf.Pdf:
    """A PDF with a line of writing on each page, to add to."""
    made = pikepdf.new()
    for number in range(pages):
        page = made.add_blank_page(page_size=(400, 300))
        page.Contents = made.make_stream(b"BT /F1 18 Tf 40 150 Td (Certificate %d) Tj ET" % number)
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=made.make_indirect(font)))
    return made


def pdf_bytes(made: pikepdf.Pdf | None = None, **more: Any) -> bytes:
    out = io.BytesIO()
    (made or pdf()).save(out, **more)
    return out.getvalue()


def chunk(name: bytes, content: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def with_chunk(png_bytes: bytes, name: bytes, content: bytes) -> bytes:
    """A PNG with one more chunk, behind its header."""
    return png_bytes[:33] + chunk(name, content) + png_bytes[33:]


def with_segment(jpeg_bytes: bytes, marker: int, content: bytes) -> bytes:
    """A JPEG with one more segment, at its beginning."""
    return (
        jpeg_bytes[:2]
        + bytes((0xFF, marker))
        + struct.pack(">H", len(content) + 2)
        + content
        + jpeg_bytes[2:]
    )
