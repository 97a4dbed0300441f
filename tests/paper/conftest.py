"""The application has an address: codes on paper lead there."""

import pytest


@pytest.fixture
def base_url() -> str:
    return "http://localhost"
