"""A running application for each test of resources, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from config import config_from_environment
from readiness.app import create_app
from tests.conftest import close


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    settings = {"READINESS_DATABASE_URL": database_url, "READINESS_DATA_DIR": str(tmp_path)}
    yield create_app(config_from_environment(settings))
    close()


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    """A browser that is not signed in."""
    return app.test_client()
