"""What may be done about a gap: giving it to somebody, speaking of it; it closes by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from readiness.accounts.told import Reached
from readiness.audit.actions import Recording, recording
from readiness.audit.events.followups import GapClosed, GapGiven, GapSpokenOf
from readiness.followups.models import GapEntry, GapThread
from readiness.followups.queries import (
    Gap,
    Owner,
    Thread,
    entries_of,
    get_thread,
    open_thread,
    threads_of_no_gap,
)
from readiness.foundation.errors import Conflict, InvalidInput
from readiness.foundation.temporal import LAST_DAY
from readiness.foundation.words import gettext as _
from readiness.notices.actions import Message, owe, withdraw

ACTOR = "findings"
LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Wish:
    """Who is to see to a gap, until when, with a word to them. `seen`: how many entries the writer had seen."""

    owner: Reached
    due_on: date
    text: str
    seen: int


@dataclass(frozen=True, slots=True)
class Told:
    """What a message about a gap says of it, and where it leads. `reason` as it was found."""

    title: str
    reason: str
    site_name: str
    link: str


class _NothingClosed(Exception):
    """Somebody else was first: the change is given up."""


def key_of(thread_id: int) -> str:
    """How the keys of all messages about a thread begin."""
    return f"followups/{thread_id}/"


def give(gap: Gap, wish: Wish, told: Told, today: date, now: datetime, actor: str) -> int:
    """Ask somebody to see to a gap; the number of its thread. Raises Conflict where it was given meanwhile."""
    if wish.due_on < today:
        raise InvalidInput(_("due_on: That day is past."))
    text = _checked(wish.text)
    with recording(actor) as opened:
        thread = open_thread(gap)
        if wish.seen != (thread.entry_count if thread else 0):
            raise Conflict(
                _("Something was done here since you looked. Look again; what you wrote is kept below.")
            )
        owner = Owner.of(wish.owner.who)
        number = _write(gap, thread, opened, now, "given", text, owner=owner, due_on=wish.due_on)
        thread_id = thread.id if thread else open_thread_id(gap)
        if thread is not None and thread.owner != owner:
            withdraw(key_of(thread.id), now)
        owe(_message(thread_id, number, wish, told, now, actor), opened)
        due_on = wish.due_on.isoformat()
        opened.note(GapGiven(gap.site_code, _clause(gap), thread_id, wish.owner.who, due_on))
    return thread_id


def _message(thread_id: int, number: int, wish: Wish, told: Told, now: datetime, actor: str) -> Message:
    content = {
        "title": told.title,
        "reason": told.reason,
        "site": told.site_name,
        "due_on": wish.due_on.isoformat(),
        "text": wish.text.strip(),
        "by": actor,
    }
    return Message(
        key=f"{key_of(thread_id)}given/{number}",
        kind="followups.given",
        recipient=wish.owner.address,
        content=content,
        due_at=now,
        person=wish.owner.person,
        link=told.link or own_page(thread_id),
    )


def own_page(thread_id: int) -> str:
    """Where whoever sees to a gap reads of it."""
    return f"/compliance/follow-ups/{thread_id}"


def open_thread_id(gap: Gap) -> int:
    """The number of the thread that is open; there is one."""
    thread = open_thread(gap)
    assert thread is not None  # noqa: S101
    return thread.id


def speak(gap: Gap, text: str, now: datetime, actor: str) -> int:
    """Say something of a gap; the number of its thread. Two who speak at once are both heard."""
    text = _said(text)
    with recording(actor) as opened:
        return _speak(gap, open_thread(gap), text, now, opened)


def _speak(gap: Gap, thread: Thread | None, text: str, now: datetime, opened: Recording) -> int:
    number = _write(gap, thread, opened, now, "said", text)
    thread_id = open_thread_id(gap)
    opened.note(GapSpokenOf(gap.site_code, _clause(gap), thread_id, number))
    return thread_id


def _said(text: str) -> str:
    text = _checked(text)
    if not text:
        raise InvalidInput(_("text: Write what there is to say."))
    return text


def speak_in(thread_id: int, text: str, now: datetime, actor: str) -> None:
    """Say something in a thread; raises Conflict where its gap has closed."""
    text = _said(text)
    with recording(actor) as opened:  # within it the thread stays as it is read, open or closed
        thread = get_thread(thread_id)
        if thread.closed_at is not None:
            raise Conflict(_("This gap has closed."))
        _speak(thread.gap, thread, text, now, opened)


@dataclass(frozen=True, slots=True)
class Question:
    """The facts that are asked for, in words; who is asked, and the path of the form in which they write them down.

    `key` names the facts, so that whoever is asked for the same ones of several gaps is written to once a month.
    """

    facts: str
    readers: Sequence[Reached]
    form: str
    key: str


def ask(gap: Gap, question: Question, told: Told, now: datetime, actor: str) -> int:
    """Ask for the facts that are missing, once while they are; the number of the thread."""
    if not question.readers:
        raise Conflict(_("There is nobody to ask: no HR account can sign in."))
    with recording(actor) as opened:
        thread = open_thread(gap)
        entries = entries_of([thread.id])[thread.id] if thread else []
        if any(each.what == "asked" for each in entries):
            raise Conflict(_("This was asked already."))
        names = ", ".join(reader.name for reader in question.readers)
        number = _write(gap, thread, opened, now, "asked", f"{question.facts} ({names})")
        thread_id = open_thread_id(gap)
        for reader in question.readers:
            owe(_question(question, reader, told, now, actor), opened)
        opened.note(GapSpokenOf(gap.site_code, _clause(gap), thread_id, number))
    return thread_id


def _question(question: Question, reader: Reached, told: Told, now: datetime, actor: str) -> Message:
    content = {
        "title": told.title,
        "reason": told.reason,
        "site": told.site_name,
        "facts": question.facts,
        "by": actor,
    }
    key = f"followups/asked/{question.key}/{now:%Y-%m}/{reader.who}"
    return Message(
        key=key,
        kind="followups.asked",
        recipient=reader.address,
        content=content,
        due_at=now,
        link=question.form,
    )


def close_what_closed(today: date, now: datetime) -> int:
    """Close the threads of gaps that are none any more, and take back what waits to be sent; how many there were."""
    if not threads_of_no_gap(today):
        return 0
    try:
        with recording(ACTOR) as opened:
            closed = threads_of_no_gap(today)
            for thread, status in closed:
                _close(thread, status, now, opened)
            if not closed:
                raise _NothingClosed
    except _NothingClosed:
        return 0
    return len(closed)


def _close(thread: Thread, status: str, now: datetime, opened: Recording) -> None:
    _write(thread.gap, thread, opened, now, "closed", status)
    GapThread.update(closed_at=now, closed_as=status).where(GapThread.id == thread.id).execute()
    withdraw(key_of(thread.id), now)
    withdraw(f"reminders/gap:{thread.id}/", now)
    opened.note(GapClosed(thread.gap.site_code, _clause(thread.gap), thread.id, status))


def _write(
    gap: Gap, thread: Thread | None, opened: Recording, now: datetime, what: str, text: str, **changed: Any
) -> int:
    """Write an entry, and with the first one its thread; the number of the entry."""
    number = 1 if thread is None else thread.entry_count + 1
    owner = changed.pop("owner", None)
    if owner is not None:
        changed |= {"owner_account": owner.account, "owner_person": owner.person}
    if thread is None:
        thread_id = GapThread.create(
            pack_id=gap.pack_id,
            clause_id=gap.clause_id,
            site_id=gap.site_id,
            site_code=gap.site_code,
            person=gap.person,
            opened_at=now,
            entry_count=number,
            closed_as="",
            **{"due_on": LAST_DAY, **changed},
        ).id
    else:
        thread_id = thread.id
        GapThread.update(entry_count=number, **changed).where(GapThread.id == thread_id).execute()
    GapEntry.create(
        thread=thread_id, number=number, what=what, said_at=now, said_by=opened.actor, text=text, **changed
    )
    return number


def _clause(gap: Gap) -> str:
    return f"{gap.pack_id}/{gap.clause_id}"


def _checked(text: str) -> str:
    if len(text) > LONGEST:
        raise InvalidInput(_("text: Write at most %(count)s letters.", count=LONGEST))
    return text.strip()
