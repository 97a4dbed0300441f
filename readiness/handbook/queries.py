"""Reads of editions, and of what the next one would be made of."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from readiness.foundation.database import execute, select, transaction
from readiness.foundation.errors import NotFound
from readiness.foundation.words import gettext as _
from readiness.handbook.content import ClinicianReview, Content, in_order, stand_in
from readiness.handbook.edition import format_in, tags_in
from readiness.handbook.models import EditionSwitch, HandbookEdition
from readiness.handbook.openings import month_of, months_before, used
from readiness.lines.models import LineOutage
from readiness.lines.queries import crisis_lines, outages_in_force
from readiness.people.queries import places
from readiness.protocols.models import ProtocolRevision
from readiness.protocols.queries import protocol_of, reviews
from readiness.protocols.states import CLINICIAN


def latest_switch() -> EditionSwitch | None:
    """Which edition is current, and since when; None where none ever was."""
    found: EditionSwitch | None = EditionSwitch.select().order_by(EditionSwitch.id.desc()).first()
    return found


def begun_at() -> datetime | None:
    """When a handbook was shown for the first time; None where none ever was."""
    first = EditionSwitch.select().order_by(EditionSwitch.id).first()
    return None if first is None else first.switched_at


class EditionAbout(NamedTuple):
    """What is told of an edition, without its file."""

    name: str
    made_at: datetime
    made_by: str
    revisions: dict[str, int]
    links: dict[str, dict[str, list[str]]]
    outages: list[int]


_ABOUT = (
    HandbookEdition.name,
    HandbookEdition.made_at,
    HandbookEdition.made_by,
    HandbookEdition.revisions,
    HandbookEdition.links,
    HandbookEdition.outages,
)


def editions() -> list[EditionAbout]:
    """Every edition that is kept, the latest first."""
    rows = HandbookEdition.select(*_ABOUT).order_by(HandbookEdition.made_at.desc(), HandbookEdition.name)
    return [_about(row) for row in rows]


def current_about() -> EditionAbout | None:
    """The edition that is current; None where none is."""
    switch = latest_switch()
    if switch is None or not switch.name:
        return None
    return get_edition(switch.name)


def get_edition(name: str) -> EditionAbout:
    """The edition with this name; raises NotFound."""
    row = HandbookEdition.select(*_ABOUT).where(HandbookEdition.name == name).first()
    if row is None:
        raise NotFound(_("There is no edition ‘%(name)s’.", name=name))
    return _about(row)


def _about(row: HandbookEdition) -> EditionAbout:
    return EditionAbout(row.name, row.made_at, row.made_by, row.revisions, row.links, row.outages)


def edition_bytes(name: str) -> bytes:
    """The file of an edition; raises NotFound."""
    row = HandbookEdition.get_or_none(HandbookEdition.name == name)
    if row is None:
        raise NotFound(_("There is no edition ‘%(name)s’.", name=name))
    return bytes(row.content)


def switches() -> list[EditionSwitch]:
    """Which edition was current from when, the latest first."""
    return list(EditionSwitch.select().order_by(EditionSwitch.id.desc()).limit(50))


def page_tags(name: str) -> dict[tuple[str, str], str]:
    """Of each page of an edition, by path and language, what names its content; none where another release made it."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(edition_bytes(name))
        return tags_in(connection)


@lru_cache(maxsize=8)
def edition_format(name: str) -> int:
    """The number of an edition's form; looked up once, since a name stands for one content."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(edition_bytes(name))
        return format_in(connection)


def content_of(revisions: Sequence[ProtocolRevision], country: str, outages: Sequence[LineOutage]) -> Content:
    """What an edition of these revisions holds, with the crisis lines as they are."""
    lines = crisis_lines()
    signed = reviews()
    clinicians = {
        revision.slug: ClinicianReview(review.reviewer, review.reviewed_on)
        for revision in revisions
        for review in signed.get((revision.slug, revision.number), ())
        if review.kind == CLINICIAN
    }
    return Content(
        in_order({revision.slug: protocol_of(revision) for revision in revisions}),
        lines,
        country,
        {each.code: stand_in(lines[each.stand_in], each.banners) for each in outages},
        clinicians,
        tuple(places()),
    )


def present_outages(instant: datetime) -> list[LineOutage]:
    """The lines that others stand in for at an instant; a line that is known no more has no place."""
    known = crisis_lines().keys()
    return [each for each in outages_in_force(instant) if {each.code, each.stand_in} <= known]


def add_openings(month: str, counts: Mapping[str, int]) -> None:
    """Add to the numbers of a month, by slug."""
    if not counts:
        return
    with transaction():
        for slug, count in sorted(counts.items()):
            execute(
                "INSERT INTO protocol_opening (month, slug, count) VALUES (:month, :slug, :count) "
                "ON CONFLICT (month, slug) DO UPDATE SET count = protocol_opening.count + excluded.count",
                month=month,
                slug=slug,
                count=count,
            )


def resources_opened(today: date) -> dict[str, int]:
    """By resource, how often its page was opened in the months that have ended; few are not told."""
    months = [month_of(each) for each in months_before(today)]
    return used(openings_since(months[-1]), months)


def openings_since(month: str) -> dict[tuple[str, str], int]:
    """How often each protocol was opened in each month from one on, by slug and month."""
    rows = select("SELECT slug, month, count FROM protocol_opening WHERE month >= :month", month=month)
    return {(slug, of_month): count for slug, of_month, count in rows}
