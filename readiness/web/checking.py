"""Whether the database is ready: asked in a thread of its own, since one that hangs answers never."""

import threading
from queue import Empty, SimpleQueue

from readiness.foundation.database import connected, execute
from readiness.foundation.errors import ReadinessError, Unavailable
from readiness.foundation.migrating import pending_migrations
from readiness.foundation.words import gettext as _

ANSWERED_WITHIN = 2.0
"""Seconds after which whoever asks is told that the database does not answer."""

_is_asked = threading.Lock()
"""Held while a question waits for its answer: a database that hangs holds one thread, however often it is asked."""


def has_pending_migrations() -> bool:
    """Whether the database is of an earlier release. Raises Unavailable where it does not answer in time."""
    if not _is_asked.acquire(timeout=ANSWERED_WITHIN):
        raise _hangs()
    answers: SimpleQueue[bool | ReadinessError] = SimpleQueue()
    threading.Thread(target=_ask, args=(answers,), name="readyz", daemon=True).start()
    try:
        answer = answers.get(timeout=ANSWERED_WITHIN)
    except Empty:
        raise _hangs() from None
    if isinstance(answer, ReadinessError):
        raise answer
    return answer


def _ask(answers: "SimpleQueue[bool | ReadinessError]") -> None:
    try:
        with connected():
            execute("SELECT 1")
            answers.put(bool(pending_migrations()))
    except ReadinessError as error:
        answers.put(error)
    except Exception as error:
        answers.put(Unavailable(str(error)))
        raise
    finally:
        _is_asked.release()


def _hangs() -> Unavailable:
    return Unavailable(_("It has not answered within %(seconds)s seconds.", seconds=f"{ANSWERED_WITHIN:g}"))
