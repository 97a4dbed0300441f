"""What may be done with certificates by hand: adding, renewing, correcting, revoking, withdrawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from readiness.audit.actions import Recording, recording
from readiness.audit.events import CertificateCorrected, CertificateRevoked
from readiness.audit.events.certificates import (
    CertificateAdded,
    CertificateReinstated,
    CertificateWithdrawn,
)
from readiness.audit.histories import changed_meanwhile
from readiness.certificates.batches import BatchKind, note_batch
from readiness.certificates.models import Certificate
from readiness.certificates.queries import find_same, get_certificate, held_by, who_has_same
from readiness.certificates.renewal import Course, Taken, rule
from readiness.certificates.ruling_words import refusal_words
from readiness.certificates.validity import Validity, last_day
from readiness.foundation.errors import Conflict, InvalidInput
from readiness.foundation.temporal import record, supersede, withdraw
from readiness.foundation.words import day as day_words
from readiness.foundation.words import gettext as _
from readiness.people.models import Person
from readiness.people.queries import get_person_by_id
from readiness.people.typed import Typed
from readiness.standards.certificate_kinds import CertificateKinds


@dataclass(frozen=True, slots=True)
class CertificateDetails:
    """What a certificate says, as it is typed. Without a last day, the kind's usual one; `is_endless`: none."""

    issued_on: date | None
    expires_on: date | None = None
    is_endless: bool = False
    issuer: str = ""
    number: str = ""
    course: Course = Course.FULL


@dataclass(frozen=True, slots=True)
class NewCertificate:
    """A certificate that someone holds, as it is typed; `evidence` says what proves it, `renews` what it follows."""

    person: Person
    kind: str
    details: CertificateDetails
    evidence: str = ""
    renews: int | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """A certificate by its number, and the version of it that someone saw."""

    certificate_id: int
    version: int


@dataclass(frozen=True, slots=True)
class Before:
    """What is known of a certificate before it is recorded: what the person holds, and from when it is revoked.

    `is_asked` False: what they hold is not known yet. `of`: whose it is, where faults must say so.
    """

    held: Sequence[Validity] = ()
    revoked_on: date | None = None
    is_asked: bool = True
    of: Person | None = None

    def named(self, fault: str) -> str:
        """A fault, with the name of whose certificate it is."""
        if self.of is None:
            return fault
        return (
            f"{self.of.given_name} {self.of.family_name} ({self.of.staff_number}): {fault.partition(': ')[2]}"
        )


@dataclass(frozen=True, slots=True)
class Desk:
    """Who acts, on which day, with which kinds."""

    actor: str
    today: date
    kinds: CertificateKinds


def add_certificate(person_id: int, kind: str, details: CertificateDetails, desk: Desk) -> int:
    """Add a certificate; gives its number. Raises InvalidInput naming every fault, Conflict where it is there."""
    with recording(desk.actor) as opened:
        return add_within(NewCertificate(get_person_by_id(person_id), kind, details), desk, opened)


def add_within(new: NewCertificate, desk: Desk, opened: Recording) -> int:
    """The same within a change that is open, for what else belongs to it."""
    typed = Typed()
    if new.kind not in {each.code for each in desk.kinds.offered}:
        typed.fault("kind", _("Choose what the certificate is."))
    held = held_by([new.person.id], desk.kinds.counting_as(new.kind))[new.person.id]
    values = _checked(typed, new.kind, new.details, desk, Before(held))
    typed.check()
    return _add(new, {**values, "evidence": new.evidence}, opened)


def prove(certificate: Certificate, evidence: str, opened: Recording) -> None:
    """Say of a certificate what proves it, beside what was said before; its event is noted by whoever has the proof."""
    supersede(certificate, opened.change, evidence="; ".join(filter(None, (certificate.evidence, evidence))))


def renew_certificate(seen: Seen, details: CertificateDetails, desk: Desk) -> int:
    """Add the next period of a certificate; the one before stays as it is. Gives the new number."""
    before = get_certificate(seen.certificate_id)
    typed = Typed()
    held = held_by([before.person.id], desk.kinds.counting_as(before.kind))[before.person.id]
    values = _checked(typed, before.kind, details, desk, Before(held))
    if details.issued_on is not None and details.issued_on <= before.issued_on:
        typed.fault("issued_on", _("A renewal is issued after the certificate that it renews."))
    typed.check()
    with recording(desk.actor) as opened:
        return _add(
            NewCertificate(before.person, before.kind, details, renews=before.fact_id), values, opened
        )


