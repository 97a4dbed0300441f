"""A corpus of hostile files, made by code. MARKER stands wherever something could be smuggled in."""

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, PngImagePlugin

from readiness.evidence.recognising import LARGEST, Refusal
from tests.evidence.files import chunk, jpeg, pdf, pdf_bytes, picture, png, saved, with_chunk, with_segment

MARKER = b"zyxmarkerxyz"
TEXT = MARKER.decode()
SCRIPT = b"<script>alert('" + MARKER + b"')</script>"
KEPT = "kept"
"""It may be kept, without what is hostile in it."""
HARMLESS: set[str] = {KEPT}

Case = tuple[str, bytes, set[str]]


def corpus() -> Iterator[Case]:
    """Each: what it is, its bytes, and what may become of it: a reason to refuse it, or KEPT."""
    yield from _other_formats()
    yield from _jpegs()
    yield from _pngs()
    yield from _bombs()
    yield from _damaged()
    yield from _pdfs()
    yield from _pdf_bombs()


def _other_formats() -> Iterator[Case]:
    drawing: set[str] = {Refusal.DRAWING}
    unknown: set[str] = {Refusal.UNKNOWN}
    document: set[str] = {Refusal.DOCUMENT}
    yield "empty", b"", {Refusal.EMPTY}
    yield "only zeros", bytes(5000), unknown
    yield "text", MARKER * 9, unknown
    yield "svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'>" + MARKER + b"</svg>", drawing
    yield "svg behind xml", b"<?xml version='1.0'?><svg><script>1</script></svg>", drawing
    yield "svg behind a mark", b"\xef\xbb\xbf  <svg></svg>", drawing
    yield "html", b"<!DOCTYPE html>" + SCRIPT, drawing
    yield "html in capitals", b"<HTML>" + SCRIPT, drawing
    yield "a bare script", SCRIPT, unknown
    yield "gif", saved(picture(mode="P"), "GIF", comment=MARKER), unknown
    yield "gif that is a script", b"GIF89a=1;" + SCRIPT, unknown
    yield "bmp", saved(picture(), "BMP"), unknown
    yield "tiff", saved(picture(), "TIFF"), unknown
    yield "webp", saved(picture(), "WEBP"), unknown
    yield "ico", saved(picture((64, 64)), "ICO"), unknown
    for brand in (b"heic", b"mif1", b"avif"):
        yield f"phone picture {brand.decode()}", b"\0\0\0\x18ftyp" + brand + MARKER, {Refusal.PHONE_PICTURE}
    yield "mp4", b"\0\0\0\x18ftypisom" + MARKER, unknown
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../../etc/passwd", MARKER)
    yield "zip that climbs", out.getvalue(), document
    yield "old office", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), document
    yield "rtf", b"{\\rtf1 " + MARKER + b"}", document
    yield "gzip", gzip.compress(jpeg()), unknown
    yield "program for linux", b"\x7fELF\x02\x01\x01" + bytes(200), unknown
    yield "program for windows", b"MZ" + bytes(200), unknown
    yield "shell script", b"#!/bin/sh\nrm -rf /\n", unknown
    yield "postscript", b"%!PS-Adobe-3.0\n(" + MARKER + b") run", unknown
    yield "pdf behind rubbish", b"\n\n" + pdf_bytes(), unknown
    yield "jpeg behind rubbish", b"x" + jpeg(), unknown
    yield "21 MB", jpeg() + bytes(LARGEST), {Refusal.TOO_LARGE}
    yield "nothing but a beginning: jpeg", b"\xff\xd8\xff", {Refusal.BROKEN}
    yield "nothing but a beginning: png", b"\x89PNG\r\n\x1a\n", {Refusal.BROKEN}
    yield "nothing but a beginning: pdf", b"%PDF-1.7", {Refusal.BROKEN}
    yield "svg that says it is a pdf", b"%PDF-1.7 <svg onload='alert(1)'></svg>", {Refusal.BROKEN}


