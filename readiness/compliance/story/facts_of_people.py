"""The kinds of facts about people that are told: their tables, and how each version, or how many, is told."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from readiness.compliance.story.versions import Row
from readiness.duty.hours import hours_words
from readiness.duty.week import WEEKDAYS
from readiness.foundation.words import day, ngettext
from readiness.foundation.words import gettext as _
from readiness.people.history import Version


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

    @property
    def is_of_work(self) -> bool:
        """Whether each is somebody who works somewhere, and not what somebody has."""
        return self.table in {"membership", "employment"}


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
            "Of one person the days or the job here were changed.",
            "Of %(count)s people the days or the job here were changed.",
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
            "Of one person the days of employment were changed.",
            "Of %(count)s people the days of employment were changed.",
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
