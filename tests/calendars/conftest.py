"""The application has an address: feeds name it."""

import pytest


@pytest.fixture
def base_url() -> str:
    return "http://localhost"
