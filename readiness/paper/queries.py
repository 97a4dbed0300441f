"""Reads of what paper is made of, of what was printed, and of what hangs where."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from config import Config
from readiness.duty.models import DutyCardKey
from readiness.foundation.database import as_json, select
from readiness.foundation.errors import Conflict, NotFound
from readiness.foundation.temporal import LAST_DAY, current, knowledge_at, known_sql
from readiness.foundation.words import gettext as _
from readiness.handbook.actions import Press
from readiness.handbook.overview import review_due_on
from readiness.handbook.queries import content_of, latest_switch, present_outages
from readiness.paper.comparing import Stands
from readiness.paper.material import Material
from readiness.paper.models import PaperBatch, PaperHanging, PaperPrint
from readiness.paper.orders import Kind, Order
from readiness.people.models import Site
from readiness.protocols.queries import published_revisions, reviews

MARK = 16
"""So many characters of a key's hash tell it from another, and open nothing."""


def material(at: Press, config: Config) -> Material:
    """What would be printed now is made of; raises Conflict where no handbook is shown."""
    switch = latest_switch()
    if switch is None or not switch.name:
        raise Conflict(
            _(
                "No handbook is published yet, so there is nothing to print from. Publish it under Handbook "
                "(by command: readiness publish)."
            )
        )
    revisions, outages, signed = published_revisions(), present_outages(at.now), reviews()
    return Material(
        content_of(revisions, at.country, outages),
        switch.name.removeprefix("edition-").removesuffix(".sqlite")[:8],
        at.watch(),
        config.base_url,
        config.paper_months,
        {each.slug: review_due_on(each, signed, config.time_zone) for each in revisions},
        _ends(outages),
        key_marks(),
    )


def _ends(outages: Collection[Any]) -> dict[str, date]:
    """By the code of a line that stands in for others, the last day on which it does for any of them."""
    found: dict[str, date] = {}
    for each in outages:
        ends_on = each.until_at.date()
        found[each.stand_in] = min(ends_on, found.get(each.stand_in, ends_on))
    return found


def key_marks() -> dict[str, str]:
    """By the code of each site whose card has a key, what tells it from another."""
    rows: Any = DutyCardKey.select(Site.code, DutyCardKey.key_hash).join(Site).where(current(Site)).tuples()
    return {code: key_hash[:MARK] for code, key_hash in rows}


def sites_with(codes: Collection[str]) -> dict[str, Site]:
    """The sites with these codes, by them."""
    return {site.code: site for site in Site.select().where(current(Site)) if site.code in codes}


def get_batch(number: int) -> PaperBatch:
    """Pieces that were ordered together; raises NotFound."""
    found: PaperBatch | None = PaperBatch.get_or_none(PaperBatch.id == number)
    if found is None:
        raise NotFound(_("Nothing was printed under the number %(number)s.", number=number))
    return found


def prints_of(batch: PaperBatch) -> list[PaperPrint]:
    """The pieces of a batch with their sites: by site, kind, language."""
    rows = PaperPrint.select(PaperPrint, Site).join(Site).where(PaperPrint.batch == batch.id)
    return list(
        rows.order_by(
            Site.name, Site.id, PaperPrint.kind, PaperPrint.protocol, PaperPrint.language, PaperPrint.serial
        )
    )


def latest_batches(most: int = 20) -> list[PaperBatch]:
    """What was ordered last."""
    return list(PaperBatch.select().order_by(PaperBatch.id.desc()).limit(most))


def get_print(serial: str) -> PaperPrint:
    """A piece by what is printed on it, however it is typed; raises NotFound."""
    typed = serial.upper().replace("-", "").replace(" ", "")
    found: PaperPrint | None = (
        PaperPrint.select(PaperPrint, Site, PaperBatch)
        .join(Site)
        .switch(PaperPrint)
        .join(PaperBatch)
        .where(PaperPrint.serial == typed)
        .first()
    )
    if found is None:
        raise NotFound(
            _(
                "No paper with the number '%(serial)s' was printed here. Look at its foot again.",
                serial=serial,
            )
        )
    return found


