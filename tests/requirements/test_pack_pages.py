"""The pages of packs: one is taken on once it was seen what it brings, ceased, or sent as a file."""

import io
import re
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from readiness.foundation.database import connected
from readiness.foundation.temporal import knowledge_at
from readiness.requirements.queries import adopted_packs
from readiness.standards.pack_text import pack_text
from readiness.standards.packs import pack_from_text, shipped_packs
from tests.factories import make_person, make_site
from tests.requirements.looking import SEEN, TODAY, count, findings, send, twice


def test_who_took_on_what_from_when_stands_on_its_page_even_where_it_was_begun_earlier_since(
    hr: FlaskClient,
) -> None:
    path = "/compliance/packs/mental-health-cover"
    assert twice(hr, f"{path}/adopt", from_on=str(TODAY)).status_code == 302
    with connected():
        before = knowledge_at().at
    earlier = date(2023, 1, 1)
    assert twice(hr, f"{path}/adopt", from_on=str(earlier)).status_code == 302
    for page in (path, "/compliance/requirements/mental-health-cover/one-per-ten"):
        told = hr.get(page).text
        assert told.count("Pack adopted: mental-health-cover, from") == 2
        assert "from 1 January 2023 on" in told
        then = hr.get(page, query_string={"known_at": before.isoformat(), "as_of": str(TODAY)}).text
        assert "from 1 January 2023 on" not in then


def test_the_head_of_a_pack_says_how_many_of_its_clauses_are_not_verified(hr: FlaskClient) -> None:
    clauses = shipped_packs()["ca-6401-9"].clause
    unread = sum(1 for each in clauses if not each.verified)
    assert 1 < unread < len(clauses)
    head, _ends, rest = hr.get("/compliance/packs/ca-6401-9").text.partition("</dl>")
    assert f"{unread} of its clauses are not verified" in head
    assert rest.count("Not verified") == unread


def test_a_shipped_pack_is_taken_on_once_it_was_seen_what_it_brings_and_ceased(hr: FlaskClient) -> None:
    assert "not adopted" in hr.get("/compliance/packs").text
    path = "/compliance/packs/mental-health-cover"
    shown = send(hr, f"{path}/adopt", from_on=str(TODAY))
    assert "Would be: 1 gap (leeds: 0 of 1), 1 not applicable." in shown.text
    assert count("adoption") == 0
    assert twice(hr, f"{path}/adopt", from_on=str(TODAY)).status_code == 302
    listed = hr.get("/compliance/requirements").text
    assert "1 person holds ‘Mental health first aid (adults)’." in listed
    assert "Not verified" in listed
    assert "Nothing here is legal advice." in listed
    tomorrow = TODAY + timedelta(days=1)
    assert "reason" in send(hr, f"{path}/cease", from_on=str(tomorrow)).text
    assert send(hr, f"{path}/cease", from_on=str(tomorrow), reason="Another policy").status_code == 302
    assert len(findings()) == 2
    assert findings(tomorrow) == []


def test_what_was_changed_after_it_was_seen_is_shown_anew(hr: FlaskClient) -> None:
    path = "/compliance/packs/mental-health-cover/adopt"
    found = SEEN.search(send(hr, path, from_on=str(TODAY)).text)
    assert found
    assert "Filled in is the first day" in hr.get(path).text
    other = send(hr, path, from_on=str(TODAY + timedelta(days=1)), seen=found.group(1))
    assert "Filled in is the first day" not in other.text
    assert "The first day on which its terms hold is 1 January 2000." in other.text
    assert "Nothing has been saved yet" in other.text
    assert "You changed something since you looked" in other.text
    assert count("adoption") == 0


def test_page_and_command_begin_a_pack_on_the_same_day_where_none_is_said(hr: FlaskClient) -> None:
    pack = shipped_packs()["mental-health-cover"]
    asked = hr.get("/compliance/packs/mental-health-cover/adopt").text
    assert re.search(r'name="from_on"[^>]*value="2000-01-01"', asked)
    text = (
        pack_text(pack)
        .replace('id = "mental-health-cover"', 'id = "mine"')
        .replace("2000-01-01", "2024-03-01")
    )
    shown = send(hr, "/compliance/send-pack", from_on="", text=text).text
    assert re.search(r'name="from_on"[^>]*value="2024-03-01"', shown)
    assert twice(hr, "/compliance/send-pack", from_on="", text=text).status_code == 302
    with connected():
        assert [each.from_on for each in adopted_packs(knowledge_at())] == [date(2024, 3, 1)]


def test_a_pack_whose_terms_begin_later_says_so_and_own_terms_may_hold_before(hr: FlaskClient) -> None:
    text = pack_text(shipped_packs()["mental-health-cover"])
    text = text.replace('id = "mental-health-cover"', 'id = "mine"').replace("2000-01-01", "2024-01-01")
    path, early = "/compliance/send-pack", date(2023, 1, 1)
    seen = send(hr, path, from_on=str(early), text=text).text
    assert "begins on 1 January 2024" in seen
    assert twice(hr, path, from_on=str(early), text=text).status_code == 302
    with connected():
        make_person(make_site("york"), staff_number="7", employed_from=date(2020, 1, 1))
    assert findings(date(2023, 8, 1)) == []
    terms = "/compliance/requirements/mine/one-at-each-site/terms"
    asked = {
        "from_on": str(early),
        "reason": "we began then",
        "term_certificate": "mhfa-adult",
        "term_at_least": "1",
    }
    assert twice(hr, terms, **asked).status_code == 302
    found = {each.site: each.status.value for each in findings(date(2023, 8, 1))}
    assert found["york"] == "gap"


def test_a_pack_file_is_refused_with_every_fault_and_mended_in_its_text(hr: FlaskClient) -> None:
    text = pack_text(shipped_packs()["own-policy"]).replace("at_least = 2", "at_least = 0")
    bad = text.replace('check = "everyone_in_role_holds"', 'check = "everyone"')
    path = "/compliance/send-pack"
    refused = send(hr, path, from_on=str(TODAY), file=(io.BytesIO(bad.encode()), "mine.toml"))
    assert refused.status_code == 422
    assert refused.text.count("mine.toml, clause") == 3
    assert "at_least = 0" in refused.text
    good = pack_text(shipped_packs()["own-policy"]).replace('id = "own-policy"', 'id = "mine"', 1)
    assert twice(hr, path, from_on=str(TODAY), text=good).status_code == 302
    taken = hr.get("/compliance/packs/mine/file").text
    assert pack_from_text(taken, "mine").sha256 == pack_from_text(good, "mine").sha256


@pytest.mark.parametrize(
    "sent", [b"\xff\xfe\x00nonsense", b"", b"x = " + b"1" * 250_000, b"[[[", b'id = "x"']
)
def test_what_is_no_pack_is_refused_in_words(hr: FlaskClient, sent: bytes) -> None:
    refused = send(hr, "/compliance/send-pack", from_on=str(TODAY), file=(io.BytesIO(sent), "mine.toml"))
    assert refused.status_code == 422
    assert "mending" in refused.text
