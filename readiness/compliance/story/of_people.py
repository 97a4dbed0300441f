"""What was recorded of people: who came, moved, left or was away, what they hold, speak, learned and read.

Whoever is out of the reader's reach is named nowhere: that a site has one more or one less is told by the number.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from readiness.audit.histories import Lead, Story
from readiness.certificates.history import tell_certificate
from readiness.certificates.models import Certificate
from readiness.compliance.story.about import FEW, Told
from readiness.compliance.story.versions import Row, Step, Touch, Versions, few
from readiness.duty.hours import hours_words
from readiness.duty.week import WEEKDAYS
from readiness.foundation.words import day, ngettext
from readiness.foundation.words import gettext as _
from readiness.people.history import Version
from readiness.people.models import Person
from readiness.people.reach import within_reach


class Numbers(NamedTuple):
    """How it is told of how many something was new in a change, and of how many it is otherwise than before."""

    new: Callable[[int], str]
    other: Callable[[int], str]

    def of(self, new: int, other: int) -> list[str]:
        return [say(count) for say, count in ((self.new, new), (self.other, other)) if count]


@dataclass(frozen=True, slots=True)
class OfPeople:
    """A kind of fact about people: its table, what is read of v, what it is called, and how each version is told.

    `is_counted`: of those out of reach it is told how many they are.
    """

    table: str
    columns: str
    label: Callable[[], str]
    said: Callable[[Row], str]
    numbers: Numbers
    joins: str = ""
    is_counted: bool = False


def _days(row: Row) -> str:
    return Version(0, 0, 0, row[0], row[1], ", ".join(filter(None, row[2:]))).words


WORK = OfPeople(
    "membership",
    "v.from_on, v.until_on, coalesce(s.name, ''), coalesce(d.name, ''), v.job_title",
    lambda: _("Works at"),
    _days,
    Numbers(
        lambda count: ngettext(
            "One person was recorded as working here.",
            "%(count)s people were recorded as working here.",
            count,
        ),
        lambda count: ngettext(
            "Of one person it was changed from when until when, or as what, they work here.",
            "Of %(count)s people it was changed from when until when, or as what, they work here.",
            count,
        ),
    ),
    "LEFT JOIN site s ON s.id = v.site_id LEFT JOIN department d ON d.id = v.department_id",
    is_counted=True,
)
EMPLOYED = OfPeople(
    "employment",
    "v.from_on, v.until_on",
    lambda: _("Employed"),
    _days,
    Numbers(
        lambda count: ngettext(
            "One person was recorded as employed.", "%(count)s people were recorded as employed.", count
        ),
        lambda count: ngettext(
            "Of one person it was changed from when until when they are employed.",
            "Of %(count)s people it was changed from when until when they are employed.",
            count,
        ),
    ),
    is_counted=True,
)
AWAY = OfPeople(
    "leave",
    "v.from_on, v.until_on",
    lambda: _("On leave"),
    _days,
    Numbers(
        lambda count: ngettext("A leave was recorded.", "%(count)s leaves were recorded.", count),
        lambda count: ngettext(
            "A leave was changed or taken back.", "%(count)s leaves were changed or taken back.", count
        ),
    ),
)
ABSENT = OfPeople(
    "duty_absence",
    "v.from_on, v.until_on",
    lambda: _("Not on duty"),
    _days,
    Numbers(
        lambda count: ngettext("An absence was recorded.", "%(count)s absences were recorded.", count),
        lambda count: ngettext(
            "An absence was changed or taken back.", "%(count)s absences were changed or taken back.", count
        ),
    ),
)


def _shift(row: Row) -> str:
    weekday, start, end = row[2:]
    return f"{_(WEEKDAYS[weekday])} {hours_words(start, end)} {_days(row[:2])}"


SHIFT = OfPeople(
    "duty_shift",
    "v.from_on, v.until_on, v.weekday, v.from_minute, v.until_minute",
    lambda: _("On the rota"),
    _shift,
    Numbers(
        lambda count: ngettext(
            "A shift was put on the rota.", "%(count)s shifts were put on the rota.", count
        ),
        lambda count: ngettext(
            "A shift of the rota was changed or taken back.",
            "%(count)s shifts of the rota were changed or taken back.",
            count,
        ),
    ),
    is_counted=True,
)


def _learned(row: Row) -> str:
    done_on, minutes, title, topic, confirmed_by = row
    length = ngettext("one minute", "%(count)s minutes", minutes)
    said = f"{day(done_on)}, {', '.join(filter(None, (title, topic, length)))}"
    return said if confirmed_by else _("%(what)s (nobody has looked at it yet)", what=said)


LEARNED = OfPeople(
    "learning_activity",
    "v.done_on, v.minutes, v.title, v.topic, v.confirmed_by",
    lambda: _("Learned on"),
    _learned,
    Numbers(
        lambda count: ngettext(
            "One person wrote down what they learned.",
            "%(count)s people wrote down what they learned.",
            count,
        ),
        lambda count: ngettext(
            "What one person learned was corrected, looked at or taken back.",
            "What %(count)s people learned was corrected, looked at or taken back.",
            count,
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Whose:
    """Of whom something is told: a condition on v, with its values; `until`: nothing that was recorded later."""

    sql: str
    values: dict[str, Any] = field(default_factory=dict)
    is_named: bool = True


def tell_of_people(kind: OfPeople, whose: Whose, told: Told, story: Story) -> None:
    """Say what was recorded of people, by their names or, of many in one change, by their number; two statements."""
    reach = " AND ".join(within_reach(told.asked.reach, "v.person_id"))
    where = whose.sql if kind.is_counted or not reach else f"{whose.sql} AND {reach}"
    values = {**whose.values, **told.asked.reach.values()} if reach else whose.values
    if kind.is_counted:
        values = whose.values
    versions = Versions(kind.table, where, values, told.until)
    touches = versions.touches()
    named = few(touches) if whose.is_named else []
    for each in touches:
        if each.change not in named:
            _say_number(kind, each, told, story)
    person = f"v.person_id, p.given_name, p.family_name, p.staff_number, CASE WHEN {reach or 'TRUE'} THEN 1 ELSE 0 END"
    read = Versions(kind.table, where, {**values, **told.asked.reach.values()}, told.until)
    joins = f"JOIN person p ON p.id = v.person_id {kind.joins}"
    others: Counter[tuple[int, bool]] = Counter()
    for step in read.steps(named, f"{person}, {kind.columns}", joins):
        if step.any[4]:
            _say_named(kind, step, told, story)
        else:
            others[step.change, step.was is None] += 1
    for (change, is_new), count in others.items():
        for sentence in kind.numbers.of(count if is_new else 0, 0 if is_new else count):
            story.say_of_others(change, sentence)


def _say_number(kind: OfPeople, touch: Touch, told: Told, story: Story) -> None:
    say = (
        story.say
        if told.asked.reach.site_ids is None and not told.about.staff_number
        else story.say_of_others
    )
    for sentence in kind.numbers.of(touch.new, touch.other):
        say(touch.change, sentence)


def _say_named(kind: OfPeople, step: Step, told: Told, story: Story) -> None:
    own, label = Story(), kind.label()
    said = [None if row is None else kind.said(row[5:]) for row in (step.was, step.now)]
    match said:
        case [was, None]:
            own.say(step.change, _("Taken back: %(what)s.", what=f"{label} {was}"))
        case [None, now]:
            own.say(step.change, f"{label} {now}.")
        case [str(was), str(now)] if was != now:
            own.differ(step.change, label, was, now)
    person_id, given, family, number, _reach = step.any[:5]
    take(own, (person_id, f"{given} {family}".strip() or number), step.change, told, story)


def take(own: Story, person: tuple[int, str], change: int, told: Told, story: Story) -> None:
    """Tell of somebody at a site by their name, with the way to their page; of whom the finding is about, without."""
    if change not in own.said:
        return
    number, name = person
    is_theirs = told.about.person_id == number
    story.take(own, [change], whose="" if is_theirs else name)
    if not is_theirs:
        story.lead(change, Lead(name, "people.show", (("person_id", number),)))


def tell_certificates(whose: Whose, told: Told, story: Story) -> None:
    """Say what was recorded of certificates that count, of those within reach; three statements."""
    names = {f"kind_{place}": kind for place, kind in enumerate(told.held)}
    where = [f"v.kind IN ({', '.join(f':{name}' for name in names)})", whose.sql]
    where += within_reach(told.asked.reach, "v.person_id")
    values = {**names, **whose.values, **told.asked.reach.values()}
    versions = Versions("certificate", " AND ".join(where), values, told.until)
    touches = versions.touches()
    for each in touches:
        if each.new + each.other > FEW:
            _say_many_certificates(each, story)
    changes = few(touches)
    if not changes:
        return
    touched = [Certificate.recorded_in << changes, Certificate.superseded_in << changes]
    numbers = {step.any[0] for step in versions.steps(changes, "v.fact_id")}
    rows = Certificate.select(Certificate, Person).join(Person)
    rows = rows.where((Certificate.fact_id << numbers) & (touched[0] | touched[1]))
    found: dict[int, list[Certificate]] = {}
    for version in rows.order_by(Certificate.fact_id, Certificate.recorded_in, Certificate.id):
        found.setdefault(version.fact_id, []).append(version)
    for number, versions_of_one in found.items():
        own, person = Story(), versions_of_one[0].person
        tell_certificate(versions_of_one, told.kinds, own)
        name = f"{person.given_name} {person.family_name}".strip() or person.staff_number
        for change in changes:
            take(own, (person.id, name), change, told, story)
            if change in own.said:
                story.lead(change, Lead(_("Certificate"), "certificates.show", (("certificate_id", number),)))


def _say_many_certificates(touch: Touch, story: Story) -> None:
    if touch.new:
        story.say(
            touch.change,
            ngettext("One certificate was recorded.", "%(count)s certificates were recorded.", touch.new),
        )
    if touch.other:
        one = "One certificate was corrected, revoked or withdrawn."
        story.say(
            touch.change,
            ngettext(one, "%(count)s certificates were corrected, revoked or withdrawn.", touch.other),
        )
