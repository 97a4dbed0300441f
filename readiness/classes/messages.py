"""What people are told of a class: each message owed once, in the change that is its reason."""

from dataclasses import dataclass
from datetime import datetime

from readiness.audit.actions import Recording
from readiness.certificates.kinds import certificate_kinds
from readiness.classes.models import TrainingClass
from readiness.classes.times import clock_words
from readiness.notices.actions import Message, owe, withdraw
from readiness.people.models import Person
from readiness.people.queries import work_language

INVITED, ENROLLED, WAITING, MOVED_UP = "invited", "enrolled", "waiting", "moved_up"
LEFT, CANCELLED, MOVED, REMINDER, NO_SHOW = "left", "cancelled", "moved", "reminder", "no_show"
OF_NO_CLASS = (CANCELLED, NO_SHOW)
"""What leads to the list of classes, since there is nothing more to do with this one."""


@dataclass(frozen=True, slots=True)
class Post:
    """A class that people are told of, in an open change, now."""

    training_class: TrainingClass
    opened: Recording
    now: datetime

    def tell(self, what: str, person: Person, key: str | int = "", **more: str) -> bool:
        """Owe somebody a message; False where it was owed already.

        `key`: what makes it another message of the same sort; by default the change in which it is owed.
        """
        number = self.training_class.fact_id
        own = {"given_name": person.given_name or person.staff_number}
        return owe(
            Message(
                key=f"{self._about(person)}{what}/{key or self.opened.change.id}",
                kind=f"classes.{what}",
                recipient=person.email,
                content={**_told(self.training_class), **own, **more},
                due_at=self.now,
                language=work_language(person),
                person=person.id,
                link="/account/classes" if what in OF_NO_CLASS else f"/account/classes/{number}",
            ),
            self.opened,
        )

    def forget(self, person: Person) -> None:
        """Take back what somebody was still to be told of the class: it holds no more."""
        withdraw(self._about(person), self.now)

    def _about(self, person: Person) -> str:
        return f"classes/{self.training_class.fact_id}/people/{person.id}/"


def _told(training_class: TrainingClass) -> dict[str, str]:
    return {
        "title": certificate_kinds().known(training_class.kind).title,
        "held_on": training_class.held_on.isoformat(),
        "hours": clock_words(training_class.starts_at, training_class.ends_at, training_class.time_zone),
        "where": place_words(training_class),
        "note": training_class.note,
    }


def place_words(training_class: TrainingClass) -> str:
    """Where a class is: the site, and the room; or the address elsewhere."""
    parts = [training_class.site.name if training_class.site else "", training_class.place]
    return ", ".join(part for part in parts if part)
