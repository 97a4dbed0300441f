"""What may be done with several certificates at once, beside adding and revoking: renewing; and what it would bring."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from readiness.audit.actions import recording
from readiness.certificates.actions import CertificateDetails, Desk, NewCertificate, Seen, add_within, as_seen
from readiness.certificates.batches import BatchKind, note_batch
from readiness.certificates.known import KnownCertificate
from readiness.certificates.queries import held_by
from readiness.certificates.renewal import Taken, rule
from readiness.certificates.ruling_words import refusal_words, ruling_words
from readiness.foundation.errors import InvalidInput, ReadinessError
from readiness.foundation.words import gettext as _
from readiness.standards.certificate_kinds import CertificateKinds


@dataclass(frozen=True, slots=True)
class Change:
    """A certificate, and what would become of it in words; `is_refused`: it stands in the way of the others."""

    certificate: KnownCertificate
    then: str
    is_refused: bool = False


def renewals(
    chosen: Sequence[KnownCertificate], details: CertificateDetails, kinds: CertificateKinds
) -> Iterator[Change]:
    """What renewing each would bring, by the rules of its kind; two statements for each kind."""
    held = {
        kind.code: held_by([each.person_id for each in chosen], kinds.counting_as(kind.code))
        for kind in {each.kind.code: each.kind for each in chosen}.values()
    }
    for each in chosen:
        if details.issued_on is None:
            yield Change(each, "–")
            continue
        taken = Taken(details.issued_on, details.expires_on, details.course)
        ruling = rule(each.kind, taken, held[each.kind.code][each.person_id])
        refused = _not_after(each, details) or refusal_words(ruling, each.kind).partition(": ")[2]
        until = _("no end") if details.is_endless else ruling_words(ruling)
        yield Change(each, refused or until, is_refused=bool(refused))


def _not_after(certificate: KnownCertificate, details: CertificateDetails) -> str:
    if details.issued_on is not None and details.issued_on <= certificate.issued_on:
        return _("A renewal is issued after the certificate that it renews.")
    return _("It was withdrawn. Leave it out.") if certificate.is_withdrawn else ""


def renew_certificates(seen: Sequence[Seen], details: CertificateDetails, desk: Desk) -> None:
    """Add the next period of each, all of them or none. Raises InvalidInput naming every fault and whose it is."""
    if not seen:
        raise InvalidInput(_("Choose at least one certificate."))
    faults: list[str] = []
    with recording(desk.actor) as opened:
        for each in seen:
            before = as_seen(each)
            new = NewCertificate(before.person, before.kind, details, renews=before.fact_id)
            try:
                if details.issued_on is not None and details.issued_on <= before.issued_on:
                    raise InvalidInput(
                        _("issued_on: A renewal is issued after the certificate that it renews.")
                    )
                add_within(new, desk, opened)
            except ReadinessError as refused:
                name = (
                    f"{before.person.given_name} {before.person.family_name} ({before.person.staff_number})"
                )
                faults += [f"{name}: {problem.partition(': ')[2] or problem}" for problem in refused.problems]
        if faults:
            raise InvalidInput(list(dict.fromkeys(faults)))
        note_batch(BatchKind.RENEWED, len(seen), opened)
