"""An upgrade that writes editions in another form: the handbook is there without anybody's doing."""

import sqlite3
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client

from readiness.audit.models import AuditEvent
from readiness.foundation.database import connected, open_database
from readiness.handbook import edition, jobs, serving
from readiness.handbook.actions import publish, switch_back
from readiness.handbook.edition import FORMAT, current_edition
from readiness.handbook.following import take_newer
from readiness.handbook.models import EditionSwitch, HandbookEdition
from readiness.handbook.opened import Opened
from readiness.handbook.queries import editions, latest_switch
from readiness.handbook.renewing import renew
from readiness.handbook.serving import HandbookFirst
from readiness.lines.actions import SeenLine, correct_line
from readiness.standards.crisis_lines import load_crisis_lines
from tests.browser.serving import serve
from tests.conftest import close
from tests.handbook.desk import approved
from tests.handbook.making import press_at
from tests.handbook.test_several_machines import new_revision


def nothing(environ: Any, start_response: Any) -> list[bytes]:
    raise AssertionError("asked for what belongs to the handbook")


def made_by(release: int, folder: Path, patch: pytest.MonkeyPatch) -> Path:
    """The edition that a release published whose form has this number."""
    with patch.context() as earlier:
        earlier.setattr(edition, "FORMAT", release)
        return publish(press_at(folder), "a test").path


def test_what_an_earlier_release_published_is_published_anew_with_the_same_revisions(
    db: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    approved("panic", "suicide")
    before = made_by(FORMAT - 1, tmp_path, monkeypatch)
    with pytest.raises(ValueError, match="of another release"):
        Opened.read(before)
    monkeypatch.setattr(serving, "LOOKED_AFTER", 0.0)
    asked = Client(HandbookFirst(nothing, tmp_path))
    for path in ("/", "/protocols/panic", "/search?q=he+cannot+breathe"):
        answer = asked.get(path)
        assert (answer.status_code, answer.mimetype) == (503, "text/html")
        assert 'href="tel:911"' in answer.text
    assert asked.get("/sw.js").status_code == 503  # phones keep what they have
    assert caplog.text.count("cannot be read") == 1  # though it was tried each time
    new_revision()  # approved, and not published by anybody
    assert renew(press_at(tmp_path), "a test")
    now = current_edition(tmp_path)
    assert now is not None
    assert now != before
    assert Opened.read(now).pages
    assert editions()[0].revisions == {"panic": 1, "suicide": 1}
    count = AuditEvent.select().count()
    assert not renew(press_at(tmp_path), "a test")
    assert AuditEvent.select().count() == count


def test_an_edition_that_was_gone_back_to_stays_so_after_an_upgrade(
    db: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    approved("panic")
    first = made_by(FORMAT, tmp_path, monkeypatch)
    new_revision()
    publish(press_at(tmp_path), "a test")
    switch_back(first.name, "The new text is wrong.", press_at(tmp_path), "ana@example.org")
    path = tmp_path / "older.sqlite"
    path.write_bytes(first.read_bytes())
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE about SET value = '1' WHERE name = 'format'")
    HandbookEdition.update(name="edition-older.sqlite", content=path.read_bytes()).where(
        HandbookEdition.name == first.name
    ).execute()
    EditionSwitch.update(name="edition-older.sqlite").where(EditionSwitch.name == first.name).execute()
    assert renew(press_at(tmp_path), "a test")
    present = latest_switch()
    assert present is not None
    assert present.is_held
    assert present.name == first.name


def test_a_machine_of_an_earlier_release_keeps_what_it_can_read_and_publishes_against_nobody(
    db: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    approved("panic")
    own = publish(press_at(tmp_path / "one"), "a test").path
    made_by(FORMAT + 1, tmp_path / "other", monkeypatch)
    assert not renew(press_at(tmp_path / "one"), "a test")
    assert not take_newer(tmp_path / "one")
    assert current_edition(tmp_path / "one") == own


def test_a_line_that_is_not_verified_any_more_is_flagged_and_does_not_leave_everybody_without_a_handbook(
    db: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    approved("panic")
    made_by(FORMAT - 1, tmp_path, monkeypatch)
    assert load_crisis_lines()["us-988"].verified
    correct_line(SeenLine("us-988", 0), {"call": "18005550100"}, "a test", "ana@example.org")
    assert renew(press_at(tmp_path), "a test")


def test_the_timetable_renews_it_where_the_start_could_not(
    db: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("READINESS_DATA_DIR", str(tmp_path))
    approved("panic")
    before = made_by(FORMAT - 1, tmp_path / "handbook", monkeypatch)
    jobs.keep_shown()
    assert current_edition(tmp_path / "handbook") != before


def test_a_server_that_starts_after_an_upgrade_shows_the_handbook(
    db: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    approved("panic", "suicide")
    made_by(FORMAT - 1, tmp_path / "handbook", monkeypatch)
    with serve(tmp_path, READINESS_DATABASE_URL=db) as server:
        for path in ("/", "/protocols/panic"):
            with urllib.request.urlopen(f"{server.base_url}{path}", timeout=10) as answer:
                assert 'href="tel:911"' in answer.read().decode()
    close()
    open_database(db)
    with connected():
        assert EditionSwitch.select().count() == 2
