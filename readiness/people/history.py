"""What we knew of someone, and when: each change of a person in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from readiness.audit.histories import HistoryEntry, Of, Story
from readiness.foundation.database import select
from readiness.foundation.temporal import FIRST_DAY, LAST_DAY, NEVER, Knowledge
from readiness.foundation.words import day, msgid
from readiness.foundation.words import gettext as _
from readiness.people.models import Person, PersonVersion

LABELS = {
    "given_name": msgid("Given name"),
    "family_name": msgid("Family name"),
    "email": msgid("E-mail"),
    "phone": msgid("Telephone"),
    "languages": msgid("Languages"),
}


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a dated fact about someone; `place` is where and as what, where the fact says so."""

    fact_id: int
    recorded_in: int
    superseded_in: int
    from_on: date
    until_on: date
    place: str = ""

    @property
    def days(self) -> str:
        """'from 1 June 2026 until 30 June 2026'."""
        parts = []
        if self.from_on != FIRST_DAY:
            parts.append(_("from %(day)s", day=day(self.from_on)))
        if self.until_on != LAST_DAY:
            parts.append(_("until %(day)s", day=day(self.until_on)))
        return " ".join(parts) or _("all along")

    @property
    def words(self) -> str:
        return f"{self.place} {self.days}".strip()


FACTS = {"employment": msgid("Employed"), "membership": msgid("Works at"), "leave": msgid("On leave")}


def person_history(person_id: int, knowledge: Knowledge) -> list[HistoryEntry]:
    """Every change of a person that was known, the latest first; six statements, however many there are."""
    person = Person.get_by_id(person_id)
    story = Story(Of(person.staff_number))
    if person.recorded_in:
        sentence = _("Added with the staff number %(number)s.", number=person.staff_number)
        story.say(person.recorded_in, sentence)
    _tell_columns(person, story)
    tell_work(person_id, story)
    return story.entries(knowledge.number)


def tell_work(person_id: int, story: Story) -> None:
    """Say when someone was employed, where they worked and when they were away; three statements."""
    for table, label in FACTS.items():
        tell_versions(_versions(table, person_id), _(label), story)


def _tell_columns(person: Person, story: Story) -> None:
    kept = PersonVersion.select().where(PersonVersion.person == person.id)
    before = list(kept.order_by(PersonVersion.superseded_in))
    for then, now in zip(before, [*before, person][1:], strict=True):
        for name, label in LABELS.items():
            was, is_now = getattr(then, name), getattr(now, name)
            if was != is_now:
                story.differ(then.superseded_in, _(label), _shown(was), _shown(is_now))
        if then.__data__["manager"] != now.__data__["manager"]:
            story.say(then.superseded_in, _("Another manager."))


def _shown(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)


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


def tell_versions(known: Sequence[Version], label: str, story: Story) -> None:
    """Say what each version changed of the one before; versions come by fact, then as they became known."""
    before: Version | None = None
    for version in known:
        follows = before is not None and before.fact_id == version.fact_id
        if before is not None and not follows:
            _tell_end(before, label, story)
        if before is not None and follows:
            story.differ(version.recorded_in, label, before.words, version.words)
        else:
            story.say(version.recorded_in, f"{label} {version.words}.")
        before = version
    if before is not None:
        _tell_end(before, label, story)


def _tell_end(last: Version, label: str, story: Story) -> None:
    """What was superseded by nothing was taken back."""
    if last.superseded_in != NEVER:
        story.say(last.superseded_in, _("Taken back: %(what)s.", what=f"{label} {last.words}"))
