"""How a finding stood through time: the runs tell of every day what the question about that day tells."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from readiness.compliance.days.findings import Status, Verdict
from readiness.compliance.days.history import history_on, runs_until

START = date(2026, 1, 1)
SPAN = 90
BASIC = (Status.MET, Status.MET, Status.GAP, Status.GAP, Status.EXEMPTED, Status.CANNOT_TELL, None)


def day(number: int) -> date:
    return START + timedelta(days=number)


@given(
    st.dictionaries(st.integers(0, SPAN), st.sampled_from(BASIC), max_size=12),
    st.integers(0, SPAN),
    st.integers(0, 25),
)
def test_runs_tell_of_each_day_what_is_told_of_it_alone(
    changes: dict[int, Status | None], asked: int, due_days: int
) -> None:
    known = {0: Status.MET, **changes}

    def judge(on: date) -> Verdict | None:
        number = max(number for number in known if day(number) <= on)
        status = known[number]
        return None if status is None else Verdict(status, need=1, have=number)

    days = [day(number) for number in known]
    runs = runs_until(day(asked), judge, days, due_days, most=1000)
    told = {
        run.days.from_on + timedelta(days=number): run.status
        for run in runs
        for number in range((run.days.until_on - run.days.from_on).days + 1)
    }
    each = {day(number): history_on(day(number), judge, days, due_days) for number in range(asked + 1)}
    assert told == {on: found.status for on, found in each.items() if found is not None}
    for on, now in each.items():
        if now is not None:
            latest = runs_until(on, judge, days, due_days, most=1)[0]
            assert (latest.status, latest.days.from_on, latest.last) == (now.status, now.since, now.verdict)
    assert all(run.first == judge(run.days.from_on) for run in runs)
    assert runs_until(day(asked), judge, days, due_days, most=2) == runs[:2]
    for later, earlier in pairwise(runs):
        adjoins = earlier.days.until_on + timedelta(days=1) == later.days.from_on
        assert earlier.days.until_on < later.days.from_on
        assert later.status is not earlier.status or not adjoins
