"""Signing in and out: the cookie is a random token, the row is the session."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from readiness.accounts.models import AccountSession
from readiness.foundation.database import connected, select
from readiness.web.access import Role
from tests.signing_in import PASSWORD, enter, make_account, post, sign_in
from tests.statements import counting


def test_someone_who_was_invited_signs_in_and_is_known_by_name(client: FlaskClient) -> None:
    account = sign_in(client, Role.HR)
    assert account.email in client.get("/account").text


def test_a_page_asks_to_sign_in_and_comes_back_afterwards(client: FlaskClient) -> None:
    asked = client.get("/account?tab=2")
    assert (asked.status_code, asked.location) == (302, "/login?next=/account?tab%3D2")
    account = make_account(client, Role.HR)
    assert enter(client, account.email, next="/account?tab=2").location == "/account?tab=2"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/a\r\nb",
        "account",
    ],
)
def test_signing_in_never_leads_to_another_address(client: FlaskClient, elsewhere: str) -> None:
    account = make_account(client, Role.HR)
    assert enter(client, account.email, next=elsewhere).location == "/dashboard"


def test_after_signing_out_the_cookie_is_worth_nothing(client: FlaskClient, app: Flask) -> None:
    sign_in(client, Role.HR)
    stolen = client.get_cookie("readiness")
    assert stolen is not None
    assert post(client, "/logout", form_at="/account").location == "/login"
    assert client.get_cookie("readiness") is None
    thief = app.test_client()
    thief.set_cookie("readiness", stolen.value)
    assert thief.get("/account").location == "/login?next=/account"
    with connected():
        assert list(select("SELECT id FROM account_session WHERE id > 1")) == []


def test_a_wrong_password_and_an_unknown_account_ask_the_database_the_same(client: FlaskClient) -> None:
    """So that the time tells neither; the password's hash is worked out for both."""
    account = make_account(client, Role.HR)
    asked = []
    for email in (account.email, "nobody@example.org"):
        with counting() as statements:
            assert enter(client, email, "quite another password").status_code == 403
        asked.append(statements)
    assert len(asked[0]) > 5
    assert asked[0] == asked[1]


@pytest.mark.parametrize("email", ["hr-unknown@example.org", ""])
def test_a_wrong_password_and_an_unknown_account_get_the_same_page(client: FlaskClient, email: str) -> None:
    known = make_account(client, Role.HR).email
    wrong = enter(client, known, "another quiet heron")
    other = enter(client, email or known.upper(), "another quiet heron")
    assert wrong.status_code == other.status_code == 403
    without = [re.sub(r'value="[^"]*"', "", answer.text) for answer in (wrong, other)]
    assert without[0] == without[1]
    assert "The e-mail address or the password is not right." in without[0]


def test_the_cookie_holds_a_random_token_and_the_database_only_its_hash(client: FlaskClient) -> None:
    account = make_account(client, Role.HR)
    answer = enter(client, account.email)
    cookies = answer.headers.getlist("Set-Cookie")
    kept = [cookie for cookie in cookies if cookie.startswith("readiness=")]
    assert re.fullmatch(r"readiness=[A-Za-z0-9_-]{43}; HttpOnly; Path=/; SameSite=Lax", kept[0])
    token = kept[0].split(";")[0].split("=")[1]
    with connected():
        assert token not in str(list(select("SELECT * FROM account_session")))
        assert AccountSession.select().count() == 2


def test_the_trail_says_who_came_and_who_was_refused_and_no_secret(client: FlaskClient) -> None:
    account = sign_in(client, Role.HR)
    enter(client.application.test_client(), "nobody@example.org", "my real password!")
    with connected():
        told = [(row[0], row[1]) for row in select("SELECT action, subject FROM audit_event ORDER BY id")]
        detail = str(list(select("SELECT detail FROM audit_detail")))
    assert ("signed in", account.email) in told
    assert told[-1] == ("sign-in refused", "unknown account")
    assert PASSWORD not in detail
    assert "my real password!" not in detail
    assert "nobody@example.org" not in detail


@pytest.mark.parametrize(
    "text", ["a\0b", "\ud800", "x" * 20_000, "' OR 1=1 --", "\u202e", "<script>", "{{ 7*7 }}"]
)
def test_whatever_is_typed_is_refused_without_a_fault_of_ours(client: FlaskClient, text: str) -> None:
    sent = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    answer = enter(client, sent, sent)
    assert answer.status_code in {403, 422}
    assert client.get("/login", query_string={"next": sent[:500]}).status_code in {200, 422}
    assert client.get(f"/links/{sent[:500]}").status_code == 404
