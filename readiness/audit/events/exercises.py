"""The audit events of exercises as they are run and followed up; the subject is the site's code."""

from typing import Any, ClassVar

from readiness.audit.events import Event, event


@event
class ExerciseCodeMade(Event):
    """A code was made with which people take part without an account; an earlier one of its purpose died."""

    action: ClassVar[str] = "exercise code made"
    exercise: int
    purpose: str
    expires_at: str


@event
class EntriesHandedIn(Event):
    """Entries of a run reached its log. `kinds`: how many of each; the hash is over the entries as they were kept."""

    action: ClassVar[str] = "exercise entries handed in"
    exercise: int
    writer: str
    kinds: dict[str, int]
    sha256: str


@event
class ReportSigned(Event):
    """The after-action report was signed: overall rating, how many actions and needs it opened."""

    action: ClassVar[str] = "after-action report signed"
    exercise: int
    entries: int
    overall: str
    actions: list[int]
    training_needs: list[int]


@event
class CorrectiveActionChanged(Event):
    """A corrective action was opened, given to somebody, done, or closed; `values` are the new ones."""

    action: ClassVar[str] = "corrective action changed"
    exercise: int
    corrective_action: int
    what: str
    values: dict[str, Any]


@event
class TrainingNeedChanged(Event):
    """A training need was opened or met; `values` are the new ones."""

    action: ClassVar[str] = "training need changed"
    exercise: int
    training_need: int
    what: str
    values: dict[str, Any]


@event
class ActionsChased(Event):
    """Those who see to actions that are past their day, or stand above them, were told; how many messages."""

    action: ClassVar[str] = "actions chased"
    messages: int


@event
class ExerciseInvited(Event):
    """People were asked to take part; how many. Who answered what stands nowhere in the trail."""

    action: ClassVar[str] = "exercise invitations sent"
    exercise: int
    people: int


@event
class InvitationAnswered(Event):
    """Somebody answered an invitation."""

    action: ClassVar[str] = "exercise invitation answered"
    exercise: int
