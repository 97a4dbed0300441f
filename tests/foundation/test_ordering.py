"""The order in which tests begin: what takes long before all else, at every worker."""

import pytest

from tests.ordering import LONG, long_ones_first
from tests.processes import ROOT

SHORT = [f"tests/people/test_{number}.py::test_{number}" for number in range(40)]


@pytest.mark.parametrize("workers", [1, 2, 3, 8, 60])
def test_every_test_is_run_once_and_the_parts_are_alike(workers: int) -> None:
    names = [
        *SHORT,
        *(f"{path}::test_it" for path in LONG),
        *(f"{next(iter(LONG))}::test_{n}" for n in range(5)),
    ]
    assert sorted(long_ones_first(names, workers)) == [*range(len(names))]


def test_each_worker_begins_with_what_takes_long() -> None:
    names = [*SHORT, *(f"{path}::test_it" for path in LONG)]
    order = [names[place] for place in long_ones_first(names, 2)]
    half = len(names) // 2
    first, second = ([name.partition("::")[0] for name in part] for part in (order[:half], order[half:]))
    for part in (first, second):
        count = sum(file in LONG for file in part)
        assert count
        assert {*part[:count]} <= {*LONG}
    weights = [sum(LONG.get(file, 0) for file in part) for part in (first, second)]
    assert abs(weights[0] - weights[1]) <= max(LONG.values())


@pytest.mark.parametrize("path", LONG)
def test_what_is_said_to_take_long_is_there(path: str) -> None:
    assert (ROOT / path).is_file()
