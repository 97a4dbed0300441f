"""What cells say on a phone, and how moments stand in sentences."""

import re
from pathlib import Path

from markupsafe import Markup

from readiness.web.cells import in_cards, status, title_cell
from readiness.web.rows import Column, body

TEMPLATES = Path(__file__).parent.parent.parent / "templates"
HEADS = [("Site", ""), ("Status", ""), ("Why & how", ""), ("Until", ""), ("", "")]


def test_each_cell_of_a_card_has_its_heading_but_the_title_and_what_stands_beside_it() -> None:
    row = (
        title_cell("Leeds") + Markup('<td class="fact is-first">met</td><td class="fact is-second">two</td>')
        + Markup("<td> – </td><td><form></form></td>")
    )  # fmt: skip
    told = in_cards(HEADS, Markup("<tr>{0}</tr><tr>{0}</tr>").format(row))
    once = (
        '<th scope="row" class="title">Leeds</th><td class="fact is-first">met</td>'
        '<td class="fact is-second" data-label="Why &amp; how">two</td>'
        "<td data-nothing> – </td><td><form></form></td>"
    )
    assert told == f"<tr>{once}</tr><tr>{once}</tr>"


def test_what_goes_over_several_columns_has_no_heading_and_those_after_it_have_their_own() -> None:
    told = in_cards(
        HEADS, Markup('<tr><td colspan="3">all</td><td data-label="To">June</td></tr><tr><td>a</td></tr>')
    )
    assert told == (
        '<tr><td colspan="3">all</td><td data-label="To">June</td></tr><tr><td data-label="Site">a</td></tr>'
    )


def test_a_row_of_a_list_says_what_each_of_its_columns_is_and_what_is_missing_takes_no_line() -> None:
    columns = (
        Column[str]("name", "Name", str, is_title=True),
        Column[str]("why", "Why", lambda row: row, fact=2),
        Column[str]("until", "Last day", lambda row: row),
        Column[str]("none", "None", lambda _row: None),
    )
    assert body(columns, ["a"], None) == (
        '<tr><th scope="row" class="title">a</th><td class="fact is-second">a</td>'
        '<td class="" data-label="Last day">a</td><td class="" data-label="None" data-nothing>–</td></tr>'
    )


def test_no_sentence_takes_a_day_or_a_moment_as_markup() -> None:
    """In a sentence stand `day_text` and `moment_text`: what `day` and `instant` print would be escaped there."""
    wrong = re.compile(r"format\([^{}%]*\|\s*(?:day|instant|away)\b")
    pages = [
        path for path in TEMPLATES.rglob("*.html") if path.parent.name != "handbook"
    ]  # its `day` is text
    assert pages
    assert [path.name for path in pages if wrong.search(path.read_text())] == []


def test_a_status_adds_its_word_for_those_who_hear_the_page_unless_all_is_said() -> None:
    assert "(Met)" in status("met", "since June")
    assert "(Not applicable)" not in status("not_applicable", "not adopted", is_whole=True)
