"""Undoing a whole import: what it recorded is taken back by a new change, while nothing was built on it."""

from collections.abc import Iterable

from readiness.audit.actions import recording
from readiness.audit.events import ImportUndone
from readiness.audit.models import AuditEvent
from readiness.foundation.errors import Conflict
from readiness.foundation.taking_back import BuiltOn
from readiness.foundation.words import day as day_in_words
from readiness.foundation.words import gettext as _
from readiness.foundation.words import join
from readiness.imports.actions import ImportKind
from readiness.imports.course import get_import, move
from readiness.imports.mapping import Mapping
from readiness.imports.models import FileImport
from readiness.imports.queries import set_aside_mapping
from readiness.imports.states import State

_NAMED = 5
"""Later changes that are named; of more, the rest is counted."""


def undo_import(import_id: int, run: int, kind: ImportKind, actor: str) -> None:
    """Take back what an import recorded, whole or not at all.

    What was known in between stays known as such. Raises Conflict naming what was built on it.
    """
    undone = get_import(import_id)
    change = undone.change
    if change is None:
        raise Conflict(_("The import was never applied: there is nothing to undo."))
    with recording(actor) as opened:
        move(import_id, State.UNDONE, run=run, undone_in=opened.change.id)
        try:
            kind.take_back(change, opened.change)
        except BuiltOn as built:
            raise Conflict(_built_on(built), title=_("The import cannot be undone.")) from None
        if undone.mapping:
            set_aside_mapping(Mapping.from_json(undone.mapping))
        opened.note(
            ImportUndone(
                undone.kind,
                file_name=undone.file_name,
                file_sha256=undone.file_sha256,
                change=change,
            )
        )


def _built_on(built: BuiltOn) -> list[str]:
    """What was built on the import, and what to do about it, a sentence each."""
    changes = sorted(built.changes - _undone(built.changes) or built.changes)
    sentences = [_sentence(change) for change in changes[-_NAMED:]]
    if len(changes) > _NAMED:
        sentences.append(_("There are %(count)s more.", count=len(changes) - _NAMED))
    if built.tables:
        named = join([f"{table.replace('_', ' ')} ({count})" for table, count in built.tables.items()])
        sentences.append(
            _("Other records refer to what it brought in: %(named)s. Change them first.", named=named)
        )
    return sentences


def _undone(changes: Iterable[int]) -> set[int]:
    """Which of the changes were taken back themselves."""
    rows = FileImport.select(FileImport.change).where(
        FileImport.change.in_(list(changes)) & FileImport.undone_in.is_null(False)
    )
    return {row.change for row in rows if row.change is not None}


def _sentence(change: int) -> str:
    """What a later change was, by its first event in the trail."""
    event = AuditEvent.select().where(AuditEvent.change == change).order_by(AuditEvent.id).first()
    if event is None:
        return _("A later change rests on it.")
    file = FileImport.get_or_none(FileImport.change == change)
    values = {"day": day_in_words(event.recorded_at.date()), "actor": event.actor}
    if file is not None:
        return _(
            "The import of %(file)s on %(day)s by %(actor)s rests on it. Undo that one first.",
            file=file.file_name,
            **values,
        )
    return _(
        "A later change rests on it: %(action)s (%(subject)s) on %(day)s by %(actor)s.",
        action=event.action,
        subject=event.subject,
        **values,
    )
