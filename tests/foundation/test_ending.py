"""A process that was asked to end finishes its step, and not its job."""

from threading import Event

import pytest

from readiness.foundation import ending


def test_steps_go_on_until_somebody_asks_to_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ending, "_ASKED", Event())
    done = []
    for step in ending.until_asked_to_end(range(9)):
        done.append(step)
        if step == 3:
            ending.ask_to_end()
    assert done == [0, 1, 2, 3]
    assert list(ending.until_asked_to_end(range(9))) == []
