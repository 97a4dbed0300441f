"""An exercise in three windows: console, an observer's phone that loses its network, a participant; a server that dies."""

import os
import re
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from readiness.foundation import clock
from readiness.web.access import Role
from tests.browser.conftest import Visitor
from tests.browser.looking import axe
from tests.browser.serving import LiveServer, serve

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
TODAY = clock.today("America/New_York")


def plan(page: Page) -> str:
    """Plan a tabletop, and give the address of its page."""
    page.goto("/exercises/plan")
    page.get_by_label("Scenario").select_option("talks-of-suicide")
    page.locator("#site_code").fill("dallas")
    page.locator("#planned_on").fill(TODAY.isoformat())
    page.get_by_role("button", name="Plan it").click()
    page.wait_for_url(re.compile(r"/exercises/\d+$"))
    return page.url


def code_for(page: Page, exercise: str, who: str) -> str:
    page.goto(exercise)
    page.locator("li", has_text=who).get_by_role("button", name="Make a").click()
    page.wait_for_url(re.compile(r"/codes"))
    return page.locator(f"#{who.lower()[:-1]} .code-shown code").inner_text()


def note(page: Page, text: str) -> None:
    page.get_by_label("What do you see?").fill(text)
    page.get_by_role("button", name="Note it").click()


def test_twenty_minutes_in_twenty_seconds_with_a_phone_offline_and_a_server_killed(
    visitor_of: Callable[[LiveServer], Visitor], sample: Path, tmp_path: Path
) -> None:
    shutil.copy(sample, tmp_path / "readiness.sqlite")
    with serve(tmp_path) as live:
        visitor = visitor_of(live)
        console = visitor.open("/exercises", Role.COORDINATOR)
        exercise = plan(console)
        observer = visitor.open(f"/e/{code_for(console, exercise, 'Observers')}", **PHONE)
        player = visitor.open(f"/e/{code_for(console, exercise, 'Participants')}?role=colleague", **PHONE)
        console.goto(f"{exercise}/run")
        for page in (console, observer, player):
            assert axe(page) == []
        player.get_by_label("Your name or staff number").fill("Ana Ruiz")
        player.get_by_role("button", name="I am here").click()
        expect(console.locator(".people", has_text="Ana Ruiz")).to_be_visible()
        console.get_by_label("Scenario's clock").select_option("60")
        console.get_by_role("button", name="Begin the exercise").click()
        console.get_by_role("button", name="Send", exact=True).click()
        expect(player.get_by_text("This is an exercise. Sam stays behind")).to_be_visible()
        observer.get_by_label("Your name").fill("Ben")
        observer.get_by_role("button", name="I saw it").click()
        expect(console.get_by_text("Seen by Ben")).to_be_visible()
        for page in (console, observer, player):
            assert axe(page) == []
        observer.context.set_offline(True)
        note(observer, "He was led to a quiet room.")
        note(observer, "Nobody filmed.")
        expect(observer.get_by_text("Notes kept on this device: 2.")).to_be_visible()
        os.kill(live.pid, signal.SIGKILL)
        console.get_by_label("What do you see?").fill("The server is gone, and this is kept.")
        console.get_by_role("button", name="Note it").click()
        expect(console.get_by_text("One note is kept on this device.")).to_be_visible()
    port = urlsplit(live.base_url).port
    with serve(tmp_path, port or 0):
        expect(console.locator(".notes", has_text="this is kept")).to_be_visible()
        observer.context.set_offline(False)
        expect(console.get_by_text("He was led to a quiet room.")).to_be_visible()
        expect(console.get_by_text("Nobody filmed.")).to_be_visible()
        expect(observer.locator("[data-kept]")).to_be_hidden()
        player.get_by_role("button", name="Stop word").click()
        expect(console.get_by_text("Someone said the stop word.")).to_be_visible()
        console.get_by_role("button", name="Go on").click()
        expect(player.get_by_role("button", name="Stop word")).to_be_visible()
        expect(console.locator("[data-clock=scenario]")).to_have_text(re.compile("00:[2-9]"))
        console.on("dialog", lambda dialog: dialog.accept())
        console.get_by_role("button", name="End the exercise").click()
        player.get_by_label("How was it for you?").fill("I was glad of the pause.")
        player.get_by_role("button", name="Hand it in").click()
        observer.locator(".rated", has_text="Moves with the person").get_by_label("Rating").select_option("P")
        observer.locator(".rated", has_text="Moves with the person").get_by_role(
            "button", name="Rate"
        ).click()
        expect(observer.locator(".rated .status", has_text="P")).to_be_visible()
        player.close()
        observer.close()
        console.goto(f"{exercise}/report")
        for told in (
            "He was led to a quiet room.", "Nobody filmed.", "The server is gone, and this is kept.",
            "I was glad of the pause.", "The stop word was said", "Ana Ruiz",
            "Moves with the person to a quiet place and does not leave him alone.",
        ):  # fmt: skip
            expect(console.get_by_text(told).first).to_be_visible()
        console.get_by_label("In a few sentences").fill("They took their time.")
        console.get_by_role("button", name="Sign the report").click()
        expect(console.get_by_text("They took their time.")).to_be_visible()
        assert axe(console) == []
    # While there was no server and no network, and nothing else, something was complained of.
    expected = ("ERR_CONNECTION", "ERR_INTERNET_DISCONNECTED", "ERR_EMPTY_RESPONSE", "ERR_SOCKET", "404")
    assert [each for each in visitor.complaints if not any(words in each for words in expected)] == []
    visitor.complaints.clear()
