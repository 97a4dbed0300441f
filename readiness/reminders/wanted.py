"""A reminder that is wanted now: to whom, of what, at which stage, in which words."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from readiness.accounts.told import Reached
from readiness.foundation.words import CATALOGUES
from readiness.notices.actions import Message, Tap
from readiness.reminders.queries import AtSite

PREFIX = "reminders/"


@dataclass(frozen=True, slots=True)
class About:
    """What a reminder is about: what, of which due day, where, for whom of the staff."""

    what: str
    due_on: date
    site: AtSite
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """In which words: the kind of message and its content; where its link leads."""

    kind: str
    content: dict[str, Any]
    link: str = ""
    tap: Tap | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A reminder that is wanted now."""

    reached: Reached
    about: About
    stage: str
    words: Words

    @property
    def in_ledger(self) -> tuple[str, date, str, str]:
        """By what the ledger knows it."""
        return self.about.what, self.about.due_on, self.stage, self.reached.who

    @property
    def key(self) -> str:
        """By what the outbox knows it."""
        return f"{PREFIX}{self.about.what}/{self.about.due_on.isoformat()}/{self.stage}/{self.reached.who}"

    def language(self, otherwise: str) -> str:
        """The first of the reader's languages that is spoken here."""
        return next((each for each in self.reached.languages if is_spoken(each)), otherwise)

    def message(self, due_at: datetime, language: str) -> Message:
        """The message, in the reader's language."""
        return Message(
            key=self.key,
            kind=self.words.kind,
            recipient=self.reached.address,
            content=self.words.content,
            due_at=due_at,
            language=self.language(language),
            person=self.reached.person,
            link=self.words.link,
            tap=self.words.tap if self.reached.person is not None else None,
        )


def is_spoken(tag: str) -> bool:
    """Whether messages can be written in a language: English, or one that has its words here."""
    language = tag.partition("-")[0].casefold()
    return language == "en" or (language.isalpha() and (CATALOGUES / f"{language}.po").is_file())
