"""Taking somebody's name out of everything that is kept, while the facts stay under a pseudonym."""

import secrets
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from readiness.accounts.models import Account
from readiness.audit.actions import recording
from readiness.audit.erasing import Names, erase_events
from readiness.foundation.database import execute, is_sqlite, json_type, reading, select, update_rows
from readiness.foundation.errors import Conflict, InvalidInput
from readiness.foundation.temporal import NEVER
from readiness.foundation.words import gettext as _
from readiness.people.search_index import index_people
from readiness.privacy.declaring import Table
from readiness.privacy.holding import holds_on
from readiness.privacy.models import Erasure
from readiness.privacy.queries import own_condition, rows_naming, subject_of, tables
from readiness.privacy.replacing import Pseudonym, as_stored, row_without
from readiness.privacy.subjects import Subject

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are taken for others."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Whose name is to be taken out, why, and what was typed to confirm it: the staff number."""

    person_id: int
    reason: str
    typed: str


def rows_that_name(subject: Subject) -> dict[str, int]:
    """How many rows of each table name somebody."""
    found = {}
    with reading():
        for table in tables():
            if not table.declared.is_rebuilt:
                count = sum(1 for _row in rows_naming(table, subject))
                if count:
                    found[table.name] = count
    return found


def what_hinders(person_id: int, today: date) -> list[str]:
    """Why somebody cannot be erased now, a sentence each."""
    found = []
    working = select(
        f"SELECT 1 FROM employment WHERE person_id = :id AND superseded_in = {NEVER} AND until_on >= :today",
        id=person_id,
        today=today,
    )
    if next(working, None):
        found.append(_("They work here, or are to begin: what is kept is needed. End the employment first."))
    found += [
        _("A hold stands on what is kept of them: %(reason)s", reason=hold.reason)
        for hold in holds_on(person_id, today)
    ]
    return found


def erase_person(wish: Wish, actor: str, today: date, now: datetime) -> str:
    """Take somebody's name out, for ever; gives the pseudonym. Raises Conflict or InvalidInput with the reason."""
    subject = subject_of(wish.person_id)
    if wish.typed.strip() not in subject.numbers:
        raise InvalidInput(_("typed: Type the staff number as it stands here, to confirm it."))
    if not wish.reason.strip():
        raise InvalidInput(_("reason: Say why: who asked for it, and when."))
    if actor.casefold() in subject.emails:
        raise Conflict(_("Nobody erases themselves: ask somebody else to do it."))
    with recording(actor) as opened:
        hindered = what_hinders(wish.person_id, today)
        if hindered:
            raise Conflict(hindered)
        return _erase(wish, actor, now, opened.note)


def _erase(wish: Wish, actor: str, now: datetime, note: Any) -> str:
    if is_sqlite():
        execute("PRAGMA secure_delete = ON")  # what is overwritten stays in no free page of the file
    subject = subject_of(wish.person_id)
    pseudonym = Pseudonym("erased-" + "".join(secrets.choice(_LETTERS) for _place in range(10)))
    names = Names(subject.emails, subject.numbers, subject.in_own_rows, pseudonym.name, pseudonym.address)
    touched: Counter[str] = Counter()
    for table in tables():
        if not (table.declared.erased_by or table.declared.is_rebuilt):
            touched[table.name] += _erase_in(table, subject, pseudonym)
    Account.update(disabled_at=now, password_hash="").where(
        Account.id.in_(subject.account_ids) & Account.disabled_at.is_null()
    ).execute()
    index_people([wish.person_id])
    rows = {name: count for name, count in sorted(touched.items()) if count}
    reason = str(subject.in_own_rows.sub(pseudonym.name, wish.reason.strip()))
    note(erase_events(names, reason, rows))
    Erasure.create(
        pseudonym=pseudonym.name,
        person=wish.person_id,
        erased_at=now,
        erased_by=actor,
        reason=reason,
        rows=rows,
    )
    return pseudonym.name


def _erase_in(table: Table, subject: Subject, pseudonym: Pseudonym) -> int:
    """Erase in one table; how many rows were touched."""
    removed = 0
    if table.declared.holds_files:  # anybody may stand in any of them: whoever needs one asks for it again
        return int(execute(f'DELETE FROM "{table.name}"').rowcount)
    if table.declared.is_removed:
        own = own_condition(table.declared, subject)
        removed = int(execute(f'DELETE FROM "{table.name}" WHERE {own.sql}', **own.values).rowcount)
    return removed + _rewrite(table, subject, pseudonym)


def _rewrite(table: Table, subject: Subject, pseudonym: Pseudonym) -> int:
    """Give the rows that name somebody the pseudonym in the place of the name."""
    waiting: defaultdict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
    count = 0
    for named in rows_naming(table, subject):
        after = row_without(table, named, subject, pseudonym)
        if after:
            count += 1
            key = tuple(named.values[column] for column in table.key)
            cells = (as_stored(table, column, value) for column, value in after.items())
            waiting[tuple(after)].append((*cells, *key))
    for columns, rows in waiting.items():
        places = (
            f'"{column}" = CAST(? AS {json_type()})' if column in table.json_columns else f'"{column}" = ?'
            for column in columns
        )
        where = " AND ".join(f'"{column}" = ?' for column in table.key)
        update_rows(f'UPDATE "{table.name}" SET {", ".join(places)} WHERE {where}', rows)
    return count
