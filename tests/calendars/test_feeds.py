"""Feeds: what stands in whose, how it follows what is known, and what its address does and does not give away."""

import logging
import re
from datetime import date, timedelta
from itertools import count
from typing import Any, cast

import pytest
import time_machine
import vobject
from flask.testing import FlaskClient
from icalendar import Calendar

from readiness.accounts.models import Account, AccountSite
from readiness.accounts.queries import known_account
from readiness.calendars.actions import make_feed
from readiness.certificates.actions import (
    CertificateDetails,
    Desk,
    Seen,
    add_certificate,
    withdraw_certificate,
)
from readiness.certificates.models import Certificate
from readiness.classes.actions import cancel_class, change_class
from readiness.classes.enrolling import enrol, leave, sign_up
from readiness.classes.queries import get_class
from readiness.exercises.models import Exercise
from readiness.foundation.temporal import record, supersede
from readiness.people.models import Employment, Person, Site
from readiness.people.queries import current_spells
from readiness.protocols.actions import bring_starters
from readiness.protocols.models import ProtocolRevision
from readiness.protocols.queries import shipped_protocols
from readiness.protocols.signing import sign_that_it_holds
from readiness.protocols.states import State
from readiness.web.access import Role
from tests.classes.test_seats import details
from tests.classes.training import NOW, desk, plan
from tests.factories import KINDS, change, make_person, make_site
from tests.signing_in import post, sign_in
from tests.statements import counting

TODAY = NOW.date()


def make(client: FlaskClient, **wanted: str) -> str:
    """Make a feed by the page, and give the path that it shows this once."""
    page = post(client, "/account/calendars", **wanted).text
    found = re.search(r"webcal://[^/]+(/calendar/[A-Za-z0-9_-]{43}\.ics)", page)
    assert found, page
    return found[1]


_numbers = count(1)


def made(role: Role, kind: str, *, person: Person | None = None, site: Site | None = None) -> str:
    """The path of a feed of someone new of this role; a manager's only site is the one given."""
    email = f"{role}-{next(_numbers)}@example.org"
    row = Account.create(
        email=email,
        email_key=email,
        name="Ana Ruiz",
        name_key="ana ruiz",
        role=role,
        person=person,
        created_at=NOW,
    )
    if role is Role.MANAGER:
        AccountSite.create(account=row, site=site)
    account = known_account(row.id).account
    return f"/calendar/{make_feed(account, kind, site if kind == 'site' else None, NOW)}.ics"


def events(client: FlaskClient, path: str) -> dict[str, tuple[str, str, int]]:
    """Title, status and sequence of what a feed holds, by its uid, read by two parsers."""
    answer = client.application.test_client().get(path)
    assert answer.status_code == 200, answer.text
    other = {
        each.uid.value: each.summary.value
        for each in getattr(vobject.readOne(answer.text), "vevent_list", [])
    }
    read = cast(list[Any], Calendar.from_ical(answer.data).walk("VEVENT"))
    found = {
        str(each["UID"]): (str(each["SUMMARY"]), str(each["STATUS"]), int(each["SEQUENCE"])) for each in read
    }
    assert other == {uid: title for uid, (title, _status, _sequence) in found.items()}
    return found


def only(found: dict[str, tuple[str, str, int]], begins: str) -> tuple[str, str, int]:
    (one,) = [each for uid, each in found.items() if uid.startswith(begins)]
    return one


def make_planned(site: Site, planned_on: date, *, is_announced: bool = True) -> Exercise:
    with change() as opened:
        return record(Exercise, opened.change, site=site, kind="drill", scenario="x", planned_on=planned_on,
                      held_on=None, is_announced=is_announced)  # fmt: skip


def here(site: Site) -> Person:
    return make_person(site, email="ann@example.org")


def test_a_class_keeps_its_uid_and_its_sequence_grows_until_it_stays_as_cancelled(
    client: FlaskClient,
) -> None:
    with time_machine.travel(NOW, tick=True):
        ann, number = here(make_site("HQ")), plan(seat_count=1)
        path = made(Role.EMPLOYEE, "own", person=ann)
        assert events(client, path) == {}
        sign_up(number, ann, desk())
        first = events(client, path)
        assert only(first, "class") == ("Training", "CONFIRMED", 0)
        change_class(number, get_class(number).id, details(seat_count=1, begins="10:00"), desk())
        moved = events(client, path)
        assert moved.keys() == first.keys()
        assert only(moved, "class") > only(first, "class")
        leave(number, ann, desk())
        left = only(events(client, path), "class")
        assert left[1] == "CANCELLED"
        enrol(number, [make_person()], desk())
        sign_up(number, ann, desk())
        waits = only(events(client, path), "class")
        assert waits[1] == "TENTATIVE"
        cancel_class(number, "The trainer is ill.", desk())
        ended = only(events(client, path), "class")
        assert ended[1] == "CANCELLED"
        assert first.keys() == events(client, path).keys()
        assert [
            each[2] for each in (only(first, "class"), only(moved, "class"), left, waits, ended)
        ] == sorted({only(first, "class")[2], only(moved, "class")[2], left[2], waits[2], ended[2]})


