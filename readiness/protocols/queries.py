"""Reads of protocols."""

from functools import cache

from readiness.foundation.errors import NotFound
from readiness.foundation.text import nearest
from readiness.protocols.models import ProtocolRevision
from readiness.protocols.states import READY
from readiness.standards.certificate_kinds import load_certificate_kinds
from readiness.standards.crisis_lines import load_crisis_lines
from readiness.standards.protocols import Protocol, References, load_protocols


@cache
def shipped_protocols() -> dict[str, Protocol]:
    """The protocols to start from; raises ConfigurationError where a file of them is wrong."""
    verified = frozenset(name for name, line in load_crisis_lines().items() if line.verified)
    return load_protocols(References(verified, frozenset(load_certificate_kinds().by_code)))


def latest_revisions() -> list[ProtocolRevision]:
    """The latest revision of each protocol, by slug."""
    latest: dict[str, ProtocolRevision] = {}
    for revision in ProtocolRevision.select().order_by(ProtocolRevision.slug, ProtocolRevision.number):
        latest[revision.slug] = revision
    return list(latest.values())


def ready_revisions() -> list[ProtocolRevision]:
    """Of each protocol the latest revision that was approved: what the next edition is made of."""
    latest: dict[str, ProtocolRevision] = {}
    rows = ProtocolRevision.select().where(ProtocolRevision.state.in_(READY))
    for revision in rows.order_by(ProtocolRevision.slug, ProtocolRevision.number):
        latest[revision.slug] = revision
    return list(latest.values())


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
