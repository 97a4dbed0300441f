"""From drafts to an edition: nothing is shown before somebody approved it, and nothing when nobody does any more."""

from pathlib import Path

import pytest

from readiness.audit.models import AuditEvent
from readiness.foundation.errors import Conflict
from readiness.handbook.actions import keep_in_step, publish
from readiness.handbook.edition import current_edition
from readiness.protocols.actions import approve, bring_starters
from readiness.protocols.models import ProtocolRevision
from readiness.protocols.queries import latest_revisions, shipped_protocols
from readiness.protocols.states import State
from readiness.sample import add_sample, remove_sample
from readiness.standards.certificate_kinds import load_certificate_kinds
from tests.commands import Terminal
from tests.handbook.making import press_at
from tests.sample.test_beside_real_data import TODAY


def bring() -> int:
    return bring_starters(shipped_protocols().values(), "a test")


def states() -> set[str]:
    return {revision.state for revision in latest_revisions()}


def test_starters_come_once_and_as_drafts_which_are_not_published(db: str, tmp_path: Path) -> None:
    assert bring() == 17
    assert bring() == 0
    assert states() == {State.DRAFT}
    with pytest.raises(Conflict, match="No protocol is approved yet"):
        publish(press_at(tmp_path), "hr@example.org")
    assert current_edition(tmp_path) is None


def test_what_is_approved_is_published_and_its_earlier_revision_retired(db: str, tmp_path: Path) -> None:
    bring()
    assert approve(["panic", "suicide", "panic"], "ana@example.org") == ["panic", "suicide"]
    first = publish(press_at(tmp_path), "ana@example.org")
    assert publish(press_at(tmp_path), "ana@example.org").is_current
    body = dict(ProtocolRevision.get(slug="panic").body)
    body["en"] = {**body["en"], "first": "Sit down with them, and breathe slowly."}
    revision = ProtocolRevision.get(slug="panic")
    ProtocolRevision.create(
        slug="panic",
        number=2,
        state=State.DRAFT,
        body=body,
        author="tom@example.org",
        written_at=revision.written_at,
    )
    with pytest.raises(Conflict, match="You wrote panic"):
        approve(["panic"], "tom@example.org")
    assert publish(press_at(tmp_path), "ana@example.org").is_current  # a draft changes nothing
    approve(["panic"], "ana@example.org")
    second = publish(press_at(tmp_path), "ana@example.org")
    assert second.path != first.path
    found = {(each.slug, each.number): each.state for each in ProtocolRevision.select()}
    assert (found["panic", 1], found["panic", 2]) == (State.RETIRED, State.PUBLISHED)
    actions = [event.action for event in AuditEvent.select().order_by(AuditEvent.id)]
    assert actions.count("handbook published") == 2


def test_the_sample_comes_approved_and_takes_its_approval_away(db: str, tmp_path: Path) -> None:
    bring()
    approve(["panic"], "ana@example.org")
    add_sample(TODAY, load_certificate_kinds())
    keep_in_step(press_at(tmp_path), "a test")
    assert states() == {State.PUBLISHED}
    assert current_edition(tmp_path) is not None
    remove_sample("a test")
    assert {each.slug for each in latest_revisions() if each.state != State.DRAFT} == {"panic"}
    keep_in_step(press_at(tmp_path), "a test")
    assert current_edition(tmp_path) is not None
    ProtocolRevision.update(state=State.RETIRED).execute()
    keep_in_step(press_at(tmp_path), "a test")
    assert current_edition(tmp_path) is None


def test_a_country_whose_numbers_are_not_known_has_its_sample_and_is_told_of_the_handbook(
    terminal: Terminal,
) -> None:
    ran = terminal.run("init", "--sample", READINESS_HOME_COUNTRY="FR")
    assert ran.status == 0
    assert "Added the sample organisation" in ran.out
    assert "The handbook was not published. No verified emergency number" in ran.err
    assert current_edition(terminal.folder / "handbook") is None


def test_the_road_by_command(terminal: Terminal) -> None:
    terminal.good("init")
    assert terminal.good("handbook", "list").count("draft") == 17
    refused = terminal.run("publish")
    assert refused.status == 1
    assert "No protocol is approved yet" in refused.err
    assert "Did you mean 'panic'?" in terminal.run("handbook", "approve", "pannic").err
    assert terminal.good("handbook", "approve", "--all").startswith("Approved: aftercare, aggression")
    assert terminal.good("publish").startswith("Published: edition-")
    assert terminal.good("publish").startswith("Nothing new")
