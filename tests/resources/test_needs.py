"""Needs in a large public directory: taxonomy first, words second."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from readiness.foundation.database import connected, open_database
from readiness.protocols.queries import shipped_protocols
from readiness.resources.areas import Whereabouts
from readiness.resources.cards import Home, cards
from readiness.resources.finding import Catalogue, Found, Sought
from readiness.resources.matching import NeedsMeant
from readiness.resources.queries import Reader, shown_to
from readiness.standards.needs import load_needs
from tests.conftest import close
from tests.resources.directories import bring

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)
NEEDS = load_needs()


@pytest.fixture(scope="module")
def miami(
    shared_data: Path, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Catalogue]:
    path = tmp_path_factory.mktemp("needs") / "readiness.sqlite"
    path.write_bytes(sqlite_template.read_bytes())
    open_database(f"sqlite:///{path}", connections=5)
    bring(next((shared_data / "miami211_hsds").glob("*.zip")))
    with connected():
        yield Catalogue(cards(shown_to(Reader.PUBLIC), NEEDS), NEEDS, Home("US", "America/New_York"))
    close()


def found(miami: Catalogue, words: str) -> list[Found]:
    return miami.find(Sought(words), NOW)


@pytest.mark.parametrize("words", ["shelter", "I need a shelter tonight", "albergue"])
def test_shelter_finds_those_for_people_first_and_none_for_animals(miami: Catalogue, words: str) -> None:
    first = found(miami, words)
    assert len(first) > 20
    assert all(each.card.needs["shelter"] == 3 for each in first[:20])
    for each in first:
        told = f"{each.card.name} {' '.join(each.card.terms)}".casefold()
        assert "animal shelter" not in told
        assert "mortgage" not in each.card.name.casefold()


def test_whoever_asks_for_an_animal_shelter_finds_one(miami: Catalogue) -> None:
    assert any("Animal Shelters" in each.card.terms for each in found(miami, "animal shelter")[:5])


@pytest.mark.parametrize("need", sorted(NEEDS))
def test_every_need_is_met_by_somebody(miami: Catalogue, need: str) -> None:
    assert len(miami.find(Sought(need=need), NOW)) >= 3


def test_counselling_is_not_about_credit_or_careers(miami: Catalogue) -> None:
    names = [each.card.name.casefold() for each in found(miami, "counselling")[:50]]
    assert not [name for name in names if "credit" in name or "career" in name or "homebuyer" in name]


def test_hotlines_without_schedules_are_not_closed(miami: Catalogue) -> None:
    lines = [each for each in found(miami, "suicide hotline") if not each.card.schedules]
    assert lines
    assert {each.opening.state for each in lines} == {"unknown"}
    assert {each.card.id for each in lines} <= {
        each.card.id for each in miami.find(Sought("suicide hotline", is_open=True), NOW)
    }


def test_at_a_site_what_is_near_comes_first_and_far_from_everything_a_call(miami: Catalogue) -> None:
    downtown = miami.whereabouts("US", "111 NW 1st Street, Miami, FL 33128")
    assert downtown.point is not None
    near = miami.find(Sought(need="food", here=downtown), NOW)
    ways = [each.metres for each in near if each.card.needs["food"] == 3 and each.metres is not None][:20]
    assert [round(way / 1000) for way in ways] == sorted(round(way / 1000) for way in ways)
    at_sea = miami.find(Sought(need="counselling", here=Whereabouts(point=(40.0, -40.0))), NOW)
    sure = [each for each in at_sea if each.card.needs["counselling"] == 3]
    assert [each.card.is_reached_without_going for each in sure] == sorted(
        (each.card.is_reached_without_going for each in sure), reverse=True
    )
    assert sure[0].card.is_reached_without_going


@pytest.mark.parametrize(
    ("typed", "need"),
    [("detox", "detox-inpatient"), ("a lawyer", "legal"), ("psiquiatra", "psychiatry"), ("daycare", "child-care"),
     ("someone to talk to", "counselling"), ("xyz", None), ("", None)],
)  # fmt: skip
def test_what_is_typed_means_a_need(typed: str, need: str | None) -> None:
    meant = NeedsMeant(NEEDS).by(typed)
    assert (meant.id if meant else None) == need


def test_needs_that_directories_can_answer_are_those_that_protocols_name() -> None:
    asked = {need for protocol in shipped_protocols().values() for need in protocol.needs}
    served = {name for need in NEEDS.values() for name in need.serves}
    assert served <= asked
    answered_inside = {"eap", "security", "threat-assessment-team", "conflict-mediation", "interpreter"}
    assert asked - served - answered_inside == {"medical-care", "forensic-exam", "funeral-help"}
