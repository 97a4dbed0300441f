"""Trying a way out: a test message, owed like every other."""

import secrets
from datetime import datetime

from readiness.audit.actions import recording
from readiness.audit.events.notices import TestMessageOwed
from readiness.foundation.errors import InvalidInput
from readiness.notices.actions import Message, no_address, owe_by
from readiness.notices.messages import MAIL, is_address


def owe_test(recipient: str, way: str, now: datetime, by: str) -> None:
    """Owe a test message by one way; raises InvalidInput where mail cannot be addressed so."""
    if way == MAIL and not is_address(recipient):
        raise InvalidInput(f"recipient: {no_address(recipient)}")
    message = Message(f"test/{secrets.token_hex(8)}", "notices.test", recipient, {"by": by}, now)
    with recording(by) as opened:
        owe_by(message, opened, way)
        opened.note(TestMessageOwed(recipient, way=way))