def _jpegs() -> Iterator[Case]:
    exif = Image.Exif()
    exif[0x010E], exif[0x010F] = TEXT, TEXT
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (25.0, 46.0, 12.0), "W", (80.0, 11.0, 33.0)
    yield "exif with a place", jpeg(exif=exif), HARMLESS
    yield "jpeg comment", jpeg(comment=MARKER), HARMLESS
    yield "jpeg comment in html", jpeg(comment=SCRIPT), HARMLESS
    yield "jpeg profile", jpeg(icc_profile=MARKER * 20), HARMLESS
    xmp = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>" + MARKER + b"</x:xmpmeta>"
    yield "jpeg xmp", with_segment(jpeg(), 0xE1, xmp), HARMLESS
    yield "jpeg photoshop", with_segment(jpeg(), 0xED, b"Photoshop 3.0\0" + MARKER), HARMLESS
    for number in (2, 4, 9, 15):
        yield f"jpeg segment {number}", with_segment(jpeg(), 0xE0 + number, MARKER), HARMLESS
    yield "jpeg with html behind", jpeg() + SCRIPT, HARMLESS
    yield "jpeg with php behind", jpeg() + b"<?php system('" + MARKER + b"'); ?>", HARMLESS
    out = io.BytesIO(jpeg())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(TEXT, MARKER)
    yield "jpeg and zip", out.getvalue(), HARMLESS
    yield "jpeg and pdf", jpeg() + pdf_bytes(_pdf_with_script()), HARMLESS
    yield "jpeg and jpeg", jpeg() + jpeg(comment=MARKER), HARMLESS
    thumbnail = b"Exif\0\0" + b"II*\0\x08\0\0\0\0\0\0\0\0\0" + jpeg(comment=MARKER)
    yield "jpeg with a picture inside", with_segment(jpeg(), 0xE1, thumbnail), HARMLESS
    yield (
        "exif that points nowhere",
        with_segment(jpeg(), 0xE1, b"Exif\0\0II*\0\xff\xff\xff\x7f" + MARKER),
        HARMLESS,
    )
    yield "exif that is rubbish", with_segment(jpeg(), 0xE1, b"Exif\0\0" + MARKER * 3), HARMLESS
    yield "jpeg in four colours", jpeg(picture(mode="CMYK"), comment=MARKER), HARMLESS
    yield "jpeg in grey", jpeg(picture(mode="L"), comment=MARKER), HARMLESS
    yield "progressive jpeg", jpeg(progressive=True, comment=MARKER), HARMLESS
    second = [picture((100, 100))]
    yield (
        "two pictures in one",
        saved(picture(), "MPO", save_all=True, append_images=second, comment=MARKER),
        HARMLESS,
    )
    several = b"\0\x10JFIF" + MARKER
    yield "jfif with more", with_segment(jpeg(), 0xE0, several), HARMLESS


def _pngs() -> Iterator[Case]:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", TEXT)
    texts.add_text("Author", TEXT, zip=True)
    texts.add_itxt("XML:com.adobe.xmp", f"<x>{TEXT}</x>")
    yield "png texts", png(pnginfo=texts), HARMLESS
    exif = Image.Exif()
    exif[0x010E] = TEXT
    yield "png exif", png(exif=exif), HARMLESS
    yield "png profile", png(icc_profile=MARKER * 20), HARMLESS
    for name in (b"tEXt", b"prVt", b"acTL", b"iTXt", b"zTXt", b"eXIf", b"tIME", b"sPLT"):
        yield f"png chunk {name.decode()}", with_chunk(png(), name, MARKER * 2), {Refusal.BROKEN, KEPT}
    yield "png with html behind", png() + SCRIPT, HARMLESS
    out = io.BytesIO(png())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("evil.html", SCRIPT)
    yield "png and zip", out.getvalue(), HARMLESS
    more = [picture((320, 240)).rotate(90)]
    yield "moving png", png(save_all=True, append_images=more, pnginfo=texts), HARMLESS
    yield "png with what is clear", png(picture(mode="RGBA"), pnginfo=texts), HARMLESS
    yield "png of 16 bits", png(picture(mode="I;16"), pnginfo=texts), HARMLESS
    yield "png palette", png(picture(mode="P"), pnginfo=texts, transparency=0), HARMLESS
    yield "png of one bit", png(picture(mode="1"), pnginfo=texts), HARMLESS
    yield "png that says it is a jpeg", b"\xff\xd8\xff" + png()[3:], {Refusal.BROKEN}
    yield "a point", png(picture((1, 1))), {Refusal.TOO_SMALL}
    yield "a line", png(picture((3000, 2))), {Refusal.TOO_SMALL}


