"""Cards and posters as they are printed: tagged, read aloud, scanned from the wall, never cut."""

import dataclasses
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pikepdf
import pypdfium2
import pypdfium2.raw
import pytest
from pdfua import validate
from PIL import Image

from readiness.foundation.errors import Conflict, InvalidInput, NotFound
from readiness.handbook.content import stand_in
from readiness.paper.faces import face_of
from readiness.paper.material import Material
from readiness.paper.orders import Kind, Order
from readiness.people.places import Place
from readiness.protocols.queries import shipped_protocols
from readiness.standards.crisis_lines import load_crisis_lines
from readiness.typesetting.setting import pdfs_of, picture_of
from tests.paper.making import DAY, DAYTON, HOSTILE, LEEDS, document, material, read_codes, words

MILLIMETRE = 72 / 25.4
LONGEST = max(shipped_protocols(), key=lambda slug: sum(map(len, shipped_protocols()[slug].es.lines())))


def order(
    kind: Kind, site: str = "dayton", language: str = "en", sheet: str = "a4", *, large: bool = False
) -> Order:
    return Order(kind, site, language, sheet, large, LONGEST if kind is Kind.PROTOCOL else "")


ORDERS = {
    **{f"{kind}": order(kind) for kind in Kind},
    **{f"{kind} large": order(kind, "dayton", "es", "letter", large=True) for kind in Kind},
    **{f"{kind} hostile": order(kind, HOSTILE.code, "es", "letter") for kind in Kind},
}


@pytest.fixture(scope="module")
def pieces() -> dict[str, bytes]:
    """Every kind: as it is, in large type and Spanish on Letter, and for a site whose texts are long and hostile."""
    made = pdfs_of(document(each) for each in ORDERS.values())
    return dict(zip(ORDERS, made, strict=True))