def add_certificates(people: Sequence[Person], kind: str, details: CertificateDetails, desk: Desk) -> None:
    """Add the same certificate of several people, all of them or none.

    Raises InvalidInput naming every fault, Conflict naming everyone who has it already.
    """
    typed = Typed()
    if kind not in {each.code for each in desk.kinds.offered}:
        typed.fault("kind", _("Choose what the certificate is."))
    values = _checked(typed, kind, details, desk, Before(is_asked=False))
    if not people:
        typed.faults.append(_("Choose at least one person."))
    typed.check()
    with recording(desk.actor) as opened:
        ids = [person.id for person in people]
        having = who_has_same(ids, kind, values["issued_on"])
        if having:
            raise Conflict([_has_it(person) for person in people if person.id in having])
        held = held_by(ids, desk.kinds.counting_as(kind))
        for person in people:
            theirs = _checked(typed, kind, details, desk, Before(held[person.id], of=person))
            _record(person, kind, theirs, opened)
        typed.check()
        note_batch(BatchKind.ADDED, len(people), opened)


def _has_it(person: Person) -> str:
    return _(
        "%(name)s (%(number)s) has this certificate with this day of issue already. Leave them out.",
        name=f"{person.given_name} {person.family_name}".strip(),
        number=person.staff_number,
    )


def _add(new: NewCertificate, values: dict[str, Any], opened: Recording) -> int:
    same = find_same(new.person.id, new.kind, values["issued_on"], values["number"])
    if same is not None:
        raise Conflict(
            _(
                "issued_on: this certificate is there already, with this day of issue. Correct that one instead."
            )
        )
    return _record(new.person, new.kind, values, opened, renews=new.renews)


def grant_certificate(
    person: Person, kind: str, details: CertificateDetails, desk: Desk, opened: Recording
) -> int:
    """Add a certificate within a change that is open; gives its number, or that of the same one that is there."""
    typed = Typed()
    held = held_by([person.id], desk.kinds.counting_as(kind))[person.id]
    values = _checked(typed, kind, details, desk, Before(held))
    typed.check()
    same = find_same(person.id, kind, values["issued_on"], values["number"])
    return same.fact_id if same is not None else _record(person, kind, values, opened)


def _record(
    person: Person, kind: str, values: dict[str, Any], opened: Recording, *, renews: int | None = None
) -> int:
    certificate = record(Certificate, opened.change, person=person, kind=kind, **values)
    opened.note(
        CertificateAdded(
            person.staff_number,
            certificate=certificate.fact_id,
            kind=certificate.kind,
            issued_on=certificate.issued_on.isoformat(),
            expires_on=str(certificate.expires_on or ""),
            renews=renews,
        )
    )
    return certificate.fact_id


def correct_certificate(seen: Seen, details: CertificateDetails, reason: str, desk: Desk) -> None:
    """Record what the certificate really says; what was known before stays known as such."""
    typed = Typed()
    reason = typed.reason(reason)
    present = get_certificate(seen.certificate_id)
    codes, person_id = desk.kinds.counting_as(present.kind), present.person.id
    held = held_by([person_id], codes, apart_from=present.fact_id)[person_id]
    values = _checked(typed, present.kind, details, desk, Before(held, present.revoked_on))
    typed.check()
    with recording(desk.actor) as opened:
        certificate = as_seen(seen)
        changed = {name: value for name, value in values.items() if getattr(certificate, name) != value}
        if not changed:
            raise Conflict(_("Nothing was changed: everything is as it was."))
        told = {name: str(value or "") for name, value in changed.items() if name != "counts_until_on"}
        before = {name: str(getattr(certificate, name) or "") for name in told}
        supersede(certificate, opened.change, **changed)
        opened.note(
            CertificateCorrected(
                certificate.person.staff_number,
                certificate=certificate.fact_id,
                values=told,
                reason=reason,
                before=before,
            )
        )


def correct_expiry(certificate_id: int, expires_on: date | None, actor: str) -> None:
    """Record another last day for a certificate; what was known before stays known as such."""
    certificate = get_certificate(certificate_id)
    if expires_on is not None and expires_on < certificate.issued_on:
        raise InvalidInput("A certificate cannot end before its day of issue.")
    before = {"expires_on": str(certificate.expires_on or "")}
    with recording(actor) as opened:
        supersede(
            certificate,
            opened.change,
            expires_on=expires_on,
            counts_until_on=last_day(Validity(certificate.issued_on, expires_on, certificate.revoked_on)),
        )
        opened.note(
            CertificateCorrected(
                certificate.person.staff_number,
                certificate=certificate.fact_id,
                values={"expires_on": str(expires_on or "")},
                before=before,
            )
        )


