"""Signing in as people do: an invitation, a password, the form."""

import re
from collections.abc import Iterable
from datetime import date
from itertools import count
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from readiness.accounts.actions import AccountWish, Choice, invite, use_link
from readiness.accounts.queries import find_account
from readiness.accounts.sign_in import Browser
from readiness.accounts.standing import Moment
from readiness.foundation import clock
from readiness.foundation.database import connected
from readiness.people.models import Person
from readiness.web.access import Account, Role

PASSWORD = "seven quiet herons wade"

_numbers = count(1)
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def sign_in(
    client: FlaskClient,
    role: Role,
    *,
    site_ids: Iterable[int] = (),
    until_on: date | None = None,
    person: Person | None = None,
) -> Account:
    """Sign a client in as someone new of this role, by the form. An auditor's last day is far off."""
    account = make_account(client, role, site_ids=site_ids, until_on=until_on, person=person)
    answer = enter(client, account.email)
    assert answer.status_code == 302, answer.text
    return account


def make_account(
    client: FlaskClient,
    role: Role,
    *,
    site_ids: Iterable[int] = (),
    until_on: date | None = None,
    person: Person | None = None,
) -> Account:
    """Someone new of this role, who has chosen the password PASSWORD by an invitation."""
    email = f"{role}-{next(_numbers)}@example.org"
    if role is Role.AUDITOR and until_on is None:
        until_on = date(9999, 12, 31)
    wish = AccountWish("Ana Ruiz", role, frozenset(site_ids), until_on, person.staff_number if person else "")
    config = client.application.config["READINESS"]
    moment = Moment(clock.now(), clock.today(config.time_zone))
    with connected():
        link = invite(email, wish, "a test", moment)
        use_link(link.token, Choice(PASSWORD), config.organisation, Browser("127.0.0.1", "a test"), moment)
        known = find_account(email)
    assert known is not None
    return known.account


def enter(client: FlaskClient, email: str, password: str = PASSWORD, **values: str) -> TestResponse:
    """Send the form for signing in."""
    return post(client, "/login", email=email, password=password, **values)


def post(client: FlaskClient, path: str, *, form_at: str = "", **values: Any) -> TestResponse:
    """Send a form, with the token from the page that shows it (by default the same address)."""
    return client.post(path, data={"csrf_token": token_of(client, form_at or path), **values})


def token_of(client: FlaskClient, path: str = "/account") -> str:
    """The token against forged forms, as it stands in a form on a page."""
    found = _TOKEN.search(client.get(path).text)
    assert found, f"there is no form on {path}"
    return found.group(1)
