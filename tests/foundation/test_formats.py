"""Tables as they leave the house: written a column at a time, as the module csv would write each guarded cell."""

import csv
import io
from datetime import UTC, date, datetime
from enum import StrEnum

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from readiness.foundation.cells import guard
from readiness.foundation.formats import Cell, csv_pieces


class Word(StrEnum):
    """A word of ours."""

    MET = "met"


PIECES = (
    "a",
    "5",
    "é",
    "字",
    ",",
    '"',
    "\r",
    "\n",
    "\r\n",
    " ",
    "'",
    "=",
    "-",
    "+",
    "@",
    "＝",
    "\u3164",
    "\xa0",
    "\t",
    "",
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=4).map("".join) | st.text(max_size=5)
CELLS = (
    TEXTS
    | st.none()
    | st.integers(-20, 20)
    | st.dates()
    | st.just(datetime(2026, 6, 30, 12, tzinfo=UTC))
    | st.just(Word.MET)
)
OF_ONE_KIND = (st.just("plain"), TEXTS, st.integers(-20, 20), st.dates() | st.none(), st.none(), CELLS)


@st.composite
def tables(draw: st.DrawFn) -> list[tuple[Cell, ...]]:
    """Rows whose columns are mostly of one kind."""
    columns = draw(st.lists(st.sampled_from(OF_ONE_KIND), min_size=1, max_size=5))
    return draw(st.lists(st.tuples(*columns), min_size=1, max_size=6))


def cell_by_cell(rows: list[tuple[Cell, ...]]) -> str:
    """The plain way."""
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\r\n").writerows(
        [
            guard(cell) if isinstance(cell, str) else cell.isoformat() if isinstance(cell, date) else cell
            for cell in row
        ]
        for row in rows
    )
    return written.getvalue()


def of(rows: list[tuple[Cell, ...]]) -> str:
    """Without the line of names."""
    return "".join(csv_pieces([f"c{place}" for place in range(len(rows[0]))], rows)).split("\r\n", 1)[1]


@settings(max_examples=1500)
@given(tables())
@example([("",)])
@example([(None,), ("a",)])
@example([("a", "'=1")])
@example([("a", "' =1"), ("b", "- 5")])
@example([("a\n=1", 5)])
@example([("Smith - Jones", -5)])
@example([("=A1,B1", "a")])
def test_a_table_is_written_as_if_each_cell_were_guarded_and_written_by_itself(
    rows: list[tuple[Cell, ...]],
) -> None:
    assert of(rows) == cell_by_cell(rows)


@pytest.mark.parametrize("before", ["", " ", "  ", "'", "' ", "\xa0", "\u200b", "\u3164", "\t"])
@pytest.mark.parametrize("sign", [*"=+-@＝＋－＠"])
def test_a_formula_is_found_wherever_it_stands(before: str, sign: str) -> None:
    hostile = f"{before}{sign}SUM(A1)"
    for rows in (
        [(hostile, "a")],
        [("a", hostile)],
        [("a", "b"), ("c, d", hostile)],
        [(1, date(2026, 6, 30), hostile)],
    ):
        assert of(rows) == cell_by_cell(rows)  # type: ignore[arg-type]
        assert guard(hostile) in of(rows)  # type: ignore[arg-type]


def test_more_rows_than_are_written_at_a_time_all_come() -> None:
    assert of([(number, "a") for number in range(1201)]).split() == [f"{number},a" for number in range(1201)]
