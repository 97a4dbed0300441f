"""Reads of protocols."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from functools import cache

from peewee import fn

from readiness.certificates.kinds import certificate_kinds
from readiness.foundation.errors import NotFound
from readiness.foundation.temporal import current
from readiness.foundation.text import nearest
from readiness.foundation.words import gettext as _
from readiness.lines.queries import crisis_lines
from readiness.protocols.models import ProtocolReview, ProtocolRevision
from readiness.protocols.states import CLINICIAN, READY, SHIPPED_BY, WHOLE, State
from readiness.standards.certificate_kinds import load_certificate_kinds
from readiness.standards.crisis_lines import load_crisis_lines
from readiness.standards.protocols import Protocol, References, load_protocols, protocol_faults


@cache
def shipped_protocols() -> dict[str, Protocol]:
    """The protocols to start from; raises ConfigurationError where a file of them is wrong."""
    verified = frozenset(name for name, line in load_crisis_lines().items() if line.verified)
    return load_protocols(References(verified, frozenset(load_certificate_kinds().by_code)))


def latest_revisions() -> list[ProtocolRevision]:
    """The latest revision of each protocol, by slug."""
    return _latest(WHOLE)


def begun_revisions() -> list[ProtocolRevision]:
    """Of each protocol that is not whole yet what there is of it, by slug."""
    whole = ProtocolRevision.select(ProtocolRevision.slug).where(ProtocolRevision.state.in_(WHOLE))
    slugs = {each.slug for each in whole.distinct()}
    return [each for each in _latest((State.BEGUN,)) if each.slug not in slugs]


def get_begun(slug: str) -> ProtocolRevision:
    """What there is of a protocol that is not whole yet; raises NotFound."""
    for each in begun_revisions():
        if each.slug == slug:
            return each
    raise NotFound(_("Nobody has begun a protocol ‘%(slug)s’ that is not whole yet.", slug=slug))


def known_slugs() -> set[str]:
    """The slugs of all protocols: whole, begun and retired."""
    return {each.slug for each in ProtocolRevision.select(ProtocolRevision.slug).distinct()}


def ready_revisions() -> list[ProtocolRevision]:
    """Of each protocol the latest revision that was approved: what the next edition is made of."""
    return _latest(READY)


def published_revisions() -> list[ProtocolRevision]:
    """Of each protocol the revision that is published, if any."""
    return _latest((State.PUBLISHED,))


def published_number(slug: str) -> int | None:
    """The number of a protocol's published revision, if there is one."""
    return next((each.number for each in revisions_of(slug) if each.state == State.PUBLISHED), None)


def _latest(states: Sequence[State]) -> list[ProtocolRevision]:
    """Of each protocol the latest revision in one of these states, by slug; earlier texts are not read."""
    other = ProtocolRevision.alias()
    latest = other.select(fn.MAX(other.number)).where(
        (other.slug == ProtocolRevision.slug) & other.state.in_(states)
    )
    found = ProtocolRevision.select().where(
        ProtocolRevision.state.in_(states) & (ProtocolRevision.number == latest)
    )
    return list(found.order_by(ProtocolRevision.slug))


def revisions_of(slug: str) -> list[ProtocolRevision]:
    """Every revision of a protocol without its text, the latest first; raises NotFound where there is none."""
    fields = [each for each in ProtocolRevision._meta.sorted_fields if each.name != "body"]
    rows = ProtocolRevision.select(*fields).where(
        (ProtocolRevision.slug == slug) & ProtocolRevision.state.in_(WHOLE)
    )
    found = list(rows.order_by(ProtocolRevision.number.desc()))
    if not found:
        get_latest(slug)  # says what it may be called
    return found


def get_revision(slug: str, number: int) -> ProtocolRevision:
    """One revision; raises NotFound."""
    found: ProtocolRevision | None = ProtocolRevision.get_or_none(slug=slug, number=number)
    if found is None or found.state not in WHOLE:
        get_latest(slug)  # says what it may be called
        raise NotFound(_("The protocol ‘%(slug)s’ has no revision %(number)s.", slug=slug, number=number))
    return found


def protocol_of(revision: ProtocolRevision) -> Protocol:
    """The protocol that a revision holds."""
    return Protocol.model_validate({"slug": revision.slug, **revision.body})


def get_latest(slug: str) -> ProtocolRevision:
    """The latest revision of a protocol; raises NotFound naming one that is alike."""
    by_slug = {revision.slug: revision for revision in latest_revisions()}
    if slug not in by_slug:
        near = nearest(slug, by_slug)
        hint = f" Did you mean '{near}'?" if near else " See: readiness handbook list"
        raise NotFound(f"There is no protocol '{slug}'.{hint}")
    return by_slug[slug]


def authors_of(revision: ProtocolRevision) -> set[str]:
    """Who wrote what a revision changes in the one that was approved last: those of all drafts between."""
    authors = set()
    fields = (ProtocolRevision.number, ProtocolRevision.author, ProtocolRevision.approved_by)
    rows = ProtocolRevision.select(*fields).where(
        (ProtocolRevision.slug == revision.slug) & (ProtocolRevision.number <= revision.number)
    )
    for each in rows.order_by(
        ProtocolRevision.number.desc()
    ):  # also what was written of it before it was whole
        if each.number < revision.number and each.approved_by:
            break
        authors.add(each.author)
    return authors


def waiting_for(actor: str) -> list[ProtocolRevision]:
    """The latest revisions that somebody may approve: sent for review or shipped, and written by others alone."""
    return [
        each
        for each in latest_revisions()
        if (each.state == State.REVIEW or is_to_start_from(each)) and actor not in authors_of(each)
    ]


def is_to_start_from(revision: ProtocolRevision) -> bool:
    """Whether it is a draft that came with the release: whoever works here may approve it as it is."""
    return revision.state == State.DRAFT and revision.author == SHIPPED_BY


def approval_faults(revision: ProtocolRevision) -> list[str]:
    """What keeps a revision from being approved, each with the protocol's slug and the key at fault."""
    slugs = {each.slug for each in latest_revisions()}
    told = approval_faults_of(revision, slugs, present_references())
    return [f"{revision.slug}, {fault}" for fault in told]


def approval_faults_of(
    revision: ProtocolRevision, slugs: Collection[str], references: References
) -> list[str]:
    """The same of one of many, without its slug."""
    return list(protocol_faults(protocol_of(revision), slugs, references))


def present_references() -> References:
    """What protocols may name here: verified crisis lines, and kinds of certificates."""
    verified = frozenset(code for code, line in crisis_lines().items() if line.verified)
    return References(verified, frozenset(certificate_kinds().by_code))


def clinician_of(slug: str, number: int) -> ProtocolReview | None:
    """Which clinician read a revision, if any did."""
    found = [each for each in reviews().get((slug, number), ()) if each.kind == CLINICIAN]
    return found[-1] if found else None


def reviews() -> dict[tuple[str, int], list[ProtocolReview]]:
    """Who signed for which revision, by slug and number, the latest last."""
    found: defaultdict[tuple[str, int], list[ProtocolReview]] = defaultdict(list)
    rows = ProtocolReview.select().where(current(ProtocolReview))
    for row in rows.order_by(ProtocolReview.reviewed_on, ProtocolReview.recorded_in):
        found[row.slug, row.number].append(row)
    return found
