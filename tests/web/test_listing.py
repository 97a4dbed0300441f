"""Lists: the address says all, what it says wrongly is named at once, and files hold exactly what is seen."""

import html
import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import render_template_string
from flask.testing import FlaskClient
from flask.typing import ResponseReturnValue

from config import config_from_environment
from readiness.app import create_app
from readiness.foundation import clock
from readiness.foundation.paging import Order, Page, PageRequest, page_of
from readiness.web.access import Role, signed_in
from readiness.web.listing import Filter, Listing, Option
from readiness.web.rows import Column, RowPage
from readiness.web.shown_list import ShownList
from tests.conftest import close
from tests.signing_in import sign_in

Row = tuple[str, int, str]
ROWS: list[Row] = [
    (f"person {number:03}", number, "York" if number % 2 else "Leeds") for number in range(1, 121)
]

LISTING = Listing[Row](
    name="tried",
    columns=(
        Column("name", "Name", lambda row: row[0], order="name", is_title=True),
        Column("number", "Number", lambda row: row[1], order="number", is_number=True),
        Column("site", "Site", lambda row: row[2], fact=1),
        Column("formula", "Formula", lambda row: f"={row[1]}", is_shown=False),
    ),
    orders={"name": Order(("name", "number"), (str, int)), "number": Order(("number",), (int,))},
    sort="name",
    search="Name",
    filters=(
        Filter("at", "Site", lambda: [Option("York", "York"), Option("Leeds", "Leeds")]),
        Filter("size", "Size", lambda: [Option("big", "Big"), Option("small", "Small")], is_single=True),
    ),
    page=lambda: RowPage(lambda _row: "#"),
)
PAGE = """
{% from "components/listing.html" import tools, rows, pages %}
{{ tools(list) }}
{{ rows(list, "Tried") }}
{{ pages(list) }}
"""


def fitting(chosen: tuple[str, ...], search: str) -> list[Row]:
    return [row for row in ROWS if (not chosen or row[2] in chosen) and search in row[0]]


def page(rows: list[Row], request: PageRequest) -> Page[Row]:
    def key(row: Row) -> tuple[str | int, ...]:
        return (row[0], row[1]) if len(request.order.columns) == 2 else (row[1],)

    found = sorted(rows, key=key, reverse=request.is_descending is not request.is_before)
    if request.edge is not None:
        is_down = request.is_descending is not request.is_before
        found = [row for row in found if (key(row) < request.edge if is_down else key(row) > request.edge)]
    return page_of(found if request.size is None else found[: request.size + 1], request, key)


def show() -> ResponseReturnValue:
    asked = LISTING.asked()
    rows = fitting(asked.chosen["at"], asked.search)
    if asked.format:
        return LISTING.download(asked, page(rows, asked.page).rows)
    return render_template_string(PAGE, list=ShownList(LISTING, asked, page(rows, asked.page)))


@pytest.fixture
def client(sqlite_url: str, tmp_path: Path) -> Iterator[FlaskClient]:
    app = create_app(
        config_from_environment({"READINESS_DATABASE_URL": sqlite_url, "READINESS_DATA_DIR": str(tmp_path)})
    )
    app.add_url_rule("/tried", "tried", signed_in(show))
    client: FlaskClient = app.test_client()
    sign_in(client, Role.HR)
    yield client
    close()


def names(text: str) -> list[str]:
    return re.findall(r'<a href="#">(person \d+)</a>', text)


def link(text: str, words: str) -> str:
    for attributes, inside in re.findall(r"<a\b([^>]*)>(.*?)</a>", text, re.DOTALL):
        if html.unescape(re.sub(r"<[^>]*>", "", inside)).strip() == words:
            return html.unescape(attributes.partition('href="')[2].partition('"')[0])
    raise AssertionError(f"there is no link '{words}'")


def test_one_goes_through_all_pages_and_back_by_their_links(client: FlaskClient) -> None:
    text = client.get("/tried").text
    seen = [names(text)]
    while 'rel="next"' in text:
        text = client.get(link(text, "Next")).text
        seen.append(names(text))
    assert [name for page in seen for name in page] == [row[0] for row in ROWS]
    assert [len(page) for page in seen] == [50, 50, 20]
    back = client.get(link(text, "Previous")).text
    assert names(back) == seen[1]


