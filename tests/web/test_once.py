"""What is read once in a request is forgotten with it, or with the next change, and never kept where it may change."""

from itertools import count

import pytest
from flask import Flask

from readiness.foundation.database import connected, database, open_database
from readiness.foundation.temporal import changing, stamp
from readiness.web.once import once, until_changed


@pytest.fixture
def app() -> Flask:
    """A page with two parts that ask for the same, which is another each time that it is read."""
    app = Flask(__name__)
    readings = count(1)

    @app.route("/", methods=["GET", "POST"])
    def page() -> list[int]:
        return [once("number", lambda: next(readings)), once("number", lambda: next(readings))]

    return app


def test_the_parts_of_a_page_read_once_and_the_next_page_reads_anew(app: Flask) -> None:
    client = app.test_client()
    assert [client.get("/").json, client.get("/").json] == [[1, 1], [2, 2]]


def test_nothing_outlives_its_request_where_the_context_of_the_app_does(app: Flask) -> None:
    client = app.test_client()
    with app.app_context():
        assert [client.get("/").json, client.get("/").json] == [[1, 1], [2, 2]]


def test_a_request_that_may_change_something_reads_anew_each_time(app: Flask) -> None:
    assert app.test_client().post("/").json == [1, 2]


def test_commands_and_jobs_read_anew_each_time(app: Flask) -> None:
    readings = count(1)
    assert [once("number", lambda: next(readings)) for _ in range(2)] == [1, 2]
    with app.app_context():
        assert [once("number", lambda: next(readings)) for _ in range(2)] == [3, 4]


def test_what_is_of_something_else_is_kept_apart(app: Flask) -> None:
    with app.test_request_context("/"):
        assert (once("one", lambda: "a"), once(("one", 2), lambda: "b"), once("one", lambda: "c")) == (
            "a",
            "b",
            "a",
        )


class Recorded:
    """Pages that show what is recorded; `/record` records something more."""

    def __init__(self) -> None:
        self.readings = count(1)
        app = Flask(__name__)

        @app.route("/", methods=["GET", "POST"])
        def page() -> list[int]:
            with connected():
                return [until_changed("number", lambda: next(self.readings)) for _part in range(2)]

        self.client = app.test_client()

    def get(self) -> list[int]:
        return list(self.client.get("/").json or [])

    def post(self) -> list[int]:
        return list(self.client.post("/").json or [])


def record_something() -> None:
    with connected(), changing() as change:
        stamp(change)


def test_what_only_a_change_can_alter_is_read_once_for_each_change(db: str) -> None:
    record_something()
    pages = Recorded()
    assert [pages.get(), pages.get()] == [[1, 1], [1, 1]]
    record_something()
    assert [pages.get(), pages.get()] == [[2, 2], [2, 2]]


def test_a_request_that_may_change_something_is_told_nothing_that_is_kept(db: str) -> None:
    record_something()
    pages = Recorded()
    assert [pages.get(), pages.post(), pages.get()] == [[1, 1], [2, 3], [1, 1]]


def test_another_database_is_read_anew_though_its_changes_have_the_same_numbers(db: str) -> None:
    record_something()
    pages = Recorded()
    assert pages.get() == [1, 1]
    database.close()
    database.obj.close_all()
    open_database(db)
    assert pages.get() == [2, 2]


def test_where_nothing_was_ever_recorded_nothing_outlives_its_request(db: str) -> None:
    pages = Recorded()
    assert [pages.get(), pages.get()] == [[1, 1], [2, 2]]
