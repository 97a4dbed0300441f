"""Whatever a route changes, the trail says in the same transaction; a route that is refused changes nothing.

Every route that takes something is tried on the rows of the house. What it must do stands in `changes.py`: a new route
fails until it does. `test_changing.py` tries one of each room in the same way.
"""

from tests.access.conftest import House
from tests.access.trying import LINES, belongs, faults, faults_when_broken


def test_whatever_a_route_changes_is_told_and_what_is_refused_changes_nothing(house: House) -> None:
    wrong = [fault for line in LINES for fault in faults(house, line)]
    house.restore()
    assert not wrong, "\n".join(wrong)


def test_what_cannot_be_told_is_not_changed(house: House) -> None:
    """The trail breaks where its last row is written: then neither the fact nor any part of the event is there."""
    told = [line for line in LINES if belongs(line) == "told"]
    wrong = [fault for line in told for fault in faults_when_broken(house, line)]
    house.restore()
    assert not wrong, "\n".join(wrong)
