"""The list of messages: what waits, what was sent, what could not be, what was taken back; and one of them whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from readiness.foundation.database import as_json, select, stream
from readiness.foundation.errors import ConfigurationError, NotFound
from readiness.foundation.paging import Key, Order, Page, PageRequest, page_of
from readiness.foundation.text import as_like
from readiness.foundation.words import gettext as _
from readiness.notices.letters import Letter, letter_of

OUTBOX_ORDERS = {"number": Order(("o.id",), (int,))}

STATES = {
    "waiting": "o.state IN ('waiting', 'sending') AND o.attempt_count = 0",
    "failed": "o.state IN ('waiting', 'sending') AND o.attempt_count > 0",
    "dead": "o.state = 'dead'",
    "sent": "o.state = 'sent'",
    "withdrawn": "o.state = 'withdrawn'",
}
"""How messages stand, as a list is narrowed by it. 'failed': tried in vain, and tried again."""


@dataclass(frozen=True, slots=True)
class OutboxFilter:
    """What messages must be. '': anything. `words`: part of the address."""

    state: str = ""
    kind: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A message as a list shows it; `letter` None: its template is gone."""

    id: int
    key_text: str
    kind: str
    recipient: str
    way: str
    state: str
    due_at: datetime
    next_at: datetime | None
    ended_at: datetime | None
    attempt_count: int
    last_error: str
    link: str
    tap_purpose: str
    letter: Letter | None
    key: Key

    @property
    def standing(self) -> str:
        """How it stands, as a status."""
        if self.state not in ("waiting", "sending"):
            return self.state
        return "failed" if self.attempt_count else "waiting"

    @property
    def subject(self) -> str:
        return self.letter.subject if self.letter else self.kind


_COLUMNS = (
    "o.id, o.key, o.kind, o.recipient, o.way, o.state, o.due_at, o.next_at, o.ended_at, o.attempt_count, "
    "o.last_error, o.link, o.tap_purpose, o.content, o.language, o.sent_as"
)
_WIDTH = 16


def outbox_page(sought: OutboxFilter, page: PageRequest) -> Page[OutboxRow]:
    """A page of the list."""
    sql, values = _asked(sought, page)
    return page_of([_row(row) for row in select(sql, **values)], page, lambda row: row.key)


def every_message(sought: OutboxFilter, page: PageRequest) -> Iterator[OutboxRow]:
    """The whole list, as it is read from the database; within a block of `reading`."""
    sql, values = _asked(sought, page)
    return (_row(row) for row in stream(sql, **values))


def get_message(message_id: int) -> OutboxRow:
    """One message; raises NotFound."""
    rows = select(f"SELECT {_COLUMNS}, o.id FROM outbox_message o WHERE o.id = :id", id=message_id)
    found = next((_row(row) for row in rows), None)
    if found is None:
        raise NotFound(_("There is no such message."))
    return found


def counts() -> dict[str, int]:
    """How many there are of each standing; all that was sent and withdrawn is not counted."""
    cases = ", ".join(
        f"sum(CASE WHEN {condition} THEN 1 ELSE 0 END)"
        for name, condition in STATES.items()
        if name not in ("sent", "withdrawn")
    )
    row = next(
        select(f"SELECT {cases} FROM outbox_message o WHERE o.state IN ('waiting', 'sending', 'dead')")
    )
    return dict(zip(("waiting", "failed", "dead"), (int(each or 0) for each in row), strict=True))


def _asked(sought: OutboxFilter, page: PageRequest) -> tuple[str, dict[str, Any]]:
    found, values = [page.condition()], dict(page.values())
    if sought.state:
        found.append(STATES[sought.state])
    if sought.kind:
        found.append("o.kind = :kind")
        values["kind"] = sought.kind
    if sought.words:
        found.append("lower(o.recipient) LIKE :words ESCAPE '!'")
        values["words"] = f"%{as_like(sought.words.lower())}%"
    key = ", ".join(page.order.columns)
    return f"SELECT {_COLUMNS}, {key} FROM outbox_message o WHERE {' AND '.join(found)} {page.tail()}", values


def _row(cells: tuple[Any, ...]) -> OutboxRow:
    content, language, sent_as = cells[_WIDTH - 3 : _WIDTH]
    letter = _letter(cells[2], as_json(content), language, as_json(sent_as))
    return OutboxRow(*(*cells[: _WIDTH - 3], letter, cells[_WIDTH:]))


def _letter(kind: str, content: Any, language: str, sent_as: Any) -> Letter | None:
    """The words as they went out, or as they would now."""
    if sent_as:
        return Letter(**sent_as)
    try:
        return letter_of(kind, content, language)
    except ConfigurationError:
        return None
