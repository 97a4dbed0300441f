"""Taking somebody out of the trail: what names them gives way to a pseudonym, and the chain still holds."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from readiness.audit.chain import commitment_to
from readiness.audit.erased import Digest, ranges
from readiness.audit.events.privacy import PersonErased
from readiness.audit.models import AuditDetail
from readiness.audit.queries import LINK
from readiness.audit.said import Link, Said
from readiness.foundation.database import among, as_instant, number_list, select, update_rows

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Names:
    """By what somebody is named in the trail, and what stands there from now on: both begin with the pseudonym.

    `anywhere` finds them among the words of details.
    """

    emails: Sequence[str]
    numbers: Sequence[str]
    anywhere: re.Pattern[str]
    pseudonym: str
    address: str


@dataclass(frozen=True, slots=True)
class Found:
    """The events that name somebody: as who did it, as to what it was done, in the details."""

    actors: list[int]
    subjects: list[int]
    details: list[int]


def events_naming(names: Names) -> Found:
    """The events that name somebody; three statements."""
    emails = {f"email_{place}": email for place, email in enumerate(names.emails)}
    numbers = {f"number_{place}": number for place, number in enumerate(names.numbers)}
    by_email = f"IN ({', '.join(f':{place}' for place in emails)})" if emails else "IS NULL"
    by_number = f"IN ({', '.join(f':{place}' for place in numbers)})" if numbers else "IS NULL"
    actors = select(f"SELECT id FROM audit_event WHERE lower(actor) {by_email} ORDER BY id", **emails)
    # A site may be called as somebody is numbered: what was done to it was not done to them.
    subjects = select(
        f"SELECT id FROM audit_event WHERE lower(subject) {by_email} OR (subject {by_number} "
        "AND NOT EXISTS (SELECT 1 FROM site WHERE site.code = audit_event.subject)) ORDER BY id",
        **emails,
        **numbers,
    )
    details = [
        number
        for number, action, detail in select(
            "SELECT e.id, e.action, d.detail FROM audit_detail d JOIN audit_event e ON e.id = d.event_id "
            "ORDER BY e.id"
        )
        if action != PersonErased.action and names.anywhere.search(detail)
    ]
    return Found([id_ for (id_,) in actors], [id_ for (id_,) in subjects], details)


def erase_events(names: Names, reason: str, rows: dict[str, int]) -> PersonErased:
    """Erase, within a change that is open; gives the event that tells of it, which is to be noted in that change."""
    found = events_naming(names)
    actors, subjects = {*found.actors}, {*found.subjects}
    old, digest = [], Digest()
    touched = sorted(actors | subjects)
    for start in range(0, len(touched), BATCH):
        changed = []
        for link in _links(touched[start : start + BATCH]):
            after = _without(link, names, is_actor=link.number in actors, is_subject=link.number in subjects)
            if not link.said.actor_commitment:
                old.append(link.number)
                digest.add(after)
            changed.append(after)
        _write(changed)
    for start in range(0, len(found.details), BATCH):
        AuditDetail.delete().where(AuditDetail.event.in_(found.details[start : start + BATCH])).execute()
    return PersonErased(
        names.pseudonym,
        reason=reason,
        actors=ranges(actors),
        subjects=ranges(subjects),
        details=ranges(found.details),
        old=ranges(old),
        old_sha256=digest.hex() if old else "",
        rows=rows,
    )


def _links(numbers: Sequence[int]) -> list[Link]:
    rows = select(
        f"SELECT {LINK} FROM audit_event e LEFT JOIN audit_detail d ON d.event_id = e.id "
        f"WHERE {among('e.id', 'numbers')} ORDER BY e.id",
        numbers=number_list(numbers),
    )
    return [
        Link(number, Said(change, as_instant(at), *said), previous, hash_, salt, detail, by, to)
        for number, change, at, *said, previous, hash_, salt, detail, by, to in rows
    ]


def _without(link: Link, names: Names, *, is_actor: bool, is_subject: bool) -> Link:
    """The event without the name: what stands there is the pseudonym, and the salt of what stood there is gone."""
    said = link.said
    actor_salt, actor_commitment = _committed(link.actor_salt, said.actor_commitment, said.actor)
    subject_salt, subject_commitment = _committed(link.subject_salt, said.subject_commitment, said.subject)
    is_address = "@" in said.subject
    return Link(
        link.number,
        Said(
            said.change,
            said.recorded_at,
            names.address if is_actor else said.actor,
            said.action,
            (names.address if is_address else names.pseudonym) if is_subject else said.subject,
            said.commitment,
            actor_commitment,
            subject_commitment,
        ),
        link.previous_hash,
        link.hash,
        link.salt,
        link.detail,
        "" if is_actor else actor_salt,
        "" if is_subject else subject_salt,
    )


def _committed(salt: str, commitment: str, text: str) -> tuple[str, str]:
    """Salt and commitment; an event of an earlier release gets them now, so that what stays of it is covered."""
    if commitment:
        return salt, commitment
    made = secrets.token_hex(16)
    return made, commitment_to(made, text)


def _write(links: Sequence[Link]) -> None:
    update_rows(
        "UPDATE audit_event SET actor = ?, subject = ?, actor_salt = ?, actor_commitment = ?, subject_salt = ?, "
        "subject_commitment = ? WHERE id = ?",
        [
            (
                link.said.actor,
                link.said.subject,
                link.actor_salt,
                link.said.actor_commitment,
                link.subject_salt,
                link.said.subject_commitment,
                link.number,
            )
            for link in links
        ],
    )
