"""A stolen cookie is refused at the next request after everything that ends a session."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from flask_login.utils import encode_cookie

from readiness.accounts.actions import AccountWish, change_account, disable_account, hand_over_link
from readiness.accounts.models import AccountSession
from readiness.accounts.sign_in import end_session
from readiness.accounts.standing import Moment
from readiness.foundation import clock
from readiness.foundation.database import connected
from readiness.foundation.temporal import supersede
from readiness.people.models import Employment, Person
from readiness.web.access import Account, Role, about_oneself, actor, current_account, current_session_id
from tests.commands import Terminal
from tests.factories import change, make_person, make_site
from tests.signing_in import PASSWORD, enter, make_account, post, sign_in
from tests.statements import counting

OTHER_PASSWORD = "a slow brown moth lands"


@dataclass(frozen=True)
class Theft:
    """Someone who is signed in, and two ways in which a thief may bring the cookie."""

    app: Flask
    owner: FlaskClient
    account: Account
    person: Person
    thieves: tuple[FlaskClient, FlaskClient]

    def succeed(self) -> list[bool]:
        return [thief.get("/account").status_code == 200 for thief in self.thieves]


def now() -> Moment:
    return Moment(clock.now(), clock.today("America/New_York"))


@pytest.fixture
def theft(app: Flask) -> Theft:
    with connected():
        person = make_person(make_site("leeds"), staff_number="P1")
    owner = app.test_client()
    account = sign_in(owner, Role.HR, person=person)
    cookie = owner.get_cookie("readiness")
    assert cookie is not None
    by_session, by_remembering = app.test_client(), app.test_client()
    by_session.set_cookie("readiness", cookie.value)
    with app.app_context():
        by_remembering.set_cookie("remember_token", encode_cookie(cookie.value))
    stolen = Theft(app, owner, account, person, (by_session, by_remembering))
    assert stolen.succeed() == [True, True]
    return stolen


def sign_out(theft: Theft, _folder: Path) -> None:
    post(theft.owner, "/logout", form_at="/account")


def change_password(theft: Theft, _folder: Path) -> None:
    answer = post(
        theft.owner, "/account/password", old=PASSWORD, password=OTHER_PASSWORD, repeated=OTHER_PASSWORD
    )
    assert answer.status_code == 302
    assert theft.owner.get("/account").status_code == 200


def reset_password(theft: Theft, _folder: Path) -> None:
    with connected():
        link = hand_over_link(theft.account.id, "a test", now())
    visitor = theft.app.test_client()
    post(visitor, link.path, password=OTHER_PASSWORD, repeated=OTHER_PASSWORD)
    assert visitor.get("/account").status_code == 200


def change_role(theft: Theft, _folder: Path) -> None:
    with connected():
        change_account(theft.account.id, AccountWish("Ana", Role.COORDINATOR), "a test", now())


def change_sites(theft: Theft, _folder: Path) -> None:
    with connected():
        wish = AccountWish("Ana", Role.MANAGER, frozenset({make_site().id}))
        change_account(theft.account.id, wish, "a test", now())


def disable(theft: Theft, _folder: Path) -> None:
    with connected():
        disable_account(theft.account.id, "a test", now())


def change_employment(theft: Theft, _folder: Path) -> None:
    with connected(), change() as opened:
        employment = Employment.get(Employment.person == theft.person)
        supersede(employment, opened.change, until_on=date(9000, 1, 1))


def end_employment_by_import(theft: Theft, folder: Path) -> None:
    staff = folder / "staff.csv"
    staff.write_text("staff_number,site,employed_from,employed_until\nP1,leeds,2020-01-01,2021-01-01\n")
    Terminal(theft.app.config["READINESS"].database, folder).good("import", "staff", staff)


def move_by_import(theft: Theft, folder: Path) -> None:
    staff = folder / "staff.csv"
    staff.write_text("staff_number,site\nP1,york\n")
    with connected():
        make_site("york")
    Terminal(theft.app.config["READINESS"].database, folder).good("import", "staff", staff)


EVENTS: list[Callable[[Theft, Path], None]] = [
    sign_out, change_password, reset_password, change_role, change_sites, disable, change_employment,
    end_employment_by_import, move_by_import,
]  # fmt: skip


@pytest.fixture
def routes(app: Flask) -> None:
    """A page during which the session is ended elsewhere, and one that asks for all that is known of who asks."""

    @about_oneself
    def slow() -> str:
        end_session(current_account().id, current_session_id(), "elsewhere", "a test")
        return "done"

    @about_oneself
    def name() -> str:
        return f"{current_account().name}, {actor()}, {current_session_id()}"

    app.add_url_rule("/slow", view_func=slow)
    app.add_url_rule("/name", view_func=name)


@pytest.fixture(autouse=True)
def administrator(app: Flask, routes: None) -> None:
    """Someone else administers, so that nobody here is the last."""
    make_account(app.test_client(), Role.ADMIN)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_a_stolen_cookie_is_refused_after(
    theft: Theft, tmp_path: Path, event: Callable[[Theft, Path], None]
) -> None:
    event(theft, tmp_path)
    assert theft.succeed() == [False, False]


def test_no_cookie_is_kept_beyond_the_browser(client: FlaskClient) -> None:
    account = make_account(client, Role.HR)
    answer = enter(client, account.email, remember="y")
    cookies = answer.headers.getlist("Set-Cookie")
    assert not [cookie for cookie in cookies if "remember" in cookie]
    assert not [cookie for cookie in cookies if cookie.startswith("readiness=") and "Expires" in cookie]


def test_a_session_ends_when_nothing_is_done_for_the_time_that_is_set(client: FlaskClient) -> None:
    start = datetime(2026, 6, 1, 8, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as clock:
        sign_in(client, Role.HR)
        for _ in range(3):
            clock.shift(timedelta(minutes=29))
            assert client.get("/account").status_code == 200
        clock.shift(timedelta(minutes=30))
        assert client.get("/account").status_code == 302


def test_a_session_ends_in_any_case_after_the_hours_that_are_set(client: FlaskClient) -> None:
    start = datetime(2026, 6, 1, 8, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as clock:
        sign_in(client, Role.HR)
        for _ in range(12 * 4 - 1):
            clock.shift(timedelta(minutes=15))
            assert client.get("/account").status_code == 200
        clock.shift(timedelta(minutes=15))
        assert client.get("/account").status_code == 302


def test_an_auditor_is_signed_in_through_the_last_day_and_no_longer(client: FlaskClient) -> None:
    late = datetime(2026, 7, 1, 3, 55, tzinfo=UTC)  # 23:55 on 30 June where the organisation is
    with time_machine.travel(late, tick=False) as clock:
        account = sign_in(client, Role.AUDITOR, until_on=date(2026, 6, 30))
        assert client.get("/account").status_code == 200
        clock.shift(timedelta(minutes=10))
        assert client.get("/account").status_code == 302
        assert enter(client, account.email).status_code == 403


def test_whoever_left_is_signed_out_when_the_last_day_is_over(client: FlaskClient) -> None:
    late = datetime(2026, 7, 1, 3, 55, tzinfo=UTC)
    with time_machine.travel(late, tick=False) as clock:
        with connected():
            person = make_person(make_site(), employed_until=date(2026, 6, 30))
        account = sign_in(client, Role.HR, person=person)
        clock.shift(timedelta(minutes=10))
        assert client.get("/account").status_code == 302
        assert enter(client, account.email).status_code == 403


def test_a_session_that_ended_while_a_page_was_made_is_not_brought_back(app: Flask) -> None:
    client = app.test_client()
    with time_machine.travel(datetime(2026, 6, 1, 8, tzinfo=UTC), tick=False) as clock:
        sign_in(client, Role.HR)
        clock.shift(timedelta(minutes=5))
        assert client.get("/slow").text == "done"
        assert client.get("/account").status_code == 302
    with connected():
        left = AccountSession.select().order_by(AccountSession.id.desc()).first()
        assert left.created_at == left.last_seen_at


def test_a_page_does_not_wait_for_whoever_is_writing_to_say_when_it_was_seen(app: Flask) -> None:
    client = app.test_client()
    with time_machine.travel(datetime(2026, 6, 1, 8, tzinfo=UTC), tick=False) as clock:
        sign_in(client, Role.HR)
        clock.shift(timedelta(minutes=5))
        with connected():
            before = _last_seen()
        assert client.get("/account").status_code == 200
        with connected():
            assert _last_seen() > before
        clock.shift(timedelta(seconds=59))
        with connected():
            before = _last_seen()
        assert client.get("/account").status_code == 200
        with connected():
            assert _last_seen() == before


def _last_seen() -> datetime:
    seen: datetime = AccountSession.select().order_by(AccountSession.id.desc()).first().last_seen_at
    return seen


def test_one_ends_other_sessions_and_stays(client: FlaskClient, app: Flask) -> None:
    account = sign_in(client, Role.HR)
    phone, laptop = app.test_client(), app.test_client()
    enter(phone, account.email)
    enter(laptop, account.email)
    with connected():
        newest = AccountSession.select().order_by(AccountSession.id.desc()).first().id
    post(client, f"/account/sessions/{newest}/end", form_at="/account")
    assert [each.get("/account").status_code for each in (client, phone, laptop)] == [200, 200, 302]
    post(client, "/account/sessions/end-others", form_at="/account")
    assert [each.get("/account").status_code for each in (client, phone, laptop)] == [200, 302, 302]


def test_nobody_ends_another_ones_session(client: FlaskClient, app: Flask) -> None:
    sign_in(client, Role.HR)
    other = app.test_client()
    sign_in(other, Role.EMPLOYEE)
    with connected():
        others = AccountSession.select().order_by(AccountSession.id.desc()).first().id
    assert post(client, f"/account/sessions/{others}/end", form_at="/account").status_code == 404
    assert other.get("/account").status_code == 200


def test_who_is_signed_in_is_found_with_one_question(app: Flask) -> None:
    client = app.test_client()
    account = sign_in(client, Role.MANAGER, site_ids=[_site(), _site()])
    client.get("/name")  # settings are read once for each change
    with counting() as statements:
        assert client.get("/name").text.startswith(f"Ana Ruiz, {account.email}, ")
    assert len([each for each in statements if "account_session" in each]) == 1
    assert len(statements) <= 2  # the other asks whether anything was changed


def _site() -> int:
    with connected():
        return int(make_site().id)


def test_a_page_for_everyone_does_not_ask_who_is_signed_in(client: FlaskClient) -> None:
    sign_in(client, Role.HR)
    with counting() as statements:
        assert client.get("/").status_code == 200  # it asks whom to call, and what the organisation is called
    assert statements
    assert not [each for each in statements if "account_session" in each]
    with counting() as statements:
        assert client.get("/nowhere").status_code == 404
        client.get("/static/icon.svg", buffered=True)
    assert statements == []
