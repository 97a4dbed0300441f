"""The card of a site as its key shows it: names, places and numbers of those on duty; and nowhere else a trace of it."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from werkzeug.test import Client

from readiness.duty.actions import make_key, remove_key, withdraw_consent
from readiness.duty.rota_actions import say
from readiness.foundation.database import connected, open_database
from readiness.handbook.export import export
from readiness.handbook.following import RosterCopy
from readiness.handbook.keyed import ROSTER
from readiness.handbook.numbers import digits
from readiness.handbook.serving import HandbookFirst
from readiness.people.queries import places
from tests.commands import Terminal
from tests.conftest import close
from tests.duty.rotas import TODAY, on_rota, shown
from tests.factories import make_leave, make_site
from tests.handbook.making import content_of, published, with_places
from tests.handbook.test_serving import other
from tests.handbook.test_sites import words

NOON = datetime(2026, 11, 30, 18, tzinfo=UTC)
"""Noon in Chicago."""


class House:
    """A site with its card on a machine of its own."""

    def __init__(self, folder: Path, code: str = "dayton") -> None:
        self.folder = folder
        self.site = make_site(code, name="Dayton", time_zone="America/Chicago", address="121 Main Street")
        self.key = make_key(self.site, NOON, "a test")
        self.copy = RosterCopy(folder)
        published(folder, with_places(content_of(("panic",)), tuple(places())))
        self.client = Client(HandbookFirst(other, folder))

    def card(self, key: str | None = None, language: str = "en") -> str:
        """What the machine shows once it has followed."""
        self.copy.take_newer()
        return self.client.get(
            f"/sites/{self.site.code}/{self.key if key is None else key}?lang={language}"
        ).text


@pytest.fixture
def house(db: str, tmp_path: Path) -> House:
    with time_machine.travel(NOON, tick=False):
        return House(tmp_path)


@time_machine.travel(NOON, tick=False)
def test_whoever_has_the_key_sees_who_is_on_duty_and_can_call_them(house: House) -> None:
    shown(on_rota(house.site, "Ana"))
    shown(on_rota(house.site, "Omar", ("14:00", "22:00"), kind="mhfa-adult"), phone="", place="Gate")
    on_rota(house.site, "Hidden")
    card = house.card()
    assert (
        "On duty here now Ana first aid · 2nd floor, by the kitchen · en, es · until 17:00 312-555-0100"
        in words(card)
    )
    assert 'href="tel:3125550100"' in card
    assert "Later today Omar mental health · Gate · en, es · from 14:00 until 22:00" in words(card)
    assert "Hidden" not in card
    assert "Ruiz" not in card  # the given name alone
    assert "De guardia aquí ahora" in house.card(language="es")


@time_machine.travel(NOON, tick=False)
def test_a_wrong_key_and_one_that_was_renewed_show_the_card_that_everyone_sees(house: House) -> None:
    shown(on_rota(house.site, "Ana"))
    public = house.client.get("/sites/dayton?lang=en").text
    old = house.key
    assert "Ana" in house.card()
    assert house.card("wrong") == house.card("") == house.card("é%20") == public
    house.key = make_key(house.site, NOON, "a test")
    assert house.card(old) == public
    assert "Ana" in house.card()
    remove_key(house.site, "a test")
    assert house.card() == public
    assert house.client.get(f"/sites/nowhere/{house.key}").status_code == 418


@time_machine.travel(NOON, tick=False)
def test_the_keyed_card_is_kept_nowhere_and_leaves_no_trace(house: House) -> None:
    shown(on_rota(house.site, "Ana"))
    house.copy.take_newer()
    for key in (house.key, "wrong"):
        answer = house.client.get(f"/sites/dayton/{key}")
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert {"ETag", "Set-Cookie"}.isdisjoint(answer.headers.keys())
        assert '<meta name="robots" content="noindex">' in answer.text
        assert "<title>Help now</title>" in answer.text
    # The other language is the keyed card too.
    assert f'href="/sites/dayton/{house.key}?site=dayton&lang=es"' in house.card()
    assert house.key not in (house.folder / ROSTER).read_text()


@time_machine.travel(NOON, tick=False)
def test_who_withdraws_or_says_not_here_is_gone_at_once(house: House) -> None:
    ana, omar = shown(on_rota(house.site, "Ana")), shown(on_rota(house.site, "Omar"))
    assert {"Ana", "Omar"} <= set(words(house.card()).split())
    withdraw_consent(ana, "a test")
    assert "Ana" not in house.card()
    assert "Ana" not in (house.folder / ROSTER).read_text()
    say(omar, None, TODAY, NOON, "a test")
    assert "Omar" not in house.card()
    say(omar, house.site, TODAY, NOON, "a test")
    assert "Omar first aid · 2nd floor, by the kitchen · en, es · says they are here today" in words(
        house.card()
    )
    make_leave(omar, TODAY)
    assert "Omar" not in house.card()


def test_the_card_says_as_of_when_it_is_and_where_the_machine_hears_nothing_any_more(house: House) -> None:
    with time_machine.travel(NOON, tick=False):
        shown(on_rota(house.site, "Ana"))
        assert "As of 12:00." in words(house.card())
    with time_machine.travel(NOON + timedelta(minutes=1), tick=False):
        assert "As of 12:01." in words(house.card()), "heard again, though nothing was recorded"
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        told = house.client.get(f"/sites/dayton/{house.key}?lang=en").text
        assert "As of 12:01; this machine has not heard since." in words(told)
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        told = house.client.get(f"/sites/dayton/{house.key}?lang=es").text
        assert "30 de noviembre de 2026, 12:01" in words(told)
    assert "As of" not in house.client.get("/sites/dayton?lang=en").text


def test_the_sample_leaves_a_card_that_can_be_looked_at_and_tells_its_key_once(terminal: Terminal) -> None:
    told = terminal.good("init", "--sample")
    (address,) = re.findall(r"http://127\.0\.0\.1:8000(/sites/head-office/\S+)", told)
    open_database(terminal.database_url, connections=2)
    with connected():
        RosterCopy(terminal.folder / "handbook").take_newer()
    close()
    card = Client(HandbookFirst(other, terminal.folder / "handbook")).get(f"{address}?lang=en").text
    assert "On duty here now" in card
    assert "Nobody who may be shown" not in card, "somebody is always there"
    assert address.rpartition("/")[2] not in terminal.good("init")


def test_an_old_copy_forgets_by_itself_whose_certificate_has_ended(house: House) -> None:
    with time_machine.travel(NOON, tick=False):
        shown(on_rota(house.site, "Ana"))
        assert "Ana" in house.card()
    # The last day is 31 December 2027, by the clock in Chicago; then nobody wrote the copy anew.
    for instant, is_shown in (
        (datetime(2027, 12, 31, 22, 59, tzinfo=UTC), True),
        (datetime(2028, 1, 1, 15, tzinfo=UTC), False),
    ):
        with time_machine.travel(instant, tick=False):
            page = house.client.get(f"/sites/dayton/{house.key}").text
            assert ("Ana" in page) is is_shown


@time_machine.travel(NOON, tick=False)
def test_no_name_number_or_place_of_a_responder_is_in_edition_phone_or_export(
    house: House, tmp_path: Path
) -> None:
    canaries = ("Canaria", "312-555-9999", "3125559999", "under the canary", house.key)
    shown(on_rota(house.site, "Canaria"), "312-555-9999", "under the canary")
    card = house.card()
    assert all(canary in card for canary in canaries)
    path = published(house.folder, with_places(content_of(("panic",)), tuple(places())))
    export(house.folder, tmp_path / "stick", "dayton")
    bundle = json.dumps(HandbookFirst(other, house.folder)._current().bundle.whole, ensure_ascii=False)  # type: ignore[union-attr] # noqa: SLF001
    pages = [house.client.get(page).text for page in ("/", "/sites/dayton", "/offline?site=dayton", "/sw.js")]
    files = [file.read_text(errors="replace") for file in (tmp_path / "stick").rglob("*") if file.is_file()]
    for text in (bundle, *pages, *files, path.read_bytes().decode("latin-1")):
        assert not [canary for canary in canaries if canary in text]


@time_machine.travel(NOON, tick=False)
def test_texts_that_people_typed_are_texts_and_what_is_dialled_is_what_is_read(house: House) -> None:
    shown(
        on_rota(house.site, "<img src=x onerror=alert(1)>"), "+44 20 7946 0958", '"><script>alert(2)</script>'
    )
    card = house.card()
    assert "<img" not in card
    assert "<script>" not in card
    found = re.findall(r'<a href="tel:([^"]+)"><span>.*?<i>([^<]+)</i>', card, re.DOTALL)
    assert [(digits(dialled), digits(seen)) for dialled, seen in found] == [("442079460958", "442079460958")]


@time_machine.travel(NOON, tick=False)
def test_a_copy_is_written_only_when_something_was_recorded(house: House) -> None:
    shown(on_rota(house.site, "Ana"))
    assert house.copy.take_newer()
    assert not house.copy.take_newer()
    assert (house.folder / ROSTER).stat().st_mode & 0o077 == 0
    written = (house.folder / ROSTER).stat().st_ino
    make_site("another")  # which changes nothing that a card shows
    make_leave(on_rota(house.site, "Hidden"), TODAY)
    assert not house.copy.take_newer()
    assert (house.folder / ROSTER).stat().st_ino == written
    (house.folder / ROSTER).unlink()
    assert house.copy.take_newer()


@time_machine.travel(NOON, tick=False)
def test_a_copy_that_cannot_be_read_does_not_take_away_the_last_one(house: House) -> None:
    shown(on_rota(house.site, "Ana"))
    assert "Ana" in house.card()
    (house.folder / ROSTER).unlink()
    (house.folder / ROSTER).write_text("roster 99")
    assert "Ana" in house.client.get(f"/sites/dayton/{house.key}").text
