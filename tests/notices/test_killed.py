"""A sender may be killed at any point, several may run at once, the server may hang: nothing is lost or sent twice."""

import socket
import threading
import time
from datetime import date

from readiness.notices.delivering import deliver
from readiness.notices.models import OutboxMessage
from readiness.reminders.models import Reminder
from tests.factories import change, make_certificate, make_person, make_site
from tests.notices.killing import (
    KillingMailbox,
    check_what_arrived,
    owe_many,
    send_through_kills,
    start_sender,
)
from tests.notices.mailbox import Mailbox, opened_mailbox


def test_a_sender_killed_between_data_and_commit_repeats_at_most_the_mail_in_flight(db: str) -> None:
    owe_many(150)
    mailbox = KillingMailbox(every=30)
    mailbox.open()
    try:
        send_through_kills(db, mailbox, most=8)
    finally:
        mailbox.close()
    assert mailbox.kills >= 5
    assert check_what_arrived(mailbox, 150) <= mailbox.kills


def test_four_schedulers_at_once_remind_and_send_once(db: str) -> None:
    site = make_site()
    for number in range(20):
        person = make_person(site, email=f"p{number}@harbor.org")
        make_certificate(person, "cpr-aed", date(2024, 7, 7), date(2026, 7, 7))
    with opened_mailbox() as mailbox:
        senders = [
            start_sender(db, mailbox.port, remind_at="2026-06-30T14:06:00+00:00", batch=5) for _ in range(4)
        ]
        assert [sender.wait(timeout=120) for sender in senders] == [0, 0, 0, 0]
        assert deliver(mailbox.delivery()) == 0
    assert sorted(mailbox.recipients) == sorted(f"p{number}@harbor.org" for number in range(20))
    assert Reminder.select().count() == OutboxMessage.select().count() == 20


def test_a_server_that_says_nothing_keeps_nobody_waiting(db: str) -> None:
    """It takes the connection and hangs: meanwhile the database is written to as ever, by others and for others."""
    owe_many(20)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        mailbox = Mailbox()
        mailbox.port = silent.getsockname()[1]
        thread = threading.Thread(target=deliver, args=(mailbox.delivery(),))
        thread.start()
        taken, _from = silent.accept()
        began = time.monotonic()
        for _change in range(5):
            with change():
                pass
        took = time.monotonic() - began
        is_hanging = thread.is_alive()
        taken.close()
        thread.join(timeout=30)
    assert is_hanging
    assert took < 2
    assert OutboxMessage.select().where(OutboxMessage.state == "waiting").count() == 20
