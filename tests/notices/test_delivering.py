"""What is owed goes out once, in words, and says what became of it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from readiness.foundation.errors import NotFound
from readiness.notices import links
from readiness.notices.actions import Message, Tap, owe, send_again, withdraw
from readiness.notices.claiming import Worker, claim, failed, give_back, is_mine
from readiness.notices.delivering import deliver
from readiness.notices.letters import letter_of
from readiness.notices.models import DeliveryWay, OutboxMessage
from readiness.notices.outcomes import Outgoing
from tests.factories import change
from tests.notices.mailbox import KEY, Mailbox, opened_mailbox

NOW = datetime(2026, 6, 30, 14, 6, tzinfo=UTC)


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: int) -> None:
        self.at += timedelta(**by)


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with opened_mailbox() as box:
        yield box


def owe_test(*recipients: str, at: datetime = NOW, **values: Any) -> None:
    with change() as opened:
        for number, recipient in enumerate(recipients):
            key = f"test/{recipient}/{number}"
            owe(Message(key, "notices.test", recipient, {"by": "Ana"}, at, **values), opened)


def state_of(recipient: str) -> OutboxMessage:
    found: OutboxMessage = OutboxMessage.get(OutboxMessage.recipient == recipient)
    return found


def test_what_is_owed_goes_out_once_through_one_connection(db: str, mailbox: Mailbox) -> None:
    owe_test("ana@harbor.org", "tom@harbor.org", link="/certificates")
    owe_test("late@harbor.org", at=NOW + timedelta(hours=1))
    now = Clock()
    assert deliver(mailbox.delivery(now=now)) == 2
    assert deliver(mailbox.delivery(now=now)) == 0
    assert (mailbox.recipients, mailbox.connections) == (["ana@harbor.org", "tom@harbor.org"], 1)
    mail = mailbox.mails[0]
    assert mail["Subject"] == "A test of mail"
    assert mail["From"] == '"Harbor, Inc." <readiness@harbor.org>'
    assert mail["Reply-To"] == "hr@harbor.org"
    for kind in ("plain", "html"):
        body = mail.get_body((kind,))
        assert body is not None
        text = body.get_content()
        assert "https://readiness.harbor.org/certificates" in text
        assert "You get this because Ana asked" in text
    row = state_of("ana@harbor.org")
    assert (row.state, row.delivered_at, row.attempt_count) == ("sent", NOW, 1)
    assert row.sent_as["subject"] == "A test of mail"


def test_an_unknown_address_is_given_up_and_one_that_is_busy_is_tried_again(
    db: str, mailbox: Mailbox
) -> None:
    owe_test("gone@harbor.org", "busy@harbor.org", "well@harbor.org", "line\nBcc: all@harbor.org", "")
    mailbox.answers = {"gone@harbor.org": "550 no such person", "busy@harbor.org": "450 try later"}
    now = Clock()
    assert deliver(mailbox.delivery(now=now)) == 1
    gone, busy = state_of("gone@harbor.org"), state_of("busy@harbor.org")
    assert (gone.state, gone.last_error) == ("dead", "550 no such person")
    assert (busy.state, busy.last_error) == ("waiting", "450 try later")
    assert NOW + timedelta(seconds=39) < busy.next_at <= NOW + timedelta(minutes=1)
    assert {state_of("").state, state_of("line\nBcc: all@harbor.org").state} == {"dead"}
    mailbox.answers.clear()
    now.move(minutes=1)
    assert deliver(mailbox.delivery(now=now)) == 1
    assert state_of("busy@harbor.org").state == "sent"
    with change() as opened:
        send_again(gone.id, now(), opened)
    assert deliver(mailbox.delivery(now=now)) == 1
    assert mailbox.recipients == ["well@harbor.org", "busy@harbor.org", "gone@harbor.org"]


def test_after_days_of_being_put_off_a_message_is_left_to_a_person(db: str, mailbox: Mailbox) -> None:
    owe_test("busy@harbor.org")
    mailbox.data_answer = "451 not now"
    now = Clock()
    for _hour in range(6 * 24 // 4):
        deliver(mailbox.delivery(now=now))
        now.move(hours=4)
    row = state_of("busy@harbor.org")
    assert row.state == "dead"
    assert row.ended_at - NOW >= timedelta(days=5)


def test_while_the_server_is_gone_nothing_is_lost_and_few_attempts_are_made(
    db: str, mailbox: Mailbox
) -> None:
    owe_test(*(f"p{number}@harbor.org" for number in range(120)))
    mailbox.close()
    now = Clock()
    for _minute in range(6 * 60):
        deliver(mailbox.delivery(now=now))
        now.move(minutes=1)
    assert 30 < DeliveryWay.get().failure_count < 70
    assert OutboxMessage.select().where(OutboxMessage.attempt_count > 0).count() == 0
    assert DeliveryWay.get().failing_since_at == NOW
    mailbox.open()
    minutes = 0
    while OutboxMessage.select().where(OutboxMessage.state != "sent").exists():
        deliver(mailbox.delivery(now=now))
        now.move(minutes=1)
        minutes += 1
    assert minutes <= 11
    assert len(mailbox.mails) == 120
    assert DeliveryWay.select().count() == 0


def test_a_batch_of_one_who_died_goes_out_when_the_lease_is_over_with_the_same_message_id(
    db: str, mailbox: Mailbox
) -> None:
    owe_test("ana@harbor.org")
    now = Clock()
    dead = mailbox.delivery(now=now)
    batch = claim(dead.worker, now())
    with dead.server.opened() as connection:
        connection.send(_outgoing(batch[0]))
    assert deliver(mailbox.delivery(now=now)) == 0
    now.move(minutes=5)
    assert deliver(mailbox.delivery(now=now)) == 1
    assert not is_mine(dead.worker, batch[0].id, now())
    failed(dead.worker, batch[0].id, "too late", None, now())
    give_back(dead.worker, [batch[0].id], now(), "too late")
    assert state_of("ana@harbor.org").state == "sent"
    assert mailbox.mails[0]["Message-ID"] == mailbox.mails[1]["Message-ID"]
    assert "may have arrived twice" in state_of("ana@harbor.org").last_error


def _outgoing(claimed: Any) -> Any:
    return Outgoing(claimed, letter_of(claimed.kind, claimed.content, "en"), "", NOW)


def test_two_workers_never_have_the_same_message(db: str, mailbox: Mailbox) -> None:
    owe_test(*(f"p{number}@harbor.org" for number in range(10)))
    first = claim(Worker("one", "mail", most=6), NOW)
    second = claim(Worker("two", "mail", most=6), NOW)
    assert (len(first), len(second)) == (6, 4)
    assert not {each.id for each in first} & {each.id for each in second}


def test_an_address_has_only_so_many_in_a_day(db: str, mailbox: Mailbox) -> None:
    owe_test(*["ana@harbor.org"] * 5, "tom@harbor.org")
    now = Clock()
    assert deliver(mailbox.delivery(now=now, a_day=2)) == 3
    now.move(hours=23)
    assert deliver(mailbox.delivery(now=now, a_day=2)) == 0
    now.move(hours=1)
    assert deliver(mailbox.delivery(now=now, a_day=2)) == 2


def test_what_is_withdrawn_does_not_go_out_even_when_it_was_claimed(db: str, mailbox: Mailbox) -> None:
    owe_test("ana@harbor.org", "tom@harbor.org", "eve@harbor.org")
    now = Clock()
    worker = Worker("one", "mail", most=1)
    batch = claim(worker, now())
    with change():
        assert withdraw("test/ana@harbor.org/", now()) == 1
        assert withdraw("test/tom@harbor.org/", now()) == 1
        assert withdraw("test/%", now()) == 0
    assert not is_mine(worker, batch[0].id, now())
    assert deliver(mailbox.delivery(now=now)) == 1
    assert mailbox.recipients == ["eve@harbor.org"]


def test_a_one_tap_link_is_looked_at_often_used_once_and_kept_nowhere(db: str, mailbox: Mailbox) -> None:
    owe_test("ana@harbor.org", person=7, tap=Tap("proof", "certificate:12"))
    assert deliver(mailbox.delivery(now=Clock())) == 1
    body = mailbox.mails[0].get_body(("plain",))
    assert body is not None
    token = body.get_content().partition("https://readiness.harbor.org/tap/")[2].split()[0]
    assert token not in str(list(OutboxMessage.select().dicts()))
    for _look in range(3):
        found = links.find(token, NOW, KEY)
    assert found.opens == links.LinkFor(7, "proof", "certificate:12")
    for wrong in (token[:-1] + ("A" if token[-1] != "A" else "B"), "", "x" * 57):
        with pytest.raises(NotFound):
            links.find(wrong, NOW, KEY)
    with pytest.raises(NotFound):
        links.find(token, NOW + timedelta(days=7), KEY)
    with pytest.raises(NotFound):
        links.find(token, NOW, b"another installation's key")
    links.spend(found, NOW)
    with pytest.raises(NotFound):
        links.spend(found, NOW)
    with pytest.raises(NotFound):
        links.find(token, NOW, KEY)