def get_hanging(number: int) -> PaperHanging:
    """Where a piece hangs or hung; raises NotFound."""
    found: PaperHanging | None = PaperHanging.get_or_none(
        (PaperHanging.fact_id == number) & current(PaperHanging)
    )
    if found is None:
        raise NotFound(_("There is no such place on the list of what hangs where."))
    return found


def hangings_of(serial: str) -> list[PaperHanging]:
    """Where copies of a piece hang and hung, the latest first."""
    rows = PaperHanging.select().where((PaperHanging.print == serial) & current(PaperHanging))
    return list(rows.order_by(PaperHanging.hung_on.desc(), PaperHanging.fact_id.desc()))


def hanging_at(site_id: int, kind: str) -> list[PaperHanging]:
    """What of a kind hangs at a site now, what has hung longest first."""
    rows = (
        PaperHanging.select(PaperHanging, PaperPrint)
        .join(PaperPrint)
        .where(
            (PaperPrint.site == site_id)
            & (PaperPrint.kind == kind)
            & (PaperHanging.taken_down_on == LAST_DAY)
            & current(PaperHanging)
        )
    )
    return list(rows.order_by(PaperHanging.hung_on, PaperHanging.place, PaperHanging.fact_id))


@dataclass(frozen=True, slots=True)
class Hung:
    """A piece at a place: where, since and until when, and what stands on it."""

    id: int
    serial: str
    place: str
    hung_on: date
    taken_down_on: date
    site_id: int
    site_name: str
    order: Order
    edition: str
    stands: Stands

    def hangs_on(self, day: date) -> bool:
        """Whether it hangs at the end of a day."""
        return self.hung_on <= day < self.taken_down_on


def everything_hung(known: int, site_ids: Collection[int] | None = None) -> list[Hung]:
    """Every piece at every place, by what was known at a change; `site_ids` None: at every site."""
    if site_ids is not None and not site_ids:
        return []
    wanted, values = "", {}
    if site_ids is not None:
        values = {f"site_{place}": number for place, number in enumerate(sorted(site_ids))}
        wanted = f" AND p.site_id IN ({', '.join(f':{name}' for name in values)})"
    rows = select(
        "SELECT h.fact_id, p.serial, h.place, h.hung_on, h.taken_down_on, p.site_id, s.name, s.code, p.kind, "
        "p.language, p.sheet, p.is_large, p.protocol, p.edition, p.facts, p.key_mark, "
        "p.valid_until_on FROM paper_hanging h "
        f"JOIN paper_print p ON p.serial = h.serial JOIN site s ON s.id = p.site_id WHERE {known_sql('h')}{wanted}",
        known=known,
        **values,
    )
    return [_hung(*row) for row in rows]


def _hung(*row: Any) -> Hung:
    number, serial, place, hung_on, down_on, site_id, site_name, code, kind, language, sheet, large, slug = (
        row[:13]
    )
    edition, facts, key_mark, valid_until_on = row[13:]
    return Hung(
        number, serial, place, hung_on, down_on, site_id, site_name,
        Order(Kind(kind), code, language, sheet, bool(large), slug), edition,
        Stands(as_json(facts), key_mark, valid_until_on),
    )  # fmt: skip


def stands_on(piece: PaperPrint) -> Stands:
    """What a piece shows."""
    return Stands(piece.facts, piece.key_mark, piece.valid_until_on)


def replaced_by(prints: Collection[PaperPrint]) -> dict[str, list[str]]:
    """By the serial of a piece, the places at which others of its kind, protocol and language hang at its site now."""
    hung = everything_hung(knowledge_at().number, {piece.site.id for piece in prints})
    alike: defaultdict[tuple[Any, ...], list[Hung]] = defaultdict(list)
    for each in hung:
        if each.taken_down_on == LAST_DAY:
            alike[each.site_id, each.order.kind, each.order.protocol, each.order.language].append(each)
    found = {
        piece.serial: sorted(
            each.place
            for each in alike[piece.site.id, piece.kind, piece.protocol, piece.language]
            if each.serial != piece.serial
        )
        for piece in prints
    }
    return {serial: places for serial, places in found.items() if places}
