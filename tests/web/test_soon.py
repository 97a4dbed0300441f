"""What pages for everyone ask of the database: a moment's wait, then what was known last."""

import time
from threading import Event

import pytest

from readiness.web.soon import ANSWERED_WITHIN, lately, soon

pytestmark = pytest.mark.usefixtures("db")


def broken() -> str:
    raise RuntimeError("away")


def test_what_was_given_last_stands_in_for_what_is_not_given() -> None:
    assert soon("name", broken, "none") == "none"
    assert soon("name", lambda: "Our Clinic", "none") == "Our Clinic"
    assert soon("name", broken, "none") == "Our Clinic"
    assert (lately("name", "none"), lately("another", "none")) == ("Our Clinic", "none")


def test_what_hangs_is_waited_for_once_and_noticed_when_it_is_back() -> None:
    goes_on, came_back = Event(), Event()

    def hanging() -> str:
        goes_on.wait(30)
        came_back.set()
        return "late"

    since = time.monotonic()
    assert soon("name", hanging, "none") == "none"
    assert soon("name", lambda: "never asked meanwhile", "none") == "none"
    assert time.monotonic() - since < 1.5 * ANSWERED_WITHIN
    goes_on.set()
    assert came_back.wait(5)
    until = time.monotonic() + 5
    while soon("name", lambda: "back", "none") != "back" and time.monotonic() < until:
        time.sleep(0.01)
    assert lately("name", "none") == "back"
