"""The sealed part: who may read it, writing it, and reading it, which is never done unseen."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from readiness.accounts.queries import account_named
from readiness.audit.actions import Recording, recording
from readiness.audit.events.incidents import SealedPartRead, SealedPartWritten, SealedReadersChanged
from readiness.foundation.errors import Conflict, InvalidInput, NotAllowed, NotFound
from readiness.foundation.temporal import current, record, withdraw
from readiness.foundation.words import gettext as _
from readiness.incidents.models import Incident, SealedPart, SealedReader
from readiness.incidents.queries import get_incident, latest_sealed
from readiness.incidents.sealing import Sealer
from readiness.web.access import Account, Role

FIELDS = ("people", "account", "witnesses")
"""Who was concerned and how they are reached; what happened in full; who saw it."""
NEVER_READERS = (Role.ADMIN, Role.AUDITOR, Role.EMPLOYEE)
"""Who runs the service or looks it over has no need of it, and cannot be given it."""
SHORTEST_REASON = 10


@dataclass(frozen=True, slots=True)
class Granted:
    """Somebody who may read sealed parts."""

    account: int
    granted_by: str
    granted_on: date


def write_sealed(
    incident: Incident, fields: dict[str, str], sealer: Sealer, now: datetime, opened: Recording
) -> None:
    """Write the sealed part within a change that is open; what was written before is kept, and not shown."""
    kept = {name: fields.get(name, "").strip() for name in FIELDS}
    content = sealer.seal(incident.fact_id, kept)
    SealedPart.create(
        incident=incident.fact_id, content=content, written_by=opened.actor, written_at=now,
        recorded_in=opened.change.id,
    )  # fmt: skip
    digest = hashlib.sha256(content.encode()).hexdigest()
    opened.note(SealedPartWritten(incident.site.code, incident=incident.fact_id, sha256=digest))


def rewrite_sealed(
    number: int, fields: dict[str, str], sealer: Sealer, now: datetime, reader: Account
) -> None:
    """Write it anew; only for whoever may read it, who would otherwise overwrite unseen."""
    check_reader(reader)
    incident = get_incident(number)
    with recording(reader.email) as opened:
        write_sealed(incident, fields, sealer, now, opened)


def read_sealed(number: int, reason: str, sealer: Sealer, reader: Account) -> dict[str, str]:
    """What is sealed, for somebody who may read it and says why; the reading stands in the trail before it is given.

    Raises NotAllowed, or InvalidInput where no reason is said.
    """
    check_reader(reader)
    if len(reason.strip()) < SHORTEST_REASON:
        raise InvalidInput(
            _("reason: Write why you need to read it, in a few words. It stands in the trail.")
        )
    incident = get_incident(number)
    part = latest_sealed(number)
    if part is None:
        raise NotFound(_("Nothing of this incident is sealed."))
    fields = sealer.opened(number, part.content)
    with recording(reader.email) as opened:
        opened.note(SealedPartRead(incident.site.code, incident=number, reason=reason.strip()))
    return fields


def may_read_sealed(account: Account) -> bool:
    """Whether an account may read sealed parts: by a grant, and only while its role is not one that never may."""
    return account.role not in NEVER_READERS and _grant_of(account.id) is not None


def check_reader(account: Account) -> None:
    """Raise NotAllowed for whoever may not read sealed parts."""
    if not may_read_sealed(account):
        raise NotAllowed(_("The sealed part is for those who were given the permission to read it."))


def _grant_of(account_id: int) -> SealedReader | None:
    found: SealedReader | None = SealedReader.get_or_none(
        (SealedReader.account == account_id) & current(SealedReader)
    )
    return found


def sealed_readers() -> list[Granted]:
    """Everybody who was given the permission."""
    rows = SealedReader.select().where(current(SealedReader)).order_by(SealedReader.fact_id)
    return [Granted(row.account, row.granted_by, row.granted_on) for row in rows]


def grant_reading(email: str, today: date, actor: str) -> None:
    """Let an account read sealed parts. Never oneself, never an administrator, an auditor or an employee's account."""
    account = account_named(email).account
    if account.email == actor:
        raise InvalidInput(_("email: Nobody gives this permission to themselves."))
    if account.role in NEVER_READERS:
        raise InvalidInput(_("email: An account of this role never reads sealed parts."))
    if _grant_of(account.id) is not None:
        raise Conflict(_("This account may read them already."))
    with recording(actor) as opened:
        record(SealedReader, opened.change, account=account.id, granted_by=actor, granted_on=today)
        opened.note(SealedReadersChanged(account.email, may_read=True))


def revoke_reading(account_id: int, email: str, actor: str) -> None:
    """Take the permission back."""
    grant = _grant_of(account_id)
    if grant is None:
        raise NotFound(_("This account has no such permission."))
    with recording(actor) as opened:
        withdraw(grant, opened.change)
        opened.note(SealedReadersChanged(email, may_read=False))