def test_a_certificate_that_is_renewed_ends_no_more_and_no_title_says_which(client: FlaskClient) -> None:
    with time_machine.travel(NOW, tick=True):
        ann = here(make_site("HQ"))
        sign_in(client, Role.EMPLOYEE, person=ann)
        path = make(client, kind="own")
        add = CertificateDetails(TODAY - timedelta(days=300), TODAY + timedelta(days=60))
        add_certificate(ann.id, "cpr", add, Desk("hr", TODAY, KINDS))
        before = only(events(client, path), "certificate-1@")
        assert before == ("Certificate ends", "CONFIRMED", 0)
        later = CertificateDetails(TODAY, TODAY + timedelta(days=700))
        renewal = add_certificate(ann.id, "cpr", later, Desk("hr", TODAY, KINDS))
        renewed = only(events(client, path), "certificate-1@")
        assert renewed[1] == "CANCELLED"
        assert renewed[2] > before[2]
        own = only(events(client, path), f"certificate-{renewal}@")
        version = Certificate.get(Certificate.fact_id == renewal).id
        withdraw_certificate(Seen(renewal, version), "It was a mistake.", "hr")
        again = events(client, path)
        assert only(again, "certificate-1@")[1] == "CONFIRMED"
        assert only(again, "certificate-1@")[2] > renewed[2]
        withdrawn = only(again, f"certificate-{renewal}@")
        assert (own[1], withdrawn[1]) == ("CONFIRMED", "CANCELLED")
        assert withdrawn[2] > own[2]
        text = client.get(path).text
        assert not re.search(r"cpr|CPR|Ruiz|ann@", text)


def test_a_day_that_is_kept_back_stands_in_no_feed_of_those_who_take_part(client: FlaskClient) -> None:
    with time_machine.travel(NOW, tick=True):
        site = make_site("HQ")
        open_, hidden = (
            make_planned(site, TODAY + timedelta(days=9), is_announced=said) for said in (True, False)
        )
        ann = here(site)
        found = {}
        for role, kind in (
            (Role.EMPLOYEE, "own"), (Role.MANAGER, "role"), (Role.MANAGER, "site"), (Role.HR, "role"),
            (Role.COORDINATOR, "site"), (Role.COORDINATOR, "own"), (Role.COORDINATOR, "role"),
        ):  # fmt: skip
            path = made(role, kind, person=ann if kind == "own" else None, site=site)
            found[role, kind] = {uid.split("-")[1] for uid in events(client, path)}
        assert found.pop((Role.COORDINATOR, "role")) == {str(open_.fact_id), str(hidden.fact_id)}
        assert set(map(frozenset, found.values())) == {frozenset({str(open_.fact_id)})}


def test_an_address_shows_nothing_once_it_is_renewed_ended_or_its_account_lost_the_right(
    client: FlaskClient,
) -> None:
    with time_machine.travel(NOW, tick=True):
        site = make_site("HQ")
        ann = here(site)
        sign_in(client, Role.EMPLOYEE, person=ann)
        old, stranger = make(client, kind="own"), client.application.test_client()
        assert post(client, "/account/calendars", kind="own").status_code == 302, "there is one already"
        assert post(client, "/account/calendars", kind="site", site="HQ").status_code == 302, (
            "not for employees"
        )
        renewed = post(client, "/account/calendars/1/renew", form_at="/account/calendars").text
        new = re.search(r"(/calendar/[\w-]{43}\.ics)", renewed)
        assert new
        assert (stranger.get(old).status_code, stranger.get(new[1]).status_code) == (404, 200)
        with change() as opened:
            spell = current_spells(Employment, ann.id)[0]
            supersede(spell, opened.change, until_on=TODAY - timedelta(days=1))
        assert stranger.get(new[1]).status_code == 404
        hr = client.application.test_client()
        sign_in(hr, Role.HR)
        path = make(hr, kind="role")
        assert post(hr, "/account/calendars/2/end", form_at="/account/calendars").status_code == 302
        assert stranger.get(path).status_code == 404


def test_apps_are_told_when_nothing_changed_and_nothing_of_the_address_is_kept(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with time_machine.travel(NOW, tick=True):
        site = make_site("HQ")
        sign_in(client, Role.HR)
        path, app = make(client, kind="role"), client.application.test_client()
        answer = app.get(path)
        assert answer.mimetype == "text/calendar"
        assert (answer.headers["Cache-Control"], answer.headers.get("Set-Cookie")) == (
            "private, no-cache",
            None,
        )
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        same = app.get(path, headers={"If-None-Match": answer.headers["ETag"]})
        assert (same.status_code, same.data) == (304, b"")
        app.get(path[:-6] + "xx.ics")
        assert path.split("/")[2][:-4] not in caplog.text
        plan(site_code="HQ")
        other = app.get(path, headers={"If-None-Match": answer.headers["ETag"]})
        assert other.status_code == 200
        with counting() as few:
            app.get(path)
        for day in range(30):
            plan(site_code="HQ", held_on=TODAY + timedelta(days=day + 1))
            make_planned(site, TODAY + timedelta(days=day))
        app.get(path)  # what only a change alters is read once for each
        with counting() as many:
            app.get(path)
        assert len(many) == len(few)


def test_those_who_edit_the_handbook_see_by_when_protocols_are_read_again(client: FlaskClient) -> None:
    with time_machine.travel(NOW, tick=True):
        site = make_site("HQ")
        bring_starters([shipped_protocols()["panic"]], "a test")
        ProtocolRevision.update(state=State.PUBLISHED, approved_at=NOW).execute()
        found = {}
        for role in (Role.COORDINATOR, Role.MANAGER):
            found[role] = made(role, "role", site=site)
        ((uid, review),) = events(client, found[Role.COORDINATOR]).items()
        assert review[:2] == ("Review due", "CONFIRMED")
        text = client.application.test_client().get(found[Role.COORDINATOR]).text
        assert "panic" not in text.lower(), "which protocol is told behind the link"
        assert events(client, found[Role.MANAGER]) == {}
        revision = ProtocolRevision.get()
        sign_that_it_holds("panic", revision.number, TODAY + timedelta(days=1), "editor@example.org")
        assert events(client, found[Role.COORDINATOR])[uid][2] == review[2] + 1
