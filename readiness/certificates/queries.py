"""Reads of certificates."""

from collections.abc import Sequence
from datetime import date

from readiness.certificates.models import Certificate, CertificateBatch
from readiness.certificates.validity import Validity
from readiness.foundation.database import among, number_list, select
from readiness.foundation.errors import NotFound
from readiness.foundation.rows import first
from readiness.foundation.temporal import NEVER, Knowledge, current, known_sql
from readiness.foundation.words import gettext as _
from readiness.people.models import Person


def get_certificate(certificate_id: int) -> Certificate:
    """What we hold true of a certificate, by its number (`fact_id`); raises NotFound."""
    certificate: Certificate | None = (
        Certificate.select(Certificate, Person)
        .join(Person)
        .where((Certificate.fact_id == certificate_id) & current(Certificate))
        .first()
    )
    if certificate is None:
        raise NotFound(f"There is no certificate with the number {certificate_id}.")
    return certificate


def get_batch(batch_id: int) -> CertificateBatch:
    """What was done at once under this number; raises NotFound."""
    batch: CertificateBatch | None = CertificateBatch.get_or_none(CertificateBatch.id == batch_id)
    if batch is None:
        raise NotFound(_("Check the address, or go back to the start."), title=_("There is no such page."))
    return batch


def latest_batches(most: int) -> list[CertificateBatch]:
    """What was done with several certificates at once, the latest first."""
    return list(CertificateBatch.select().order_by(CertificateBatch.id.desc()).limit(most))


def touched_in(change: int) -> list[int]:
    """The numbers of the certificates of which a change recorded or superseded something."""
    rows = select(
        "SELECT DISTINCT fact_id FROM certificate WHERE recorded_in = :change OR superseded_in = :change "
        "ORDER BY fact_id",
        change=change,
    )
    return [fact_id for (fact_id,) in rows]


def held_by(
    person_ids: Sequence[int], kinds: Sequence[str], apart_from: int = 0, known: Knowledge | None = None
) -> dict[int, list[Validity]]:
    """What each of the people holds of these kinds, now or once, apart from one certificate; one statement.

    `known`: by what was known then; None: inside a change, by what we hold true.
    """
    condition = "c.superseded_in = :known" if known is None else known_sql("c")
    codes = {f"kind_{place}": code for place, code in enumerate(kinds)}
    rows = select(
        f"SELECT c.person_id, c.issued_on, c.expires_on, c.revoked_on FROM certificate c "
        f"WHERE {among('c.person_id', 'people')} AND c.kind IN ({', '.join(f':{name}' for name in codes)}) "
        f"AND {condition} AND c.fact_id <> :apart_from",
        people=number_list(list(person_ids)),
        known=NEVER if known is None else known.number,
        apart_from=apart_from,
        **codes,
    )
    held: dict[int, list[Validity]] = {person_id: [] for person_id in person_ids}
    for person_id, issued_on, expires_on, revoked_on in rows:
        held[person_id].append(Validity(issued_on, expires_on, revoked_on))
    return held


def find_certificate(certificate_id: int) -> Certificate | None:
    """What we hold true of a certificate, by its number, if anything."""
    found: Certificate | None = (
        Certificate.select().where((Certificate.fact_id == certificate_id) & current(Certificate)).first()
    )
    return found


def find_same(person_id: int, kind: str, issued_on: date, number: str) -> Certificate | None:
    """The certificate that this would be another record of: the same day, and no other number."""
    condition = "person_id = :person AND kind = :kind AND issued_on = :issued_on AND superseded_in = :never"
    values = {"person": person_id, "kind": kind, "issued_on": issued_on, "never": NEVER}
    if number:
        return first(Certificate, f"{condition} AND number IN ('', :number)", number=number, **values)
    return first(Certificate, condition, **values)


def who_has_same(person_ids: Sequence[int], kind: str, issued_on: date) -> set[int]:
    """Those of the people who have a certificate of this kind and day of issue already; one statement."""
    same = select(
        f"SELECT c.person_id FROM certificate c WHERE {among('c.person_id', 'people')} AND c.kind = :kind "
        "AND c.issued_on = :issued_on AND c.superseded_in = :never",
        people=number_list(list(person_ids)),
        kind=kind,
        issued_on=issued_on,
        never=NEVER,
    )
    return {person_id for (person_id,) in same}
