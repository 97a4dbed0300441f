"""What was printed and hangs at a site."""

from collections.abc import Callable
from typing import Any

from readiness.foundation import clock
from readiness.paper.actions import Place, hang
from readiness.paper.models import PaperBatch, PaperPrint
from readiness.people.models import Site
from tests.access.world import Values, World


def of_paper(tell: Callable[[PaperPrint], Any], none: Any = 999_999) -> Callable[[World], Values]:
    """A piece that hangs at the own site, and one at the other."""

    def values(world: World) -> Values:
        return Values(tell(piece(world.own_site)), tell(piece(world.other_site)), none=none)

    return values


def piece(site: Site) -> PaperPrint:
    """What was printed for a site and hangs there; made once."""
    found: PaperPrint | None = PaperPrint.get_or_none(PaperPrint.site == site.id)
    if found is None:
        today = clock.today("UTC")
        batch = PaperBatch.create(ordered_at=clock.now(), ordered_by="a test", count=1)
        found = PaperPrint.create(
            serial=f"{site.id:08}", batch=batch, site=site, kind="poster", language="en", sheet="a4", edition="e",
            printed_on=today, valid_until_on=today, facts={},
        )  # fmt: skip
        hang(found, Place("Kitchen", today), today, "a test")
    return found
