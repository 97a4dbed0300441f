"""A browser at the application, which holds no connection for the test."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from readiness.foundation.database import connected
from readiness.web.access import Role
from tests.factories import make_person, make_site
from tests.signing_in import sign_in


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def hr(client: FlaskClient) -> FlaskClient:
    """Someone of HR, at an organisation with one site and one person."""
    with connected():
        make_person(make_site("leeds"))
    sign_in(client, Role.HR)
    return client
