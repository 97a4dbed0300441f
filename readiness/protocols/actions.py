"""What may be done with protocols: bringing in those to start from, writing, reviewing, approving and retiring one."""

from collections.abc import Iterable, Sequence
from typing import Any

from readiness.audit.actions import Recording, recording
from readiness.audit.events import ProtocolApproved, ProtocolsBrought
from readiness.audit.events.handbook import (
    ProtocolRetired,
    ProtocolSentBack,
    ProtocolSentForReview,
    ProtocolWritten,
)
from readiness.foundation import clock
from readiness.foundation.errors import Conflict, InvalidInput
from readiness.foundation.words import gettext as _
from readiness.protocols.models import ProtocolRevision
from readiness.protocols.queries import (
    approval_faults,
    authors_of,
    get_latest,
    known_slugs,
    protocol_of,
)
from readiness.protocols.states import OPEN, READY, SHIPPED_BY, WHOLE, State
from readiness.standards.protocols import Protocol


def bring_starters(protocols: Iterable[Protocol], actor: str) -> int:
    """Keep as drafts those protocols of which nothing is kept yet; gives how many."""
    shipped = list(protocols)
    if not _unknown(shipped):
        return 0
    try:
        with recording(actor) as opened:
            # Asked again inside the change: two who begin at once must not both bring them.
            new = _unknown(shipped)
            if not new:
                raise _NothingToBring
            for protocol in new:
                _write_draft(protocol, 1, SHIPPED_BY, opened)
            opened.note(ProtocolsBrought("protocols", slugs=[protocol.slug for protocol in new]))
    except _NothingToBring:
        return 0
    return len(new)


class _NothingToBring(Exception):
    pass


def _unknown(protocols: Iterable[Protocol]) -> list[Protocol]:
    known = known_slugs()
    return [protocol for protocol in protocols if protocol.slug not in known]


def _write_draft(protocol: Protocol, number: int, author: str, opened: Recording) -> None:
    ProtocolRevision.create(
        slug=protocol.slug,
        number=number,
        state=State.DRAFT,
        body=protocol.model_dump(mode="json", exclude={"slug"}),
        author=author,
        written_at=opened.change.recorded_at,
    )


def write_draft(slug: str, seen: int, values: dict[str, Any], actor: str) -> int:
    """Write a new revision: the latest with these values in the place of its own; gives its number.

    `seen`: the number of the revision that was looked at; raises Conflict naming who wrote another since.
    """
    with recording(actor) as opened:
        latest = _as_seen(slug, seen)
        protocol = Protocol.model_validate({"slug": slug, **latest.body, **values})
        if protocol == protocol_of(latest):
            raise Conflict(_("Nothing was changed: everything is as it was."))
        if latest.state in OPEN:
            latest.state = State.RETIRED
            latest.save()
        _write_draft(protocol, seen + 1, actor, opened)
        opened.note(ProtocolWritten(slug, number=seen + 1, based_on=seen))
    return seen + 1


def _as_seen(slug: str, seen: int) -> ProtocolRevision:
    """The latest revision, if it is still the one that was seen; asked within a change."""
    return as_seen(get_latest(slug), seen)


def as_seen(latest: ProtocolRevision, seen: int) -> ProtocolRevision:
    """The latest revision; raises Conflict naming who wrote it where another one was seen."""
    if latest.number != seen:
        raise Conflict(
            _(
                "%(who)s wrote revision %(number)s while you were at it. What you typed is still here: compare it "
                "with what is there now, and save again if yours is to hold.",
                who=latest.author,
                number=latest.number,
            )
        )
    return latest


def send_for_review(slug: str, seen: int, actor: str) -> None:
    """Let somebody else look at a draft; raises InvalidInput with everything that keeps it from being approved."""
    with recording(actor) as opened:
        draft = _as_seen(slug, seen)
        if draft.state != State.DRAFT:
            raise Conflict(_("Only a draft is sent for review."))
        _check(draft)
        draft.state, draft.sent_back = State.REVIEW, ""
        draft.save()
        opened.note(ProtocolSentForReview(slug, number=draft.number))


def send_back(slug: str, seen: int, reason: str, actor: str) -> None:
    """Make of a revision that waits for approval a draft again, with the reason for its author."""
    if not reason.strip():
        raise InvalidInput(_("reason: Write why, so that it can be mended."))
    with recording(actor) as opened:
        revision = _as_seen(slug, seen)
        if revision.state != State.REVIEW:
            raise Conflict(_("It does not wait for approval any more."))
        revision.state, revision.sent_back = State.DRAFT, reason.strip()
        revision.save()
        opened.note(ProtocolSentBack(slug, number=revision.number, reason=reason.strip()))


