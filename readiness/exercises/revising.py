"""A look at a protocol that an exercise asks for: its steps as they stand, and which approved revision changed one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from drills.evaluation import REVISION
from readiness.audit.actions import recording
from readiness.exercises.following_up import change_action
from readiness.exercises.models import CorrectiveAction
from readiness.exercises.signing import DONE, OPEN
from readiness.foundation.temporal import Change, current, versions
from readiness.foundation.words import gettext as _
from readiness.protocols.models import ProtocolRevision
from readiness.protocols.queries import latest_revisions, protocol_of
from readiness.standards.protocols import LEVELS, Protocol, ProtocolText


@dataclass(frozen=True, slots=True)
class StepShown:
    """A step as it stands now, by the name under which a scenario knows it; texts are '' where it is no more."""

    step: str
    slug: str
    english: str
    spanish: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """What exercises ask of a protocol: to look at these of its steps."""

    action: int
    text: str
    steps: tuple[str, ...]


def part_of(text: ProtocolText, name: str) -> str:
    """What a protocol says at a step's number, 'first', or one of the three ways; '' where it has none."""
    if name == "first":
        return text.first
    if name in LEVELS:
        choice = next(each for each in text.choices if each.level == name)
        return f"{choice.when} {choice.do}"
    if name.isdigit() and 1 <= int(name) <= len(text.steps):
        step = text.steps[int(name) - 1]
        return f"{step.do} {step.more}".strip()
    return ""


def steps_shown(action: CorrectiveAction) -> list[StepShown]:
    """The steps that an action names, as the latest revision has them."""
    texts = {each.slug: protocol_of(each) for each in latest_revisions()}
    shown = []
    for step in action.steps:
        slug, _colon, name = step.partition(":")
        protocol = texts.get(slug)
        english, spanish = (part_of(protocol.en, name), part_of(protocol.es, name)) if protocol else ("", "")
        shown.append(StepShown(step, slug, english, spanish))
    return shown


def proposed_for(slug: str) -> list[Proposed]:
    """What exercises ask of a protocol that nobody has done yet."""
    return [
        Proposed(each.fact_id, each.text, tuple(step for step in each.steps if step.startswith(f"{slug}:")))
        for each in _open_revisions()
        if any(step.startswith(f"{slug}:") for step in each.steps)
    ]


def settle_revisions(actor: str) -> list[int]:
    """Say of every look at a protocol that it is done, once a revision was approved that changed a step it names.

    It is not closed by that: whether it helped, an exercise has to show. Gives the numbers of the actions.
    """
    settled = []
    for action in _open_revisions():
        found = _answer_to(action)
        if found is None:
            continue
        revision, steps = found
        with recording(actor) as opened:
            note = _("Revision %(number)s, approved by %(whom)s, changed %(steps)s.",
                     number=revision.number, whom=revision.approved_by, steps=", ".join(steps))  # fmt: skip
            done_on = revision.approved_at.date()
            change_action(action, opened, "done", state=DONE, note=note, done_on=done_on)
        settled.append(action.fact_id)
    return settled


def _open_revisions() -> list[CorrectiveAction]:
    rows = CorrectiveAction.select().where(
        (CorrectiveAction.kind == REVISION) & (CorrectiveAction.state == OPEN) & current(CorrectiveAction)
    )
    return list(rows.order_by(CorrectiveAction.fact_id))


def _answer_to(action: CorrectiveAction) -> tuple[ProtocolRevision, list[str]] | None:
    """The first revision approved since that changed a step which the action names, and which."""
    since = _opened_at(action)
    for slug in dict.fromkeys(step.partition(":")[0] for step in action.steps):
        names = [step.partition(":")[2] for step in action.steps if step.startswith(f"{slug}:")]
        before = _before(slug, since)
        for revision in _approved_after(slug, since):
            changed = list(_changed(before, protocol_of(revision), names)) if before else names
            if changed:
                return revision, [f"{slug}:{name}" for name in changed]
    return None


def _opened_at(action: CorrectiveAction) -> datetime:
    """When it was opened, last: what was approved before it was opened again is no answer."""
    began = action.recorded_in
    for version in reversed(versions(CorrectiveAction, action.fact_id)):
        if version.state != OPEN:
            break
        began = version.recorded_in
    at: datetime = Change.get_by_id(began).recorded_at
    return at


def _before(slug: str, instant: datetime) -> Protocol | None:
    """The text that held at an instant: approved last, else (of a starter that nobody has approved) written last."""
    of_slug = ProtocolRevision.slug == slug
    held = (
        ProtocolRevision.select()
        .where(of_slug & (ProtocolRevision.approved_at <= instant))
        .order_by(ProtocolRevision.number.desc())
        .first()
    ) or (
        ProtocolRevision.select()
        .where(of_slug & (ProtocolRevision.written_at <= instant))
        .order_by(ProtocolRevision.number.desc())
        .first()
    )
    return protocol_of(held) if held else None


def _approved_after(slug: str, instant: datetime) -> list[ProtocolRevision]:
    rows = ProtocolRevision.select().where(
        (ProtocolRevision.slug == slug) & (ProtocolRevision.approved_at > instant)
    )
    return list(rows.order_by(ProtocolRevision.number))


def _changed(before: Protocol, after: Protocol, names: list[str]) -> Iterator[str]:
    """Which of these parts say something else, in either language."""
    for name in names:
        if any(part_of(before.text(each), name) != part_of(after.text(each), name) for each in ("en", "es")):
            yield name
