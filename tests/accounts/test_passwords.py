"""Which passwords are accepted, what is kept of them, and that judging one tells nothing by its time."""

import statistics
import time
from collections.abc import Iterator
from datetime import timedelta
from threading import Timer

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from readiness.accounts import passwords
from readiness.accounts.models import Account as AccountRow
from readiness.accounts.models import SignInAttempt
from readiness.accounts.passwords import hash_password, password_faults, turn, verify
from readiness.accounts.sign_in import Browser, sign_in
from readiness.accounts.standing import Moment
from readiness.foundation import clock
from readiness.foundation.database import connected
from readiness.foundation.errors import NotAllowed
from readiness.web.access import Role
from tests.costs import cost_asked_for
from tests.signing_in import PASSWORD, enter, make_account

NAMES = ("River Clinic", "Ana Ruiz", "ana.ruiz")


@pytest.fixture(autouse=True)
def _cost_asked_for() -> Iterator[None]:
    with cost_asked_for():
        yield


@pytest.mark.parametrize(
    "password",
    [
        "seven quiet herons wade",
        "correct battery lamp staple",
        "Zürich im Regen ist schön",
        "ruiz walks past nine lamps",
        "一二三四五六七八九十風花雪月星",
        "x7$Kp2!mQ9@vL4#",
        "a" * 3 + "bcd efg hij klm nop " * 12,
    ],
)
def test_a_long_one_is_accepted_whatever_it_is_made_of(password: str) -> None:
    assert password_faults(password, NAMES) == []


@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("short one here", "15 characters"),
        ("n" * 257, "256 characters"),
        ("aaaaaaaaaaaaaaaa", "guess"),
        ("abababababababab", "guess"),
        ("passwordpassword", "guess"),
        ("Password12345678", "guess"),
        ("qwertyuiop123456", "guess"),
        ("riverclinic2026!", "guess"),
        ("River Clinic 2026", "guess"),
        ("Ana Ruiz Ana Ruiz", "guess"),
        ("ana.ruiz@example", "guess"),
        ("correct horse battery staple", "guess"),
        ("abcdefghijklmnopqrstuvwxyz", "guess"),
    ],
)
def test_what_is_short_or_easy_to_guess_is_refused_with_a_reason(password: str, word: str) -> None:
    (fault,) = password_faults(password, NAMES)
    assert word in fault


def test_the_same_letters_are_the_same_password_on_every_keyboard() -> None:
    kept = hash_password("cafe\u0301 at the corner shop")
    assert verify("café at the corner shop", kept).is_right
    assert not verify("cafe at the corner shop", kept).is_right


def test_what_is_kept_has_the_cost_that_is_asked_for_and_never_the_password() -> None:
    assert hash_password(PASSWORD).startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert hash_password(PASSWORD) != hash_password(PASSWORD)


def test_a_hash_of_lower_cost_is_made_anew_when_its_owner_signs_in(client: FlaskClient) -> None:
    account = make_account(client, Role.HR)
    old = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with connected():
        AccountRow.update(password_hash=old).where(AccountRow.id == account.id).execute()
    assert enter(client, account.email).status_code == 302
    with connected():
        kept = AccountRow.get_by_id(account.id).password_hash
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert enter(client.application.test_client(), account.email).status_code == 302


def test_an_account_without_a_password_lets_nobody_in() -> None:
    assert not verify("", "").is_right
    assert not verify(PASSWORD, "").is_right


def test_judging_takes_the_same_work_whether_there_is_an_account_or_not(app: Flask) -> None:
    known = make_account(app.test_client(), Role.HR).email

    def work(email: str, number: int) -> float:
        """Processor time of one refused sign-in, each from an address of its own."""
        moment = Moment(clock.now(), clock.today("UTC"))
        began = time.thread_time()
        with pytest.raises(NotAllowed):
            sign_in(email, "a wrong password", Browser(f"198.51.100.{number}", ""), moment)
        return time.thread_time() - began

    with connected():
        pairs = [(work(known, n), work("nobody@example.org", n)) for n in range(25)]
    there, not_there = (statistics.median(times) for times in zip(*pairs, strict=True))
    assert 0.75 < there / not_there < 1.33, (there, not_there)


def test_when_every_turn_is_taken_others_wait_briefly_and_are_told_to_come_back(client: FlaskClient) -> None:
    email = make_account(client, Role.HR).email
    taken = [turn() for _ in range(passwords._turns._initial_value)]  # type: ignore[attr-defined]  # noqa: SLF001
    for each in taken:
        each.__enter__()
    try:
        refused = enter(client, email)
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "5")
        thread = Timer(0.2, lambda: taken.pop().__exit__(None, None, None))
        thread.start()
        assert enter(client, email).status_code == 302
        thread.join()
    finally:
        for each in taken:
            each.__exit__(None, None, None)
    with connected():
        assert SignInAttempt.select().count() == 0  # whoever was sent away was not counted as wrong


def test_attempts_are_forgotten_after_a_day(client: FlaskClient) -> None:
    from readiness.accounts.jobs import forget_what_ended

    enter(client, "nobody@example.org")
    with connected():
        forget_what_ended()
        assert SignInAttempt.select().count() == 1
        attempt = SignInAttempt.get()
        attempt.attempted_at -= timedelta(days=1, seconds=1)
        attempt.save()
        forget_what_ended()
        assert SignInAttempt.select().count() == 0
