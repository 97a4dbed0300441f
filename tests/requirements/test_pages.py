"""The pages of requirements: taking on packs, own terms and requirements with a preview, exemptions."""

import html
import io
import os
import re
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from config import Config
from readiness.compliance.days.findings import Finding
from readiness.compliance.judging.assess import assess
from readiness.compliance.previewing import Asked, ask_for_preview, remove_old_previews, work_on
from readiness.foundation import clock
from readiness.foundation.countries import place_name
from readiness.foundation.database import connected, select
from readiness.foundation.temporal import Question, knowledge_at, record
from readiness.foundation.words import day as day_in_words
from readiness.requirements.models import Exemption
from readiness.requirements.queries import adopted_packs
from readiness.standards.pack_text import pack_text
from readiness.standards.packs import pack_from_text, shipped_packs
from readiness.web.access import Role
from tests.factories import MEASURE, adopt, change, make_person, make_site
from tests.signing_in import sign_in, token_of
from tests.statements import counting

TODAY = clock.today("America/New_York")
HOSTILE = "<script>alert(1)</script>\" ' & {{ 7*7 }}"
SEEN = re.compile(r'name="seen"[^>]*value="([^"]*)"')


@pytest.fixture
def hr(client: FlaskClient) -> FlaskClient:
    with connected():
        make_person(make_site("leeds"))
    sign_in(client, Role.HR)
    return client


def send(client: FlaskClient, path: str, **values: Any) -> TestResponse:
    return client.post(path, data={"csrf_token": token_of(client), **values})


def twice(client: FlaskClient, path: str, **values: Any) -> TestResponse:
    """Look at what would be, then do it."""
    shown = send(client, path, **values)
    assert shown.status_code == 200, shown.text
    assert "Nothing has been saved yet" in shown.text
    found = SEEN.search(shown.text)
    assert found
    return send(client, path, seen=found.group(1), **values)


def findings(day: date = TODAY) -> list[Finding]:
    with connected():
        return list(assess(Question(day, knowledge_at()), MEASURE))


def count(table: str) -> int:
    with connected():
        return int(next(select(f"SELECT count(*) FROM {table}"))[0])


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
    other = send(hr, path, from_on=str(TODAY + timedelta(days=1)), seen=found.group(1))
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


def awaited(client: FlaskClient, address: str) -> str:
    """The page of what a pack would bring, once that was worked out."""
    ends = time.monotonic() + 120
    while "data-progress" in (page := client.get(address).text):
        assert time.monotonic() < ends
        time.sleep(0.2)
    return page


