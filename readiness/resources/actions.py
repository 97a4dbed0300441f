"""What may be done with resources: who may see them, that they are right, that two are one; plans that pay for them."""

from dataclasses import dataclass
from datetime import date

from readiness.audit.actions import Recording, recording
from readiness.audit.events import Event
from readiness.audit.events.resources import (
    InsuranceCoverWithdrawn,
    InsuranceCoverWritten,
    ResourceMerged,
    ResourceMergeUndone,
    ResourceReportClosed,
    ResourceVerified,
    ResourceVisibilitySet,
)
from readiness.foundation import clock
from readiness.foundation.errors import Conflict, InvalidInput, NotFound
from readiness.foundation.temporal import current, record, supersede, withdraw
from readiness.foundation.words import gettext as _
from readiness.resources.applying import touch
from readiness.resources.covers import Cover
from readiness.resources.models import (
    InsuranceCover,
    ResourceMerge,
    ResourceReport,
    ResourceVerification,
    ResourceVisibility,
)
from readiness.resources.queries import Reader, kind_of_record, shown_to
from readiness.resources.visibility import Visibility


@dataclass(frozen=True, slots=True)
class Showing:
    """Who may see a record. `hides_phone`: of a hidden place, its own numbers too."""

    record: str
    visibility: Visibility
    hides_phone: bool
    reason: str


def decide(showing: Showing, actor: str) -> None:
    """Decide who may see a service, a place or an organisation; it holds through every later import."""
    kind = kind_of_record(showing.record)
    if not kind:
        raise NotFound(_("There is no such record."))
    if not showing.reason.strip():
        raise InvalidInput(_("reason: Write why, for those who look at this later."))
    with recording(actor) as opened:
        values = {
            "visibility": str(showing.visibility),
            "hides_phone": showing.hides_phone,
            "is_proposed": False,
            "reason": showing.reason.strip(),
        }
        row = ResourceVisibility.get_or_none(
            (ResourceVisibility.record == showing.record) & current(ResourceVisibility)
        )
        if row is None:
            record(ResourceVisibility, opened.change, record=showing.record, kind=kind, **values)
        else:
            supersede(row, opened.change, **values)
        _done(
            opened,
            ResourceVisibilitySet(
                showing.record, kind=kind, visibility=str(showing.visibility), hides_phone=showing.hides_phone
            ),
        )


def verify(service: str, verified_on: date, way: str, today: date, actor: str) -> None:
    """Sign that a service is as it is told here, by which call or letter; raises InvalidInput, NotFound."""
    faults = []
    if verified_on > today:
        faults.append(_("verified_on: this day is still to come."))
    if not way.strip():
        faults.append(_("way: write whom you called, or where you read it."))
    if faults:
        raise InvalidInput(faults)
    _check_service(service)
    with recording(actor) as opened:
        values = {"verified_on": verified_on, "verified_by": actor, "way": way.strip()}
        row = ResourceVerification.get_or_none(
            (ResourceVerification.record == service) & current(ResourceVerification)
        )
        if row is None:
            record(ResourceVerification, opened.change, record=service, **values)
        else:
            supersede(row, opened.change, **values)
        opened.note(ResourceVerified(service, verified_on=verified_on.isoformat()))


def merge(dropped: str, kept: str, reason: str, actor: str) -> None:
    """Say that one service is another, which is shown in its place; raises Conflict, NotFound."""
    if dropped == kept:
        raise Conflict(_("A service cannot be another and itself."))
    _check_service(dropped)
    _check_service(kept)
    with recording(actor) as opened:
        record(ResourceMerge, opened.change, record=dropped, kept=kept, reason=reason.strip())
        _done(opened, ResourceMerged(dropped, kept=kept))


def undo_merge(dropped: str, actor: str) -> None:
    """A service that was said to be another is one of its own again; raises Conflict."""
    row = ResourceMerge.get_or_none((ResourceMerge.record == dropped) & current(ResourceMerge))
    if row is None:
        raise Conflict(_("It is one of its own already."))
    with recording(actor) as opened:
        withdraw(row, opened.change)
        _done(opened, ResourceMergeUndone(dropped, kept=row.kept))


def close_report(number: int, answer: str, actor: str) -> str:
    """Say that a report was looked at, and what came of it; gives the service that it speaks of."""
    row: ResourceReport | None = ResourceReport.get_or_none(ResourceReport.id == number)
    if row is None:
        raise NotFound(_("There is no such report."))
    with recording(actor) as opened:
        closed = ResourceReport.update(closed_at=clock.now(), closed_by=actor, answer=answer.strip()).where(
            (ResourceReport.id == number) & ResourceReport.closed_at.is_null()
        )
        if closed.execute() != 1:
            raise Conflict(_("Somebody has closed it already."))
        opened.note(ResourceReportClosed(row.record, report=number))
    return str(row.record)


def write_cover(cover: Cover, actor: str) -> None:
    """Say that a plan holds at a site, or at all, for a plan year; raises InvalidInput naming every fault."""
    faults = []
    if not cover.name.strip():
        faults.append(_("name: write what the plan is called."))
    if cover.until_on < cover.from_on:
        faults.append(_("until_on: write a day that is not before the first."))
    if cover.kind == "insurance" and not any(each.strip() for each in cover.payers):
        faults.append(_("payers: write a word by which services say that they take it."))
    if faults:
        raise InvalidInput(faults)
    with recording(actor) as opened:
        record(
            InsuranceCover,
            opened.change,
            site=cover.site,
            kind=cover.kind,
            name=cover.name.strip(),
            payers=[each.strip() for each in cover.payers if each.strip()],
            phone=cover.phone.strip(),
            note=cover.note.strip(),
            from_on=cover.from_on,
            until_on=cover.until_on,
        )
        days = {"from_on": cover.from_on.isoformat(), "until_on": cover.until_on.isoformat()}
        opened.note(InsuranceCoverWritten(cover.name, site=cover.site, **days))


def withdraw_cover(fact_id: int, reason: str, actor: str) -> None:
    """Say that a plan never held; what was known before stays known as such."""
    row = InsuranceCover.get_or_none((InsuranceCover.fact_id == fact_id) & current(InsuranceCover))
    if row is None:
        raise NotFound(_("There is no such plan."))
    with recording(actor) as opened:
        withdraw(row, opened.change)
        opened.note(InsuranceCoverWithdrawn(row.name, site=row.site, reason=reason.strip()))


def _check_service(service: str) -> None:
    found = shown_to(Reader.STAFF).by_record.get(service)
    if found is None or found.kind != "service":
        raise NotFound(_("There is no such resource."))


def _done(opened: Recording, event: Event) -> None:
    """Say what was done, and that what readers see is different from now on."""
    opened.note(event)
    touch(opened.change.id)
