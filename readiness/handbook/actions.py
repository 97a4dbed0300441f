"""What may be done with the handbook: publishing an edition of what is approved, going back to one, withdrawing it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from config import Config
from readiness.audit.actions import Recording, recording
from readiness.audit.events import HandbookPublished, HandbookWithdrawn
from readiness.audit.events.handbook import HandbookSwitchedBack
from readiness.foundation import clock
from readiness.foundation.errors import Conflict, InvalidInput
from readiness.foundation.words import gettext as _
from readiness.handbook.content import Content
from readiness.handbook.edition import Edition, build, current_edition, show_none, switch
from readiness.handbook.following import take_newer
from readiness.handbook.gate import line_faults, links_of, number_faults
from readiness.handbook.models import EditionSwitch, HandbookEdition
from readiness.handbook.queries import (
    content_of,
    current_about,
    editions,
    get_edition,
    latest_switch,
    page_tags,
    present_outages,
)
from readiness.handbook.rendering import countries
from readiness.lines.models import LineOutage
from readiness.lines.queries import crisis_lines, superseded_numbers
from readiness.lines.standing import Watch
from readiness.protocols.actions import note_published
from readiness.protocols.models import ProtocolRevision
from readiness.protocols.queries import get_revision, published_revisions, ready_revisions
from readiness.resources.numbers import GoneBy


@dataclass(frozen=True, slots=True)
class Press:
    """Where editions are made, for which country, when, and after how many days a line's check is too old."""

    folder: Path
    country: str
    now: datetime
    as_of: date
    check_days: int = 365

    def watch(self) -> Watch:
        return Watch(crisis_lines(), self.as_of, self.check_days)


def press(config: Config) -> Press:
    """The press of an installation, at this moment."""
    return Press(
        config.handbook_folder,
        config.home_country,
        clock.now(),
        clock.today(config.time_zone),
        config.line_check_days,
    )


def on_day(at: Press, day: date) -> Press:
    """The same, asked about another day: what will be overdue then."""
    return replace(at, as_of=day)


@dataclass(frozen=True, slots=True)
class Proof:
    """What an edition would be made of."""

    revisions: Sequence[ProtocolRevision]
    outages: Sequence[LineOutage]
    content: Content

    def links(self) -> dict[str, dict[str, list[str]]]:
        """Which lines each page links, in the country of home and in those of sites."""
        found: dict[str, dict[str, list[str]]] = {}
        for country in countries(self.content):
            for slug, lines in links_of(replace(self.content, country=country).linked()).items():
                found.setdefault(slug, {}).update(lines)
        return found


def proof(at: Press) -> Proof:
    """What the next edition would be made of; raises Conflict where nothing is approved."""
    revisions = ready_revisions()
    if not revisions:
        raise Conflict(
            _(
                "No protocol is approved yet, so there is nothing to publish. Approve some under Handbook (by command: "
                "readiness handbook list)."
            )
        )
    return _proof(revisions, at)


def _proof(
    revisions: Sequence[ProtocolRevision], at: Press, outages: Sequence[LineOutage] | None = None
) -> Proof:
    outages = present_outages(at.now) if outages is None else outages
    return Proof(revisions, outages, content_of(revisions, at.country, outages))


def publish(at: Press, actor: str) -> Edition:
    """Build an edition of every approved protocol and make it the current one.

    Raises Conflict where nothing is approved, InvalidInput naming every fault, of every line that must not be shown
    and of every page; then the present edition stays.
    """
    before = latest_switch()
    made = proof(at)
    _check(made, at)
    return _make(made, at, actor, before, is_held=False)


@dataclass(frozen=True, slots=True)
class Change:
    """What is recorded together with an edition, and why another is made, in a few words.

    `record` gives the numbers of the outages that it wrote.
    """

    record: Callable[[Recording], Sequence[int]]
    why: str


def publish_lines(
    at: Press, actor: str, change: Change | None = None, outages: Sequence[LineOutage] | None = None
) -> Edition | None:
    """Publish anew what is published, with the crisis lines as they are; None where nothing is.

    `change` is recorded with it, or nothing is; `outages` are those that will be so then. Lines that the present
    edition shows already keep nothing from being mended: they stay flagged.
    """
    before, present = latest_switch(), current_about()
    if present is None:
        if change is not None:
            with recording(actor) as opened:
                change.record(opened)
        return None
    made = _proof(published_revisions(), at, outages)
    spared = {code for lines in present.links.values() for code in lines}
    _check(made, at, spared)
    return _make(made, at, actor, before, is_held=before is not None and before.is_held, change=change)


def lines_wait(at: Press) -> bool:
    """Whether a line is in order again, or out of order since, and the edition that is shown does not say so yet."""
    present = current_about()
    return present is not None and {*present.outages} != {each.fact_id for each in present_outages(at.now)}


def _check(made: Proof, at: Press, spared: Collection[str] = ()) -> None:
    faults = line_faults(made.links(), at.watch(), spared)
    faults += number_faults(made.content.protocols, GoneBy(superseded_numbers()))
    if faults:
        raise InvalidInput(faults, title=_("The handbook was not published: some numbers may be wrong."))


