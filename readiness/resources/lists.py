"""Reads for the workroom's pages of resources: cards of what staff may see, reports, merges, plans."""

from functools import cache, lru_cache
from typing import Any

from peewee import fn

from readiness.foundation.temporal import current
from readiness.resources.cards import Card, cards, with_verified
from readiness.resources.models import InsuranceCover, ResourceMerge, ResourceReport
from readiness.resources.objects import Objects
from readiness.resources.queries import Reader, shown_to, verifications
from readiness.standards.needs import Need, load_needs


@cache
def needs() -> dict[str, Need]:
    """The needs as shipped."""
    return load_needs()


def staff_cards() -> list[Card]:
    """Every service that those who are signed in may see, by name."""
    return with_verified(_cards(_Same(shown_to(Reader.STAFF))), verifications())


class _Same:
    """Objects as a key: the same as long as nothing was read anew."""

    def __init__(self, objects: Objects) -> None:
        self.objects = objects

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.objects is self.objects

    def __hash__(self) -> int:
        return id(self.objects)


@lru_cache(maxsize=2)
def _cards(same: _Same) -> list[Card]:
    return cards(same.objects, needs())


def report_counts() -> dict[str, int]:
    """How many reports wait, by service."""
    rows: Any = (
        ResourceReport.select(ResourceReport.record, fn.COUNT(ResourceReport.id))
        .where(ResourceReport.closed_at.is_null())
        .group_by(ResourceReport.record)
        .tuples()
    )
    return dict(rows)


def reports_of(service: str) -> list[ResourceReport]:
    """What was said of a service, the latest first."""
    return list(
        ResourceReport.select().where(ResourceReport.record == service).order_by(ResourceReport.id.desc())
    )


def merges() -> list[ResourceMerge]:
    """The services that are said to be others, the latest first."""
    return list(ResourceMerge.select().where(current(ResourceMerge)).order_by(ResourceMerge.id.desc()))


def covers_known() -> list[InsuranceCover]:
    """Every plan that is known now, the latest plan year first."""
    rows = InsuranceCover.select().where(current(InsuranceCover))
    return list(rows.order_by(InsuranceCover.from_on.desc(), InsuranceCover.name, InsuranceCover.id))
