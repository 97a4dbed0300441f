"""What is read once in a request is forgotten with it, and never kept where the request may change it."""

from itertools import count

import pytest
from flask import Flask

from readiness.web.once import once


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
