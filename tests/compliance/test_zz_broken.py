from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

import readiness.compliance.asking as asking
from readiness.compliance.findings import Status, Verdict
from readiness.foundation.database import connected, open_database
from tests.compliance.test_stateful import Answers
from tests.conftest import close


def broken(spells, day):
    for spell in spells:
        if spell.from_on <= day < spell.until_on:
            return Verdict(Status.EXEMPTED, why=spell.reason)
    return None


def test_it(sqlite_url, monkeypatch):
    monkeypatch.setattr(asking, "exempt", broken)
    open_database(sqlite_url, connections=2)
    with connected():
        run_state_machine_as_test(
            Answers,
            settings=settings(
                max_examples=100,
                stateful_step_count=40,
                deadline=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            ),
        )
    close()