def approve(slugs: Sequence[str], actor: str) -> list[str]:
    """Approve the latest drafts of these protocols, all or none; gives the slugs of those that were drafts.

    Raises Conflict where the one who approves wrote it: another pair of eyes has to read it. Raises InvalidInput
    naming every fault of all of them.
    """
    revisions = [get_latest(slug) for slug in dict.fromkeys(slugs)]
    drafts = [revision for revision in revisions if revision.state in OPEN]
    own = [revision.slug for revision in drafts if actor in authors_of(revision)]
    if own:
        raise Conflict(_("You wrote %(slugs)s. Somebody else has to approve it.", slugs=", ".join(own)))
    _check(*drafts)
    if drafts:
        with recording(actor) as opened:
            for draft in drafts:
                # Asked again inside the change: somebody may have written another while it was looked at.
                write_approval(_as_seen(draft.slug, draft.number), actor, opened)
    return [draft.slug for draft in drafts]


def approve_seen(slug: str, seen: int, actor: str) -> None:
    """Approve the revision that was looked at."""
    approve_all_seen([(slug, seen)], actor)


def approve_all_seen(chosen: Sequence[tuple[str, int]], actor: str) -> int:
    """Approve the revisions that were looked at, by slug and number, all or none; gives how many."""
    with recording(actor) as opened:
        revisions = [_as_seen(slug, seen) for slug, seen in chosen]
        if any(revision.state not in OPEN for revision in revisions):
            raise Conflict(_("It does not wait for approval any more."))
        if any(actor in authors_of(revision) for revision in revisions):
            raise Conflict(_("You wrote some of it. Somebody else has to approve it."))
        _check(*revisions)
        for revision in revisions:
            write_approval(revision, actor, opened)
    return len(revisions)


def _check(*revisions: ProtocolRevision) -> None:
    faults = [fault for revision in revisions for fault in approval_faults(revision)]
    if faults:
        raise InvalidInput(faults, title=_("It cannot be approved like this."))


def write_approval(
    draft: ProtocolRevision, actor: str, opened: Recording, *, is_sample: bool = False
) -> None:
    """Approve a draft within a change that is open; one that was approved before it and never published is retired."""
    ProtocolRevision.update(state=State.RETIRED).where(
        (ProtocolRevision.slug == draft.slug)
        & (ProtocolRevision.number < draft.number)
        & (ProtocolRevision.state == State.APPROVED)
    ).execute()
    draft.state, draft.approved_by, draft.approved_at = State.APPROVED, actor, clock.now()
    draft.sent_back = ""
    draft.sample_approval = int(is_sample)
    draft.save()
    opened.note(ProtocolApproved(draft.slug, number=draft.number, author=draft.author))


def retire(slug: str, seen: int, reason: str, actor: str) -> None:
    """A protocol is for the handbook no more; its revisions stay. It leaves the handbook with the next edition."""
    if not reason.strip():
        raise InvalidInput(_("reason: Write why, for those who look at this later."))
    with recording(actor) as opened:
        latest = _as_seen(slug, seen)
        if latest.state == State.RETIRED:
            raise Conflict(_("It is retired already."))
        ProtocolRevision.update(state=State.RETIRED).where(
            (ProtocolRevision.slug == slug) & ProtocolRevision.state.in_(WHOLE)
        ).execute()
        opened.note(ProtocolRetired(slug, number=latest.number, reason=reason.strip()))


def take_back_sample_approvals() -> int:
    """What invented people approved is a draft again; gives how many. Within a change that is open."""
    taken: int = (
        ProtocolRevision.update(state=State.DRAFT, approved_by="", approved_at=None, sample_approval=0)
        .where((ProtocolRevision.sample_approval == 1) & ProtocolRevision.state.in_(READY))
        .execute()
    )
    return taken


def note_published(revisions: Sequence[ProtocolRevision]) -> None:
    """Say of these revisions that they are published, and of all others that they are so no more.

    Within a change that is open. Of a protocol that is among them, the others are retired; of one that is not,
    they stay approved: an edition was gone back to in which it was not.
    """
    slugs = {revision.slug: revision.number for revision in revisions}
    for other in ProtocolRevision.select().where(ProtocolRevision.state == State.PUBLISHED):
        if slugs.get(other.slug) == other.number:
            continue
        is_newer = other.number > slugs.get(other.slug, 0)
        other.state = State.APPROVED if is_newer else State.RETIRED
        other.save()
    for revision in revisions:
        if revision.state != State.PUBLISHED:
            ProtocolRevision.update(state=State.PUBLISHED).where(ProtocolRevision.id == revision.id).execute()
