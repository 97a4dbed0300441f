"""Of each room one route that changes something: the trail says it in the same transaction, or nothing is changed.

`long_changing.py` tries all of them.
"""

from tests.access.conftest import House
from tests.access.table import Line
from tests.access.trying import LINES, belongs, faults, faults_when_broken


def _of_each_room() -> list[Line]:
    """The first route of each part of the service, by the beginning of its address."""
    told = [line for line in LINES if belongs(line) == "told"]
    return list({line.route.split("/")[1]: line for line in sorted(told, key=str, reverse=True)}.values())


def test_a_change_of_each_room_is_told_with_it_or_not_made(house: House) -> None:
    lines = _of_each_room()
    wrong = [fault for line in lines for fault in (*faults(house, line), *faults_when_broken(house, line))]
    house.restore()
    assert not wrong, "\n".join(wrong)
    assert len(lines) >= 15
