"""A browser at the application, on both databases."""

import pytest
from flask import Flask
from flask.testing import FlaskClient


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    """A browser that is not signed in."""
    return app.test_client()