def pages_of(pdf: bytes) -> Iterator[pypdfium2.PdfPage]:
    yield from pypdfium2.PdfDocument(pdf)


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Every element of structure, in the order in which it is read aloud."""
    for kid in node.get("/K", []) if isinstance(node.get("/K"), pikepdf.Array) else [node.get("/K")]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def test_every_piece_keeps_the_rules_of_pdf_ua(pieces: dict[str, bytes], tmp_path: Path) -> None:
    for name, pdf in pieces.items():
        path = tmp_path / "piece.pdf"
        path.write_bytes(pdf)
        report = validate(str(path))
        assert report.exit_code == 0, (name, [each.message for each in report.findings])


def test_a_screen_reader_is_told_language_title_headings_and_what_the_code_opens(
    pieces: dict[str, bytes],
) -> None:
    for name, each in ORDERS.items():
        with pikepdf.open(io.BytesIO(pieces[name])) as pdf:
            assert str(pdf.Root.Lang) == each.language, name
            title = str(pdf.docinfo["/Title"])
            read = list(elements(pdf.Root.StructTreeRoot))
            kinds = [str(node.S) for node in read]
            assert kinds.count("/H1") == 1, name
            assert kinds.index("/H1") < (kinds.index("/H2") if "/H2" in kinds else len(kinds)), name
            figures = [node for node in read if str(node.S) == "/Figure"]
            assert len(figures) == 1, name
            assert material().address(each) in str(figures[0].Alt), name
        # It stands in the list of a printer that others see.
        if each.kind is Kind.PROTOCOL:
            text = shipped_protocols()[LONGEST].text(each.language)
            assert title == text.title != text.situation


def test_the_code_opens_the_very_address(pieces: dict[str, bytes]) -> None:
    for name, each in ORDERS.items():
        assert read_codes(pieces[name]) == {material().address(each)}, name


def test_a_telephone_reads_a_poster_from_a_metre_and_a_half(pieces: dict[str, bytes]) -> None:
    # A picture 1,920 points wide that takes in 65 degrees shows 1 mm of what is 1.5 m away as 1 point.
    seen = 1920 / (2 * 1500 * 0.637)  # points a millimetre
    for name in ("poster", "poster large"):
        assert read_codes(pieces[name], seen / MILLIMETRE) == {material().address(ORDERS[name])}


def test_a_key_is_in_the_code_and_nowhere_else() -> None:
    key = "kq3vWz8Qm1rT5yB7nX0cLa"
    made = document(order(Kind.POSTER), key)
    assert key not in str(made.values)
    (pdf,) = pdfs_of([made])
    assert key not in words(pdf)
    assert read_codes(pdf) == {f"https://readiness.example.org/sites/dayton/{key}?lang=en"}
    assert "who is on duty" in words(pdf)


def test_the_numbers_of_the_place_and_language_stand_there(pieces: dict[str, bytes]) -> None:
    poster = words(pieces["poster"])
    for said in (
        "911", "From a desk phone here: 9, then 911.", "988", "1-800-799-7233", "121 Main Street, Dayton, OH 45402",
        "Gate 2, by the flagpole", "Reception, left of the desk", "Valid until 23 November 2027", "Handbook 3f9a12cd",
        "readiness.example.org/paper/7K3MQ2PX",
    ):  # fmt: skip
        assert said in poster, said
    in_order = ("911", "988", "You are here.", "What to do first", "What is happening?", "More lines")
    assert sorted(in_order, key=poster.index) == list(in_order), "as they are read aloud"
    spanish = words(pieces["poster large"])
    assert "988 Línea de Prevención del Suicidio y Crisis" in spanish
    assert "Luego marque 2." in spanish
    (leeds,) = pdfs_of([document(order(Kind.POSTER, LEEDS.code))])
    assert {"999", "116 123"} <= {
        *words(leeds).replace("116 123", "116_123").replace("_", " ").split(),
        "116 123",
    }
    assert "911" not in words(leeds)
    assert "116 123" in words(leeds)


def leaves(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for each in value.values():
                yield from leaves(each)
        case list():
            for each in value:
                yield from leaves(each)


def test_paper_in_spanish_has_no_english_words_of_ours() -> None:
    names = {line.name for line in load_crisis_lines().values()}
    for kind in Kind:
        english, spanish = (
            {*leaves(document(order(kind, "dayton", language)).values)} for language in ("en", "es")
        )
        same = {each for each in english & spanish if " " in each}
        assert same <= {*vars_of(DAYTON), *names, *shipped_publishers()}, kind


def vars_of(place: Place) -> set[str]:
    return {getattr(place, each.name) for each in dataclasses.fields(place)}


def shipped_publishers() -> set[str]:
    return {source.publisher for each in shipped_protocols().values() for source in each.sources}


def test_a_protocol_has_all_its_steps_words_and_sources(pieces: dict[str, bytes]) -> None:
    text = shipped_protocols()[LONGEST].en
    poster = words(pieces["protocol"])
    said = [
        text.situation, text.first, *(step.do for step in text.steps), *(choice.when for choice in text.choices),
        *text.say, *text.do_not_say, *text.do_not, "To be read again by 1 September 2027.", "Valid until 1 September 2027",
        *(source.publisher for source in shipped_protocols()[LONGEST].sources),
    ]  # fmt: skip
    assert [each for each in said if " ".join(each.split()) not in poster] == []
    assert len(list(pages_of(pieces["protocol"]))) == 2


def test_a_wallet_card_is_as_large_as_a_bank_card(pieces: dict[str, bytes]) -> None:
    page = next(pages_of(pieces["wallet"]))
    sizes = set()
    for each in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH]):
        left, bottom, right, top = each.get_bounds()
        sizes.add((round((right - left) / MILLIMETRE, 0), round((top - bottom) / MILLIMETRE, 0)))
    assert (171, 54) in sizes, "front and back, side by side"
    assert (0, 54) in sizes, "the fold between them"
    assert words(pieces["wallet"]).count("Danger right now?") == 5
    assert words(pieces["wallet hostile"]).count("Ahora hay peligro?") in (0, 4)


def test_nothing_runs_off_the_paper_however_long_it_is(pieces: dict[str, bytes]) -> None:
    for name in (each for each in ORDERS if each.endswith("hostile")):
        for page in pages_of(pieces[name]):
            width, height = page.get_size()
            text = page.get_textpage()
            for place in range(text.count_chars()):
                left, bottom, right, top = text.get_charbox(place)
                assert -1 <= left <= right <= width + 1, (name, place)
                assert -1 <= bottom <= top <= height + 1, (name, place)
        read = words(pieces[name]).replace(" ", "")
        assert HOSTILE.name.replace(" ", "") in read, name
        assert HOSTILE.address.strip(" ,").replace(" ", "") in read, name
    assert [len(list(pages_of(pieces[f"{kind} hostile"]))) for kind in Kind] == [2, 2, 1, 1]


def test_large_type_is_nowhere_smaller_than_eighteen_points(pieces: dict[str, bytes]) -> None:
    for kind in Kind:
        for page in pages_of(pieces[f"{kind} large"]):
            text = page.get_textpage()
            sizes = {
                round(pypdfium2.raw.FPDFText_GetFontSize(text.raw, place), 1)
                for place in range(text.count_chars())
                if text.get_text_range(place, 1).strip()
            }
            assert min(sizes) >= 17.9, (kind, sizes)


def test_it_holds_until_the_first_day_on_which_something_on_it_does_not() -> None:
    def until(of: Material, kind: Kind = Kind.POSTER) -> date:
        return face_of(of, order(kind), DAY).valid_until_on

    assert until(material()) == date(2027, 11, 23), "a line is checked again"
    assert until(material(months=6)) == date(2027, 5, 28)
    assert until(material(), Kind.PROTOCOL) == date(2027, 9, 1), "the protocol is read again"
    lines = load_crisis_lines()
    out = {"us-988": stand_in(lines["us-veterans"], {"en": "988 does not answer just now."})}
    swapped = material(outage_ends={"us-veterans": DAY + timedelta(days=3)})
    swapped = replace(swapped, content=replace(swapped.content, outages=out))
    assert until(swapped) == DAY + timedelta(days=3), "another line stands in"


def test_what_cannot_be_printed_is_told_with_what_to_do() -> None:
    def told(of: Material, wanted: Order) -> str:
        with pytest.raises((Conflict, InvalidInput, NotFound)) as refused:
            face_of(of, wanted, DAY)
        return " ".join(refused.value.problems)

    def with_place(**changes: str) -> Material:
        return material(content=replace(material().content, places=(replace(DAYTON, **changes),)))

    assert "READINESS_BASE_URL" in told(material(base_url=""), order(Kind.POSTER))
    assert "has no address" in told(with_place(address=" "), order(Kind.POSTER))
    assert "Did you mean 'dayton'?" in told(material(), order(Kind.POSTER, "daytona"))
    assert "not written in 'fr'" in told(material(), order(Kind.POSTER, "dayton", "fr"))
    assert "was to be read again by 1 November 2026" in told(
        material(reviews={LONGEST: date(2026, 11, 1)}), order(Kind.PROTOCOL)
    )
    assert "no ‘東京’" in told(with_place(name="東京"), order(Kind.POSTER))
    assert "known for FR" in told(with_place(country="FR"), order(Kind.POSTER))


def test_one_looks_at_it_beforehand_as_a_picture() -> None:
    picture = Image.open(io.BytesIO(picture_of(document(order(Kind.POSTER, "dayton", "es", "letter")), 40)))
    assert picture.size == (340, 440)
