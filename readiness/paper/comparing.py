"""Why a piece is out of date: what stands on it held against what would be printed now. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from readiness.foundation.words import day, msgid
from readiness.foundation.words import gettext as _

_NAMES = {
    "name": msgid("What the site is called"),
    "address": msgid("The address"),
    "emergency": msgid("The emergency number"),
    "prefix": msgid("The prefix for an outside line"),
    "meeting_place": msgid("Where to meet the ambulance"),
    "exits": msgid("Exits"),
    "assembly_point": msgid("Assembly point"),
    "defibrillator": msgid("Defibrillator"),
    "dispatcher_words": msgid("Also tell the dispatcher"),
    "review": msgid("Who reviewed it"),
    "code": msgid("The address in its code"),
}


@dataclass(frozen=True, slots=True)
class Stands:
    """What a piece shows: its facts by name, the mark of the key in its code, the last day on which it holds."""

    facts: Mapping[str, str]
    key_mark: str
    valid_until_on: date


def reasons(printed: Stands, now: Mapping[str, str] | str, key_mark: str, today: date) -> list[str]:
    """Why it is out of date, a sentence each; none where it holds.

    `now`: the facts that would be printed now, or in words why nothing could be. `key_mark`: that of the key of today.
    """
    return list(_reasons(printed, now, key_mark, today))


def _reasons(printed: Stands, now: Mapping[str, str] | str, key_mark: str, today: date) -> Iterator[str]:
    if printed.valid_until_on < today:
        yield _("It was valid until %(day)s.", day=day(printed.valid_until_on))
    if printed.key_mark and printed.key_mark != key_mark:
        yield _("The key in its code opens nothing any more: the site has another, or none.")
    if isinstance(now, str):
        yield _("It could not be printed now: %(why)s", why=now)
        return
    for name in dict.fromkeys((*now, *sorted(printed.facts))):
        was, is_now = printed.facts.get(name, ""), now.get(name, "")
        if was != is_now:
            yield _difference(name, was, is_now)


def _difference(name: str, was: str, is_now: str) -> str:
    if name == "protocol":
        return _("The protocol was revised since.")
    if name.startswith(("line ", "way ")):
        if not is_now:
            return _("A line on it is not shown any more: %(was)s.", was=was)
        if not was:
            return _("A line is missing on it: %(now)s.", now=is_now)
        return _("A number on it changed: %(was)s; now %(now)s.", was=was, now=is_now)
    what = _(_NAMES.get(name, name))
    if not is_now:
        return _("%(what)s: ‘%(was)s’ stands on it, and nothing now.", what=what, was=was)
    if not was:
        return _("%(what)s: nothing stands on it; now ‘%(now)s’.", what=what, now=is_now)
    return _("%(what)s: ‘%(was)s’ stands on it; now ‘%(now)s’.", what=what, was=was, now=is_now)
