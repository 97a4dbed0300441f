"""The report and the guide on paper: tagged, whole, signed for, and the same bytes for the same signature."""

import io
from datetime import date

import pikepdf
import pypdfium2
from flask.testing import FlaskClient

from drills.evaluation import report_of
from drills.library import load_library
from readiness.exercises.actions import plan_exercise
from readiness.exercises.at_site import number_at, scenario_at, with_number
from readiness.exercises.console import run_of
from readiness.exercises.following_up import actions_of, needs_of
from readiness.exercises.on_paper import Told, guide_document, report_document
from readiness.exercises.queries import get_exercise
from readiness.exercises.signing import find_report
from readiness.typesetting.setting import pdfs_of
from readiness.web.access import Role
from tests.exercises.playing import NOW, TODAY, hand, note, planned, play, sign
from tests.factories import make_site
from tests.signing_in import sign_in


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
        guide_document(exercise, scenario_at(exercise), date(2026, 6, 1)),
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


def test_at_a_site_with_another_emergency_number_everything_says_that_number(client: FlaskClient) -> None:
    make_site("hull", country="GB")
    number = plan_exercise("hull", "aggression-at-the-counter", TODAY, "coordinator@example.org")
    exercise = get_exercise(number)
    guide, report = pdfs_of(
        [
            guide_document(exercise, scenario_at(exercise), TODAY),
            report_document(told(number), TODAY),
        ]
    )
    sign_in(client, Role.COORDINATOR)
    shown = [client.get(f"/exercises/{number}{page}").text for page in ("", "/guide")]
    for each in (words(guide), words(report), shown[1]):
        assert "Calls 999 with the outside-line prefix" in each
        assert "911" not in each.replace("call-911", "").replace("text-to-911", "")
    assert "Calls 911" not in shown[0]


def test_the_number_is_changed_where_it_stands_alone_and_in_no_name_or_source() -> None:
    scenario = load_library()["aggression-at-the-counter"]
    assert with_number(scenario, "911") is scenario
    assert with_number(scenario, "") is scenario
    told = with_number(scenario, "18005550100")
    assert "1-800-555-0100" in told.summary
    tasks = [[task.id for each in one.objectives for task in each.tasks] for one in (scenario, told)]
    assert tasks[0] == tasks[1]
    assert "call-911" in tasks[1]
    assert told.sources == scenario.sources
    assert "911" in scenario.summary  # the library is as it was


def test_a_site_s_own_number_goes_before_that_of_its_country(db: str) -> None:
    numbers = [
        number_at(make_site(code, country=country, emergency_number=own))
        for code, country, own in (("a", "US", ""), ("b", "GB", ""), ("c", "US", "7777"), ("d", "XX", ""))
    ]
    assert numbers == ["911", "999", "7777", ""]
