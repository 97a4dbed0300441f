"""How much there was each night: counted from what begins and ends, as a plain look at each night says."""

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from readiness.trends.course import TOLD, NightCounts, counted, share_met, thinned, told_now
from readiness.trends.views.course import Course, plot_of
from readiness.web.plots import Part, stacked_course

FIRST = date(2026, 6, 1)
spells = st.lists(
    st.tuples(st.integers(0, 20), st.integers(0, 20), st.sampled_from([each.value for each in TOLD])),
    max_size=25,
)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


@given(spells, st.sets(st.integers(0, 25), min_size=1))
def test_each_night_has_what_began_by_then_and_did_not_end_before(
    found: list[tuple[int, int, str]], nights: set[int]
) -> None:
    rows = [(min(a, b), max(a, b), status) for a, b, status in found]
    begun = [(day(a), status, 1) for a, _b, status in rows]
    ended = [(day(b), status, 1) for _a, b, status in rows]
    for night in counted([day(each) for each in sorted(nights)], begun, ended):
        plain = Counter(status for a, b, status in rows if day(a) <= night.on <= day(b))
        assert night.counts == tuple(plain[status.value] for status in TOLD)


def test_what_is_told_otherwise_is_moved_and_what_is_exempted_is_not_asked() -> None:
    night = NightCounts(FIRST, (6, 2, 2, 1, 1))
    assert night.percent_met == 80
    now = told_now(night, [("met", "gap", 3), ("gap", "", 1), ("", "met", 1)])
    assert now == (4, 2, 2, 1, 3)
    assert share_met(now) == Fraction(3, 5)


def test_whole_percent_are_rounded_down_and_lose_none() -> None:
    assert NightCounts(FIRST, (29, 0, 3, 0, 71)).percent_met == 29
    assert NightCounts(FIRST, (199, 0, 0, 0, 1)).percent_met == 99
    assert NightCounts(FIRST, (0, 0, 3, 0, 0)).percent_met == 0


@given(st.lists(st.lists(st.integers(0, 50), min_size=5, max_size=5), min_size=1, max_size=200))
def test_the_columns_that_are_drawn_are_the_numbers_of_the_table(values: list[list[int]]) -> None:
    nights = thinned([NightCounts(day(place), tuple(each)) for place, each in enumerate(values)])
    assert len(nights) <= 60
    assert nights[-1].on == day(len(values) - 1)
    plot = stacked_course(
        "t",
        "s",
        [Part(each.value, "met") for each in TOLD],
        [(each.on, each.counts) for each in nights],
        day(len(values)),
    )
    for night, row in zip(nights, plot.rows, strict=True):
        assert [int(cell.replace(",", "")) for cell in row[1:]] == list(night.counts)
    by_x: dict[float, float] = {}
    for part in plot.parts:
        by_x[part.x] = by_x.get(part.x, 0) + part.height
    assert len(by_x) == sum(1 for night in nights if night.asked)
    assert all(abs(height - 100) < 0.1 for height in by_x.values())


def test_sentence_plot_and_table_tell_one_share_of_what_is_asked() -> None:
    """What is due is met, what is exempted is no part of the whole: 59 of 100, whatever else there is."""
    nights = [NightCounts(day(number), (50, 9, 20, 11, 30)) for number in range(2)]
    plot = plot_of(Course(nights, [], None), day(0), day(0))
    assert plot is not None
    assert "59 % was met" in plot.sentence
    assert "Today it is 59 %." in plot.sentence
    assert [part.y for part in plot.parts[:2]] == [50, 41], "what is due stands on what is met, up to 59 %"
    assert plot.heads[-2:] == ("Met or due", "Exempted")
    assert plot.rows[-1][-2:] == ("59 %", "20")
