"""Plots: what is drawn is what was counted."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.web.plots import (
    Amount,
    Course,
    Mark,
    Span,
    bars,
    cliff,
    compared_steps,
    heat_grid,
    spans,
    spark,
    stacked_bar,
    steps,
)

TODAY = date(2026, 11, 24)


def test_bars_are_as_wide_as_their_share_of_the_largest_or_of_the_whole() -> None:
    amounts = [Amount("Leeds", 4, "met"), Amount("York", 1, "gap", "1 of 4"), Amount("Dallas", 0)]
    assert [bar.width for bar in bars("t", "s", amounts).bars] == [100, 25, 0]
    assert [bar.width for bar in bars("t", "s", amounts, most=8).bars] == [50, 12.5, 0]
    assert bars("t", "s", amounts).rows == (("Leeds", "4"), ("York", "1 of 4"), ("Dallas", "0"))


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=8))
def test_the_parts_of_a_bar_lie_side_by_side_and_fill_it(values: list[int]) -> None:
    plot = stacked_bar("t", "s", [Amount(str(value), value) for value in values])
    end = 0.0
    for bar in plot.bars:
        assert bar.x == pytest.approx(end, abs=0.05)
        end = bar.x + bar.width
    assert end == pytest.approx(100 if sum(values) else 0, abs=0.1)
    assert len(plot.rows) == len(values)


def test_steps_hold_until_the_next_and_to_the_end() -> None:
    plot = steps("t", "s", [(TODAY, 4), (TODAY + timedelta(50), 1)], TODAY + timedelta(100))
    assert plot.line == "M0 0H50V75H100"
    assert plot.rows == (("24 November 2026", "4"), ("13 January 2027", "1"))


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(0, 9)), min_size=1, max_size=6), st.integers(0, 9))
def test_the_table_of_lines_beside_each_other_says_what_is_drawn(
    told: list[tuple[int, int]], need: int
) -> None:
    counts = sorted({TODAY + timedelta(days): count for days, count in told}.items())
    plot = compared_steps(
        "t", "s", Course("Before", counts), Course("After", [(TODAY, 9)]), TODAY + timedelta(100),
        Course("Needed", [(TODAY, need)]),
    )  # fmt: skip
    before, after, needed = plot.courses
    drawn = [
        round((100 - float(y.partition("H")[0])) / 100 * 9)
        for y in before.line.replace("M0 ", "V").split("V")[1:]
    ]
    shown = [int(row[1]) for row in plot.rows]
    assert drawn[-len(shown) :] == shown
    assert [row[2:] for row in plot.rows] == [("9", str(need))] * len(plot.rows)
    assert abs(after.label.y - needed.label.y) >= 16


def test_words_beside_days_lie_on_lines_of_their_own_and_inside_the_plot() -> None:
    marks = [Mark(TODAY + timedelta(days), "word") for days in (0, 40, 90, 100)]
    placed = steps("t", "s", [(TODAY, 0)], TODAY + timedelta(100), marks).marks
    assert len({mark.y for mark in placed}) == 4
    assert [mark.anchor for mark in placed] == ["start", "start", "end", "end"]


def test_a_cliff_counts_by_week_and_leaves_out_what_is_beyond() -> None:
    ends = [
        (TODAY, 2),
        (TODAY + timedelta(6), 1),
        (TODAY + timedelta(7), 6),
        (TODAY + timedelta(28), 9),
        (TODAY - timedelta(1), 7),
    ]
    plot = cliff("t", "s", ends, TODAY, 4)
    assert [count for _week, count in plot.rows] == ["3", "6", "0", "0"]
    assert [column.height for column in plot.columns] == [50, 100, 0, 0]
    assert cliff("t", "s", [], TODAY, 14).columns[-1].tone == "accent"


def test_a_value_that_is_not_known_has_no_shade() -> None:
    grid = heat_grid("t", "s", ["Dec", "Jan", "Feb"], [("Leeds", [0, 8, None]), ("York", [2, 4, 6])])
    assert [[level for _words, level in row] for row in grid.cells] == [[0, 4, None], [1, 2, 3]]


@given(st.lists(st.floats(0, 1e9), max_size=30))
def test_a_spark_stays_in_its_box(values: list[float]) -> None:
    for point in spark(values, "said").line.split():
        x, y = map(float, point.split(","))
        assert 2 <= x <= 78
        assert 2 <= y <= 18


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be drawn"):
        Amount("Leeds", -1)
    with pytest.raises(ValueError, match="cannot be drawn"):
        Amount("Leeds", 1, "purple")


def test_spans_lie_on_their_lines_and_open_ends_run_to_the_edge() -> None:
    moved = TODAY - timedelta(100)
    plot = spans(
        "t",
        "s",
        [
            Span("Site", "York", None, moved - timedelta(1)),
            Span("Site", "Leeds", moved, None),
            Span("Leave", "away", TODAY, TODAY),
        ],
        TODAY,
    )
    (site, (york, leeds)), (leave, (away,)) = plot.lines
    assert (site, leave) == ("Site", "Leave")
    assert york.x == 0
    assert york.width == pytest.approx(leeds.x, abs=0.02)
    assert leeds.x + leeds.width == pytest.approx(100, abs=0.02)
    assert away.width > 0
    assert away.x == plot.mark.x
    assert plot.rows[0] == ("Site", "York", "open", "15 August 2026")


@given(st.lists(st.tuples(st.none() | st.dates(), st.none() | st.dates()), max_size=5), st.dates())
def test_spans_stay_inside_the_plot_whatever_their_days(
    ends: list[tuple[date | None, date | None]], as_of: date
) -> None:
    found = [Span("x", "y", first, last) for first, last in ends if not (first and last and last < first)]
    plot = spans("t", "s", found, as_of)
    assert 0 <= plot.mark.x <= 100
    for _line, bars_of in plot.lines:
        for bar in bars_of:
            assert bar.x >= -0.01
            assert bar.x + bar.width <= 101
