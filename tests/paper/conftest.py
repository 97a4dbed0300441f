"""A running application that people reach by an address, since codes on paper lead there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from config import config_from_environment
from readiness.app import create_app
from readiness.foundation.database import connected
from tests.conftest import close


@pytest.fixture
def client(database_url: str, tmp_path: Path) -> Iterator[FlaskClient]:
    settings = {
        "READINESS_DATABASE_URL": database_url,
        "READINESS_DATA_DIR": str(tmp_path),
        "READINESS_TIME_ZONE": "UTC",
        "READINESS_BASE_URL": "http://localhost",
    }
    app = create_app(config_from_environment(settings))
    with connected():
        yield app.test_client()
    close()
