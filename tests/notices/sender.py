"""A scheduler's process for tests: reminds, then delivers, by a clock that is some minutes ahead.

python -m tests.notices.sender DATABASE_URL SMTP_PORT MINUTES_AHEAD MESSAGES_A_BATCH [REMIND_AT]
"""

import sys
from datetime import datetime, timedelta

from readiness.foundation import clock
from readiness.foundation.database import connected, open_database
from readiness.notices.delivering import deliver
from readiness.reminders.turning import Home, turn
from tests.notices.mailbox import Mailbox


def main(url: str, port: str, ahead: str, batch: str, remind_at: str = "") -> None:
    mailbox = Mailbox()
    mailbox.port = int(port)
    open_database(url, connections=2)
    with connected():
        if remind_at:
            turn(Home("America/New_York", "US", "en"), datetime.fromisoformat(remind_at))
        deliver(
            mailbox.delivery(
                most=int(batch), now=lambda: clock.now() + timedelta(minutes=int(ahead)), a_day=100
            )
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
