"""The pages that there are: their words, their headers, and that nothing is served unmarked."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from config import config_from_environment
from readiness.app import create_app
from readiness.foundation.errors import ConfigurationError, NotAllowed
from readiness.web.access import check_routes, public
from readiness.web.headers import HEADERS
from tests.conftest import close


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Iterator[dict[str, str]]:
    yield {"READINESS_DATABASE_URL": database_url, "READINESS_DATA_DIR": str(tmp_path)}
    close()


@pytest.fixture
def client(settings: dict[str, str]) -> FlaskClient:
    app = create_app(config_from_environment(settings))

    @app.get("/refused")
    @public
    def refused() -> str:
        raise NotAllowed("Ask an administrator.")

    @app.get("/broken")
    @public
    def broken() -> str:
        raise RuntimeError("a secret of the inside")

    client: FlaskClient = app.test_client()
    return client


@pytest.mark.parametrize(
    "path", ["/", "/healthz", "/readyz", "/nowhere", "/refused", "/broken", "/static/styles/base.css"]
)
def test_every_response_carries_the_headers(client: FlaskClient, path: str) -> None:
    with client.get(path) as answer:
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
        assert "Set-Cookie" not in answer.headers


def test_errors_are_pages_that_say_what_to_do_and_give_nothing_away(client: FlaskClient) -> None:
    assert client.get("/nowhere").status_code == 404
    refused = client.get("/refused")
    assert (refused.status_code, "Ask an administrator." in refused.text) == (403, True)
    broken = client.get("/broken")
    assert broken.status_code == 500
    assert "secret" not in broken.text
    assert "Nothing was saved" not in broken.text, "what was saved before this page was asked for stands"
    assert client.post("/").status_code == 405


def test_the_data_folder_is_one_place_for_every_reader_wherever_the_service_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    config = config_from_environment({"READINESS_DATA_DIR": "kept"})
    monkeypatch.chdir("/")
    assert (config.data_dir, config.handbook_folder) == (tmp_path / "kept", tmp_path / "kept" / "handbook")
    assert config_from_environment({}).data_dir == Path("/var")


def test_a_route_that_does_not_say_who_may_use_it_stops_the_start(settings: dict[str, str]) -> None:
    app = create_app(config_from_environment(settings))
    app.add_url_rule("/open", "open", lambda: "anyone?")
    with pytest.raises(ConfigurationError, match="/open"):
        check_routes(app)


def test_where_no_handbook_is_published_the_first_page_says_whom_to_call(client: FlaskClient) -> None:
    page = client.get("/").text
    for number in ("911", "999", "988"):
        assert f'href="tel:{number}"' in page
