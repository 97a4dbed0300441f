"""Pages by key: every row once, in order, forwards and backwards, on both databases."""

from datetime import date
from typing import Any

import pytest

from readiness.foundation.database import execute, insert_rows, is_sqlite, select
from readiness.foundation.paging import Order, Page, PageRequest, page_of

BY_DAY = Order(("held_on", "name", "id"), (date, str, int))
Row = tuple[date, str, int]


@pytest.fixture
def rows(db: str) -> list[Row]:
    """Rows of which many share a day, and some a day and a name, in an order that is not theirs."""
    execute("CREATE TABLE held (id INTEGER PRIMARY KEY, held_on DATE NOT NULL, name TEXT NOT NULL)")
    execute("CREATE INDEX held_by_day ON held (held_on, name, id)")
    made = [
        (date(2026, 1, 1 + number % 5), "Zoë" if number % 3 else "Ana", number) for number in range(1, 54)
    ]
    insert_rows(
        "held",
        ("held_on", "name", "id"),
        [(on.isoformat(), name, number) for on, name, number in reversed(made)],
    )
    return sorted(made)


@pytest.fixture(autouse=True)
def _gone(db: str) -> Any:
    yield
    execute("DROP TABLE IF EXISTS held")


def ask(request: PageRequest) -> Page[Row]:
    found = list(
        select(
            f"SELECT held_on, name, id FROM held WHERE {request.condition()} {request.tail()}",
            **request.values(),
        )
    )
    return page_of(found, request, key=lambda row: row)


@pytest.mark.parametrize("is_descending", [False, True])
@pytest.mark.parametrize("size", [1, 7, 53, 54])
def test_every_row_comes_once_and_in_order_forwards_and_back(
    rows: list[Row], size: int, is_descending: bool
) -> None:
    wanted = sorted(rows, reverse=is_descending)
    pages = [ask(PageRequest(BY_DAY, is_descending, size=size))]
    while pages[-1].after:
        pages.append(ask(PageRequest(BY_DAY, is_descending, pages[-1].after, size=size)))
    assert [row for page in pages for row in page.rows] == wanted
    assert pages[0].before is None
    back = [pages[-1]]
    while back[-1].before:
        back.append(ask(PageRequest(BY_DAY, is_descending, back[-1].before, is_before=True, size=size)))
    assert [row for page in reversed(back) for row in page.rows] == wanted
    assert back[-1].rows == pages[0].rows


def test_a_row_that_comes_meanwhile_moves_no_other_across_the_edge(rows: list[Row]) -> None:
    first = ask(PageRequest(BY_DAY, size=10))
    insert_rows("held", ("held_on", "name", "id"), [("2025-12-31", "Bea", 900)])
    assert list(ask(PageRequest(BY_DAY, edge=first.after, size=10)).rows) == rows[10:20]


def test_a_list_that_is_taken_away_has_every_row(rows: list[Row]) -> None:
    request = PageRequest(BY_DAY, is_descending=True, size=None)
    page = ask(request)
    assert list(page.rows) == sorted(rows, reverse=True)
    assert (page.before, page.after) == (None, None)


def test_an_empty_page_leads_nowhere(rows: list[Row]) -> None:
    page = ask(PageRequest(BY_DAY, edge=(date(2027, 1, 1), "", 0)))
    assert (list(page.rows), page.before, page.after) == ([], None, None)


def test_a_page_is_read_from_the_index_where_it_begins(rows: list[Row]) -> None:
    if not is_sqlite():
        execute("SET enable_seqscan = off")
    for is_before in (False, True):
        request = PageRequest(BY_DAY, edge=rows[30], is_before=is_before, size=5)
        plan = "EXPLAIN QUERY PLAN" if is_sqlite() else "EXPLAIN"
        sql = f"{plan} SELECT id FROM held WHERE {request.condition()} {request.tail()}"
        text = " ".join(str(line) for line in select(sql, **request.values()))
        assert "held_by_day" in text
        assert not any(word in text for word in ("TEMP B-TREE", "SCAN held", "Sort"))


def test_an_order_names_the_type_of_each_of_its_columns() -> None:
    with pytest.raises(TypeError, match="one type for each"):
        Order(("name", "id"), (str,))
