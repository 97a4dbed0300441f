"""Recording: a change and its events together or not at all; the trail is linked; knowledge has an order."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from readiness.audit.actions import recording
from readiness.audit.chain import GENESIS, Said, link_hash
from readiness.audit.models import AuditEvent
from readiness.foundation.errors import Conflict
from readiness.foundation.temporal import Change, Knowledge, knowledge_at, supersede
from readiness.notices.actions import Message, owe
from readiness.notices.models import OutboxMessage
from tests.factories import Done, change, make_certificate, make_person, make_site


def test_a_change_that_says_nothing_is_refused_and_leaves_nothing(db: str) -> None:
    with pytest.raises(RuntimeError, match="without an audit event"), recording("a test"):
        make_site()
    assert Change.select().count() == 0


def test_an_event_goes_with_the_change_that_fails(db: str) -> None:
    with pytest.raises(ZeroDivisionError), recording("a test") as opened:
        opened.note(Done("x"))
        owe(Message("k", "notices.test", "a@example.org", {"by": "Ana"}, datetime.now(UTC)), opened)
        raise ZeroDivisionError
    assert AuditEvent.select().count() == OutboxMessage.select().count() == Change.select().count() == 0


def test_each_event_is_linked_to_the_one_before(db: str) -> None:
    for _ in range(3):
        with change() as opened:
            opened.note(Done("more"))
    previous = GENESIS
    for event in AuditEvent.select().order_by(AuditEvent.id):
        assert event.previous_hash == previous
        said = Said(
            event.change.id,
            event.recorded_at,
            event.actor,
            event.action,
            event.subject,
            event.commitment,
            event.actor_commitment,
            event.subject_commitment,
        )
        previous = link_hash(previous, said)
        assert event.hash == previous


def test_knowledge_keeps_its_order_when_the_clock_is_set_back(db: str) -> None:
    start = datetime(2026, 6, 30, 12, tzinfo=UTC)
    for hours in (0, -5, 1):
        with time_machine.travel(start + timedelta(hours=hours), tick=False), change():
            pass
    instants = [each.recorded_at for each in Change.select().order_by(Change.id)]
    assert instants == sorted(set(instants))
    assert knowledge_at(start) == Knowledge(1, start)
    assert knowledge_at(start - timedelta(seconds=1)).number == 0
    assert knowledge_at().at == instants[-1]


def test_what_two_people_change_at_once_is_refused_to_the_second(db: str) -> None:
    certificate = make_certificate(make_person(make_site()), "mhfa", datetime(2026, 1, 1, tzinfo=UTC).date())
    with change() as opened:
        supersede(certificate, opened.change, number="first")
    with pytest.raises(Conflict), change() as opened:
        supersede(certificate, opened.change, number="second")


def test_a_message_is_owed_once(db: str) -> None:
    message = Message(
        "person 1, due 2026-06-30, first", "notices.test", "a@example.org", {"by": "Ana"}, datetime.now(UTC)
    )
    with change() as opened:
        assert owe(message, opened)
        assert not owe(message, opened)
    assert OutboxMessage.select().count() == 1