def _make(
    made: Proof,
    at: Press,
    actor: str,
    before: EditionSwitch | None,
    *,
    is_held: bool,
    change: Change | None = None,
) -> Edition:
    """Build, keep for every machine, make current here. The rows decide: a folder follows them.

    Building takes seconds, so it is done before the change is opened: nobody waits for it to write. `before`: what was
    current when it was begun; raises Conflict where that is no longer so, since what somebody published, went back to
    or withdrew meanwhile is the later word.
    """
    edition = build(made.content, at.folder)
    is_same = before is not None and before.name == edition.path.name and before.is_held == is_held
    values = _told(made)
    if is_same and change is None:
        _keep(edition, values, actor)
    else:
        with recording(actor) as opened:
            _refuse_unless_current(before)
            if change is not None:
                values["outages"] += change.record(opened)
            _keep(edition, values, actor)
            if not is_same:
                why = change.why if change is not None else ""
                _write_switch(edition.path.name, actor, reason=why, is_held=is_held)
                note_published(made.revisions)
                opened.note(HandbookPublished(edition.path.name, revisions=values["revisions"]))
    # Last, and atomic: should the machine stop before, the folder follows the rows when it is asked again.
    switch(at.folder, edition.path.name)
    return Edition(edition.path, is_current=is_same)


def _refuse_unless_current(before: EditionSwitch | None) -> None:
    latest = latest_switch()
    if (latest and latest.id) != (before and before.id):
        raise Conflict(
            _(
                "Somebody published, went back to or withdrew the handbook meanwhile. Look at it, then try again."
            )
        )


def _told(made: Proof) -> dict[str, Any]:
    """What is told of an edition beside its file; outages that are yet to be written have no number."""
    return {
        "revisions": {revision.slug: revision.number for revision in made.revisions},
        "links": made.links(),
        "outages": [each.fact_id for each in made.outages if each.fact_id is not None],
    }


def _keep(edition: Edition, values: dict[str, Any], actor: str) -> None:
    """Keep an edition; where it is kept already, what is told of it: a line may be out that no page links."""
    name = edition.path.name
    if HandbookEdition.update(**values).where(HandbookEdition.name == name).execute():
        return
    HandbookEdition.create(
        name=name, content=edition.path.read_bytes(), made_at=clock.now(), made_by=actor, **values
    )


def _write_switch(name: str, actor: str, *, reason: str = "", is_held: bool = False) -> None:
    EditionSwitch.create(
        name=name, switched_at=clock.now(), switched_by=actor, reason=reason, is_held=is_held
    )


EDITIONS_KEPT = 20
"""So many are kept to go back to, each of some megabytes; what was shown from when is told for ever."""


def forget_old_editions() -> int:
    """Remove the files of the oldest editions from the database, never that of the current one; gives how many."""
    present = latest_switch()
    kept = {each.name for each in editions()[:EDITIONS_KEPT]} | ({present.name} if present else set())
    gone: int = HandbookEdition.delete().where(HandbookEdition.name.not_in(sorted(kept))).execute()
    return gone


def switch_back(name: str, reason: str, at: Press, actor: str) -> None:
    """Make an earlier edition the current one again; the timetable then publishes nothing until somebody does.

    Raises InvalidInput naming every line in it that must not be shown any more.
    """
    edition = get_edition(name)
    present = latest_switch()
    if present is not None and present.name == name:
        raise Conflict(_("This edition is the current one already."))
    faults = [] if reason.strip() else [_("reason: Write why, for those who look at this later.")]
    faults += line_faults(edition.links, at.watch())
    if not page_tags(name):
        faults.append(_("Another release made this edition, and this one cannot show it. Publish instead."))
    if faults:
        raise InvalidInput(faults)
    with recording(actor) as opened:
        _write_switch(name, actor, reason=reason.strip(), is_held=True)
        note_published([get_revision(slug, number) for slug, number in edition.revisions.items()])
        before = present.name if present is not None else ""
        opened.note(HandbookSwitchedBack(name, instead_of=before, reason=reason.strip()))
    take_newer(at.folder)


def keep_in_step(at: Press, actor: str) -> str:
    """Publish what is approved; where nothing is any more, show no handbook. Gives why it cannot be shown, or ''.

    For what was done for another reason: that is not undone because the handbook cannot follow.
    """
    if not ready_revisions():
        withdraw(at.folder, _("No protocol is approved any more."), actor)
        return ""
    try:
        publish(at, actor)
    except (InvalidInput, Conflict) as refused:
        return _("The handbook was not published. %(why)s", why=" ".join(refused.problems))
    return ""


def withdraw(folder: Path, reason: str, actor: str) -> bool:
    """Show no handbook any more; the editions stay. False where there was none."""
    present, local = latest_switch(), current_edition(folder)
    name = present.name if present is not None else ""
    if not name and local is None:
        return False
    with recording(actor) as opened:
        _write_switch("", actor, reason=reason)
        opened.note(HandbookWithdrawn(name or (local.name if local else ""), reason=reason))
    show_none(folder)
    return True
