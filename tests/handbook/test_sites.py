"""Pages at a site: where one is, its own number, how to dial out; links that keep it; nobody's name."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import Client

from readiness.foundation.clock import today
from readiness.handbook.numbers import digits
from readiness.handbook.serving import HandbookFirst
from readiness.people.places import Place
from readiness.people.queries import places
from readiness.protocols.queries import shipped_protocols
from readiness.sample import add_sample
from readiness.standards.certificate_kinds import load_certificate_kinds
from tests.handbook.making import content_of, published, with_places
from tests.handbook.test_serving import other


@pytest.fixture(scope="module")
def handbook(tmp_path_factory: pytest.TempPathFactory) -> Client:
    folder = tmp_path_factory.mktemp("sites")
    published(folder, with_places(content_of(shipped_protocols())))
    return Client(HandbookFirst(other, folder))


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<head>.*?</head>", "", page)).split())


def test_a_page_at_a_site_says_where_one_is_and_how_to_dial_out(handbook: Client) -> None:
    page = handbook.get("/protocols/panic?site=dayton").text
    assert "You are here: Dayton 121 Main Street, Dayton" in words(page)
    assert "From a desk phone here, dial 9 first: 9, then 911." in words(page)
    assert page.index("121 Main Street") < page.index('href="tel:911"')
    # Whoever reads it on a mobile dials with that: the prefix is said, and not dialled.
    assert 'href="tel:9911"' not in page
    assert "Usted está aquí" in handbook.get("/?site=dayton&lang=es").text


def test_a_site_has_its_own_number_and_the_lines_of_its_country(handbook: Client) -> None:
    gate = handbook.get("/protocols/suicide?site=gate").text
    assert 'href="tel:911"' not in gate
    assert gate.count('href="tel:+18005550100"') >= 2
    assert "1-800-555-0100" in gate
    leeds = handbook.get("/protocols/suicide?site=L/1").text
    assert {digits(number) for number in re.findall(r'href="(?:tel|sms):([^"]+)"', leeds)} == {
        "999",
        "116123",
    }
    assert "Leeds &lt;&amp;&gt; co" in leeds


def test_the_choice_stays_in_the_links(handbook: Client) -> None:
    page = handbook.get("/protocols/suicide?site=L/1&lang=es").text
    links = [
        link
        for link in re.findall(r'(?:href|action)="(/[^"]*)"', page)
        if not link.startswith(("/edition/", "/login"))
    ]
    assert len(links) >= 4
    assert {link.partition("?")[2] for link in links} == {"site=L%2F1&lang=es", "site=L%2F1&lang=en"}
    found = handbook.post("/search?site=L%2F1", data={"q": "panic"}).text
    assert 'href="/protocols/panic?site=L%2F1"' in found
    assert handbook.get("/search?q=panic&site=dayton&lang=es&format=json").json["protocols"][0]["url"] == (  # type: ignore[index]
        "/protocols/panic?site=dayton&lang=es"
    )


@pytest.mark.parametrize("site", ["nowhere", "paris", "", "<b>", "%00"])
def test_a_site_that_is_not_known_has_the_page_of_no_site(handbook: Client, site: str) -> None:
    assert (
        handbook.get("/protocols/panic", query_string={"site": site}).data
        == handbook.get("/protocols/panic").data
    )
    assert handbook.get(f"/sites/{site or 'x'}").status_code == 418


def test_a_card_tells_a_dispatcher_where_it_is(handbook: Client) -> None:
    card = handbook.get("/sites/L%2F1?lang=es")
    assert card.status_code == 200
    assert "<h1>Leeds &lt;&amp;&gt; co</h1>" in card.text
    assert "5 Station Road, Leeds" in card.text
    assert 'href="/protocols/panic?site=L%2F1&lang=es"' in card.text
    assert "no-cache" in card.headers["Cache-Control"]
    tag = card.headers["ETag"]
    assert handbook.get("/sites/L%2F1?lang=es", headers={"If-None-Match": tag}).status_code == 304


def test_a_page_at_risk_is_kept_nowhere_at_a_site_either(handbook: Client) -> None:
    answer = handbook.get("/protocols/home?site=dayton")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
    assert "data-leave" in answer.text


NUMBERS = st.sampled_from(
    ["911", "112", "+44 20 7946 0958", "1-800-555-0100", "911 or 7777", "", "call the gate", "1" * 40]
)


@given(number=NUMBERS, prefix=st.sampled_from(["", "9", "0", "*9", "none", "<b>"]), name=st.text(max_size=20))
def test_what_is_typed_for_a_site_is_dialled_as_it_is_shown_or_not_at_all(
    number: str, prefix: str, name: str
) -> None:
    place = Place("x", name, name, "US", number, prefix)
    assert place.dialled in {"", digits(number), f"+{digits(number)}"}
    assert place.dialled == "" or not re.search("[a-z]", number)
    assert place.prefix in {"", prefix}
    assert not re.search("[a-z<]", place.prefix)


def test_sites_come_from_those_that_stand_now_and_no_person_is_named(db: str, tmp_path: Path) -> None:
    assert places() == []
    add_sample(today("UTC"), load_certificate_kinds())
    found = places()
    assert len(found) == 12
    published(tmp_path, with_places(content_of(), tuple(found)))
    handbook = Client(HandbookFirst(other, tmp_path))
    for place in found:
        assert place.address in words(handbook.get(f"/sites/{place.code}").text)
