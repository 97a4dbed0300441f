"""Paper is set as tagged PDF: what a screen reader needs is there, and nothing typed can become markup."""

import io
from datetime import date

import pikepdf
import pypdfium2
import pytest

from readiness.typesetting.setting import Document, PaperRefused, pdf_of, pdfs_of

DAY = date(2026, 11, 28)


def table(rows: list[list[str]], title: str = "Who is trained") -> Document:
    values = {"title": title, "language": "en", "head": ["Name", "Until"], "rows": rows}
    return Document("table.typ", values, DAY)


def words(pdf: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


def test_a_document_names_its_language_title_and_standard_and_is_tagged() -> None:
    with pikepdf.open(io.BytesIO(pdf_of(table([["Ana Ruiz", "2027-03-31"]])))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en"
        assert pdf.open_metadata()["pdfuaid:part"] == "1"
        assert str(pdf.docinfo["/Title"]) == "Who is trained"


def test_what_was_typed_is_shown_as_it_is() -> None:
    hostile = '#panic("x") *bold* $x$ @ref <label> [#read("/etc/passwd")] = heading'
    assert hostile in words(pdf_of(table([[hostile, ""]]))).replace("\r\n", " ")


def test_a_letter_that_the_type_lacks_is_stood_for_and_the_foot_says_so() -> None:
    said = words(pdf_of(table([["王小明", "Ελένη"]])))
    assert "□□□" in said
    assert "Ελένη" in said
    assert "□ stands for a letter" in said
    assert "stands for a letter" not in words(pdf_of(table([["Ελένη", ""]])))


def test_what_is_not_seen_is_taken_away_and_refuses_no_paper() -> None:
    said = words(pdf_of(table([["Ana\t\x01Ru\u200biz\u202e", "a\r\nb\u2028c"]])))
    assert "Ana Ruiz" in said
    assert "stands for a letter" not in said


def test_the_same_day_and_values_give_the_same_bytes() -> None:
    assert pdf_of(table([["Ana Ruiz", ""]])) == pdf_of(table([["Ana Ruiz", ""]]))


def test_many_documents_come_in_their_order() -> None:
    made = list(pdfs_of(table([[name, ""]]) for name in ("Ana", "Ben", "Cleo")))
    assert [name in words(pdf) for name, pdf in zip(("Ana", "Ben", "Cleo"), made, strict=True)] == [True] * 3


def test_a_faulty_template_is_refused_in_words() -> None:
    with pytest.raises(PaperRefused, match="title"):
        pdf_of(Document("table.typ", {"language": "en"}, DAY))
