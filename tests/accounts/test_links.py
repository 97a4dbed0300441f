"""Links that let someone choose a password: single-use, short-lived, kept as a hash."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from readiness.accounts.actions import AccountWish, first_administrator_link, hand_over_link, invite
from readiness.accounts.links import IssuedLink
from readiness.accounts.standing import Moment
from readiness.foundation import clock
from readiness.foundation.database import connected, select
from readiness.web.access import Role
from tests.signing_in import PASSWORD, make_account, post, sign_in, token_of


def now() -> Moment:
    return Moment(clock.now(), clock.today("America/New_York"))


def invited(email: str = "mo@example.org") -> IssuedLink:
    with connected():
        return invite(email, AccountWish("Mo Diaz", Role.HR), "a test", now())


def choose(client: FlaskClient, link: IssuedLink, password: str = PASSWORD) -> int:
    return post(client, link.path, password=password, repeated=password).status_code


def test_of_fifty_who_use_a_link_at_once_one_succeeds(app: Flask) -> None:
    link = invited()
    clients = [app.test_client() for _ in range(50)]
    tokens = [token_of(client, link.path) for client in clients]

    def use(number: int) -> int:
        sent = {"csrf_token": tokens[number], "password": PASSWORD, "repeated": PASSWORD}
        return clients[number].post(link.path, data=sent).status_code

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(use, range(50)))
    assert answers.count(302) == 1
    assert set(answers) <= {302, 404, 429}  # 429: no turn came up to hash a password
    with connected():
        done = [row[0] for row in select("SELECT action FROM audit_event ORDER BY id")]
    assert done.count("password set") == done.count("signed in") == 1


@pytest.mark.parametrize(("purpose", "hours"), [("invitation", 7 * 24), ("reset", 1)])
def test_a_link_lasts_so_long_and_no_longer(app: Flask, purpose: str, hours: int) -> None:
    with time_machine.travel(datetime(2026, 6, 1, 8, tzinfo=UTC), tick=False) as travel:
        if purpose == "reset":
            account = make_account(app.test_client(), Role.HR)
            with connected():
                link = hand_over_link(account.id, "a test", now())
        else:
            link = invited()
        travel.shift(timedelta(hours=hours) - timedelta(seconds=1))
        client = app.test_client()
        assert client.get(link.path).status_code == 200
        token = token_of(client, link.path)
        travel.shift(timedelta(seconds=1))
        sent = {"csrf_token": token, "password": PASSWORD, "repeated": PASSWORD}
        assert client.post(link.path, data=sent).status_code == 404


def test_the_database_does_not_know_the_link(app: Flask) -> None:
    link = invited()
    with connected():
        kept = str(list(select("SELECT * FROM account_link"))) + str(
            list(select("SELECT detail FROM audit_detail"))
        )
    assert link.token not in kept


def test_what_is_wrong_with_a_password_is_told_and_the_link_stays_good(client: FlaskClient) -> None:
    link = invited()
    assert choose(client, link, "too short") == 422
    assert post(client, link.path, password=PASSWORD, repeated="another").status_code == 422
    assert choose(client, link, "mo diaz mo diaz mo") == 422
    assert choose(client, link) == 302


def test_the_first_administrator_comes_in_by_a_link_and_then_there_is_none(
    client: FlaskClient, app: Flask
) -> None:
    with connected():
        old = first_administrator_link("a test", now())
        link = first_administrator_link("a test", now())
    assert old is not None
    assert link is not None
    assert client.get(old.path).status_code == 404
    answer = post(
        client, link.path, name="Ana Ruiz", email="ana@example.org", password=PASSWORD, repeated=PASSWORD
    )
    assert answer.status_code == 302
    assert client.get("/settings/accounts").status_code == 200
    with connected():
        assert first_administrator_link("a test", now()) is None


def test_the_first_administrators_link_is_dead_when_someone_else_was_first(app: Flask) -> None:
    with connected():
        link = first_administrator_link("a test", now())
    assert link is not None
    sign_in(app.test_client(), Role.ADMIN)
    answer = post(
        app.test_client(),
        link.path,
        name="Eve",
        email="eve@example.org",
        password=PASSWORD,
        repeated=PASSWORD,
    )
    assert answer.status_code == 409


def test_whoever_was_signed_in_before_is_not_after_a_reset(app: Flask) -> None:
    thief = app.test_client()
    account = sign_in(thief, Role.HR)
    with connected():
        link = hand_over_link(account.id, "a test", now())
    assert choose(app.test_client(), link, "a slow brown moth lands") == 302
    assert thief.get("/account").status_code == 302
