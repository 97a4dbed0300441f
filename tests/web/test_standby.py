"""What stands by: plain words while another application cannot be made, and that one as soon as it can."""

from collections.abc import Iterable
from typing import Any

import pytest
from werkzeug.test import Client

from readiness.foundation.errors import ConfigurationError
from readiness.web import standby
from readiness.web.standby import Standby


def service(_environ: Any, start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", [])
    return [b"the service"]


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standby, "TRIED_AFTER", 0.0)


@pytest.mark.parametrize(
    "fault", [ConfigurationError("Run: readiness init"), OSError("disk"), KeyError("a fault of ours")]
)
def test_whatever_keeps_the_service_from_starting_is_outlived(fault: Exception) -> None:
    faults = [fault, fault]

    def make() -> Any:
        if faults:
            raise faults.pop()
        return service

    client = Client(Standby(make, lambda: True))
    answer = client.get("/dashboard")
    assert answer.status_code == 503
    assert "Only the handbook answers now." in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "a fault of ours" not in answer.text  # what went wrong inside is for the log
    assert client.get("/dashboard").text == "the service"


def test_a_service_whose_ground_is_gone_is_not_asked_until_it_is_back() -> None:
    is_there = [True, False, False, True]
    client = Client(Standby(lambda: service, is_there.pop))
    assert [client.get("/dashboard").status_code for _turn in range(4)] == [200, 503, 503, 200]
