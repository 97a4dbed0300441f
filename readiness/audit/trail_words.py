"""What an event says, in words: each field by its name, what became of it as 'before → since'. Pure.

The event itself, as it was written and as its hash covers it, stays with it in what is taken away.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from readiness.foundation import words
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid

NOTHING = "–"
_NONE: tuple[Any, ...] = (None, "", [], {})
_CHANGED, _BEFORE, _NUMBER = "values", "before", "number"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*")

_NAMES = {
    "expires_on": msgid("last day"),
    "issued_on": msgid("day of issue"),
    "from_on": msgid("from"),
    "until_on": msgid("until"),
    "revoked_on": msgid("revoked on"),
    "renews": msgid("renews certificate"),
    "number": msgid("number"),
    "kind": msgid("kind"),
    "issuer": msgid("issuer"),
    "evidence": msgid("evidence"),
    "job_title": msgid("job title"),
    "seat_count": msgid("seats"),
    "held_on": msgid("held on"),
    "starts_at": msgid("begins"),
    "ends_at": msgid("ends"),
    "due_on": msgid("due on"),
    "file_name": msgid("file"),
    "file_sha256": msgid("hash of the file"),
    "sha256": msgid("hash"),
    "open_to_public": msgid("open to the public"),
    "at_least": msgid("at least"),
    "one_per": msgid("one for so many people"),
    "clause_id": msgid("clause"),
    "pack_id": msgid("pack"),
    "validity_years": msgid("years it counts"),
    "renewal_days": msgid("renewal window in days"),
    "grace_days": msgid("grace in days"),
    "due_within_days": msgid("days ahead that are due"),
    "session_idle_minutes": msgid("minutes without doing anything"),
    "has_sealed_part": msgid("sealed part"),
    "revisions": msgid("revisions"),
    "based_on": msgid("follows revision"),
    "author": msgid("written by"),
    "as_of": msgid("as of"),
    "known_at": msgid("as known on"),
    "stand_in": msgid("shown in its place"),
    "told_from": msgid("told from"),
    "slugs": msgid("protocols"),
}
"""What fields are called where their own names would not be understood."""
_NUMBERED = {"protocol": msgid("revision"), "clinician": msgid("revision")}
"""Of what the number is, by the first word of what was done; elsewhere it is that of what is spoken of."""
_EDITION = re.compile(r"edition-([0-9a-f]{8})[0-9a-f]*\.sqlite")
_ENDINGS = re.compile(r"_(on|at)$|^(is|has|may)_")


def told_in_words(details: Mapping[str, Any], action: str = "", zone: ZoneInfo | None = None) -> str:
    """What an event says more, as far as it says anything, in one line.

    `action`: what was done; of some, fields have names of their own. `zone`: where instants are told; None: as written.
    """
    numbered = _NUMBERED.get(action.partition(" ")[0])
    named = {_(numbered) if numbered and name == _NUMBER else name: value for name, value in details.items()}
    return " · ".join(_parts(_there(named, zone) if zone else named))


def subject_in_words(subject: str) -> str:
    """To what something was done: an edition of the handbook by the name that it has on pages and on paper."""
    return _EDITION.sub(lambda found: _("handbook edition %(name)s", name=found[1]), subject)


def as_recorded(details: Mapping[str, Any] | None) -> str:
    """The same as it was written; '' where it was erased."""
    return "" if details is None else json.dumps(details, ensure_ascii=False, sort_keys=True)


def _parts(details: Mapping[str, Any]) -> Iterator[str]:
    changed, before = details.get(_CHANGED), details.get(_BEFORE)
    if isinstance(changed, Mapping):
        yield from _changes(changed, before if isinstance(before, Mapping) else {})
    for name, value in details.items():
        is_told = name in {_CHANGED, _BEFORE} and isinstance(value, Mapping)
        if not is_told and value not in _NONE:
            yield f"{name_in_words(name)}: {_value(value)}"


def _changes(changed: Mapping[str, Any], before: Mapping[str, Any]) -> Iterator[str]:
    """Each value that became another; what was before is not known of every event, and of some it is the same."""
    for name, value in changed.items():
        since = _value(value)
        is_other = name in before and before[name] != value
        yield f"{name_in_words(name)}: " + (f"{_value(before[name])} → {since}" if is_other else since)


def name_in_words(name: str) -> str:
    """What a field is called."""
    return _(_NAMES[name]) if name in _NAMES else _ENDINGS.sub("", name).replace("_", " ")


def _value(value: Any) -> str:
    if value in _NONE and value is not False and value != 0:
        return NOTHING
    return next((tell(value) for kind, tell in _TELLERS if isinstance(value, kind)), str(value))


def _there(value: Any, zone: ZoneInfo) -> Any:
    """The same with its instants in a zone."""
    if isinstance(value, Mapping):
        return {name: _there(each, zone) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_there(each, zone) for each in value]
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) and _INSTANT.fullmatch(value) else None
    except ValueError:  # it only looked like one
        return value
    return at.astimezone(zone) if at and at.tzinfo else value


def _text(value: str) -> str:
    """A text as it is; days and instants as people write them."""
    try:
        if _DAY.fullmatch(value):
            return words.day(date.fromisoformat(value))
        if _INSTANT.fullmatch(value) and (at := datetime.fromisoformat(value)).tzinfo:
            return words.moment(at)
    except ValueError:  # it only looked like one
        pass
    return subject_in_words(value)


def _list(values: list[Any]) -> str:
    return ", ".join(_value(each) for each in values)


def _mapping(values: Mapping[str, Any]) -> str:
    told = [f"{name_in_words(name)} {_value(value)}" for name, value in values.items() if value not in _NONE]
    return "; ".join(told) or NOTHING


_TELLERS: tuple[tuple[Any, Callable[[Any], str]], ...] = (
    (bool, lambda value: _("yes") if value else _("no")),
    (int | float, words.number),
    (str, _text),
    (datetime, words.moment),
    (list | tuple, _list),
    (Mapping, _mapping),
)
