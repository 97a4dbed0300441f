"""Heavy questions take turns; what is light, and the handbook, never waits for them."""

import select
import time
from collections.abc import Iterator
from contextvars import copy_context
from datetime import date
from http.client import HTTPConnection
from pathlib import Path
from queue import Queue
from threading import Event, Thread

import pytest
from flask.testing import FlaskClient

from config import config_from_environment
from readiness.app import create_app
from readiness.compliance.judging.assess import assess
from readiness.foundation.database import connected, insert_rows
from readiness.foundation.temporal import NEVER, knowledge_at
from readiness.foundation.turns import Busy, Turns, answer_requests
from readiness.web.access import Role
from tests.browser.serving import serve
from tests.conftest import close
from tests.factories import MEASURE, adopt, ask, make_certificate, make_person, make_site
from tests.signing_in import sign_in

EVERYONE = {"check": "everyone_in_role_holds", "terms": {"certificate": "cpr-aed"}}


@pytest.fixture
def client(database_url: str, tmp_path: Path) -> Iterator[FlaskClient]:
    settings = {"READINESS_DATABASE_URL": database_url, "READINESS_DATA_DIR": str(tmp_path)}
    yield create_app(config_from_environment(settings)).test_client()
    close()


def test_one_has_its_turn_one_waits_and_whoever_else_comes_is_told_at_once() -> None:
    turns, has_begun, may_end = Turns(patience=60), Event(), Event()
    answers = Queue[str]()

    def first() -> None:
        with turns.turn(), turns.turn():  # within its turn a thread may ask again
            has_begun.set()
            may_end.wait(60)

    def another() -> None:
        try:
            with turns.turn():
                answers.put("had its turn")
        except Busy:
            answers.put("was told")

    threads = [Thread(target=first)]
    threads[0].start()
    assert has_begun.wait(60)
    threads += [Thread(target=another) for _ in range(3)]
    for thread in threads[1:]:
        thread.start()
    assert [answers.get(timeout=60) for _ in range(2)] == ["was told", "was told"]
    assert answers.empty()
    may_end.set()
    for thread in threads:
        thread.join(60)
    assert answers.get(timeout=60) == "had its turn"


def test_who_waits_too_long_is_told_and_takes_nobodys_place() -> None:
    turns, has_begun, may_end = Turns(patience=0), Event(), Event()

    def first() -> None:
        with turns.turn():
            has_begun.set()
            may_end.wait(60)

    thread = Thread(target=first)
    thread.start()
    assert has_begun.wait(60)
    for _again in range(3):
        with pytest.raises(Busy), turns.turn():
            pass
    may_end.set()
    thread.join(60)
    with turns.turn():
        pass


def test_what_is_long_lets_who_waits_go_first_and_there_is_one_of_it() -> None:
    turns, waits = Turns(patience=60), Event()
    order: list[str] = []

    def page() -> None:
        waits.set()
        with turns.turn():
            order.append("a page")

    def another_file() -> None:
        try:
            with turns.turn(is_long=True):
                order.append("another file")
        except Busy:
            order.append("was told")

    with turns.turn(is_long=True) as turn:
        thread = Thread(target=page)
        thread.start()
        assert waits.wait(60)
        until = time.monotonic() + 60
        while not order and time.monotonic() < until:
            turn.give_way()
        order.append("the file")
        with turn.aside():
            aside = Thread(target=page)
            aside.start()
            aside.join(60)
        turns._patience = 0  # noqa: SLF001
        other = Thread(target=another_file)
        other.start()
        other.join(60)
    thread.join(60)
    assert order == ["a page", "the file", "a page", "was told"]


