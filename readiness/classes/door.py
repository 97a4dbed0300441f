"""The code at the door: it says which class and which minute, and is signed, so that nothing needs to be kept. Pure.

It changes every minute. A picture of it that was sent to somebody at home opens nothing a few minutes later.
"""

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

PERIOD = timedelta(minutes=1)
OPENS_FOR, ACCEPTED_FOR = timedelta(minutes=3), timedelta(minutes=10)
"""So long after its minute the code opens its page; so long what is sent from that page is taken, for signing in."""
_MAC = 16


@dataclass(frozen=True, slots=True)
class Door:
    """Which class a code is of, and since when it is out of date by the two measures."""

    training_class: int
    minute: datetime

    def is_open(self, now: datetime) -> bool:
        return self._is_within(now, OPENS_FOR)

    def is_accepted(self, now: datetime) -> bool:
        return self._is_within(now, ACCEPTED_FOR)

    def _is_within(self, now: datetime, measure: timedelta) -> bool:
        # A minute ahead too: the clocks of two machines that serve differ.
        return self.minute - PERIOD <= now <= self.minute + PERIOD + measure


def code_at(training_class: int, now: datetime, key: bytes) -> str:
    """The code of a class at an instant."""
    said = f"{training_class}-{int(now.timestamp() // PERIOD.total_seconds())}"
    return f"{said}-{_mac(said, key)}"


def door_of(code: str, key: bytes) -> Door | None:
    """What a code says; None where it was not made here."""
    said, _hyphen, mac = code.rpartition("-")
    number, _hyphen, minute = said.partition("-")
    if not (number.isascii() and number.isdecimal() and minute.isascii() and minute.isdecimal()):
        return None
    if len(code) > 60 or not hmac.compare_digest(mac.encode(), _mac(said, key).encode()):
        return None
    return Door(int(number), datetime.fromtimestamp(int(minute) * PERIOD.total_seconds(), UTC))


def _mac(said: str, key: bytes) -> str:
    return hmac.new(key, said.encode(), "sha256").hexdigest()[:_MAC]
