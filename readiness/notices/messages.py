"""A message, its addresses, and the name by which servers know it again."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

MAIL, WEBHOOK = "mail", "webhook"
POSTED = "#posted"
"""The end of the key of what goes out by the webhook, beside the mail of the same message."""
WAITING, SENDING, SENT, DEAD, WITHDRAWN = "waiting", "sending", "sent", "dead", "withdrawn"
OPEN_STATES = (WAITING, SENDING)

# What mail servers of this world take: no blanks, no quotes, nothing that could end a line.
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}")
_RESERVED = (".example", ".invalid", ".test", ".localhost")
"""Ends of addresses that nobody will ever have (RFC 2606): the people of the sample have them."""


@dataclass(frozen=True, slots=True)
class Tap:
    """What a one-tap link of a message opens: `purpose` says which page, `subject` about what."""

    purpose: str
    subject: str


@dataclass(frozen=True, slots=True)
class Message:
    """A message to be delivered at least once; the key names what it is about, once and for all.

    `kind` is the name of its template, `content` what the template reads: texts, numbers, lists and days as ISO text.
    `language` '': the organisation's. `person`: whose number, where it is for someone employed. `link`: the path of
    the page to go to. `tap`: a one-tap link takes the place of `link` in the mail; it needs a person.
    """

    key: str
    kind: str
    recipient: str
    content: dict[str, Any]
    due_at: datetime
    language: str = ""
    person: int | None = None
    link: str = ""
    tap: Tap | None = None


def is_address(text: str) -> bool:
    """Whether mail can be addressed to this. Addresses beyond ASCII are not, since few servers take them."""
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None and ".." not in text


def is_reserved(address: str) -> bool:
    """Whether it is an address of an example, to which nothing can be delivered."""
    return f".{address.rpartition('@')[2].casefold()}".endswith(_RESERVED)


def message_id(key: str, resent_count: int, sender: str) -> str:
    """The same for the same message however often it is tried; another one once a person asked to send it again."""
    name = hashlib.sha256(key.encode()).hexdigest()[:40]
    again = f".{resent_count}" if resent_count else ""
    return f"<{name}{again}@{sender.rpartition('@')[2]}>"