def test_a_header_sorts_and_the_same_header_again_sorts_the_other_way(client: FlaskClient) -> None:
    text = client.get("/tried").text
    assert '<th scope="col" aria-sort="ascending">' in text
    down = client.get(link(text, "Name")).text
    assert names(down)[0] == "person 120"
    assert 'aria-sort="descending"' in down
    assert names(client.get(link(down, "Name")).text)[0] == "person 001"


def test_filters_are_the_address_and_each_chip_takes_one_away(client: FlaskClient) -> None:
    text = client.get("/tried?at=York&q=person 0&sort=-name&as_of=2026-06-30").text
    assert names(text)[:2] == ["person 099", "person 097"]
    without_site = link(text, "Remove: Site: York")
    assert "at=" not in without_site
    assert all(part in without_site for part in ("q=person", "sort=-name", "as_of=2026-06-30"))
    assert names(client.get(without_site).text)[:2] == ["person 099", "person 098"]
    assert "q=" not in link(text, "Remove: ‘person 0’")
    everything = link(text, "Show all")
    assert all(part not in everything for part in ("q=", "at="))
    assert "as_of=2026-06-30" in everything


def test_the_place_in_the_list_is_forgotten_when_what_is_asked_changes(client: FlaskClient) -> None:
    second = client.get(link(client.get("/tried").text, "Next")).text
    for words in ("Name", "Number"):
        assert "after=" not in link(second, words)
    assert 'name="after"' not in second


@pytest.mark.parametrize(
    ("address", "sentences"),
    [
        ("sort=age", ["sort: ‘age’ is no column"]),
        ("at=Rome&at=Oslo", ["at: ‘Rome’ is not one", "at: ‘Oslo’ is not one"]),
        ("size=big&size=small", ["size: only one value"]),
        ("format=xls", ["format: ‘xls’ is not one of"]),
        ("sort=age&at=Rome&format=xls", ["sort:", "at:", "format:"]),
    ],
)
def test_everything_wrong_in_an_address_is_named_at_once(
    client: FlaskClient, address: str, sentences: list[str]
) -> None:
    answer = client.get(f"/tried?{address}")
    assert answer.status_code == 422
    for sentence in sentences:
        assert sentence.replace("‘", "&#39;").replace("’", "&#39;") in answer.text


@pytest.mark.parametrize(
    "edge",
    [
        "x",
        "[]",
        '["a"]',
        '[1,"a"]',
        '["a",1.5]',
        '["a",true]',
        '["a",99999999999999999999]',
        '["a\\u0000",1]',
        "{}",
        "[" * 9000,
    ],
)
def test_a_made_up_place_in_the_list_is_no_error_of_ours(client: FlaskClient, edge: str) -> None:
    for name in ("after", "before"):
        answer = client.get("/tried", query_string={name: edge})
        assert answer.status_code == 422
        assert "Start from the top." in answer.text


def test_a_file_has_every_row_that_is_seen_in_the_same_order_and_no_formula(client: FlaskClient) -> None:
    text = client.get("/tried?at=York&sort=-number&q=person").text
    answer = client.get(link(text, "CSV"))
    assert answer.data.startswith(BOM_UTF8)  # without it Excel takes accents for other letters
    lines = answer.data.decode("utf-8-sig").split("\r\n")
    assert lines[:3] == ["name,number,site,formula", "person 119,119,York,'=119", "person 117,117,York,'=117"]
    assert len(lines) == 62
    assert (
        answer.headers["Content-Disposition"]
        == f'attachment; filename="tried-{clock.today("America/New_York")}.csv"'
    )
    then = client.get("/tried?format=csv&as_of=2026-06-30&known_at=2026-06-30T14:05")
    assert 'filename="tried-2026-06-30-known-2026-06-30T1405.csv"' in then.headers["Content-Disposition"]
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    found = json.loads(client.get(link(text, "JSON")).text)
    assert found[0] == {"name": "person 119", "number": 119, "site": "York", "formula": "=119"}
    assert len(found) == 60


def test_no_row_says_why_and_leads_back(client: FlaskClient) -> None:
    text = client.get("/tried?q=nobody").text
    assert "Nothing fits" in text
    assert names(client.get(link(text, "Show all")).text)
    assert json.loads(client.get("/tried?q=nobody&format=json").text) == []
