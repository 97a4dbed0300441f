"""Days around both changes of the clocks: the ledger equals, to the day, what is worked out without the service."""

from datetime import date

from tests.reminders.year import hours, kept, live_through, recomputed, settle_in


def test_the_ledger_around_the_nights_on_which_clocks_change_is_what_it_must_be(db: str) -> None:
    settle_in()
    autumn = [*hours(date(2026, 10, 23), date(2026, 10, 27)), *hours(date(2026, 10, 30), date(2026, 11, 3))]
    spring = [*hours(date(2027, 3, 12), date(2027, 3, 16)), *hours(date(2027, 3, 26), date(2027, 3, 30))]
    ticks = live_through([*autumn, *spring])
    lines = kept()
    assert len(lines) > 100
    assert lines == recomputed(db, ticks)
