"""How often a password may be tried; pure, and through the form."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from readiness.accounts.throttle import AT_ACCOUNT, AT_ADDRESS, WINDOW, opens_at, place_of
from readiness.web.access import Role
from tests.signing_in import PASSWORD, enter, make_account, post, sign_in

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def every(seconds: float, count: int, *, here: bool = True) -> list[tuple[datetime, bool]]:
    """So many failures, the last one just now."""
    return [(NOON - timedelta(seconds=seconds * n), here) for n in reversed(range(count))]


def test_the_first_tries_may_come_at_any_pace() -> None:
    assert opens_at(every(0.1, 4), NOON) is None


def test_each_further_try_waits_longer() -> None:
    waits = [opens_at(every(20, count), NOON) for count in range(5, AT_ACCOUNT)]
    assert [(wait - NOON).seconds for wait in waits if wait] == [2, 4, 8, 16, 32]


def test_ten_in_the_window_are_all_at_one_account_from_one_address() -> None:
    opens = opens_at(every(20, AT_ACCOUNT), NOON)
    assert opens == NOON - timedelta(seconds=180) + WINDOW


def test_an_address_has_a_larger_number_over_all_accounts() -> None:
    assert opens_at(every(1, AT_ADDRESS - 1, here=False), NOON) is None
    opens = opens_at(every(1, AT_ADDRESS, here=False), NOON)
    assert opens == NOON - timedelta(seconds=99) + WINDOW


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("", "unknown"),
        ("nonsense", "unknown"),
    ],
)
def test_a_subscriber_with_many_addresses_counts_as_one(address: str, place: str) -> None:
    assert place_of(address) == place


def test_whoever_tries_too_often_is_told_when_to_come_back(client: FlaskClient) -> None:
    email = make_account(client, Role.HR).email
    with time_machine.travel(NOON, tick=False) as clock:
        for wait in (1, 1, 1, 1, 33, 33, 33, 33, 33, 33):
            assert enter(client, email, "a wrong password").status_code == 403
            clock.shift(timedelta(seconds=wait))
        refused = enter(client, email)
        assert refused.status_code == 429
        seconds = int(refused.headers["Retry-After"])
        assert seconds == 98
        assert "Try again in 2 minutes." in refused.text
        assert client.get("/").status_code == 200
        clock.shift(timedelta(seconds=seconds - 1))
        assert enter(client, email).status_code == 429
        clock.shift(timedelta(seconds=1))
        assert enter(client, email).status_code == 302


def test_it_is_the_same_for_an_account_that_is_none(client: FlaskClient) -> None:
    with time_machine.travel(NOON, tick=False):
        answers = [enter(client, "nobody@example.org", "a wrong password").status_code for _ in range(6)]
    assert answers == [403, 403, 403, 403, 403, 429]


def test_the_owner_comes_in_from_another_address_meanwhile(client: FlaskClient) -> None:
    email = make_account(client, Role.HR).email
    with time_machine.travel(NOON, tick=False):
        for _ in range(8):
            enter(client, email, "a wrong password")
        assert enter(client, email).status_code == 429
        owner = client.application.test_client()
        owner.environ_base["REMOTE_ADDR"] = "203.0.113.9"
        assert enter(owner, email).status_code == 302


def test_signing_in_clears_what_one_mistyped_before(client: FlaskClient) -> None:
    email = make_account(client, Role.HR).email
    with time_machine.travel(NOON, tick=False):
        for _ in range(3):
            for _ in range(4):
                assert enter(client, email, "a wrong password").status_code == 403
            assert enter(client, email).status_code == 302


def test_changing_the_password_clears_what_one_mistyped_before(client: FlaskClient) -> None:
    with time_machine.travel(NOON, tick=False):
        sign_in(client, Role.HR)
        present, wanted = PASSWORD, "a slow brown moth lands"
        for _ in range(3):
            for _ in range(4):
                assert change(client, "a wrong password", wanted).status_code == 422
            assert change(client, present, wanted).status_code == 302
            present, wanted = wanted, present


def change(client: FlaskClient, present: str, wanted: str) -> TestResponse:
    """Send the form for another password."""
    return post(client, "/account/password", old=present, password=wanted, repeated=wanted)
