"""Events of messages and their ways out."""

from dataclasses import dataclass
from typing import ClassVar

from readiness.audit.events import Event


@dataclass(frozen=True, slots=True)
class MessageSentAgain(Event):
    """A message was owed again by a person. The subject is its recipient."""

    action: ClassVar[str] = "message sent again"
    message: int


@dataclass(frozen=True, slots=True)
class TestMessageOwed(Event):
    """A test message was asked for. The subject is its recipient."""

    action: ClassVar[str] = "test message asked for"
    way: str


@dataclass(frozen=True, slots=True)
class WebhookChanged(Event):
    """Messages are posted to an address too, or no more. The subject is the address."""

    action: ClassVar[str] = "webhook changed"
    is_on: bool
