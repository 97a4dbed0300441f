"""What several parts of a page ask for is read once in a request; what only a change alters, once for each change."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

from flask import has_request_context, request

from readiness.foundation.database import database
from readiness.foundation.remembering import Lately
from readiness.foundation.temporal import Knowledge, knowledge_at

Read = TypeVar("Read")

_KEPT = "readiness.read_once"
_CHANGES_NOTHING = ("GET", "HEAD")
MOST_HELD = 500

# Of each database that was opened: another one has other changes, by the same numbers.
_HELD: WeakKeyDictionary[Any, Lately[Hashable, tuple[Any]]] = WeakKeyDictionary()


def once(what: Hashable, read: Callable[[], Read]) -> Read:
    """What `read` gives, kept for the rest of the request under what it is of.

    It is read anew each time where the request may change it in between, and by commands and jobs, which have none.
    It is kept with the request itself: what else Flask keeps lives as long as the app's context, which may be longer.
    """
    if not _changes_nothing():
        return read()
    kept = request.environ.setdefault(_KEPT, {})
    if what not in kept:
        kept[what] = read()
    return cast(Read, kept[what])


def until_changed(what: Hashable, read: Callable[[], Read]) -> Read:
    """What `read` gives, kept for every request of this process until anything is recorded.

    Only for what is written nowhere but within a change, says nothing in any language, and is altered by nobody who
    gets it. Where nothing was ever recorded, nothing is kept.
    """
    if not _changes_nothing():
        return read()
    held = _HELD.setdefault(database.obj, Lately(MOST_HELD))
    (found,) = once(what, lambda: held.get((known_now(), what), lambda: (read(),)))
    return cast(Read, found)


def known_now() -> Knowledge:
    """All that was known when the page first asked: its parts then tell of the same."""
    return once("known now", knowledge_at)


def _changes_nothing() -> bool:
    return has_request_context() and request.method in _CHANGES_NOTHING
