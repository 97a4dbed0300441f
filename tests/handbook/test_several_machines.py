"""Editions for several machines: the database keeps them, each folder follows; earlier ones can be gone back to."""

import html
import shutil
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from readiness.audit.models import AuditEvent
from readiness.foundation.errors import Conflict, InvalidInput
from readiness.handbook import jobs
from readiness.handbook.actions import Press, publish, publish_lines, switch_back, withdraw
from readiness.handbook.edition import current_edition
from readiness.handbook.following import Follower, take_newer
from readiness.handbook.models import HandbookEdition
from readiness.handbook.opened import Opened
from readiness.handbook.openings import Openings
from readiness.handbook.queries import editions, latest_switch
from readiness.lines.actions import SeenLine, correct_line
from readiness.lines.standing import Watch
from readiness.people.models import Site
from readiness.protocols.actions import approve, write_draft
from readiness.protocols.queries import get_latest, shipped_protocols
from readiness.web.access import Role
from tests.browser.serving import serve
from tests.factories import make_site
from tests.handbook.desk import approved, edit, state_of
from tests.handbook.making import press_at
from tests.signing_in import sign_in

NOON, DAY = datetime(2030, 1, 1, 12, tzinfo=UTC), timedelta(days=1)
SLUGS = ("panic", "suicide", "home")
OTHER = "Sit down with them, and breathe slowly."


def new_revision(slug: str = "panic") -> None:
    latest = get_latest(slug)
    write_draft(slug, latest.number, {"en": {**latest.body["en"], "first": OTHER}}, "tom@example.org")
    approve([slug], "ana@example.org")