def _png_of(width: int, height: int, lines: bytes) -> bytes:
    """A grey PNG that says it has this size."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(lines, 9))
        + chunk(b"IEND", b"")
    )


def _bombs() -> Iterator[Case]:
    many: set[str] = {Refusal.TOO_MANY_PIXELS}
    yield "10,000 by 10,000", _png_of(10_000, 10_000, bytes(10_001)), many
    yield "30,000 by 30,000", _png_of(30_000, 30_000, bytes(100)), many
    yield "more than there are atoms", _png_of(2**31 - 1, 2**31 - 1, b""), {*many, Refusal.BROKEN}
    yield "no size", _png_of(0, 0, b""), {Refusal.BROKEN, Refusal.TOO_SMALL}
    yield "half a size", _png_of(500, 0, b""), {Refusal.BROKEN, Refusal.TOO_SMALL}
    yield "less than it says", _png_of(2000, 2000, bytes(9)), {Refusal.BROKEN}
    text = b"x\0\0" + zlib.compress(bytes(80_000_000), 9)
    yield "text that swells", with_chunk(png(), b"zTXt", text), {Refusal.BROKEN}
    profile = b"x\0\0" + zlib.compress(bytes(80_000_000), 9)
    yield "profile that swells", with_chunk(png(), b"iCCP", profile), {Refusal.BROKEN, KEPT}
    wide = bytearray(jpeg())
    place = wide.index(b"\xff\xc0")
    wide[place + 5 : place + 9] = struct.pack(">HH", 65_000, 65_000)
    yield "jpeg that says 65,000 by 65,000", bytes(wide), many
    wide[place + 5 : place + 9] = bytes(4)
    yield "jpeg of no size", bytes(wide), {Refusal.BROKEN, Refusal.TOO_SMALL}


def _damaged() -> Iterator[Case]:
    for name, whole in (("jpeg", jpeg()), ("png", png())):
        for part in (3, 50, 90):
            yield f"{name} cut at {part} %", whole[: len(whole) * part // 100], {Refusal.BROKEN}
    flipped = bytearray(png())
    flipped[len(flipped) // 2] ^= 0xFF
    yield "png with a flipped byte", bytes(flipped), {Refusal.BROKEN}
    yield "png in disorder", png()[:8] + png()[33:] + png()[8:33], {Refusal.BROKEN}
    yield "pdf cut in the middle", pdf_bytes()[: len(pdf_bytes()) // 2], {Refusal.BROKEN}
    yield "pdf of rubbish", b"%PDF-1.7\n" + MARKER * 300 + b"\n%%EOF", {Refusal.BROKEN}


def _pdf_with_script() -> pikepdf.Pdf:
    made = pdf()
    made.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{TEXT}')"))
    return made


def _pdf_with(action: Dictionary) -> bytes:
    made = pdf()
    made.Root.OpenAction = action
    made.Root.AA = Dictionary(WC=action)
    made.pages[0].AA = Dictionary(O=action)
    return pdf_bytes(made)


def _pdfs() -> Iterator[Case]:
    yield "pdf script", pdf_bytes(_pdf_with_script()), HARMLESS
    yield "pdf launch", _pdf_with(Dictionary(S=Name.Launch, F=String(TEXT))), HARMLESS
    yield (
        "pdf that calls home",
        _pdf_with(Dictionary(S=Name.URI, URI=String(f"https://{TEXT}.example.org"))),
        HARMLESS,
    )
    yield "pdf that sends", _pdf_with(Dictionary(S=Name.SubmitForm, F=String(TEXT))), HARMLESS
    yield "pdf that goes elsewhere", _pdf_with(Dictionary(S=Name.GoToR, F=String(f"//{TEXT}/x"))), HARMLESS
    made = pdf()
    made.attachments[f"{TEXT}.exe"] = b"MZ" + MARKER
    yield "pdf with a file", pdf_bytes(made), HARMLESS
    made = pdf()
    with made.open_metadata() as metadata:
        metadata["dc:title"] = TEXT
    made.docinfo[Name.Author] = TEXT
    yield "pdf metadata", pdf_bytes(made), HARMLESS
    made = pdf()
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 400, 300]),
                      A=Dictionary(S=Name.URI, URI=String(f"https://{TEXT}.example.org")))  # fmt: skip
    made.pages[0].Annots = Array([made.make_indirect(link)])
    yield "pdf link", pdf_bytes(made), HARMLESS
    made = pdf()
    field = made.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String(TEXT), V=String(TEXT),
                   Rect=Array([10, 10, 90, 30]), AA=Dictionary(K=Dictionary(S=Name.JavaScript, JS=String(TEXT))))
    )  # fmt: skip
    made.pages[0].Annots = Array([field])
    made.Root.AcroForm = Dictionary(
        Fields=Array([field]), XFA=made.make_stream(f"<xdp>{TEXT}</xdp>".encode())
    )
    yield "pdf form", pdf_bytes(made), HARMLESS
    made = pdf()
    made.pages[0].Contents = made.make_stream(b"BT /F1 12 Tf 3 Tr 10 10 Td (" + MARKER + b") Tj ET")
    yield "pdf with hidden writing", pdf_bytes(made), HARMLESS
    yield "pdf with html behind", pdf_bytes() + SCRIPT, HARMLESS
    yield "pdf of 21 pages", pdf_bytes(pdf(21)), {Refusal.TOO_MANY_PAGES}
    yield "pdf with no page", pdf_bytes(pdf(0)), {Refusal.BROKEN}
    locked = pikepdf.Encryption(owner="o", user="u")
    yield "pdf with a password", pdf_bytes(encryption=locked), {Refusal.LOCKED}
    half = pikepdf.Encryption(owner="o", user="")
    yield "pdf that forbids printing", pdf_bytes(_pdf_with_script(), encryption=half), HARMLESS
    for name, box in (
        ("nothing", [0, 0, 0, 0]),
        ("upside down", [400, 300, 0, 0]),
        ("a mile", [0, 0, 10**7, 10**7]),
    ):
        made = pdf()
        made.pages[0].MediaBox = Array(box)
        made.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String(TEXT))
        yield f"pdf page of {name}", pdf_bytes(made), {Refusal.BROKEN, Refusal.TOO_SMALL, KEPT}
    made = pdf()
    made.Root.Pages.Kids.append(made.Root.Pages)
    yield "pdf that holds itself", pdf_bytes(made), {Refusal.BROKEN, KEPT}


def _pdf_bombs() -> Iterator[Case]:
    # Some end the child, some are left white by what draws them: either costs a bounded time.
    bounded: set[str] = {Refusal.BROKEN, Refusal.TOO_MUCH_WORK, KEPT}
    made = pdf()
    swelling = pikepdf.Stream(made, zlib.compress(b"q " * 20_000_000, 9))
    swelling.Filter = Name.FlateDecode
    made.pages[0].Contents = swelling
    yield "pdf stream that swells", pdf_bytes(made), bounded
    made = pdf()
    twice = zlib.compress(zlib.compress(bytes(60_000_000), 9), 9)
    stream = pikepdf.Stream(made, twice)
    stream.Filter = Array([Name.FlateDecode, Name.FlateDecode])
    made.pages[0].Contents = stream
    yield "pdf stream that swells twice", pdf_bytes(made), bounded
    made = pdf()
    large = pikepdf.Stream(made, zlib.compress(bytes(1000), 9))
    large.Type, large.Subtype, large.Filter = Name.XObject, Name.Image, Name.FlateDecode
    large.Width = large.Height = 60_000
    large.ColorSpace, large.BitsPerComponent = Name.DeviceRGB, 8
    made.pages[0].Resources.XObject = Dictionary(Im=large)
    made.pages[0].Contents = made.make_stream(b"400 0 0 300 0 0 cm /Im Do")
    yield "pdf picture of 60,000 by 60,000", pdf_bytes(made), bounded
    made = pdf()
    form = made.make_stream(b"/Fx Do /Fx Do")
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 400, 300])
    form = made.make_indirect(form)
    form.Resources = Dictionary(XObject=Dictionary(Fx=form))
    made.pages[0].Resources.XObject = Dictionary(Fx=form)
    made.pages[0].Contents = made.make_stream(b"/Fx Do")
    yield "pdf that draws itself", pdf_bytes(made), bounded