def test_while_findings_are_sent_others_have_their_turn(db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readiness.compliance.judging.assess.HEAVY_FROM", 0)
    turns = Turns(patience=0)
    monkeypatch.setattr("readiness.foundation.turns._turns", turns)
    adopt(EVERYONE)
    for _each in range(3):
        make_person(make_site())
    had = Event()

    def page() -> None:
        with turns.turn():
            had.set()

    def file() -> None:
        answer_requests()
        found = assess(ask(date(2026, 6, 30)), MEASURE)
        next(found)
        thread = Thread(target=page)
        thread.start()
        thread.join(60)
        assert len(list(found)) == 2

    copy_context().run(file)
    assert had.is_set()


def test_a_page_that_finds_every_turn_taken_says_so_and_comes_again(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("readiness.compliance.judging.assess.HEAVY_FROM", 0)
    monkeypatch.setattr("readiness.compliance.judging.lately.HEAVY_FROM", 0)
    turns = Turns(patience=0)
    monkeypatch.setattr("readiness.foundation.turns._turns", turns)
    with connected():
        make_certificate(make_person(make_site("leeds")), "cpr-aed", date(2025, 1, 1))
        adopt(EVERYONE)
    sign_in(client, Role.HR)
    client.get("/compliance")
    has_begun, may_end = Event(), Event()

    def someone_else() -> None:
        with turns.turn():
            has_begun.set()
            may_end.wait(60)

    thread = Thread(target=someone_else)
    thread.start()
    assert has_begun.wait(60)
    try:
        for path in (
            "/compliance?as_of=2020-06-30", "/compliance?as_of=2020-06-30&format=csv",
            "/dashboard?as_of=2020-06-30", "/reports/gaps?as_of=2020-06-30",
        ):  # fmt: skip
            answer = client.get(path)
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5"), path
            assert answer.headers["Refresh"] == "5"
            assert "This page tries again by itself." in answer.text
        for path in ("/people", "/compliance", "/reports/gaps"):
            assert client.get(path).status_code == 200, path
    finally:
        may_end.set()
        thread.join(60)
    assert client.get("/compliance?as_of=2020-06-30").status_code == 200


PEOPLE = 8_000


def fill(count: int) -> None:
    """So many people at one site, of whom each is asked for something."""
    site, known = make_site("hull"), knowledge_at().number
    insert_rows("person", ("id", "staff_number", "given_name", "family_name", "name_key", "email", "email_key",
                           "phone", "languages", "is_sample", "recorded_in", "superseded_in"),
                ((n, f"S{n}", "Ana", "Ruiz", f"ruiz {n}", "", "", "", "[]", 0, known, NEVER) for n in range(1, count)))  # fmt: skip
    days = ("0001-01-01", "9999-12-31", known, NEVER)
    periods = ("from_on", "until_on", "recorded_in", "superseded_in")
    insert_rows("employment", ("fact_id", "person_id", *periods), ((n, n, *days) for n in range(1, count)))
    insert_rows(
        "membership",
        ("fact_id", "person_id", "site_id", "job_title", *periods),
        ((n, n, site.id, "", *days) for n in range(1, count)),
    )


def test_the_handbook_answers_while_heavy_questions_are_worked_out(sqlite_url: str, tmp_path: Path) -> None:
    settings = {"READINESS_DATABASE_URL": sqlite_url, "READINESS_DATA_DIR": str(tmp_path)}
    client = create_app(config_from_environment(settings)).test_client()
    with connected():
        adopt(EVERYONE)
        fill(PEOPLE)
    sign_in(client, Role.HR)
    cookie = client.get_cookie("readiness")
    assert cookie is not None
    close()
    with serve(tmp_path, READINESS_DATABASE_URL=sqlite_url) as live:
        port = int(live.base_url.rpartition(":")[2])
        heavy = [HTTPConnection("127.0.0.1", port, timeout=120) for _ in range(4)]
        for number, connection in enumerate(heavy):
            path = f"/compliance?as_of=2020-01-{number + 1:02}&format=csv"
            connection.request("GET", path, headers={"Cookie": f"readiness={cookie.value}"})
        light = HTTPConnection("127.0.0.1", port, timeout=120)
        light.request("GET", "/")
        assert light.getresponse().status == 200
        answered, _writable, _failed = select.select([each.sock for each in heavy], [], [], 0)
        assert len(answered) < len(heavy)
        statuses = [each.getresponse().status for each in heavy]
        for each in (*heavy, light):
            each.close()
    assert 200 in statuses
    assert set(statuses) <= {200, 503}
    assert 503 in statuses