def test_what_one_machine_publishes_the_other_shows(db: str, tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    approved(*SLUGS)
    assert not take_newer(other)
    first = publish(press_at(one), "a test").path
    assert take_newer(other)
    assert not take_newer(other)
    copy = current_edition(other)
    assert copy == other / first.name
    assert copy.read_bytes() == first.read_bytes()
    assert not copy.stat().st_mode & 0o222
    new_revision()
    second = publish(press_at(other), "a test").path
    assert take_newer(one)
    assert current_edition(one) == one / second.name


def test_a_folder_that_was_lost_is_filled_again_and_an_edition_withdrawn_everywhere(
    db: str, tmp_path: Path
) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    approved(*SLUGS)
    publish(press_at(one), "a test")
    take_newer(other)
    shutil.rmtree(one)
    assert take_newer(one)
    assert current_edition(one) is not None
    withdraw(one, "a test", "a test")
    assert take_newer(other)
    assert current_edition(other) is None
    assert not take_newer(other)


class BusyPress(Press):
    """A press while which looks at its lines somebody else withdraws the handbook."""

    def watch(self) -> Watch:
        withdraw(self.folder.parent / "other", "It is wrong.", "ana@example.org")
        return super().watch()


@pytest.mark.parametrize("publishing", [publish, publish_lines])
def test_what_is_withdrawn_while_an_edition_is_made_stays_withdrawn(
    db: str, tmp_path: Path, publishing: Callable[[Press, str], object]
) -> None:
    approved(*SLUGS)
    at = press_at(tmp_path / "one")
    publish(at, "a test")
    make_site("york")
    busy = BusyPress(at.folder, at.country, at.now, at.as_of)
    with pytest.raises(Conflict, match="meanwhile"):
        publishing(busy, "timetable")
    latest = latest_switch()
    assert latest is not None
    assert (latest.name, latest.switched_by) == ("", "ana@example.org")
    take_newer(at.folder)
    assert current_edition(at.folder) is None


def test_a_thread_takes_what_is_newer_within_seconds_and_outlives_a_database_that_is_away(
    db: str, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    follower = Follower(other, Openings(), asked_after=0.1)
    follower.start()
    try:
        approved(*SLUGS)
        name = publish(press_at(tmp_path / "one"), "a test").path.name
        until = time.monotonic() + 20
        while current_edition(other) != other / name and time.monotonic() < until:
            time.sleep(0.05)
        assert current_edition(other) == other / name
    finally:
        follower.end()
    assert not follower.is_alive()


def test_two_servers_on_one_database_show_a_new_edition_within_seconds(db: str, tmp_path: Path) -> None:
    approved(*SLUGS)
    folders = [tmp_path / "one", tmp_path / "other"]
    for folder in folders:
        folder.mkdir()
    with (
        serve(folders[0], READINESS_DATABASE_URL=db) as one,
        serve(folders[1], READINESS_DATABASE_URL=db) as other,
    ):
        publish(press_at(tmp_path / "third"), "a test")
        for server in (one, other):
            _wait_for(f"{server.base_url}/protocols/panic", shipped_protocols()["panic"].en.first)
        new_revision()
        publish(press_at(tmp_path / "third"), "a test")
        for server in (one, other):
            _wait_for(f"{server.base_url}/protocols/panic", OTHER)


def _wait_for(address: str, words: str) -> None:
    until, page = time.monotonic() + 30, ""
    while words not in page and time.monotonic() < until:
        time.sleep(0.2)
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                page = html.unescape(answer.read().decode())
        except urllib.error.HTTPError:
            continue  # not published yet
    assert words in page


def test_an_earlier_edition_is_gone_back_to_and_stays_until_somebody_publishes(
    client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    approved(*SLUGS)
    folder = tmp_path / "handbook"
    first = publish(press_at(folder), "a test").path
    new_revision()
    second = publish(press_at(folder), "a test").path
    sign_in(client, Role.COORDINATOR)
    path = f"/handbook/editions/{first.name}/restore"
    assert edit(client, path, reason="").status_code == 422
    assert edit(client, path, reason="The new text is wrong.").status_code == 302
    assert current_edition(folder) == first
    assert (state_of("panic", 1), state_of("panic", 2)) == ("published", "approved")
    assert "The new text is wrong." in client.get("/handbook").text
    assert "The new text is wrong." in client.get("/handbook/editions").text
    event = AuditEvent.select().order_by(AuditEvent.id.desc()).first()
    assert (event.action, event.subject) == ("handbook switched back", first.name)
    monkeypatch.setenv("READINESS_DATA_DIR", str(tmp_path))
    jobs.publish_what_is_approved()
    jobs.keep_shown()
    assert current_edition(folder) == first
    assert edit(client, "/handbook/publish").status_code == 302
    assert current_edition(folder) == second
    assert state_of("panic", 2) == "published"
    assert len(editions()) == 2


def test_the_timetable_publishes_what_was_approved_since(
    db: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("READINESS_DATA_DIR", str(tmp_path))
    approved(*SLUGS)
    jobs.publish_what_is_approved()
    assert latest_switch() is None  # the first time is somebody's decision
    first = publish(press_at(tmp_path / "handbook"), "a test").path
    new_revision()
    jobs.publish_what_is_approved()
    assert current_edition(tmp_path / "handbook") != first
    assert state_of("panic", 2) == "published"


def test_an_edition_with_a_number_that_was_given_up_is_not_gone_back_to(db: str, tmp_path: Path) -> None:
    approved(*SLUGS)
    first = publish(press_at(tmp_path), "a test").path
    new_revision()
    publish(press_at(tmp_path), "a test")
    correct_line(SeenLine("us-911", 0), {"supersedes": ["18007997233"]}, "a test", "ana@example.org")
    with pytest.raises(InvalidInput, match="which another number took the place of"):
        switch_back(first.name, "a reason", press_at(tmp_path), "ana@example.org")
    with pytest.raises(Conflict, match="the current one already"):
        switch_back(editions()[0].name, "a reason", press_at(tmp_path), "ana@example.org")


def test_the_oldest_editions_are_forgotten_and_never_the_current_one(
    db: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    approved(*SLUGS)
    name = publish(press_at(tmp_path), "a test").path.name
    for place in range(25):
        HandbookEdition.create(
            name=f"edition-{place}.sqlite", content=b"", made_at=NOON + place * DAY, made_by="a test",
            revisions={}, links={}, outages=[],
        )  # fmt: skip
    HandbookEdition.update(made_at=NOON - DAY).where(HandbookEdition.name == name).execute()
    monkeypatch.setenv("READINESS_DATA_DIR", str(tmp_path))
    jobs.forget_editions()
    kept = {each.name for each in editions()}
    assert kept == {name, *(f"edition-{place}.sqlite" for place in range(5, 25))}
    assert take_newer(tmp_path / "other")


def test_a_folder_keeps_few_files_and_the_current_one(db: str, tmp_path: Path) -> None:
    approved(*SLUGS)
    name = publish(press_at(tmp_path / "one"), "a test").path.name
    other = tmp_path / "other"
    other.mkdir()
    for place in range(6):
        (other / f"edition-{place}.sqlite").touch()
    take_newer(other)
    assert len(list(other.glob("edition-*.sqlite"))) == 3
    assert current_edition(other) == other / name


def test_publishing_the_same_again_keeps_one_edition_and_says_so(db: str, tmp_path: Path) -> None:
    approved(*SLUGS)
    publish(press_at(tmp_path), "a test")
    assert publish(press_at(tmp_path), "a test").is_current
    assert HandbookEdition.select().count() == 1


def test_the_timetable_shows_a_number_that_a_site_was_given_and_publishes_no_protocol_with_it(
    client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def number(code: str = "hull") -> str:
        edition = current_edition(tmp_path / "handbook")
        assert edition is not None
        there = Opened.read(edition).bundle.place(code)
        return there["call"] if there else ""

    monkeypatch.setenv("READINESS_DATA_DIR", str(tmp_path))
    site, at = make_site("hull", country="GB"), press_at(tmp_path / "handbook")
    approved(*SLUGS)
    jobs.keep_shown()
    assert latest_switch() is None  # the first time is somebody's decision
    first = publish(at, "a test").path
    jobs.keep_shown()
    assert current_edition(at.folder) == first  # nothing is otherwise
    new_revision()
    Site.update(emergency_number="112").where(Site.id == site.id).execute()
    make_site("nowhere", country="XX")  # whose numbers are not known: it has the pages of no site
    sign_in(client, Role.COORDINATOR)
    waits = "A site is known otherwise than the handbook shows it"
    assert waits in client.get("/handbook").text
    jobs.keep_shown()
    assert waits not in client.get("/handbook").text
    assert number() == "112"
    assert (state_of("panic", 1), state_of("panic", 2)) == ("published", "approved")
    present = latest_switch()
    assert present is not None
    assert (present.switched_by, present.reason) == ("timetable", "What is known of sites was changed")
    switch_back(first.name, "The new text is wrong.", at, "a test")
    jobs.keep_shown()
    jobs.keep_shown()
    held = latest_switch()
    assert held is not None
    assert (number(), held.is_held, held.reason) == ("112", True, "The new text is wrong.")
    make_site("leeds", country="GB")
    jobs.keep_shown()
    assert number("leeds") == "999"
