"""What comes, counted by week, month and kind: nothing is lost between two spans, and the picture is the table."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from readiness.trends.ending import Ends, by_kind, by_stretch, months_of, weeks_of
from readiness.trends.exercise_year import Exercised, by_site_and_month
from readiness.web.plots import Counted, Part, stacked_columns

found = st.lists(
    st.builds(
        lambda kind, days, count, booked: (kind, days, count, min(count, booked)),
        st.sampled_from(["cpr-aed", "pfa"]), st.integers(0, 420), st.integers(1, 9), st.integers(0, 9),
    ), max_size=15,
)  # fmt: skip


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), found)
def test_spans_follow_on_each_other_and_what_ends_within_them_is_counted_once(
    as_of: date, told: list[tuple[str, int, int, int]]
) -> None:
    ends = [Ends(kind, as_of + timedelta(days), count, booked) for kind, days, count, booked in told]
    months = months_of(as_of)
    for spans in (weeks_of(as_of), months):
        assert spans[0][0] == as_of
        assert spans is not months or spans[-1][1] == as_of + timedelta(days=365)
        for (_first, last), (following, _last) in pairwise(spans):
            assert following == last + timedelta(days=1)
        within = [each for each in ends if each.on <= spans[-1][1]]
        stretches = by_stretch(ends, spans)
        assert sum(each.count for each in stretches) == sum(each.count for each in within)
        plot = stacked_columns(
            "t", "s", [Part("no seat", "gap"), Part("seat", "quiet")],
            [Counted(str(each.first_on), "", (each.count - each.booked, each.booked)) for each in stretches],
        )  # fmt: skip
        most = max(each.count for each in stretches) or 1
        for stretch, row in zip(stretches, plot.rows, strict=True):
            assert [int(cell) for cell in row[1:]] == [stretch.count - stretch.booked, stretch.booked]
        drawn = sum(part.height for part in plot.parts) * most / 100
        assert abs(drawn - sum(each.count for each in stretches)) < 0.5
    assert sum(each.count for each in by_kind(ends)) == sum(each.count for each in ends)


def test_an_exercise_stands_in_the_month_in_which_it_was_held_and_is_missed_once_its_day_is_past() -> None:
    as_of, may, june = date(2026, 6, 15), date(2026, 5, 1), date(2026, 6, 1)
    told = by_site_and_month(
        [
            Exercised(1, date(2026, 5, 30), date(2026, 6, 2), False),
            Exercised(1, date(2026, 5, 20), date(2026, 6, 20), False),
            Exercised(1, date(2026, 6, 14), None, False),
            Exercised(1, date(2026, 6, 15), None, False),
            Exercised(1, date(2026, 6, 16), None, True),
        ],
        as_of,
    )
    assert told[1, june] == {"held": 1, "overdue": 1, "planned": 1, "not_held": 1}
    assert told[1, may] == {"overdue": 1}
