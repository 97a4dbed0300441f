"""Events of messages and their ways out."""

from typing import ClassVar

from readiness.audit.events import Event, event


@event
class MessageSentAgain(Event):
    """A message was owed again by a person. The subject is its recipient."""

    action: ClassVar[str] = "message sent again"
    message: int


@event
class TestMessageOwed(Event):
    """A test message was asked for. The subject is its recipient."""

    action: ClassVar[str] = "test message asked for"
    way: str


@event
class WebhookChanged(Event):
    """Messages are posted to an address too, or no more. The subject is the address."""

    action: ClassVar[str] = "webhook changed"
    is_on: bool
