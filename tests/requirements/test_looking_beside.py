"""Among many people what a pack would bring is worked out beside the page: once, and begun anew where it stopped."""

import html
import os
import re
import time
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from config import Config
from readiness.compliance.previewing import Asked, ask_for_preview, remove_old_previews, work_on
from readiness.foundation.database import connected
from readiness.foundation.temporal import Question, knowledge_at
from readiness.standards.pack_text import pack_text
from readiness.standards.packs import shipped_packs
from tests.factories import MEASURE
from tests.requirements.looking import SEEN, TODAY, count, send


def awaited(client: FlaskClient, address: str) -> str:
    """The page of what a pack would bring, once that was worked out."""
    ends = time.monotonic() + 120
    while "data-progress" in (page := client.get(address).text):
        assert time.monotonic() < ends
        time.sleep(0.2)
    return page


def test_of_many_people_it_is_worked_out_beside_the_page_once_and_then_adopted_once(
    hr: FlaskClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("readiness.compliance.previewing.BESIDE_FROM", 0)
    path = "/compliance/packs/mental-health-cover/adopt"
    first, again = send(hr, path, from_on="2024-01-01"), send(hr, path, from_on="2024-01-01")
    assert first.status_code == 302
    assert again.location == first.location
    assert len([*(tmp_path / "previews").iterdir()]) == 1
    shown = awaited(hr, first.location)
    assert "Would be: 1 gap (leeds: 0 of 1), 1 not applicable." in shown
    found = SEEN.search(shown)
    assert found
    assert count("adoption") == 0
    for _press in range(2):
        assert send(hr, path, from_on="2024-01-01", seen=found.group(1)).status_code == 302
    assert count("adoption") == 1
    assert "it applies from that day already" in hr.get("/compliance/packs/mental-health-cover").text


def test_of_more_people_than_a_page_waits_for_it_is_judged_at_once_beside_the_page(
    hr: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("readiness.compliance.keeping.freshness.AT_ONCE", 0)
    path = "/compliance/packs/mental-health-cover/adopt"
    found = SEEN.search(send(hr, path, from_on="2024-01-01").text)
    assert found
    assert send(hr, path, from_on="2024-01-01", seen=found.group(1)).status_code == 302
    shown = awaited(hr, "/compliance")
    assert "Gap: 1" in shown
    assert "Nothing is required" not in shown


def test_a_pack_that_was_sent_is_adopted_from_the_page_that_says_what_it_would_bring(
    hr: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("readiness.compliance.previewing.BESIDE_FROM", 0)
    text = pack_text(shipped_packs()["mental-health-cover"]).replace(
        'id = "mental-health-cover"', 'id = "mine"'
    )
    path = "/compliance/send-pack"
    shown = awaited(hr, send(hr, path, from_on="", text=text).location)
    found = SEEN.search(shown)
    assert found
    kept = html.unescape(re.search(r"<textarea[^>]*>(?:\r\n)?(.*?)</textarea>", shown, re.DOTALL)[1])  # type: ignore[index]
    assert send(hr, path, from_on="2000-01-01", text=kept, seen=found.group(1)).status_code == 302
    assert count("adoption") == 1


def test_what_stopped_says_so_and_is_begun_anew_and_what_is_old_is_gone(
    hr: FlaskClient,
) -> None:
    config: Config = hr.application.config["READINESS"]
    with connected():
        asked = Asked(shipped_packs()["mental-health-cover"], TODAY, Question(TODAY, knowledge_at()))
        key, is_first = ask_for_preview(config, asked)
        assert (is_first, ask_for_preview(config, asked)) == (True, (key, False))
        address = f"/compliance/previews/{key}"
        assert "Looking at sites" in hr.get(address).text
        os.utime(config.data_dir / "previews" / key / "going", (0, 0))
        assert "The work has stopped" in hr.get(address).text
        assert ask_for_preview(config, asked) == (key, True)
        work_on(config, key, MEASURE)
        assert "Would be: 1 gap" in hr.get(address).text
    os.utime(config.data_dir / "previews" / key, (0, 0))
    remove_old_previews(config)
    assert hr.get(address).status_code == 404
    assert hr.get("/compliance/previews/..").status_code == 404
