"""Proof that was sent in, what was learned, and certificates that were changed together."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from readiness.certificates.actions import CertificateDetails
from readiness.certificates.kinds import certificate_kinds
from readiness.certificates.models import CertificateBatch
from readiness.evidence.actions import Desk as ProofDesk
from readiness.evidence.actions import Sent, send
from readiness.evidence.keeping import Room, keep
from readiness.evidence.learning import Activity, write_down
from readiness.evidence.models import ProofSubmission
from readiness.evidence.vault import Vault
from readiness.foundation import clock
from readiness.notices import links
from tests.access.world import Values, World
from tests.evidence.files import jpeg, picture


def tap_token(world: World) -> Values:
    key, now = links.signing_key(world.app.config["READINESS"]), clock.now()
    about = links.LinkFor(world.people["employee"].id, "proof", "kind:pfa")
    ends = (now + timedelta(days=1), now - timedelta(days=1))
    good, old = (links.make(about, now, end, key) for end in ends)
    return Values(own=good, deleted=old, none="x" * 57)


def of_submissions(tell: Callable[[ProofSubmission], Any], none: Any) -> Callable[[World], Values]:
    """Something of what each role's person sent in; nobody but they and those who look at it sees it."""

    def values(world: World) -> Values:
        room = Room(Vault(world.app.config["READINESS"].data_dir), 10**9, 10**9)
        now, day = clock.now(), clock.today("America/New_York")
        for number, (role, person) in enumerate(world.people.items()):
            if role not in world.submissions:
                desk = ProofDesk("a test", now, day, certificate_kinds())
                kept = keep(jpeg(picture((100, 100 + number))), room)
                sent = Sent("pfa", CertificateDetails(day), kept)
                world.submissions[role] = ProofSubmission.get_by_id(send(person, sent, desk))
        return Values(
            own=lambda role: tell(world.submissions.get(role, world.submissions["hr"])),
            other=lambda role: tell(world.submissions["hr" if role != "hr" else "admin"]),
            none=none,
        )

    return values


def activity(world: World) -> Values:
    desk = ProofDesk("a test", clock.now(), clock.today("America/New_York"), certificate_kinds())
    learned = Activity(clock.today("America/New_York"), 60, "A lecture")
    return Values(own=write_down(world.people["employee"], learned, None, desk, is_own=False), none=999_999)


def certificate_batch(_world: World) -> Values:
    batch = CertificateBatch.create(
        change=999_999, what="revoked", count=2, made_by="a test", made_at=clock.now()
    )
    return Values(own=batch.id, none=999_999)
