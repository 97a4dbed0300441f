"""More than a hundred hostile files: each is refused in words, or what is kept of it is harmless."""

import io
import re
import zlib
from collections import Counter
from collections.abc import Iterator

import pikepdf
import pytest
from PIL import Image

from readiness.evidence.cleaning import WORDS, Cleaned, Cleaner, NotTaken
from readiness.evidence.recognising import Media, Refusal
from tests.evidence.files import jpeg, pdf, pdf_bytes, picture, png
from tests.evidence.hostile import KEPT, MARKER, corpus


@pytest.fixture(scope="module")
def cleaner() -> Iterator[Cleaner]:
    with Cleaner() as child:
        yield child


def test_every_hostile_file_is_refused_in_words_or_made_harmless(cleaner: Cleaner) -> None:
    became, faults = Counter[str](), []
    for name, content, admitted in corpus():
        outcome, wrong = what_becomes_of(content, cleaner)
        became[outcome] += 1
        faults += [f"{name}: {fault}" for fault in wrong]
        if outcome not in admitted:
            faults.append(f"{name}: {outcome}")
    assert faults == []
    assert became.total() >= 100
    assert became[KEPT] >= 40
    assert set(became) == {KEPT, *Refusal}, "every reason to refuse is met"


def what_becomes_of(content: bytes, cleaner: Cleaner) -> tuple[str, list[str]]:
    """The reason why a file is refused, or KEPT; and what is wrong with what was made of it."""
    try:
        made = cleaner.clean(content)
    except NotTaken as told:
        words = f"file: {WORDS[told.reason]}"
        return told.reason, [] if told.problems == (words,) else ["it is not said in words"]
    return KEPT, what_is_wrong(made)


def what_is_wrong(made: Cleaned) -> list[str]:
    """What other readers find in the bytes that are kept, which should be nothing."""
    faults = [
        f"the marker is in the {what}"
        for what, content in (("file", made.content), ("small picture", made.small))
        if MARKER in content
    ]
    faults += {Media.JPEG: _in_jpeg, Media.PNG: _in_png, Media.PDF: _in_pdf}[made.media](made.content)
    return faults + _in_jpeg(made.small)


def _in_jpeg(content: bytes) -> list[str]:
    """Only what draws the picture: no segment of an application but JFIF's own 16 bytes, no comment, nothing behind."""
    place, names = 2, []
    while content[place] == 0xFF and content[place + 1] != 0xDA:
        length = int.from_bytes(content[place + 2 : place + 4], "big")
        names.append((content[place + 1], length))
        place += 2 + length
    faults = [f"segment {name:x}" for name, length in names if name >= 0xE0 and (name, length) != (0xE0, 16)]
    if content.index(b"\xff\xd9", place) != len(content) - 2:
        faults.append("something stands behind its end")
    with Image.open(io.BytesIO(content)) as opened:
        opened.load()
        faults += [f"info {name}" for name in map(str, opened.info) if not name.startswith(("jfif", "dpi"))]
    return faults


def _in_png(content: bytes) -> list[str]:
    names, place = [], 8
    while place < len(content):
        length = int.from_bytes(content[place : place + 4], "big")
        names.append(content[place + 4 : place + 8])
        place += 12 + length
    with Image.open(io.BytesIO(content)) as opened:
        opened.load()
        faults = [f"info {name}" for name in opened.info]
    return faults + [f"chunk {name!r}" for name in names if name not in {b"IHDR", b"IDAT", b"IEND"}]


DRAWS = {"/Type", "/Pages", "/Kids", "/Count", "/MediaBox", "/Contents", "/Resources", "/Parent", "/ProcSet", "/XObject",
         "/image", "/Subtype", "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Filter", "/Length", "/Decode",
         "/DecodeParms"}  # fmt: skip


def _in_pdf(content: bytes) -> list[str]:
    """Pages of one picture each, and no key of a dictionary that does anything but draw them."""
    faults = []
    with pikepdf.open(io.BytesIO(content)) as opened:
        for thing in opened.objects:
            if isinstance(thing, pikepdf.Stream | pikepdf.Dictionary):
                faults += [f"key {key}" for key in thing.keys() if key not in DRAWS]  # noqa: SIM118
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image":
                faults += _in_jpeg(thing.read_raw_bytes())
            elif isinstance(thing, pikepdf.Stream) and not re.fullmatch(
                rb"q [\d. ]+ cm /image Do Q\s*", thing.read_bytes()
            ):
                faults.append("a stream that draws something else")
        if opened.attachments or opened.docinfo:
            faults.append("it has attachments or metadata")
    return faults


def test_the_checks_of_these_tests_find_what_is_there() -> None:
    assert _in_jpeg(jpeg(comment=MARKER))
    assert _in_jpeg(jpeg() + b"x")
    assert _in_png(png(icc_profile=zlib.compress(MARKER)))
    assert _in_pdf(pdf_bytes())


def test_a_picture_stands_upright_and_a_pdf_shows_what_it_showed(cleaner: Cleaner) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter to the right
    made = cleaner.clean(jpeg(picture((320, 240)), exif=exif))
    with Image.open(io.BytesIO(made.content)) as opened:
        assert opened.size == (240, 320)
        assert opened.convert("RGB").getpixel((200, 40)) == pytest.approx((0, 0, 128), abs=12)
    made = cleaner.clean(pdf_bytes(pdf(2)))
    assert (made.media, made.page_count) == (Media.PDF, 2)
    with pikepdf.open(io.BytesIO(made.content)) as opened:
        assert [float(value) for value in opened.pages[0].MediaBox] == pytest.approx([0, 0, 400, 300], abs=1)
    with Image.open(io.BytesIO(made.small)) as shown:
        assert min(shown.convert("L").tobytes()) < 60, "the writing is to be seen"
    large = cleaner.clean(jpeg(Image.new("RGB", (4000, 3000), "white")))
    with Image.open(io.BytesIO(large.content)) as opened:
        assert opened.size == (2400, 1800)


def test_the_same_file_comes_to_the_same_bytes(cleaner: Cleaner) -> None:
    for content in (jpeg(), png(), pdf_bytes(pdf(2))):
        assert cleaner.clean(content) == cleaner.clean(content)
