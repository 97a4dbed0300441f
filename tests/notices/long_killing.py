"""The same at full size: 100 kills over 3,000 messages, and a server that is gone for six hours with 2,000 waiting."""

import sys
from datetime import UTC, datetime, timedelta

from readiness.notices.delivering import deliver
from readiness.notices.models import DeliveryWay, OutboxMessage
from tests.notices.killing import KillingMailbox, check_what_arrived, owe_many, send_through_kills
from tests.notices.mailbox import Mailbox


def told(words: str) -> None:
    """A figure for whoever runs it with -s."""
    sys.stdout.write(f"\n{words}\n")


def test_a_hundred_kills_over_three_thousand_messages(db: str) -> None:
    owe_many(3000)
    mailbox = KillingMailbox(every=30)
    mailbox.open()
    try:
        send_through_kills(db, mailbox, most=150)
    finally:
        mailbox.close()
    repeated = check_what_arrived(mailbox, 3000)
    told(f"{mailbox.kills} kills, 3000 messages, {len(mailbox.mails)} mails: {repeated} repeated, 0 lost")
    assert mailbox.kills >= 100
    assert repeated <= mailbox.kills


def test_a_server_gone_for_six_hours_has_everything_within_45_minutes(db: str) -> None:
    owe_many(2000)
    mailbox, minute = Mailbox(), timedelta(minutes=1)
    now = datetime(2026, 6, 30, 15, tzinfo=UTC)
    for _minute in range(6 * 60):
        deliver(mailbox.delivery(now=lambda: now))  # noqa: B023 - called at once
        now += minute
    attempts, back = DeliveryWay.get().failure_count, now
    mailbox.open()
    try:
        while OutboxMessage.select().where(OutboxMessage.state != "sent").exists():
            deliver(mailbox.delivery(now=lambda: now))  # noqa: B023
            now += minute
    finally:
        mailbox.close()
    told(f"{attempts} attempts while it was gone; all of 2000 sent {now - back} after its return")
    assert now - back <= timedelta(minutes=45)
    assert len(mailbox.mails) == 2000
