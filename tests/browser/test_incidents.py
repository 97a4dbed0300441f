"""An incident, from a phone: recorded in a minute, logged, a debrief offered; the sealed part read with a reason."""

import re
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from readiness.foundation import clock
from readiness.foundation.database import connected, open_database
from readiness.incidents.sealed import grant_reading
from readiness.web.access import Role
from tests.browser.conftest import Visitor
from tests.browser.looking import axe, is_wider_than_the_window
from tests.browser.serving import LiveServer, serve
from tests.conftest import close

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


def test_recorded_on_a_phone_logged_looked_after_and_read_with_a_reason(
    visitor_of: Callable[[LiveServer], Visitor], sample: Path, tmp_path: Path
) -> None:
    shutil.copy(sample, tmp_path / "readiness.sqlite")
    open_database(f"sqlite:///{tmp_path / 'readiness.sqlite'}")
    with connected():
        grant_reading(LiveServer.email(Role.HR), clock.today("UTC"), "admin@example.org")
    close()
    with serve(tmp_path) as live, closing(visitor_of(live)) as visitor:
        page = visitor.open("/incidents/new", Role.COORDINATOR, **PHONE)
        page.locator("#site_code").fill("dallas")
        page.get_by_label("What happened").first.select_option("violence")
        page.get_by_label("In a few sentences").fill("A visitor pushed a nurse. Nobody was badly hurt.")
        page.get_by_label("Violence, or a threat of it, was part of it").check()
        page.get_by_text("What only few may read").click()
        page.get_by_label("Who was concerned").fill("Robin Vale, room 12")
        assert axe(page) == []
        page.get_by_role("button", name="Record it").click()
        page.wait_for_url(re.compile(r"/incidents/\d+/log"))
        assert axe(page) == []
        page.get_by_label("Where exactly").fill("Ward 3, corridor")
        for answer in (
            "Type 2", "Client or customer", "Rushed", "In the workplace", "Physical attack without a weapon",
        ):  # fmt: skip
            page.get_by_label(answer).first.check()
        page.get_by_label("Was security or law").fill("Security came within two minutes.")
        page.get_by_label("What was done to protect").fill("The visitor was led out.")
        page.get_by_label("Job title").fill("Coordinator")
        page.get_by_role("button", name="Put it into the log").click()
        expect(page.get_by_text("It is in the log of violent incidents.")).to_be_visible()
        page.get_by_role("button", name="It was offered to everyone").click()
        expect(page.get_by_text("Ask everyone again in four weeks.")).to_be_visible()
        assert axe(page) == []
        assert not is_wider_than_the_window(page)
        assert "Robin" not in page.content()
        reader = visitor.open(page.url, Role.HR)
        reader.get_by_label("Why you need to read it").fill("To offer help to those involved")
        reader.get_by_role("button", name="Read the sealed part").click()
        expect(reader.get_by_text("Robin Vale, room 12").first).to_be_visible()
