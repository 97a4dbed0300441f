"""Protocols and editions of the handbook."""

from readiness.foundation import clock
from readiness.handbook.models import HandbookEdition
from readiness.protocols.actions import bring_starters
from readiness.protocols.beginning import begin as begin_protocol
from readiness.protocols.models import ProtocolRevision
from readiness.protocols.queries import shipped_protocols
from readiness.protocols.states import State as ProtocolState
from tests.access.world import Values, World


def protocol(world: World) -> Values:
    """A protocol that is published, in an edition that is kept."""
    if not ProtocolRevision.select().exists():
        bring_starters([shipped_protocols()["panic"]], "a test")
        ProtocolRevision.update(state=ProtocolState.PUBLISHED).execute()
    return Values(own="panic", none="nothing")


def begun(world: World) -> Values:
    """A protocol of which nothing is written yet."""
    begin_protocol("begun", "a test")
    return Values(own="begun", none="nothing")


def edition(world: World) -> Values:
    HandbookEdition.create(
        name="edition-1.sqlite",
        content=b"",
        made_at=clock.now(),
        made_by="a test",
        revisions={},
        links={},
        outages=[],
    )
    return Values(own="edition-1.sqlite", none="nothing")
