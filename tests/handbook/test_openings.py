"""How often protocols are opened: counted of nobody, told late, and not where they are few."""

from datetime import date
from pathlib import Path

import pytest
import time_machine
from flask.testing import FlaskClient
from werkzeug.test import Client

from readiness.foundation.database import connected
from readiness.foundation.errors import Unavailable
from readiness.handbook import following
from readiness.handbook.following import keep_openings
from readiness.handbook.openings import Openings, month_of, months_before
from readiness.handbook.queries import add_openings, openings_since, resources_opened
from readiness.handbook.serving import HandbookFirst, StartResponse
from readiness.handbook.shelf import stock
from readiness.resources.cards import Home
from readiness.resources.queries import Reader, shown_to
from readiness.web.access import Role
from tests.handbook.desk import approved
from tests.handbook.making import published
from tests.resources.directories import SMALL, bring, package
from tests.signing_in import sign_in


def other(_environ: object, start_response: StartResponse) -> list[bytes]:
    start_response("418 I'm a teapot", [])
    return [b""]


def test_only_protocols_that_are_opened_count_and_nothing_else_is_kept(db: str, tmp_path: Path) -> None:
    published(tmp_path)
    openings = Openings()
    handbook = Client(HandbookFirst(other, tmp_path, (), openings))
    for path in (
        "/",
        "/protocols/panic",
        "/protocols/panic?lang=es&site=x",
        "/protocols/nothing",
        "/search?q=panic",
    ):
        handbook.get(path)
    handbook.head("/protocols/suicide")
    assert openings.take() == {"panic": 2}
    assert openings.take() == {}


def test_resources_are_counted_too_and_few_or_this_months_are_not_told(db: str, tmp_path: Path) -> None:
    bring(package(tmp_path / "county.zip", SMALL))
    with connected():
        stock(tmp_path, Home("US", "America/New_York"))
        records = {each.text("name"): each.record for each in shown_to(Reader.PUBLIC).services}
    openings = Openings()
    public = Client(HandbookFirst(other, tmp_path, (), openings))
    page = f"/resources/{records['Counselling']}"
    for path in (page, f"{page}?lang=es", "/resources", "/resources/need/food", "/resources/none"):
        public.get(path)
    public.head(page)
    public.post(f"{page}/wrong", data={"words": "It moved."})
    assert openings.take() == {page: 2}
    with connected():
        add_openings("2026-10", {page: 40, f"/resources/{records['Food pantry']}": 9, "panic": 70})
        add_openings("2026-09", {page: 9})
        add_openings("2026-11", {page: 500})
        assert resources_opened(date(2026, 11, 15)) == {records["Counselling"]: 40}


def test_counts_are_added_to_their_month(db: str) -> None:
    openings = Openings()
    with time_machine.travel("2026-10-31T23:59:00Z"):
        openings.note("panic", 3)
        keep_openings(openings)
        openings.note("panic")
        keep_openings(openings)
    with time_machine.travel("2026-11-01T00:01:00Z"):
        openings.note("panic", 5)
        keep_openings(openings)
    assert openings_since("2026-10") == {("panic", "2026-10"): 4, ("panic", "2026-11"): 5}


def test_what_cannot_be_written_is_counted_with_the_next(db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    openings = Openings()
    openings.note("panic", 2)

    def away(_month: str, _counts: object) -> None:
        raise Unavailable("away")

    with monkeypatch.context() as broken, pytest.raises(Unavailable):
        broken.setattr(following, "add_openings", away)
        keep_openings(openings)
    keep_openings(openings)
    assert sum(openings_since("2000-01").values()) == 2


def test_months_that_have_ended_go_back_over_the_year() -> None:
    assert [month_of(month) for month in months_before(date(2026, 2, 28), 3)] == [
        "2026-01",
        "2025-12",
        "2025-11",
    ]


def test_few_and_the_present_month_are_not_told(client: FlaskClient) -> None:
    with connected():
        approved("panic", "suicide")
        add_openings("2026-10", {"panic": 1234, "suicide": 9})
        add_openings("2026-11", {"panic": 4321})
    with time_machine.travel("2026-11-15T12:00:00Z", tick=False):
        sign_in(client, Role.HR)
        page = client.get("/handbook/openings").text
    assert "1,234" in page
    assert "September 2026" not in page  # nothing was counted before the first month that was
    assert "October 2026" in page
    assert "4,321" not in page
    assert ">9<" not in page
    assert "under 10" in page
