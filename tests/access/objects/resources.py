"""Services of a directory, what was said of them, and insurance cover."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from readiness.foundation import clock
from readiness.resources.actions import write_cover
from readiness.resources.covers import Cover
from readiness.resources.models import InsuranceCover, ResourceReport
from readiness.resources.queries import Reader, shown_to
from tests.access.world import Values, World
from tests.resources.directories import SMALL, bring, package


def of_directory(kind: str) -> Callable[[World], Values]:
    """An object of a kind in a directory that anybody may see."""

    def values(_world: World) -> Values:
        with tempfile.TemporaryDirectory() as folder:
            bring(package(Path(folder) / "county.zip", SMALL))
        objects = shown_to(Reader.PUBLIC).by_record.values()
        return Values(own=next(each.record for each in objects if each.kind == kind), none="nothing")

    return values


def cover(_world: World) -> Values:
    day = clock.today("UTC")
    write_cover(Cover("", "eap", "Someone to call", (), "", "", day, day), "a test")
    return Values(own=InsuranceCover.get().fact_id, none=999_999)


def report_of_service(_world: World) -> Values:
    """What was said of a service; once it is closed it is kept."""
    row = ResourceReport.create(record="none", words="It moved.", reported_at=clock.now())
    return Values(own=row.id, none=999_999)
