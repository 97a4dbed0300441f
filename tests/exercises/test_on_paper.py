"""The report and the guide on paper: tagged, whole, signed for, and the same bytes for the same signature."""

import io
from datetime import date

import pikepdf
import pypdfium2

from drills.evaluation import report_of
from readiness.exercises.actions import get_scenario
from readiness.exercises.console import run_of
from readiness.exercises.following_up import actions_of, needs_of
from readiness.exercises.on_paper import Told, guide_document, report_document
from readiness.exercises.queries import get_exercise
from readiness.exercises.signing import find_report
from readiness.typesetting.setting import pdfs_of
from tests.exercises.playing import NOW, hand, note, planned, play, sign


def told(number: int) -> Told:
    run = run_of(get_exercise(number), NOW)
    signed = find_report(number)
    return Told(
        run.exercise, report_of(run.scenario, run.state, NOW), signed, actions_of(number), needs_of(number),
        is_stale=bool(signed and signed.entry_count != run.state.entry_count),
    )  # fmt: skip


def words(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pages)


def test_report_and_guide_hold_everything_and_are_tagged(db: str) -> None:
    number = planned()
    play(number, {"call-911": "U", "call-988": "S"})
    hand(number, note("feedback", text="#panic(1) I was glad that I could leave"), minutes=41)
    hand(number, note("hot_wash", text="The card was missing"), minutes=42)
    sign(number, summary="The prefix was not known.")
    signed = told(number)
    exercise = get_exercise(number)
    documents = [
        report_document(signed, date(2026, 7, 1)),
        report_document(signed, date(2026, 8, 1)),
        guide_document(exercise, get_scenario(exercise.scenario), date(2026, 6, 1)),
    ]
    first, again, guide = pdfs_of(documents)
    assert first == again, "signed, it is the same whenever it is taken away"
    text = words(first)
    for each in (
        "This is an exercise.", "The prefix was not known.", "Improvement plan", "Signed by coordinator@example.org",
        "#panic(1) I was glad that I could leave", "The card was missing", "U (1 U)", "coordinator@example.org",
    ):  # fmt: skip
        assert each in text, each
    assert "Calls 911 at once" in words(guide)
    with pikepdf.open(io.BytesIO(first)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert pdf.open_metadata()["pdfuaid:part"] == "1"
    hand(number, note("observation", text="late"), minutes=60)
    late = report_document(told(number), date(2026, 7, 1))
    assert late.values["signature"][1] == "Something was handed in since; it is not signed for."
    assert late.made_on == date(2026, 7, 1)
