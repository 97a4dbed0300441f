"""The same with many long histories, on both databases (in `make test-long`)."""

import pytest

from tests.compliance import test_every_check
from tests.compliance.test_stateful import run

BOTH = pytest.mark.parametrize("kind", ["sqlite", "postgresql"])


def url_of(request: pytest.FixtureRequest, kind: str) -> str:
    return str(request.getfixturevalue("sqlite_url" if kind == "sqlite" else "copied_postgresql_url"))


@BOTH
def test_many_long_histories_are_answered_as_the_plain_model_answers_them(
    request: pytest.FixtureRequest, kind: str
) -> None:
    run(url_of(request, kind), 60, 50)


@BOTH
def test_many_histories_of_every_check_are_answered_as_the_plain_model_answers_them(
    request: pytest.FixtureRequest, kind: str
) -> None:
    test_every_check.run(url_of(request, kind), 60)
