"""A machine follows who is on duty: what is said or withdrawn in the database is so on its cards within seconds."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from werkzeug.test import Client

from readiness.duty.actions import make_key, withdraw_consent
from readiness.duty.rota_actions import say
from readiness.foundation import clock
from readiness.handbook.following import ASKED_AFTER, Follower
from readiness.handbook.openings import Openings
from readiness.handbook.serving import HandbookFirst
from readiness.people.queries import places
from tests.duty.rotas import on_rota, shown
from tests.factories import make_site
from tests.handbook.making import content_of, published, with_places
from tests.handbook.test_serving import other

WITHIN = 2 * ASKED_AFTER + 6
"""Seconds: the pause of the thread, as it is in service, and patience with a busy machine."""


@pytest.fixture
def follower(db: str, tmp_path: Path) -> Iterator[Follower]:
    thread = Follower(tmp_path, Openings())
    thread.start()
    yield thread
    thread.end()


def becomes_true(condition: Callable[[], bool]) -> bool:
    until = time.monotonic() + WITHIN
    while not condition() and time.monotonic() < until:
        time.sleep(0.05)
    return condition()


@pytest.mark.usefixtures("follower")
def test_who_says_here_is_on_the_card_within_seconds_and_who_withdraws_is_gone_within_seconds(
    tmp_path: Path,
) -> None:
    site = make_site("dayton", time_zone="UTC")
    ana = shown(on_rota(site, "Ana", ("00:00", "00:01")))
    key = make_key(site, datetime.now(UTC), "a test")
    published(tmp_path, with_places(content_of(("panic",)), tuple(places())))
    handbook = Client(HandbookFirst(other, tmp_path))

    def is_shown() -> bool:
        return "Ana" in handbook.get(f"/sites/dayton/{key}").text

    say(ana, site, clock.today("UTC"), clock.now(), "a test")
    assert becomes_true(is_shown)
    withdraw_consent(ana, "a test")
    assert becomes_true(lambda: not is_shown())
