"""What we knew of someone, and when: each change of a person in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from readiness.audit.authors import HistoryEntry, history
from readiness.foundation.database import select
from readiness.foundation.temporal import FIRST_DAY, LAST_DAY, NEVER
from readiness.foundation.words import day, msgid
from readiness.foundation.words import gettext as _
from readiness.people.models import Person, PersonVersion

LABELS = {
    "given_name": msgid("Given name"),
    "family_name": msgid("Family name"),
    "email": msgid("E-mail"),
    "phone": msgid("Telephone"),
    "languages": msgid("Languages"),
    "manager_id": msgid("Manager"),
}


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a dated fact about someone; `place` is where and as what, where it says so."""

    fact_id: int
    recorded_in: int
    superseded_in: int
    from_on: date
    until_on: date
    place: str = ""


@dataclass(slots=True)
class _Said:
    """Sentences by the number of their change."""

    by_change: dict[int, list[str]] = field(default_factory=dict)

    def say(self, change: int, sentence: str) -> None:
        self.by_change.setdefault(change, []).append(sentence)


def person_history(person: Person) -> list[HistoryEntry]:
    """Every change of a person, the latest first; five statements, whatever the number of changes."""
    said = _Said()
    if person.recorded_in:
        said.say(person.recorded_in, _("Added with the staff number %(number)s.", number=person.staff_number))
    _say_columns(person, said)
    for table, words in (
        ("employment", _employment),
        ("membership", _membership),
        ("leave", _leave),
    ):
        tell_versions(_versions(table, person.id), words, said.say)
    return history(said.by_change)


def _say_columns(person: Person, said: _Said) -> None:
    kept = list(
        PersonVersion.select().where(PersonVersion.person == person.id).order_by(PersonVersion.superseded_in)
    )
    for before, now in zip(kept, [*kept[1:], person], strict=True):
        for name, label in LABELS.items():
            then, later = getattr(before, name), getattr(now, name)
            if then == later:
                continue
            if name == "manager_id":
                said.say(before.superseded_in, _("Another manager."))
                continue
            sentence = _(
                "%(label)s: %(now)s; before: %(before)s.",
                label=_(label),
                now=_shown(later),
                before=_shown(then),
            )
            said.say(before.superseded_in, sentence)


def _shown(value: Any) -> str:
    return (", ".join(value) if isinstance(value, list) else str(value)) or "–"


_PLACE = (
    ", coalesce(s.name, ''), coalesce(d.name, ''), v.job_title",
    "LEFT JOIN site s ON s.id = v.site_id LEFT JOIN department d ON d.id = v.department_id",
)


def _versions(table: str, person_id: int) -> list[Version]:
    columns, joins = _PLACE if table == "membership" else ("", "")
    rows = select(
        f"SELECT v.fact_id, v.recorded_in, v.superseded_in, v.from_on, v.until_on{columns} "
        f"FROM {table} v {joins} WHERE v.person_id = :person ORDER BY v.fact_id, v.recorded_in, v.id",
        person=person_id,
    )
    return [
        Version(fact_id, recorded_in, superseded_in, from_on, until_on, ", ".join(filter(None, place)))
        for fact_id, recorded_in, superseded_in, from_on, until_on, *place in rows
    ]


Words = Callable[[Version | None, Version | None], str]
"""What is said of a version that follows another: no other, it is new; no version, the other was taken back."""


def tell_versions(known: Sequence[Version], words: Words, say: Callable[[int, str], None]) -> None:
    """Say what each version changed of the one before; versions come by fact, then as they became known."""
    before: Version | None = None
    for version in known:
        is_other_fact = before is None or before.fact_id != version.fact_id
        if before is not None and is_other_fact and before.superseded_in != NEVER:
            say(before.superseded_in, words(before, None))
        say(version.recorded_in, words(None if is_other_fact else before, version))
        before = version
    if before is not None and before.superseded_in != NEVER:
        say(before.superseded_in, words(before, None))


def days(version: Version) -> str:
    """'from 1 June 2026 until 30 June 2026'."""
    parts = []
    if version.from_on != FIRST_DAY:
        parts.append(_("from %(day)s", day=day(version.from_on)))
    if version.until_on != LAST_DAY:
        parts.append(_("until %(day)s", day=day(version.until_on)))
    return " ".join(parts) or _("without a first or last day")


def _employment(before: Version | None, now: Version | None) -> str:
    if now is None:
        return _("Employment taken back: %(days)s.", days=days(before or _NONE))
    if before is None:
        return _("Employed %(days)s.", days=days(now))
    return _("Employed %(days)s; before: %(before)s.", days=days(now), before=days(before))


def _leave(before: Version | None, now: Version | None) -> str:
    if now is None:
        return _("Leave taken back: %(days)s.", days=days(before or _NONE))
    if before is None:
        return _("On leave %(days)s.", days=days(now))
    return _("On leave %(days)s; before: %(before)s.", days=days(now), before=days(before))


def _membership(before: Version | None, now: Version | None) -> str:
    if now is None:
        place = (before or _NONE).place or _("nowhere")
        return _("Taken back: works at %(place)s %(days)s.", place=place, days=days(before or _NONE))
    place = now.place or _("nowhere")
    if before is None:
        return _("Works at %(place)s %(days)s.", place=place, days=days(now))
    if before.place != now.place:
        then = before.place or _("nowhere")
        return _("Works at %(place)s %(days)s; before: %(before)s.", place=place, days=days(now), before=then)
    return _(
        "Works at %(place)s %(days)s; before: %(before)s.", place=place, days=days(now), before=days(before)
    )


_NONE = Version(0, 0, 0, FIRST_DAY, LAST_DAY)
