"""What may be done with protocols: bringing in those to start from, and approving one."""

from collections.abc import Iterable, Sequence

from readiness.audit.actions import Recording, recording
from readiness.audit.events import ProtocolApproved, ProtocolsBrought
from readiness.foundation import clock
from readiness.foundation.errors import Conflict
from readiness.protocols.models import ProtocolRevision
from readiness.protocols.queries import get_latest, latest_revisions
from readiness.protocols.states import State
from readiness.standards.protocols import Protocol

SHIPPED_BY = "Readiness"
"""The author of the protocols to start from; so whoever works here may approve them."""


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
                _write_draft(protocol, opened)
            opened.note(ProtocolsBrought("protocols", slugs=[protocol.slug for protocol in new]))
    except _NothingToBring:
        return 0
    return len(new)


class _NothingToBring(Exception):
    pass


def _unknown(protocols: Iterable[Protocol]) -> list[Protocol]:
    known = {revision.slug for revision in latest_revisions()}
    return [protocol for protocol in protocols if protocol.slug not in known]


def _write_draft(protocol: Protocol, opened: Recording) -> None:
    ProtocolRevision.create(
        slug=protocol.slug,
        number=1,
        state=State.DRAFT,
        body=protocol.model_dump(mode="json", exclude={"slug"}),
        author=SHIPPED_BY,
        written_at=opened.change.recorded_at,
    )


def approve(slugs: Sequence[str], actor: str) -> list[str]:
    """Approve the latest drafts of these protocols, all or none; gives the slugs of those that were drafts.

    Raises Conflict where the one who approves wrote it: another pair of eyes has to read it.
    """
    revisions = [get_latest(slug) for slug in dict.fromkeys(slugs)]
    drafts = [revision for revision in revisions if revision.state == State.DRAFT]
    own = [revision.slug for revision in drafts if revision.author == actor]
    if own:
        raise Conflict(f"You wrote {', '.join(own)}. Somebody else has to approve it.")
    if drafts:
        with recording(actor) as opened:
            for draft in drafts:
                write_approval(draft, actor, opened)
    return [draft.slug for draft in drafts]


def write_approval(
    draft: ProtocolRevision, actor: str, opened: Recording, *, is_sample: bool = False
) -> None:
    """Approve a draft within a change that is open."""
    draft.state, draft.approved_by, draft.approved_at = State.APPROVED, actor, clock.now()
    draft.sample_approval = int(is_sample)
    draft.save()
    opened.note(ProtocolApproved(draft.slug, number=draft.number, author=draft.author))


def take_back_sample_approvals() -> int:
    """What invented people approved is a draft again; gives how many. Within a change that is open."""
    taken: int = (
        ProtocolRevision.update(state=State.DRAFT, approved_by="", approved_at=None, sample_approval=0)
        .where(ProtocolRevision.sample_approval == 1)
        .execute()
    )
    return taken


def note_published(revisions: Sequence[ProtocolRevision]) -> None:
    """Say of these revisions that they are published, and of earlier ones of the same protocols that they were."""
    for revision in revisions:
        ProtocolRevision.update(state=State.RETIRED).where(
            (ProtocolRevision.slug == revision.slug)
            & (ProtocolRevision.state == State.PUBLISHED)
            & (ProtocolRevision.id != revision.id)
        ).execute()
        if revision.state != State.PUBLISHED:
            ProtocolRevision.update(state=State.PUBLISHED).where(ProtocolRevision.id == revision.id).execute()
