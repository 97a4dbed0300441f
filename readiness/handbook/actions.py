"""What may be done with the handbook: publishing an edition of what is approved, and withdrawing it."""

from pathlib import Path

from readiness.audit.actions import recording
from readiness.audit.events import HandbookPublished, HandbookWithdrawn
from readiness.foundation.errors import Conflict, InvalidInput
from readiness.foundation.words import gettext as _
from readiness.handbook.content import Content, in_order
from readiness.handbook.edition import CURRENT, Edition, build, current_edition, switch
from readiness.protocols.actions import note_published
from readiness.protocols.queries import protocol_of, ready_revisions
from readiness.standards.crisis_lines import load_crisis_lines


def publish(folder: Path, country: str, actor: str) -> Edition:
    """Build an edition of every approved protocol and make it the current one.

    Raises Conflict where nothing is approved, InvalidInput naming every fault; then the present edition stays.
    """
    revisions = ready_revisions()
    if not revisions:
        raise Conflict(
            _("No protocol is approved yet, so there is nothing to publish. See: readiness handbook list")
        )
    protocols = {revision.slug: protocol_of(revision) for revision in revisions}
    edition = build(Content(in_order(protocols), load_crisis_lines(), country), folder)
    if edition.is_current:
        return edition
    with recording(actor) as opened:
        note_published(revisions)
        numbers = {revision.slug: revision.number for revision in revisions}
        opened.note(HandbookPublished(edition.path.name, revisions=numbers))
    # Last, and atomic: should the machine stop before, publishing again brings the same edition.
    switch(folder, edition.path.name)
    return edition


def keep_in_step(folder: Path, country: str, actor: str) -> str:
    """Publish what is approved; where nothing is any more, show no handbook. Gives why it cannot be shown, or ''.

    For what was done for another reason: that is not undone because the handbook cannot follow.
    """
    if not ready_revisions():
        withdraw(folder, _("No protocol is approved any more."), actor)
        return ""
    try:
        publish(folder, country, actor)
    except InvalidInput as refused:
        return _("The handbook was not published. %(why)s", why=" ".join(refused.problems))
    return ""


def withdraw(folder: Path, reason: str, actor: str) -> bool:
    """Show no handbook any more; the editions stay as files. False where there was none."""
    edition = current_edition(folder)
    if edition is None:
        return False
    with recording(actor) as opened:
        opened.note(HandbookWithdrawn(edition.name, reason=reason))
    (folder / CURRENT).unlink(missing_ok=True)
    return True
