"""What several parts of a page ask for is read once in a request."""

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

from flask import has_request_context, request

from readiness.foundation.temporal import Knowledge, knowledge_at

Read = TypeVar("Read")

_KEPT = "readiness.read_once"
_CHANGES_NOTHING = ("GET", "HEAD")


def once(what: Hashable, read: Callable[[], Read]) -> Read:
    """What `read` gives, kept for the rest of the request under what it is of.

    It is read anew each time where the request may change it in between, and by commands and jobs, which have none.
    It is kept with the request itself: what else Flask keeps lives as long as the app's context, which may be longer.
    """
    if not has_request_context() or request.method not in _CHANGES_NOTHING:
        return read()
    kept = request.environ.setdefault(_KEPT, {})
    if what not in kept:
        kept[what] = read()
    return cast(Read, kept[what])


def known_now() -> Knowledge:
    """All that was known when the page first asked: its parts then tell of the same."""
    return once("known now", knowledge_at)
