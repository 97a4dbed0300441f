"""What holds of every page of requirements: hostile text, names of places, the day and the knowledge."""

import pytest
from flask.testing import FlaskClient

from readiness.foundation.countries import place_name
from tests.requirements.looking import HOSTILE, OWN, TODAY, adopt_law, twice


def test_hostile_text_is_shown_as_text(hr: FlaskClient) -> None:
    path = "/compliance/requirements/new?check=holders_per_headcount"
    values = {**OWN, "title": HOSTILE, "citation": HOSTILE, "remedy": HOSTILE}
    assert twice(hr, path, from_on=str(TODAY), **values).status_code == 302
    for page in ("/compliance/requirements", "/compliance/packs", "/compliance/packs/own"):
        shown = hr.get(page).text
        assert "<script>alert(1)" not in shown
        assert "49" not in shown


def test_places_are_named_not_told_by_their_codes(hr: FlaskClient) -> None:
    """Who hears the page would otherwise hear two letters."""
    listed = hr.get("/compliance/packs").text
    assert "Rules of the United Kingdom" in listed
    assert "Rules of GB" not in listed
    (california, britain) = (
        hr.get(f"/compliance/packs/{pack}").text for pack in ("ca-6401-9", "gb-first-aid")
    )
    assert "Sites in California" in california
    assert "Sites in the United Kingdom" in britain
    assert [place_name(code) for code in ("US", "US-NY", "GB-SCT", "")] == [
        "the United States", "New York", "SCT, the United Kingdom", ""
    ]  # fmt: skip


@pytest.mark.parametrize("path", ["/compliance/requirements", "/compliance/packs", "/compliance/exemptions"])
def test_pages_are_for_the_day_and_the_knowledge_that_is_asked_for(hr: FlaskClient, path: str) -> None:
    adopt_law()
    assert hr.get(f"{path}?as_of=2019-01-01&known_at=2020-01-01").status_code == 200
    assert "Tested" not in hr.get(f"{path}?known_at=2020-01-01").text
