"""The same for every single day of the year ahead, on both databases (in `make test-long`)."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readiness.foundation.database import connected, open_database
from tests.compliance.test_forecast import History, check_forecast, histories, play
from tests.conftest import close
from tests.histories import SPAN, START


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@given(histories, st.integers(0, SPAN))
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_day_of_the_coming_year_is_as_it_was_foretold(
    request: pytest.FixtureRequest, kind: str, history: History, after: int
) -> None:
    url = request.getfixturevalue("sqlite_url" if kind == "sqlite" else "copied_postgresql_url")
    open_database(url, connections=2)
    try:
        with connected():
            play(history)
            as_of = START + timedelta(days=after)
            check_forecast(as_of, [as_of + timedelta(days=n) for n in range(1, 366)])
    finally:
        close()
