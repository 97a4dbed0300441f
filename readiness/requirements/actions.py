"""What may be done with requirements: adopting packs and ceasing to, granting exemptions and withdrawing them."""

from dataclasses import dataclass
from datetime import date

from readiness.audit.actions import Recording, recording
from readiness.audit.events import (
    ExemptionGranted,
    ExemptionWithdrawn,
    PackAdopted,
    PackCeased,
)
from readiness.foundation.errors import Conflict, InvalidInput, NotFound
from readiness.foundation.temporal import LAST_DAY, day_before, record, supersede, withdraw
from readiness.requirements.models import Adoption, Exemption, OwnTerms, PackText
from readiness.requirements.queries import adoption_in_force, adoptions_from, get_exemption
from readiness.standards.packs import Pack


def adopt_pack(pack: Pack, from_on: date, actor: str) -> bool:
    """Hold the organisation to a pack from a day on; False where nothing would change.

    Another text of the same pack takes the place of the present one from that day. The pack must
    have been judged by `pack_faults` before.
    """
    if _is_adopted(pack, from_on):
        return False
    try:
        with recording(actor) as opened:
            # Whoever pressed twice was kept waiting here meanwhile.
            if _is_adopted(pack, from_on):
                raise _AdoptedMeanwhile
            write_adoption(pack, from_on, opened)
    except _AdoptedMeanwhile:
        return False
    return True


class _AdoptedMeanwhile(Exception):
    """Someone else has adopted the very same."""


def _is_adopted(pack: Pack, from_on: date) -> bool:
    present = adoption_in_force(pack.id)
    return (
        present is not None
        and present.text.sha256 == pack.sha256
        and present.from_on == from_on
        and present.until_on == LAST_DAY
    )


def write_adoption(pack: Pack, from_on: date, opened: Recording) -> None:
    """Adopt a pack within a change that is open."""
    _end_adoptions(pack.id, from_on, opened)
    record(Adoption, opened.change, pack_id=pack.id, text=text_of(pack), from_on=from_on)
    opened.note(PackAdopted(pack.id, sha256=pack.sha256, from_on=from_on.isoformat()))


def cease_pack(pack_id: str, from_on: date, reason: str, actor: str) -> None:
    """Hold the organisation to a pack no more from a day on; what was asked before stays asked for then."""
    if not reason.strip():
        raise InvalidInput("Write why the pack is no longer held to.")
    with recording(actor) as opened:
        if not _end_adoptions(pack_id, from_on, opened):
            raise NotFound(f"The pack '{pack_id}' is not held to on {from_on} or later.")
        opened.note(PackCeased(pack_id, from_on=from_on.isoformat(), reason=reason))


def _end_adoptions(pack_id: str, from_on: date, opened: Recording) -> int:
    """Let no adoption of a pack hold from a day on; gives how many did."""
    present = adoptions_from(pack_id, from_on)
    for adoption in present:
        end_from(adoption, from_on, opened)
    return len(present)


def end_from(fact: Adoption | OwnTerms | Exemption, from_on: date, opened: Recording) -> None:
    """Let a fact hold until the day before; what would only begin then is withdrawn."""
    if fact.from_on >= from_on:
        withdraw(fact, opened.change)
    else:
        supersede(fact, opened.change, until_on=day_before(from_on))


def text_of(pack: Pack) -> PackText:
    """The kept text of a pack, by the hash of its content."""
    text: PackText = PackText.get_or_none(PackText.sha256 == pack.sha256) or PackText.create(
        sha256=pack.sha256, pack_id=pack.id, content=pack.content
    )
    return text


@dataclass(frozen=True, slots=True)
class ExemptionRequest:
    """Who is to be exempted from what, until when, and why; no staff number: the site itself."""

    pack_id: str
    clause_id: str
    site_code: str
    from_on: date
    until_on: date | None
    reason: str
    staff_number: str = ""


def grant_exemption(request: ExemptionRequest, actor: str, opened: Recording | None = None) -> None:
    """Exempt a subject from a clause; raises InvalidInput without an end or a reason."""
    faults = []
    if request.until_on is None:
        faults.append("An exemption needs an end. Write the last day on which it holds.")
    elif request.until_on < request.from_on:
        faults.append("The exemption would end before it starts.")
    if not request.reason.strip():
        faults.append("An exemption needs a reason.")
    if faults:
        raise InvalidInput(faults)
    if opened is None:
        with recording(actor) as opened:
            _write_exemption(request, actor, opened)
    else:
        _write_exemption(request, actor, opened)


def _write_exemption(request: ExemptionRequest, actor: str, opened: Recording) -> None:
    record(
        Exemption,
        opened.change,
        pack_id=request.pack_id,
        clause_id=request.clause_id,
        site_code=request.site_code,
        staff_number=request.staff_number,
        from_on=request.from_on,
        until_on=request.until_on,
        reason=request.reason,
        granted_by=actor,
    )
    opened.note(
        ExemptionGranted(
            request.staff_number or request.site_code,
            clause=f"{request.pack_id}/{request.clause_id}",
            from_on=request.from_on.isoformat(),
            until_on=str(request.until_on),
            reason=request.reason,
        )
    )


def withdraw_exemption(exemption_id: int, from_on: date, reason: str, actor: str) -> None:
    """End an exemption early, from a day on; from its first day it never held. Raises Conflict once it ended."""
    if not reason.strip():
        raise InvalidInput("Write why the exemption is withdrawn.")
    exemption = get_exemption(exemption_id)
    if exemption.until_on < from_on:
        raise Conflict("The exemption ended before that day; there is nothing to withdraw.")
    with recording(actor) as opened:
        end_from(exemption, from_on, opened)
        opened.note(
            ExemptionWithdrawn(
                exemption.staff_number or exemption.site_code,
                clause=f"{exemption.pack_id}/{exemption.clause_id}",
                from_on=from_on.isoformat(),
                reason=reason,
            )
        )
