"""Senders that are killed between the server's DATA and their own commit, as tests of any size use it."""

import asyncio
import os
import signal
import subprocess
import sys
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from readiness.notices.actions import Message, owe
from readiness.notices.models import OutboxMessage
from tests.factories import change
from tests.notices.mailbox import Mailbox

ROOT = Path(__file__).parent.parent.parent
PAST = datetime(2026, 6, 30, 14, 6, tzinfo=UTC)
LEASE_MINUTES = 6


class KillingMailbox(Mailbox):
    """Kills the sender whenever so many messages have been taken: half of the times before it can read the answer."""

    def __init__(self, every: int) -> None:
        super().__init__()
        self.every = every
        self.kills = 0
        self.sender: subprocess.Popen[bytes] | None = None

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        answer = await super().handle_DATA(server, session, envelope)
        if len(self.mails) % self.every == 0 and self.sender is not None:
            self.kills += 1
            if self.kills % 2:
                self._kill()
            else:
                asyncio.get_running_loop().call_later(0.0005, self._kill)  # the answer is on its way
        return answer

    def _kill(self) -> None:
        if self.sender is not None:
            os.kill(self.sender.pid, signal.SIGKILL)


def start_sender(url: str, port: int, ahead: int = 0, batch: int = 10, remind_at: str = "") -> Any:
    """A sender as a process of its own."""
    command = [sys.executable, "-m", "tests.notices.sender", url, str(port), str(ahead), str(batch)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([*command, remind_at], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)


def owe_many(count: int) -> None:
    for start in range(0, count, 500):
        with change() as opened:
            for number in range(start, min(start + 500, count)):
                recipient = f"p{number}@harbor.org"
                owe(Message(f"kill/{number}", "notices.test", recipient, {"by": "Ana"}, PAST), opened)


def send_through_kills(url: str, mailbox: KillingMailbox, most: int) -> None:
    """Start senders, one after another, each when the lease of the one before is over, until one ends by itself."""
    for number in range(most + 1):
        mailbox.sender = start_sender(url, mailbox.port, ahead=number * LEASE_MINUTES)
        if mailbox.sender.wait(timeout=120) == 0:
            return
    raise AssertionError("the senders did not come to an end")


def check_what_arrived(mailbox: KillingMailbox, count: int) -> int:
    """Nothing is lost, no row is double, what was repeated has its own Message-ID; how many were repeated."""
    of_recipient: dict[str, list[str]] = defaultdict(list)
    for mail in mailbox.mails:
        of_recipient[str(mail["To"])].append(str(mail["Message-ID"]))
    assert len(of_recipient) == count
    assert OutboxMessage.select().count() == count
    assert OutboxMessage.select().where(OutboxMessage.state != "sent").count() == 0
    assert all(len(set(names)) == 1 for names in of_recipient.values())
    assert len({names[0] for names in of_recipient.values()}) == count
    return len(mailbox.mails) - count
