"""The application has an address: cards name it."""

import pytest


@pytest.fixture
def base_url() -> str:
    return "http://localhost"
