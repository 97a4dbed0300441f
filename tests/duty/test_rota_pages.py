"""Rotas as a manager, a coordinator and the responder keep them, in pages."""

import html
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask.testing import FlaskClient

from readiness.audit.models import AuditDetail, AuditEvent
from readiness.certificates.kinds import certificate_kinds
from readiness.duty.actions import make_key
from readiness.duty.keys import opens
from readiness.duty.models import DutyAbsence, DutyCardKey, DutyShift
from readiness.duty.queries import (
    consent_of,
    responder_kinds,
    responders_on,
    shifts_of,
    shown_rosters,
    site_rosters,
)
from readiness.duty.skills import counting_as
from readiness.foundation import clock
from readiness.foundation.temporal import current
from readiness.people.models import Person
from readiness.web.access import Role
from tests.duty.rotas import on_rota, shown
from tests.factories import make_certificate, make_leave, make_person, make_site
from tests.signing_in import post, sign_in
from tests.statements import counting

HOSTILE = "<img src=x onerror=alert(1)>'\"&{{7*7}}"


def words(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def faults(page: str) -> list[str]:
    summary = page.partition('id="faults"')[2].partition("</ul>")[0]
    return [html.unescape(re.sub("<[^>]+>", "", each)) for each in re.findall(r"<li>(.*?)</li>", summary)]


def trained(name: str, site_code: str = "") -> Person:
    person = make_person(make_site(site_code) if site_code else None, given_name=name)
    make_certificate(person, "first-aid", date(2020, 1, 1))
    return person


def test_a_manager_puts_someone_on_the_rota_and_sees_where_nobody_is(client: FlaskClient) -> None:
    site = make_site("dayton", time_zone="UTC")
    ana = make_person(site, given_name="Ana", family_name="Ruiz")
    make_certificate(ana, "first-aid", date(2020, 1, 1))
    sign_in(client, Role.MANAGER, site_ids=[site.id])
    assert (
        f'<option value="{ana.staff_number}">Ana Ruiz</option>'
        in client.get(f"/duty/sites/{site.id}/add").text
    )
    wish: dict[str, Any] = {
        "staff_number": ana.staff_number,
        "weekdays": ["0", "2", "3", "4"],
        "from_time": "08:00",
        "until_time": "17:00",
    }
    assert post(client, f"/duty/sites/{site.id}/add", **wish).status_code == 302
    page = words(client.get(f"/duty/sites/{site.id}").text)
    assert "Nobody on Tuesday morning and Tuesday afternoon." in page
    assert "Ana Ruiz 08:00–17:00 (not shown to colleagues)" in page
    make_leave(ana, clock.today("UTC") - timedelta(days=7))
    assert "Ana Ruiz 08:00–17:00 (on leave)" in words(client.get(f"/duty/sites/{site.id}").text)


def test_everything_that_is_wrong_with_a_shift_is_told_at_once(client: FlaskClient) -> None:
    site = make_site("dayton")
    sign_in(client, Role.COORDINATOR)
    answer = post(
        client,
        f"/duty/sites/{site.id}/add",
        staff_number="nobody",
        from_time="25:00",
        until_time="late",
        from_on="2026-12-02",
        until_on="2026-12-01",
    )
    assert answer.status_code == 422
    assert sorted(faults(answer.text)) == sorted(
        [
            "There is nobody with the staff number 'nobody'.",
            "Choose at least one weekday.",
            "Write the time as 08:30.",
            "Write the time as 08:30.",
            "ends before it starts. Mend one of the two days.",
        ]
    )
    assert DutyShift.select().count() == 0


def test_a_manager_learns_nothing_of_people_elsewhere(client: FlaskClient) -> None:
    own, elsewhere = make_site("own"), make_site("elsewhere")
    stranger = on_rota(elsewhere, "Stranger")
    sign_in(client, Role.MANAGER, site_ids=[own.id])
    wish = {"staff_number": stranger.staff_number, "weekdays": "0", "from_time": "8", "until_time": "17"}
    answer = post(client, f"/duty/sites/{own.id}/add", **wish)
    assert f"There is nobody with the staff number '{stranger.staff_number}' at your sites." in faults(
        answer.text
    )
    shift = shifts_of(stranger.id, date(2026, 1, 1))[0]
    for path in (
        f"/duty/sites/{elsewhere.id}",
        f"/duty/shifts/{shift.fact_id}",
        f"/duty/sites/{elsewhere.id}/card",
    ):
        assert client.get(path).status_code == 404
    assert "Stranger" not in client.get("/duty").text


def test_a_shift_is_changed_and_ended_and_what_was_known_stays(client: FlaskClient) -> None:
    site = make_site("dayton", time_zone="UTC")
    on_rota(site, "Ana", weekdays=(0,))
    sign_in(client, Role.HR)
    (shift,) = DutyShift.select()
    address = f"/duty/shifts/{shift.fact_id}"
    assert 'value="08:00"' in client.get(address).text
    changed = post(client, address, weekday="1", from_time="22:00", until_time="06:00")
    assert changed.status_code == 302
    now = DutyShift.get(current(DutyShift))
    assert (now.weekday, now.from_minute, now.until_minute) == (1, 22 * 60, 6 * 60)
    day = clock.today("UTC")
    assert post(client, f"{address}/end", form_at="/account", until_on=day.isoformat()).status_code == 302
    assert DutyShift.get(current(DutyShift)).until_on == day
    assert (
        post(
            client, f"{address}/end", form_at="/account", until_on=(day + timedelta(days=1)).isoformat()
        ).status_code
        == 422
    )
    assert DutyShift.select().count() == 3
    assert {event.action for event in AuditEvent.select()} >= {"duty shift written", "duty shift ended"}


def test_an_absence_takes_someone_off_and_is_taken_back(client: FlaskClient) -> None:
    site = make_site("dayton", time_zone="UTC")
    ana = on_rota(site, "Ana", ("00:00", "00:00"))
    sign_in(client, Role.HR)
    today = clock.today("UTC")
    form = {"staff_number": ana.staff_number, "from_on": today.isoformat()}
    assert len(responders_on(site, clock.now()).now) == 1
    assert post(client, f"/duty/sites/{site.id}/absence", **form).status_code == 302
    assert responders_on(site, clock.now()).now == ()
    assert "Ana Ruiz" in words(client.get(f"/duty/sites/{site.id}").text)
    post(client, f"/duty/absences/{DutyAbsence.get().fact_id}/take-back", form_at="/account")
    assert len(responders_on(site, clock.now()).now) == 1
    stranger = make_person(site)
    refused = post(
        client, f"/duty/sites/{site.id}/absence", **{**form, "staff_number": stranger.staff_number}
    )
    assert faults(refused.text) == ["Nobody with this staff number is on the rota of this site."]


def test_someone_agrees_says_here_today_and_withdraws_by_themselves(client: FlaskClient) -> None:
    site = make_site("dayton", time_zone="UTC", name="Dayton")
    ana = make_person(site, given_name="Ana", phone="312-555-0100")
    make_certificate(ana, "pfa", date(2020, 1, 1))
    sign_in(client, Role.EMPLOYEE, person=ana)
    assert "/account/duty" in client.get("/account").text
    page = client.get("/account/duty").text
    assert "You are shown to nobody" in page
    assert 'value="312-555-0100"' in page
    refused = post(client, "/account/duty", phone="extension 7", place="x" * 99)
    assert refused.status_code == 422
    assert "Tick the box to agree. Without it nothing is shown." in faults(refused.text)
    assert consent_of(ana.id) is None
    agreed = post(
        client, "/account/duty", phone="(312) 555-0100", place=HOSTILE, languages="en, es", agrees="y"
    )
    assert agreed.status_code == 302
    assert consent_of(ana.id) is not None
    assert "<img" not in client.get("/account/duty").text
    post(client, "/account/duty/here", form_at="/account")
    (present,) = responders_on(site, clock.now()).now
    assert present.says_so
    assert present.responder.shown is not None
    assert present.responder.shown.place == HOSTILE
    assert "You said: here today." in client.get("/account/duty").text
    post(client, "/account/duty/not-here", form_at="/account")
    assert responders_on(site, clock.now()).now == ()
    post(client, "/account/duty/withdraw", form_at="/account")
    assert consent_of(ana.id) is None
    # The trail says that it was done, and not what was shown.
    assert not [row.detail for row in AuditDetail.select() if "555" in row.detail or "onerror" in row.detail]


def test_whoever_agrees_to_colleagues_alone_is_on_no_card_and_seen_by_who_has_signed_in(
    client: FlaskClient,
) -> None:
    site = make_site("dayton", time_zone="UTC", name="Dayton")
    make_key(site, clock.now(), "a test")
    everyone, nobody = on_rota(site, "Ana", ("00:00", "00:00")), on_rota(site, "Otto", ("00:00", "00:00"))
    within = shown(on_rota(site, "Bea", ("00:00", "00:00")), audience="colleagues")
    shown(everyone)
    (card,) = shown_rosters(clock.today("UTC"))
    assert [each.shown.name for each in card.responders if each.shown] == ["Ana"]
    sign_in(client, Role.EMPLOYEE, person=nobody)
    page = words(client.get("/account/duty/colleagues").text)
    assert "Who can help at Dayton" in page
    assert ("Ana" in page, "Bea" in page, "Otto" in page) == (True, True, False)
    assert "Shown to colleagues" in _of_person(client, within)
    assert "Shown on the card" in _of_person(client, everyone)


def _of_person(client: FlaskClient, person: Person) -> str:
    sign_in(client, Role.HR)
    return words(client.get(f"/people/{person.id}").text)


def test_hr_records_what_was_signed_and_withdraws_it(client: FlaskClient) -> None:
    ana = trained("Ana", "dayton")
    sign_in(client, Role.COORDINATOR)
    address = f"/duty/people/{ana.id}/consent"
    late = post(client, address, phone="+44 (0)20 7946 0000", agreed_on="2999-01-01", agrees="y")
    assert faults(late.text) == [
        "Write the number as it is dialled: digits, and a + before the country. Leave out (0).",
        "This day is still to come.",
    ]
    assert (
        post(client, address, phone="+44 20 7946 0000", agreed_on="2026-11-02", agrees="y").status_code == 302
    )
    consent = consent_of(ana.id)
    assert consent is not None
    assert (consent.way, consent.agreed_on) == ("in writing", date(2026, 11, 2))
    assert "Shown on the card" in client.get(f"/people/{ana.id}").text
    post(client, f"{address}/withdraw", form_at="/account")
    assert consent_of(ana.id) is None


def test_the_key_is_shown_once_as_a_qr_code_and_kept_as_a_hash(client: FlaskClient) -> None:
    site = make_site("L/1", name=HOSTILE)
    sign_in(client, Role.COORDINATOR)
    card = f"/duty/sites/{site.id}/card"
    assert "The card has no key yet" in client.get(card).text
    made = post(client, f"{card}/key", form_at=card)
    assert made.headers["Cache-Control"] == "no-store"
    address = re.search(r"http://localhost/sites/L%2F1/([\w-]{22})<", made.text)
    assert address is not None
    assert '<svg viewBox="' in made.text
    assert " style=" not in made.text
    key = address[1]
    assert opens(key, DutyCardKey.get().key_hash)
    again = client.get(card).text
    assert key not in again
    assert "<img" not in again
    post(client, f"{card}/key", form_at=card)
    assert not opens(key, DutyCardKey.get().key_hash)
    assert not [row for row in AuditDetail.select() if key in row.detail]
    post(client, f"{card}/remove", form_at=card)
    assert DutyCardKey.select().count() == 0


def test_which_kinds_count_is_a_setting_and_kinds_that_cover_them_count_too(client: FlaskClient) -> None:
    site = make_site("dayton", time_zone="UTC")
    on_rota(site, "Ana", ("00:00", "00:00"), kind="naloxone")
    sign_in(client, Role.HR)
    assert len(responders_on(site, clock.now()).now) == 1
    assert post(client, "/duty/kinds", kinds="first-aid").status_code == 302
    assert responder_kinds() == ("first-aid",)
    assert responders_on(site, clock.now()).now == ()
    assert post(client, "/duty/kinds").status_code == 422
    kinds = certificate_kinds()
    assert counting_as(("first-aid", "gone"), kinds) == {"first-aid": "first-aid"}


def test_the_page_of_all_sites_asks_as_many_questions_for_many_as_for_few(client: FlaskClient) -> None:
    sign_in(client, Role.HR)
    for number in range(3):
        shown(on_rota(make_site(f"few-{number}", time_zone="UTC"), "Ana", ("00:00", "00:00")))
    make_site("empty", name="Empty place")
    client.get("/duty")  # where the rail judges what is new
    with counting() as few:
        page = client.get("/duty").text
    assert "Somebody is on duty now at 3 of 4 sites." in page
    for number in range(12):
        shown(on_rota(make_site(f"many-{number}"), "Ana"))
    client.get("/duty")
    with counting() as many:
        client.get("/duty")
    assert len(many) == len(few)
    assert len(site_rosters(None, date(2026, 1, 1))) == 16


def test_another_day_opens_its_week_and_a_week_that_is_none_is_not_found(client: FlaskClient) -> None:
    site = make_site("dayton", time_zone="UTC")
    on_rota(site, "Ana")
    sign_in(client, Role.AUDITOR)
    assert "Week of 29 June 2026" in client.get(f"/duty/sites/{site.id}?as_of=2026-06-30").text
    assert "Week of 7 December 2026" in client.get(f"/duty/sites/{site.id}?week=2026-12-10").text
    assert client.get(f"/duty/sites/{site.id}?week=never").status_code == 404
    assert "whatever day is chosen" in client.get("/duty?as_of=2026-06-30").text


def test_a_site_is_asked_about_at_any_instant(client: FlaskClient) -> None:
    site = make_site("dayton", time_zone="America/Chicago")
    ana = on_rota(site, "Ana", weekdays=(0,))
    for hour, there in ((13, []), (14, [ana.id]), (22, [ana.id]), (23, [])):  # 8 and 17 o'clock in Chicago
        instant = datetime(2026, 11, 30, hour, tzinfo=UTC)
        assert [each.responder.person_id for each in responders_on(site, instant).now] == there
