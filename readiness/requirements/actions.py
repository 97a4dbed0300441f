"""What may be done with requirements: adopting a pack, granting an exemption."""

from dataclasses import dataclass
from datetime import date

from readiness.audit.actions import Recording, recording
from readiness.audit.events import ExemptionGranted, PackAdopted
from readiness.foundation.errors import InvalidInput
from readiness.foundation.temporal import day_before, record, supersede, withdraw
from readiness.requirements.models import Adoption, Exemption, PackText
from readiness.requirements.queries import adoption_in_force
from readiness.standards.packs import Pack


def adopt_pack(pack: Pack, from_on: date, actor: str) -> bool:
    """Hold the organisation to a pack from a day on; False where nothing would change.

    Another text of the same pack takes the place of the present one from that day. The pack must
    have been judged by `pack_faults` before.
    """
    present = adoption_in_force(pack.id)
    if present and present.text.sha256 == pack.sha256 and present.from_on == from_on:
        return False
    with recording(actor) as opened:
        write_adoption(pack, from_on, opened)
    return True


def write_adoption(pack: Pack, from_on: date, opened: Recording) -> None:
    """Adopt a pack within a change that is open."""
    text = PackText.get_or_none(PackText.sha256 == pack.sha256) or PackText.create(
        sha256=pack.sha256, pack_id=pack.id, content=pack.content
    )
    present = adoption_in_force(pack.id)
    while present is not None and present.from_on >= from_on:
        withdraw(present, opened.change)
        present = adoption_in_force(pack.id)
    if present is not None and present.until_on >= from_on:
        supersede(present, opened.change, until_on=day_before(from_on))
    record(Adoption, opened.change, pack_id=pack.id, text=text, from_on=from_on)
    opened.note(PackAdopted(pack.id, sha256=pack.sha256, from_on=from_on.isoformat()))


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