def revoke_certificate(certificate_id: int, revoked_on: date, reason: str, actor: str) -> None:
    """A certificate counts no more from a day on; raises InvalidInput without a reason."""
    if not reason.strip():
        raise InvalidInput("Write why the certificate is revoked.")
    with recording(actor) as opened:
        _revoke(get_certificate(certificate_id), revoked_on, reason, opened)


def revoke_certificates(seen: Sequence[Seen], revoked_on: date | None, reason: str, actor: str) -> None:
    """Certificates count no more from a day on, all for one reason: all of them, or none."""
    typed = Typed()
    reason = typed.reason(reason)
    if revoked_on is None:
        typed.fault("revoked_on", _("Write the first day on which it does not count."))
    if not seen:
        typed.faults.append(_("Choose at least one certificate."))
    typed.check()
    with recording(actor) as opened:
        for each in seen:
            certificate = as_seen(each)
            if certificate.revoked_on is not None:
                raise Conflict(
                    _(
                        "The certificate %(number)s is revoked already. Leave it out.",
                        number=certificate.fact_id,
                    )
                )
            _revoke(certificate, revoked_on or date.max, reason, opened)
        if len(seen) > 1:
            note_batch(BatchKind.REVOKED, len(seen), opened)


def _revoke(certificate: Certificate, revoked_on: date, reason: str, opened: Recording) -> None:
    if revoked_on < certificate.issued_on:
        raise InvalidInput(
            _(
                "revoked_on: It was issued on %(day)s. Write that day or a later one.",
                day=day_words(certificate.issued_on),
            )
        )
    supersede(
        certificate,
        opened.change,
        revoked_on=revoked_on,
        revoked_reason=reason,
        counts_until_on=last_day(Validity(certificate.issued_on, certificate.expires_on, revoked_on)),
    )
    opened.note(
        CertificateRevoked(
            certificate.person.staff_number,
            certificate=certificate.fact_id,
            revoked_on=revoked_on.isoformat(),
            reason=reason,
        )
    )


def reinstate_certificate(seen: Seen, reason: str, actor: str) -> None:
    """A certificate was revoked by mistake: it counts as if it had not been."""
    typed = Typed()
    reason = typed.reason(reason)
    typed.check()
    with recording(actor) as opened:
        certificate = as_seen(seen)
        if certificate.revoked_on is None:
            raise Conflict(_("This certificate is not revoked."))
        until_on = last_day(Validity(certificate.issued_on, certificate.expires_on))
        supersede(certificate, opened.change, revoked_on=None, revoked_reason="", counts_until_on=until_on)
        opened.note(
            CertificateReinstated(
                certificate.person.staff_number, certificate=certificate.fact_id, reason=reason
            )
        )


def withdraw_certificate(seen: Seen, reason: str, actor: str) -> None:
    """A certificate was entered by mistake: it never was. Only what we knew remains."""
    typed = Typed()
    reason = typed.reason(reason)
    typed.check()
    with recording(actor) as opened:
        certificate = as_seen(seen)
        withdraw(certificate, opened.change)
        opened.note(
            CertificateWithdrawn(
                certificate.person.staff_number, certificate=certificate.fact_id, reason=reason
            )
        )


def as_seen(seen: Seen) -> Certificate:
    """The certificate, if it is still the one that was seen; raises Conflict naming who changed it."""
    certificate = get_certificate(seen.certificate_id)
    if certificate.id != seen.version:
        raise changed_meanwhile(certificate.recorded_in)
    return certificate


def _checked(
    typed: Typed, kind: str, details: CertificateDetails, desk: Desk, before: Before
) -> dict[str, Any]:
    """What a certificate says, as it is kept; faults go to `typed`."""
    issued_on = details.issued_on
    if issued_on is None:
        typed.fault("issued_on", _("Write the day of issue."))
        issued_on = desk.today
    elif issued_on > desk.today:
        typed.fault("issued_on", _("This day is still to come. A certificate is recorded once it is issued."))
    if details.expires_on is not None and details.expires_on < issued_on:
        typed.fault("expires_on", _("is before the day of issue. Mend one of the two days."))
    if details.expires_on is not None and details.is_endless:
        typed.fault("is_endless", _("Either it has a last day, or it has no end."))
    ruling = rule(desk.kinds.known(kind), Taken(issued_on, details.expires_on, details.course), before.held)
    refused = refusal_words(ruling, desk.kinds.known(kind)) if before.is_asked else ""
    if refused:
        typed.faults.append(before.named(refused))
    expires_on = None if details.is_endless else ruling.expires_on
    return {
        "issued_on": issued_on,
        "expires_on": expires_on,
        "counts_until_on": last_day(Validity(issued_on, expires_on, before.revoked_on)),
        "course": details.course.value,
        "issuer": typed.text("issuer", details.issuer),
        "number": typed.text("number", details.number),
    }
