"""The same machine with many long histories, on both databases (in `make test-long`)."""

import pytest

from tests.compliance.test_stateful import run


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_many_long_histories_are_answered_as_the_plain_model_answers_them(
    request: pytest.FixtureRequest, kind: str
) -> None:
    run(request.getfixturevalue("sqlite_url" if kind == "sqlite" else "copied_postgresql_url"), 60, 50)