def test_of_many_people_it_is_worked_out_beside_the_page_once_and_then_adopted_once(
    hr: FlaskClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("readiness.compliance.previewing.BESIDE_FROM", 0)
    path = "/compliance/packs/mental-health-cover/adopt"
    first, again = send(hr, path, from_on="2024-01-01"), send(hr, path, from_on="2024-01-01")
    assert first.status_code == 302
    assert again.location == first.location
    assert len([*(tmp_path / "previews").iterdir()]) == 1
    shown = awaited(hr, first.location)
    assert "Would be: 1 gap (leeds: 0 of 1), 1 not applicable." in shown
    found = SEEN.search(shown)
    assert found
    assert count("adoption") == 0
    for _press in range(2):
        assert send(hr, path, from_on="2024-01-01", seen=found.group(1)).status_code == 302
    assert count("adoption") == 1
    assert "it applies from that day already" in hr.get("/compliance/packs/mental-health-cover").text


def test_of_more_people_than_a_page_waits_for_it_is_judged_at_once_beside_the_page(
    hr: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("readiness.compliance.keeping.freshness.AT_ONCE", 0)
    path = "/compliance/packs/mental-health-cover/adopt"
    found = SEEN.search(send(hr, path, from_on="2024-01-01").text)
    assert found
    assert send(hr, path, from_on="2024-01-01", seen=found.group(1)).status_code == 302
    shown = awaited(hr, "/compliance")
    assert "Gap: 1" in shown
    assert "Nothing is required" not in shown


def test_a_pack_that_was_sent_is_adopted_from_the_page_that_says_what_it_would_bring(
    hr: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("readiness.compliance.previewing.BESIDE_FROM", 0)
    text = pack_text(shipped_packs()["mental-health-cover"]).replace(
        'id = "mental-health-cover"', 'id = "mine"'
    )
    path = "/compliance/send-pack"
    shown = awaited(hr, send(hr, path, from_on="", text=text).location)
    found = SEEN.search(shown)
    assert found
    kept = html.unescape(re.search(r"<textarea[^>]*>(?:\r\n)?(.*?)</textarea>", shown, re.DOTALL)[1])  # type: ignore[index]
    assert send(hr, path, from_on="2000-01-01", text=kept, seen=found.group(1)).status_code == 302
    assert count("adoption") == 1


def test_what_stopped_says_so_and_is_begun_anew_and_what_is_old_is_gone(
    hr: FlaskClient,
) -> None:
    config: Config = hr.application.config["READINESS"]
    with connected():
        asked = Asked(shipped_packs()["mental-health-cover"], TODAY, Question(TODAY, knowledge_at()))
        key, is_first = ask_for_preview(config, asked)
        assert (is_first, ask_for_preview(config, asked)) == (True, (key, False))
        address = f"/compliance/previews/{key}"
        assert "Looking at sites" in hr.get(address).text
        os.utime(config.data_dir / "previews" / key / "going", (0, 0))
        assert "The work has stopped" in hr.get(address).text
        assert ask_for_preview(config, asked) == (key, True)
        work_on(config, key, MEASURE)
        assert "Would be: 1 gap" in hr.get(address).text
    os.utime(config.data_dir / "previews" / key, (0, 0))
    remove_old_previews(config)
    assert hr.get(address).status_code == 404
    assert hr.get("/compliance/previews/..").status_code == 404


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


def adopt_law() -> None:
    with connected():
        adopt(
            {"check": "holders_per_headcount", "terms": {"certificate": "mhfa-adult", "at_least": 2}},
            is_law=True,
        )


def test_own_terms_are_set_from_a_day_and_taken_back(hr: FlaskClient) -> None:
    adopt_law()
    path = "/compliance/requirements/tested/clause-1"
    assert 'value="2"' in hr.get(f"{path}/terms").text
    values = {
        "term_certificate": "mhfa-adult",
        "term_at_least": "3",
        "from_on": str(TODAY),
        "reason": "Safer",
    }
    assert twice(hr, f"{path}/terms", **values).status_code == 302
    assert [finding.need for finding in findings()] == [3]
    shown = hr.get(path).text
    assert "The pack asks: 2 people hold ‘Mental health first aid (adults)’." in shown
    assert send(hr, f"{path}/terms/take-back", from_on=str(TODAY), reason="Enough").status_code == 302
    assert [finding.need for finding in findings()] == [2]


def test_terms_that_ask_for_less_than_a_law_must_be_known_to(hr: FlaskClient) -> None:
    adopt_law()
    path = "/compliance/requirements/tested/clause-1"
    values = {"term_certificate": "mhfa-adult", "term_at_least": "1", "from_on": str(TODAY), "reason": "Why"}
    refused = twice(hr, f"{path}/terms", **values)
    assert refused.status_code == 422
    assert "these terms ask for less than the law" in refused.text
    assert [finding.need for finding in findings()] == [2]
    assert twice(hr, f"{path}/terms", accepts_less="y", **values).status_code == 302
    assert "which ask for less than the law" in hr.get("/compliance/requirements").text
    assert "which ask for less than the law" in findings()[0].reason


def test_terms_that_cannot_be_are_told_at_their_field(hr: FlaskClient) -> None:
    adopt_law()
    refused = send(
        hr, "/compliance/requirements/tested/clause-1/terms", term_certificate="mhfa-adult",
        term_one_per="0", from_on="", reason="",
    )  # fmt: skip
    assert refused.status_code == 422
    for told in ("at least 1", "first day on which these terms apply", "Write why"):
        assert told in refused.text


OWN = {
    "title": "CPR at each site", "citation": "Handbook 3", "severity": "high", "term_certificate": "cpr-aed",
    "term_at_least": "1", "pack_id": "own", "applies_open_to_public": "",
}  # fmt: skip


def test_an_own_requirement_is_written_with_a_preview_revised_and_ended(hr: FlaskClient) -> None:
    chosen = send(hr, "/compliance/requirements/new", check="holders_per_headcount")
    assert chosen.headers["Location"].endswith("?check=holders_per_headcount")
    path = "/compliance/requirements/new?check=holders_per_headcount"
    assert "Would be: 1 gap (leeds: 0 of 1)." in send(hr, path, from_on=str(TODAY), **OWN).text
    assert twice(hr, path, from_on=str(TODAY), **OWN).status_code == 302
    assert [(each.clause.id, each.need) for each in findings()] == [("cpr-at-each-site", 1)]
    assert twice(hr, path, from_on=str(TODAY), **OWN).status_code == 302
    assert [each.clause.id for each in findings()] == ["cpr-at-each-site", "cpr-at-each-site-2"]
    edit = "/compliance/requirements/own/cpr-at-each-site/edit"
    assert 'value="CPR at each site"' in hr.get(edit).text
    revised = {**OWN, "term_at_least": "4", "applies_country": "us\nGB", "applies_headcount_from": "1"}
    assert twice(hr, edit, from_on=str(TODAY), **revised).status_code == 302
    assert findings()[0].need == 4
    assert findings()[0].clause.applies.country == ("US", "GB")
    nowhere = send(hr, edit, from_on=str(TODAY), **{**revised, "applies_country": "UK"}).text
    assert "Did you mean GB?" in html.unescape(nowhere)
    end = "/compliance/requirements/own/cpr-at-each-site/end"
    assert send(hr, end, from_on=str(TODAY), reason="Over").status_code == 302
    assert [each.clause.id for each in findings()] == ["cpr-at-each-site-2"]


def test_what_is_wrong_in_an_own_requirement_is_told_at_its_field(hr: FlaskClient) -> None:
    path = "/compliance/requirements/new?check=exercises_in_window"
    empty = {"title": " ", "citation": "", "severity": "high", "applies_open_to_public": ""}
    refused = send(hr, path, from_on=str(TODAY), **empty)
    assert refused.status_code == 422
    for told in ("in a line what is asked", "where it is written", "Write a whole number"):
        assert told in refused.text
    terms = {"title": "T", "citation": "C", "term_at_least": "1", "applies_open_to_public": ""}
    neither = send(hr, path, from_on=str(TODAY), severity="high", **terms)
    assert "Exactly one of ‘Within days’ and ‘Within months’ is needed." in neither.text
    terms["term_within_days"] = "30"
    for pack_id, told in (("Not an id", "small letters"), ("own-policy", "not the organisation")):
        values = {**terms, "from_on": str(TODAY), "severity": "high", "pack_id": pack_id}
        answer = send(hr, path, **values)
        found = SEEN.search(answer.text)
        again = send(hr, path, **values, seen=found.group(1) if found else "")
        assert told in again.text


def test_requirements_of_others_are_not_written_here(hr: FlaskClient) -> None:
    adopt_law()
    for page in ("edit", "end"):
        assert hr.get(f"/compliance/requirements/tested/clause-1/{page}").status_code == 404


def test_an_exemption_needs_an_end_and_bears_the_name_of_who_granted_it(hr: FlaskClient) -> None:
    adopt_law()
    values = {"clause": "tested/clause-1", "site": "leeds", "from_on": str(TODAY), "reason": HOSTILE}
    refused = send(hr, "/compliance/exemptions/grant", **values)
    assert "An exemption needs an end." in refused.text
    wrong = {**values, "site": "york", "staff_number": "nobody", "until_on": str(TODAY + timedelta(days=5))}
    told = send(hr, "/compliance/exemptions/grant", **wrong).text
    for sentence in ("no site", "nobody with the staff number", "is about sites"):
        assert sentence in told
    until_on = str(TODAY + timedelta(days=12))
    assert send(hr, "/compliance/exemptions/grant", until_on=until_on, **values).status_code == 302
    shown = hr.get("/compliance/exemptions").text
    assert "in 12 days" in shown
    assert "hr-" in shown
    assert "<script>alert(1)" not in shown
    assert [finding.status.value for finding in findings()] == ["exempted"]
    found = re.search(r"/compliance/exemptions/(\d+)/withdraw", shown)
    assert '<td class="fact is-wide"><a href="/compliance/exemptions/' in shown  # on a phone too
    assert found
    assert send(hr, found.group(0), from_on=str(TODAY), reason="Enough").status_code == 302
    assert [finding.status.value for finding in findings()] == ["gap"]


def test_a_finding_leads_to_its_exemption_with_the_form_filled_and_tells_its_end_and_who_granted_it(
    hr: FlaskClient,
) -> None:
    adopt_law()
    place = "/compliance/findings/tested/clause-1/leeds"
    link = re.search(
        r'href="(/compliance/exemptions/grant[^"]*)"[^>]*>\s*Exempt it until a day …', hr.get(place).text
    )
    assert link
    form = hr.get(html.unescape(link.group(1))).text
    assert re.search(r'<option selected value="tested/clause-1">', form)
    assert re.search(r'name="site"[^>]*value="(Site )?leeds"', form, re.IGNORECASE)
    assert not re.search(r'for="site">[^<]*<span class="optional">', form)
    until_on = str(TODAY + timedelta(days=12))
    values = {"clause": "tested/clause-1", "site": "leeds", "from_on": str(TODAY), "reason": "It closes."}
    granted = send(hr, html.unescape(link.group(1)), until_on=until_on, **values)
    assert (granted.status_code, granted.headers["Location"]) == (302, place)
    end = day_in_words(TODAY + timedelta(days=12))
    assert f"The exemption was granted, until {end}." in hr.get(place).text
    assert re.search(rf"Exempted until {end}: It closes \(by hr-[^)]*\)\.", hr.get(place).text)
    assert "Exempt it until a day" not in hr.get(place).text


def test_whoever_exempts_a_person_from_a_finding_comes_back_to_it_and_is_told_when_it_begins(
    hr: FlaskClient,
) -> None:
    adopt({"check": "everyone_in_role_holds", "terms": {"certificate": "cpr-aed"}})
    place = "/compliance/findings/tested/clause-1/york"
    person = make_person(make_site("york"), staff_number="E7")
    form = f"/compliance/exemptions/grant?clause=tested/clause-1&of=york&person={person.staff_number}"
    assert f'href="{place}?person=E7">Cancel' in hr.get(form).text
    first, last = TODAY + timedelta(days=2), TODAY + timedelta(days=9)
    values = {"clause": "tested/clause-1", "site": "york", "staff_number": "E7", "reason": "Away."}
    granted = send(hr, form, from_on=str(first), until_on=str(last), **values)
    assert granted.headers["Location"] == f"{place}?person=E7"
    told = f"The exemption was granted, from {day_in_words(first)} until {day_in_words(last)}."
    assert told in hr.get(granted.headers["Location"]).text


def test_whoever_comes_from_the_list_of_exemptions_goes_back_to_it(hr: FlaskClient) -> None:
    adopt_law()
    values = {"clause": "tested/clause-1", "site": "leeds", "from_on": str(TODAY), "reason": "It closes."}
    granted = send(hr, "/compliance/exemptions/grant", until_on=str(TODAY), **values)
    assert granted.headers["Location"] == "/compliance/exemptions"


def test_who_may_not_exempt_is_offered_no_exemption(client: FlaskClient, hr: FlaskClient) -> None:
    adopt_law()
    auditor = client.application.test_client()
    sign_in(auditor, Role.AUDITOR)
    shown = auditor.get("/compliance/findings/tested/clause-1/leeds")
    assert shown.status_code == 200
    assert "Exempt it until a day" not in shown.text


def test_a_manager_sees_exemptions_of_the_own_sites_only(client: FlaskClient, hr: FlaskClient) -> None:
    adopt_law()
    with connected():
        own = make_site("york").id
    for site in ("leeds", "york"):
        send(
            hr, "/compliance/exemptions/grant", clause="tested/clause-1", site=site, from_on=str(TODAY),
            until_on=str(TODAY), reason=f"reason of {site}",
        )  # fmt: skip
    manager = client.application.test_client()
    sign_in(manager, Role.MANAGER, site_ids=[own])
    shown = manager.get("/compliance/exemptions").text
    assert "reason of york" in shown
    assert "reason of leeds" not in shown
    assert "Grant an exemption" not in shown


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


def exempt(count: int, site_code: str) -> None:
    """So many exemptions of people at a site, each for a while of its own."""
    with change() as opened:
        for number in range(count):
            day = TODAY + timedelta(days=number % 3 - 1)
            record(
                Exemption, opened.change, pack_id="tested", clause_id="clause-1", site_code=site_code,
                staff_number=f"E{number}", from_on=day, until_on=day, reason="Away", granted_by="ada@example.org",
            )  # fmt: skip


@pytest.mark.parametrize("role", [Role.HR, Role.MANAGER])
def test_the_number_of_statements_does_not_depend_on_the_number_of_exemptions(
    client: FlaskClient, role: Role
) -> None:
    def asked() -> int:
        client.get("/compliance/exemptions")  # what is worked out once for each state of the records
        with connected(), counting() as statements:
            client.get("/compliance/exemptions")
        return len(statements)

    adopt_law()
    with connected():
        site = make_site("leeds")
        exempt(3, "leeds")
    sign_in(client, role, site_ids=[site.id] if role is Role.MANAGER else [])
    few = asked()
    with connected():
        exempt(297, "leeds")
    assert asked() == few
    assert client.get("/compliance/exemptions").text.count("Away") == 50
    assert client.get("/compliance/exemptions?format=csv").text.count("Away") == 300
