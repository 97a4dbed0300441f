"""Crisis lines: verified, corrected and added here; what keeps the handbook from being published; one that is out."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from readiness.audit.models import AuditEvent
from readiness.foundation import clock
from readiness.foundation.errors import InvalidInput
from readiness.foundation.temporal import knowledge_at, known
from readiness.foundation.words import moment, speaking
from readiness.handbook import jobs
from readiness.handbook.actions import Press, publish
from readiness.handbook.bundle import Wanted
from readiness.handbook.edition import current_edition
from readiness.handbook.opened import Opened
from readiness.handbook.queries import current_about
from readiness.handbook.swapping import swap_lines
from readiness.lines.actions import Outage, SeenLine, Signature, correct_line, verify_line
from readiness.lines.models import LineOutage, OwnLine
from readiness.lines.queries import crisis_lines, get_line
from readiness.standards.protocols import LANGUAGES
from readiness.web.access import Role
from tests.handbook.desk import approved, edit, fields
from tests.handbook.making import press_at
from tests.signing_in import post, sign_in

SLUGS = ("panic", "suicide", "home")
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
LINE = "/handbook/lines/us-988"


def shown(folder: Path, path: str = "/protocols/suicide", language: str = "en") -> str:
    edition = current_edition(folder)
    assert edition is not None
    return Opened.read(edition).pages[path, language].plain.decode()


def said(folder: Path, language: str) -> list[str]:
    """What machines are told of the lines that stand in for others."""
    edition = current_edition(folder)
    assert edition is not None
    found = json.loads(Opened.read(edition).searched.as_json("panic", Wanted(language)))
    return [line["banner"] for line in found["lines"]]


def swap(client: FlaskClient, line: str, **typed: Any) -> TestResponse:
    """Type what stands in, look at what will stand on the pages, press."""
    looked = edit(client, f"{line}/swap", **typed)
    assert looked.status_code == 200, looked.text
    return client.post(f"{line}/swap", data=fields(looked.text))


def at(folder: Path, now: datetime = NOW, check_days: int = 365) -> Press:
    return Press(folder, "US", now, now.date(), check_days)


def test_every_shipped_line_that_is_linked_passes_on_the_day_of_this_release(db: str, tmp_path: Path) -> None:
    approved(*SLUGS)
    assert not publish(at(tmp_path), "a test").is_current


def test_a_check_that_is_past_keeps_the_handbook_from_being_published_and_names_all_of_it(
    db: str, tmp_path: Path
) -> None:
    approved(*SLUGS)
    verified_on = crisis_lines()["us-988"].verified_on
    assert verified_on is not None
    last = datetime.combine(verified_on + timedelta(days=365), NOW.timetz())
    first = publish(at(tmp_path, last), "a test")
    with pytest.raises(InvalidInput) as refused:
        publish(at(tmp_path, last + timedelta(days=1)), "a test")
    assert current_edition(tmp_path) == first.path
    told = [each for each in refused.value.problems if "(us-988)" in each]
    assert len(told) == 1
    assert (
        "was last verified on 23 November 2026, more than 365 days ago. Read its source again, and sign it."
        in told[0]
    )
    assert "the first page, suicide, panic and home" in told[0]
    assert any(
        "(us-domestic-violence)" in each and "stands in: home." in each for each in refused.value.problems
    )
    publish(at(tmp_path, last + timedelta(days=1), check_days=366), "a test")  # as settled


def test_what_is_published_is_flagged_once_a_line_s_check_is_past(
    client: FlaskClient, tmp_path: Path
) -> None:
    approved(*SLUGS)
    publish(press_at(tmp_path / "handbook"), "a test")
    sign_in(client, Role.COORDINATOR)
    assert "Read its source again" not in client.get("/handbook").text
    with time_machine.travel(datetime(2027, 11, 26, 12, tzinfo=UTC), tick=True):
        sign_in(client, Role.COORDINATOR)
        page = client.get("/handbook").text
        assert "(us-domestic-violence) was last verified on" in page
        assert "It cannot be published like this" in client.get("/handbook/publish").text


def test_a_number_that_another_took_the_place_of_is_refused(db: str, tmp_path: Path) -> None:
    approved(*SLUGS)
    correct_line(SeenLine("us-911", 0), {"supersedes": ["18007997233"]}, "a test", "ana@example.org")
    with pytest.raises(InvalidInput, match="has 18007997233, which another number took the place of"):
        publish(at(tmp_path), "a test")


def test_a_line_that_is_corrected_is_verified_anew_before_it_is_published(
    client: FlaskClient, tmp_path: Path
) -> None:
    approved(*SLUGS)
    folder = tmp_path / "handbook"
    publish(at(folder, clock.now()), "a test")
    ana = sign_in(client, Role.COORDINATOR)
    path = "/handbook/lines/us-domestic-violence"
    before = knowledge_at()
    refused = edit(client, f"{path}/correct", call="1-800 799", text="x", languages="", reason="")
    for told in ("write digits alone", "Write why"):
        assert told in refused.text
    assert (
        edit(client, f"{path}/correct", call="18005550100", reason="New number by their page.").status_code
        == 302
    )
    assert "is not verified" in client.get("/handbook").text
    assert (
        "is not verified. Read its source, and sign it. It stands in: home."
        in client.get("/handbook/publish").text
    )
    assert post(client, "/handbook/publish", form_at="/account").status_code == 422
    verified = edit(
        client, f"{path}/verify", source="Their own page", source_url="https://www.thehotline.org/"
    )
    assert verified.status_code == 302
    line = get_line("us-domestic-violence").line
    assert (line.call, line.verified_by, line.verified_on) == ("18005550100", ana.email, clock.today("UTC"))
    assert "the handbook still shows 18007997233. Publish it." in client.get("/handbook").text
    assert edit(client, "/handbook/publish").status_code == 302
    page = shown(folder, "/protocols/home")
    assert 'href="tel:+18005550100">Call 1-800-555-0100' in page
    assert "7233" not in page
    assert not OwnLine.select().where(known(OwnLine, before)).exists()
    told_of = client.get(path).text
    assert "New number by their page." in told_of
    assert [each.action for each in AuditEvent.select().order_by(AuditEvent.id)][-3:] == [
        "crisis line written", "crisis line verified", "handbook published",
    ]  # fmt: skip


def test_the_second_of_two_who_correct_a_line_is_told_and_keeps_the_text(client: FlaskClient) -> None:
    sign_in(client, Role.HR)
    other = client.application.test_client()
    tom = sign_in(other, Role.COORDINATOR)
    opened = fields(client.get(f"{LINE}/correct").text)
    edit(other, f"{LINE}/verify")
    told = client.post(f"{LINE}/correct", data={**opened, "name": "The Lifeline", "reason": "Shorter"})
    assert told.status_code == 422
    assert f"{tom.email} changed this while you were at it" in told.text
    assert 'value="The Lifeline"' in told.text
    assert client.post(f"{LINE}/correct", data=fields(told.text)).status_code == 302
    assert get_line("us-988").line.verified  # a name is nothing that is dialled


def test_a_line_of_one_s_own_is_added_verified_and_can_be_named(client: FlaskClient) -> None:
    sign_in(client, Role.COORDINATOR)
    approved(*SLUGS)
    refused = edit(client, "/handbook/add-line", code="US County", name="County line", call="")
    assert "write small letters, digits and hyphens." in refused.text
    added = edit(client, "/handbook/add-line", code="us-county", name="County line", call="18005550111")
    assert added.status_code == 302
    assert edit(client, "/handbook/add-line", code="us-county", name="Again", call="988").status_code == 422
    assert "us-county" not in client.get("/handbook/protocols/home/edit").text
    edit(client, "/handbook/lines/us-county/verify", source="The county's page")
    assert "us-county" in client.get("/handbook/protocols/home/edit").text


def test_one_action_swaps_a_line_everywhere_and_the_timetable_puts_it_back(
    client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    approved(*SLUGS)
    folder = tmp_path / "handbook"
    publish(at(folder, clock.now()), "a test")
    before = shown(folder)
    assert 'href="tel:988"' in before
    sign_in(client, Role.COORDINATOR)
    form = client.get("/handbook/lines/us-domestic-violence/swap").text
    assert '<option selected value="us-988">' in form  # no fallback: the first line of the country
    page = edit(
        client, f"{LINE}/swap", stand_in="us-trans", until_at="2020-01-01T00:00", banner_es="", reason="Dead."
    )
    assert page.status_code == 422
    for told in ("choose an end that is still to come", "Write what is said in Spanish."):
        assert told in page.text
    until = clock.now() + timedelta(hours=5)
    swapped = swap(
        client, LINE,
        stand_in="us-disaster-distress", also=["us-988-spanish", "us-veterans"],
        until_at=f"{until:%Y-%m-%dT%H:%M}", banner_en="988 is down.", banner_es="988 no funciona.",
        reason="Told by the operator.",
    )  # fmt: skip
    assert swapped.status_code == 302, swapped.text
    for path in ("/", "/protocols/suicide", "/protocols/panic"):
        now = shown(folder, path)
        assert now.count("988 is down.") == 1
        assert 'href="tel:988"' not in now
        assert 'href="tel:+18009855990"' in now
    assert "988 no funciona." in shown(folder, "/protocols/panic", "es")
    with speaking("es"):
        in_spanish = moment(until)
    assert [said(folder, language) for language in LANGUAGES] == [
        ["", f"988 is down. Until {moment(until)}, ‘Disaster Distress Helpline’ is shown in its place."],
        ["", f"988 no funciona. Hasta el {in_spanish}, se muestra en su lugar «Disaster Distress Helpline»."],
    ]
    assert "Call. Disaster Distress Helpline." in shown(folder)  # what it is, not what it stands for
    assert "Swapped: ‘Disaster Distress Helpline’ stands in for" in client.get("/handbook/editions").text
    assert "‘Disaster Distress Helpline’ stands in." in client.get(LINE).text
    assert "Out of order" in client.get("/handbook/lines").text
    assert "A crisis line is out of order" in client.get("/handbook").text
    monkeypatch.setenv("READINESS_DATA_DIR", str(tmp_path))
    jobs.keep_shown()
    assert "988 is down." in shown(folder)  # not yet
    with time_machine.travel(until + timedelta(minutes=1), tick=True):
        jobs.keep_shown()
    assert shown(folder) == before
    assert [each.actor for each in AuditEvent.select().order_by(AuditEvent.id)][-1] == "timetable"


def test_a_swap_is_ended_early_and_what_was_known_of_it_stays(client: FlaskClient, tmp_path: Path) -> None:
    approved(*SLUGS)
    folder = tmp_path / "handbook"
    publish(at(folder, clock.now()), "a test")
    sign_in(client, Role.COORDINATOR)
    until = clock.now() + timedelta(hours=5)
    swap(
        client, "/handbook/lines/us-veterans",
        stand_in="us-911", also=[], until_at=f"{until:%Y-%m-%dT%H:%M}", reason="Silent.",
    )  # fmt: skip
    known_then = knowledge_at()
    assert "Veterans Crisis Line does not answer just now." in shown(folder)
    assert edit(client, "/handbook/lines/us-veterans/put-back", reason="It rings again.").status_code == 302
    assert "does not answer" not in shown(folder)
    assert LineOutage.get(known(LineOutage, known_then)).until_at > clock.now()


def test_a_swap_is_not_held_up_by_other_lines_but_by_what_stands_in(db: str, tmp_path: Path) -> None:
    approved(*SLUGS)
    publish(at(tmp_path), "a test")
    late = datetime(2027, 12, 1, tzinfo=UTC)
    outage = Outage(
        ("us-veterans",),
        "us-disaster-distress",
        {"en": "Down.", "es": "No va."},
        late,
        late + timedelta(days=1),
    )
    with pytest.raises(InvalidInput, match=r"stand_in: .*was last verified on 23 November 2026"):
        swap_lines(outage, at(tmp_path, late), "ana@example.org")
    assert not LineOutage.select().exists()
    verify_line(
        SeenLine("us-disaster-distress", 0),
        Signature(late.date(), "Their page"),
        late.date(),
        "ana@example.org",
    )
    swap_lines(outage, at(tmp_path, late), "ana@example.org")
    assert "Down." in shown(tmp_path)
    about = current_about()
    assert about is not None
    assert len(about.outages) == 1


def test_a_line_of_the_same_number_goes_out_with_it_and_is_never_offered_in_its_place(
    client: FlaskClient, tmp_path: Path
) -> None:
    approved(*SLUGS)
    publish(at(tmp_path / "handbook", clock.now()), "a test")
    sign_in(client, Role.COORDINATOR)
    page = client.get("/handbook/lines/us-988-spanish/swap").text
    sent = fields(page)
    assert sent["stand_in"] == [""]
    assert sorted(sent["also"]) == ["us-988", "us-veterans"]
    assert "reached by the same number, so whoever calls them reaches nobody either" in page
    assert not re.search(r'<option[^>]*value="us-(988|veterans)', page)
    assert "Veterans Crisis Line: it is reached by the same number, 988." in page
    forced = Outage(
        ("us-988-spanish",), "us-988", {"en": "Down.", "es": "No va."}, NOW, NOW + timedelta(days=1)
    )
    with pytest.raises(InvalidInput, match="reached by the same number"):
        swap_lines(forced, at(tmp_path / "handbook"), "ana@example.org")


def test_what_will_stand_on_the_pages_is_seen_before_a_swap_and_again_where_it_changed(
    client: FlaskClient, tmp_path: Path
) -> None:
    approved(*SLUGS)
    folder = tmp_path / "handbook"
    publish(at(folder, clock.now()), "a test")
    sign_in(client, Role.COORDINATOR)
    looked = edit(client, f"{LINE}/swap", stand_in="us-disaster-distress", reason="Dead.")
    assert looked.status_code == 200
    for told in ("This will stand on every page", "call 1-800-985-5990", "se muestra en su lugar"):
        assert told in looked.text
    assert "does not answer" not in shown(folder)
    other = client.post(f"{LINE}/swap", data={**fields(looked.text), "stand_in": "us-911"})
    assert other.status_code == 200
    assert client.post(f"{LINE}/swap", data=fields(other.text)).status_code == 302
    assert shown(folder).count("is shown in its place") == 1
    assert "no responde" in shown(folder, language="es")


def test_what_can_only_be_texted_cannot_stand_in_for_what_is_called(db: str, tmp_path: Path) -> None:
    outage = Outage(
        ("gb-samaritans",), "gb-shout", {"en": "Down.", "es": "No va."}, NOW, NOW + timedelta(days=1)
    )
    with pytest.raises(InvalidInput, match="has no number to call"):
        swap_lines(outage, at(tmp_path), "ana@example.org")


def test_digits_shown_and_dialled_are_of_one_record_wherever_a_line_stands(db: str, tmp_path: Path) -> None:
    approved(*SLUGS)
    correct_line(SeenLine("us-988", 0), {"name": "Lifeline"}, "a test", "ana@example.org")
    publish(at(tmp_path), "a test")
    for language in ("en", "es"):
        for dialled, words in re.findall(
            r'href="(?:tel|sms):\+?(\d+)"[^>]*>(.*?)</a>', shown(tmp_path, language=language)
        ):
            assert dialled in re.sub(r"\D", "", re.sub(r"<small>.*?</small>", "", words))


def test_the_day_of_a_signature_is_not_to_come(client: FlaskClient) -> None:
    sign_in(client, Role.HR)
    answer = edit(client, f"{LINE}/verify", verified_on=str(date(2099, 1, 1)), source=" ")
    assert answer.status_code == 422
    assert "Write where you read it" in answer.text
    assert "this day is still to come" in edit(client, f"{LINE}/verify", verified_on="2099-01-01").text
