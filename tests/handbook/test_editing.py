"""Writing protocols in the workroom: drafts, review by someone else, two who write at once, what is too hard to read."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from flask.testing import FlaskClient

from readiness.audit.models import AuditEvent
from readiness.foundation import clock
from readiness.foundation.temporal import knowledge_at, known
from readiness.handbook.actions import publish
from readiness.handbook.opened import Opened
from readiness.lines.actions import SeenLine, correct_line
from readiness.protocols.actions import bring_starters, write_draft
from readiness.protocols.models import ProtocolReview, ProtocolRevision
from readiness.protocols.queries import get_latest, protocol_of, shipped_protocols
from readiness.protocols.reviews import next_review_on
from readiness.web.access import Role
from tests.factories import make_person
from tests.handbook.desk import approved, edit, fields, press, state_of
from tests.handbook.making import press_at
from tests.signing_in import sign_in
from tests.statements import counting

PANIC = "/handbook/protocols/panic"
TEXT = f"{PANIC}/edit/en"
HARD = "Institutional representatives systematically demonstrate extraordinary consideration immediately."
SLUGS = ("panic", "aftercare", "helpers", "depression", "suicide")


def another(client: FlaskClient, role: Role) -> FlaskClient:
    other = client.application.test_client()
    sign_in(other, role)
    return other


def test_a_form_sent_as_it_came_changes_nothing_and_says_so(client: FlaskClient) -> None:
    approved(*SLUGS)
    sign_in(client, Role.COORDINATOR)
    for path in (TEXT, f"{PANIC}/edit/es", f"{PANIC}/edit"):
        answer = edit(client, path)
        assert answer.status_code == 422
        assert "Nothing was changed: everything is as it was." in answer.text, path


def test_drafts_are_approved_at_once_by_somebody_who_wrote_none_of_them(client: FlaskClient) -> None:
    bring_starters(shipped_protocols().values(), "a test")
    ana = sign_in(client, Role.COORDINATOR)
    edit(client, TEXT, first="Sit down with them, and breathe slowly.")
    page = client.get("/handbook/publish").text
    assert "Approve some under Handbook" in page
    assert "/handbook/approve" in page
    press(client, PANIC, "/send")
    assert "17 protocols wait for your approval" in another(client, Role.HR).get("/handbook").text
    assert "16 protocols wait for your approval" in client.get("/handbook").text
    offered = re.findall(r'value="([a-z]+ \d+)"', client.get("/handbook/approve").text)
    assert len(offered) == 16
    assert "panic 2" not in offered
    assert (
        client.post("/handbook/approve", data=fields(client.get("/handbook/approve").text)).status_code == 422
    )
    forged = edit(client, "/handbook/approve", seen=["panic 2"])
    assert forged.status_code == 422
    assert "Approve protocols, then publish." in client.get("/handbook").text
    assert edit(client, "/handbook/approve", seen=["suicide 1", "home 1"]).status_code == 302
    assert "2 protocols are approved: publish them." in client.get("/handbook").text
    assert (state_of("suicide", 1), state_of("panic", 2)) == ("approved", "review")
    assert ProtocolRevision.get(slug="home", number=1).approved_by == ana.email


def test_a_draft_is_written_reviewed_by_someone_else_and_published(
    client: FlaskClient, tmp_path: Path
) -> None:
    approved(*SLUGS)
    publish(press_at(tmp_path / "handbook"), "a test")
    ana = sign_in(client, Role.COORDINATOR)
    tom = another(client, Role.HR)
    assert edit(client, TEXT, first="Sit down with them, and breathe slowly.").status_code == 302
    assert (state_of("panic", 1), state_of("panic", 2)) == ("published", "draft")
    saved = client.get(TEXT).text
    assert "Revision 2 is a draft." in saved
    assert "Send for review" in saved
    assert get_latest("panic").author == ana.email
    assert "Sent for review" in press(client, PANIC, "/send").text
    assert "/approve" not in client.get(PANIC).text  # she wrote it
    refused = client.post(
        f"{PANIC}/approve", data={**fields(client.get(TEXT).text), "seen": "2"}, follow_redirects=True
    )
    assert "Somebody else has to approve it." in refused.text
    assert "waits for somebody else than its author" in tom.get("/handbook").text
    at_once = tom.get(PANIC).text
    assert at_once.index("What differs from revision 1") < at_once.index("The text")
    assert "English was changed and Español was not" in at_once
    compared = client.get(f"{PANIC}/compare").text
    assert "Sit" in re.findall(r"<ins>.*?</span>(.*?)<span", compared)
    assert compared.count('<th scope="rowgroup"') == 1
    assert "Approved." in press(tom, PANIC, "/approve").text
    shown = tom.get("/handbook/publish").text
    assert "revision 1" in shown
    assert "Someone has a panic attack" in shown
    assert "/protocols/panic en" not in shown
    assert edit(tom, "/handbook/publish").status_code == 302
    assert (state_of("panic", 1), state_of("panic", 2)) == ("retired", "published")
    assert "What is approved is published already." in tom.get("/handbook/publish").text
    actions = [event.action for event in AuditEvent.select().order_by(AuditEvent.id)]
    assert actions[-4:] == [
        "protocol written", "protocol sent for review", "protocol approved", "handbook published",
    ]  # fmt: skip


def test_what_is_sent_back_says_why_and_is_a_draft_again(client: FlaskClient) -> None:
    approved(*SLUGS)
    sign_in(client, Role.HR)
    edit(client, TEXT, first="Sit down with them, and breathe slowly.")
    press(client, PANIC, "/send")
    tom = another(client, Role.COORDINATOR)
    assert edit(tom, f"{PANIC}/send-back", reason="").status_code == 422
    assert edit(tom, f"{PANIC}/send-back", reason="The second step is missing.").status_code == 302
    assert "Sent back: The second step is missing." in client.get("/handbook").text
    assert state_of("panic", 2) == "draft"


def test_the_second_of_two_who_write_at_once_is_told_and_keeps_the_text(client: FlaskClient) -> None:
    approved(*SLUGS)
    ana = sign_in(client, Role.COORDINATOR)
    tom = another(client, Role.HR)
    opened = fields(tom.get(TEXT).text)
    edit(client, TEXT, first="Sit down with them, and breathe slowly.")
    told = tom.post(TEXT, data={**opened, "first": "Take them to a quiet room first."})
    assert told.status_code == 422
    assert f"{ana.email} wrote revision 2 while you were at it" in told.text
    assert "Take them to a quiet room first." in told.text
    again = tom.post(TEXT, data=fields(told.text))
    assert again.status_code == 302
    assert protocol_of(get_latest("panic")).en.first == "Take them to a quiet room first."
    assert (state_of("panic", 2), get_latest("panic").number) == ("retired", 3)


def test_who_wrote_an_earlier_draft_cannot_approve_what_another_made_of_it(client: FlaskClient) -> None:
    approved(*SLUGS)
    sign_in(client, Role.COORDINATOR)
    tom = another(client, Role.HR)
    edit(client, TEXT, first="Sit down with them, and breathe slowly.")
    edit(tom, TEXT, situation="Someone panics")
    press(tom, PANIC, "/send")
    assert "You wrote some of it" in client.get(PANIC).text


def test_all_faults_are_named_at_once_and_nothing_that_was_typed_is_lost(client: FlaskClient) -> None:
    approved(*SLUGS)
    sign_in(client, Role.COORDINATOR)
    typed = {
        "situation": "", "first": "Too short", "say": "One.\nTwo.", "branch_after": "none",
        "steps-0-do": "x" * 121, "steps-1-more": "y" * 201, "phrasings": "only one",
    }  # fmt: skip
    answer = edit(client, TEXT, **typed)
    assert answer.status_code == 422
    kept = fields(answer.text)
    assert {name: kept[name][0].replace("\r\n", "\n") for name in typed} == typed
    for told in (
        "Write what an employee sees.", "has too few characters; at least 10",
        "has 2; at least 3 are needed.", "has 1; at least 8 are needed.",
        "at most 120 characters fit.", "at most 200 characters fit.",
    ):  # fmt: skip
        assert told in answer.text, told
    assert 'href="#steps-0-do"' in answer.text
    assert ProtocolRevision.select().where(ProtocolRevision.slug == "panic").count() == 1


def test_what_is_too_hard_to_read_is_kept_as_a_draft_and_cannot_be_approved(client: FlaskClient) -> None:
    approved(*SLUGS)
    sign_in(client, Role.COORDINATOR)
    hard = {f"steps-{n}-do": HARD for n in range(6)}
    answer = edit(client, TEXT, first=HARD, **hard)
    assert answer.status_code == 302
    assert "too hard to read to be approved" in client.get(answer.location).text
    assert "are of reading grade" in press(client, PANIC, "/send").text
    assert state_of("panic", 2) == "draft"


def test_a_step_is_put_between_others_and_an_empty_row_is_left_out(client: FlaskClient) -> None:
    approved(*SLUGS)
    sign_in(client, Role.COORDINATOR)
    before = [step.do for step in protocol_of(get_latest("panic")).en.steps]
    new = f"steps-{len(before)}"
    answer = edit(
        client,
        TEXT,
        **{
            f"{new}-place": "2",
            f"{new}-do": "Turn off the loud machine.",
            "steps-3-do": "",
            "steps-3-more": "",
        },
    )
    assert answer.status_code == 302, answer.text
    after = [step.do for step in protocol_of(get_latest("panic")).en.steps]
    assert after == [before[0], "Turn off the loud machine.", before[1], before[2], *before[4:]]
    assert "es.steps: has another number of steps than en.steps." not in press(client, PANIC, "/send").text


def test_what_holds_in_all_languages_is_changed_and_its_sources_too(client: FlaskClient) -> None:
    approved(*SLUGS)
    sign_in(client, Role.COORDINATOR)
    count = len(protocol_of(get_latest("panic")).sources)
    refused = edit(
        client,
        f"{PANIC}/edit",
        **{f"sources-{count}-url": "http://x", f"sources-{count}-title": "New", "review_months": "36"},
    )
    assert refused.status_code == 422
    assert "must be at most 24." in refused.text
    assert "an address begins with https://" in refused.text
    source = {
        "title": "New guidance",
        "publisher": "WHO",
        "url": "https://www.who.int/",
        "read_on": "2026-11-01",
    }
    typed = {f"sources-{count}-{name}": value for name, value in source.items()}
    answer = edit(client, f"{PANIC}/edit", **typed, review_months="6", owner="Priya", lines=["us-988"])
    assert answer.status_code == 302, answer.text
    protocol = protocol_of(get_latest("panic"))
    assert (protocol.review_months, protocol.owner, protocol.lines) == (6, "Priya", ("us-988",))
    assert protocol.sources[-1].publisher == "WHO"


def test_a_retired_protocol_leaves_the_handbook_and_a_new_draft_brings_it_back(
    client: FlaskClient, tmp_path: Path
) -> None:
    approved(*SLUGS)
    publish(press_at(tmp_path), "a test")
    sign_in(client, Role.HR)
    assert edit(client, f"{PANIC}/retire", reason="Merged into another.").status_code == 302
    assert ("/protocols/panic", "en") not in Opened.read(publish(press_at(tmp_path), "a test").path).pages
    assert state_of("panic", 1) == "retired"
    edit(client, TEXT, first="Sit down with them, and breathe slowly.")
    assert state_of("panic", 2) == "draft"


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [("2026-11-28", 12, "2027-11-28"), ("2026-08-31", 6, "2027-02-28"), ("2024-02-29", 12, "2025-02-28")],
)
def test_the_next_review_is_on_the_same_day_or_the_last_of_the_month(
    start: str, months: int, end: str
) -> None:
    assert next_review_on(date.fromisoformat(start), months) == date.fromisoformat(end)


def test_only_a_signed_review_starts_the_time_anew_and_what_is_overdue_is_flagged(
    client: FlaskClient,
) -> None:
    approved(*SLUGS)
    later = clock.now() + timedelta(days=370)
    with time_machine.travel(later, tick=True):
        coordinator = sign_in(client, Role.COORDINATOR)
        assert client.get("/handbook").text.count("overdue") == len(SLUGS)
        edit(client, TEXT, situation="Someone panics")  # a draft signs nothing
        assert client.get("/handbook").text.count("overdue") == len(SLUGS)
        before = knowledge_at()
        assert (
            "Signed. The next review is counted from today."
            in press(client, f"{PANIC}?revision=1", "/holds").text
        )
        assert client.get("/handbook").text.count("overdue") == len(SLUGS) - 1
    review = ProtocolReview.get()
    assert (review.reviewer, review.reviewed_on) == (coordinator.email, later.date())
    assert not ProtocolReview.select().where(known(ProtocolReview, before)).exists()


def test_what_will_be_overdue_on_a_day_to_come_can_be_asked(client: FlaskClient) -> None:
    approved(*SLUGS)
    sign_in(client, Role.AUDITOR)
    assert "overdue" not in client.get("/handbook").text
    assert client.get("/handbook?as_of=2099-01-01").text.count("overdue") == len(SLUGS)


def test_the_list_asks_as_often_with_many_revisions_as_with_few(client: FlaskClient) -> None:
    approved(*SLUGS)
    sign_in(client, Role.COORDINATOR)
    client.get("/handbook")
    with counting() as few:
        client.get("/handbook")
    for slug in SLUGS:
        for number in range(2, 12):
            latest = get_latest(slug)
            text = {**latest.body["en"], "first": f"Sit down with them, and breathe {number} times."}
            write_draft(slug, latest.number, {"en": text}, "tom@example.org")
    client.get("/handbook")
    with counting() as many:
        client.get("/handbook")
    assert len(many) == len(few)


def test_a_clinician_s_review_stands_on_the_page_until_it_is_taken_back_or_the_text_changes(
    client: FlaskClient, tmp_path: Path
) -> None:
    approved(*SLUGS)
    sign_in(client, Role.HR)
    at = press_at(tmp_path)
    path = f"{PANIC}/revisions/1/clinician"
    assert edit(client, path, reviewer="X", reviewed_on="2099-01-01").status_code == 422
    assert (
        edit(client, path, reviewer="Dr. Ana Ruiz, psychologist", reviewed_on="2026-11-02").status_code == 302
    )

    def footer(language: str) -> str:
        page = Opened.read(publish(at, "a test").path).pages["/protocols/panic", language].plain.decode()
        return page[page.index("<footer") :]

    assert "Reviewed by Dr. Ana Ruiz, psychologist on 2 November 2026." in footer("en")
    assert "La revisó Dr. Ana Ruiz, psychologist el 2 de noviembre de 2026." in footer("es")
    edit(client, f"{PANIC}/revisions/1/withdraw-clinician", reason="It was another protocol.")
    assert "Not yet reviewed by a clinician." in footer("en")


def test_who_has_read_the_published_revision_is_counted_and_a_new_one_is_read_anew(
    client: FlaskClient, tmp_path: Path
) -> None:
    approved(*SLUGS)
    employee = client.application.test_client()
    sign_in(employee, Role.EMPLOYEE, person=make_person(given_name="Zoe"))
    sign_in(client.application.test_client(), Role.EMPLOYEE, person=make_person(given_name="Ben"))
    sign_in(client, Role.HR)  # linked with nobody: not counted
    assert employee.get(PANIC).status_code == 404  # not published yet
    publish(press_at(tmp_path), "a test")
    before_all = knowledge_at()
    assert "it is on record that you have read it" in press(employee, PANIC, "/acknowledge").text.lower()
    assert "Read on" in employee.get("/handbook").text
    assert "1 of 2" in client.get("/handbook").text
    known_then = knowledge_at()
    told = client.get(f"{PANIC}/readers").text
    assert told.index("Ben") < told.index("Zoe")
    assert "1 of 2 have read revision 1." in told
    edit(client, TEXT, first="Sit down with them, and breathe slowly.")
    ProtocolRevision.update(state="approved").where(ProtocolRevision.number == 2).execute()
    publish(press_at(tmp_path), "a test")
    assert "0 of 2" in client.get("/handbook").text
    assert "0 of 2 have read revision 2." in client.get(f"{PANIC}/readers").text
    assert "1 of 2 have read revision 1." in client.get(f"{PANIC}/readers?revision=1").text
    then = f"known_at={known_then.at:%Y-%m-%dT%H:%M:%S.%f}"
    assert "1 of 2 have read revision 1." in client.get(f"{PANIC}/readers?revision=1&{then}").text
    sign_in(client.application.test_client(), Role.EMPLOYEE, person=make_person(given_name="Cid"))
    assert "0 of 3 have read revision 2." in client.get(f"{PANIC}/readers").text  # who came last is asked too
    before = f"known_at={before_all.at:%Y-%m-%dT%H:%M:%S.%f}"
    assert "0 of 2 have read revision 1." in client.get(f"{PANIC}/readers?revision=1&{before}").text


def test_an_employee_sees_no_draft_and_an_auditor_has_no_buttons(client: FlaskClient, tmp_path: Path) -> None:
    approved(*SLUGS)
    publish(press_at(tmp_path), "a test")
    sign_in(client, Role.HR)
    edit(client, TEXT, first="A sentence that only a draft has.")
    employee, auditor = another(client, Role.EMPLOYEE), another(client, Role.AUDITOR)
    assert "only a draft" not in employee.get(PANIC).text
    page = auditor.get(PANIC).text
    assert "only a draft" in page
    assert 'method="post"' not in page


def test_the_rail_counts_what_is_flagged_wherever_one_is_and_asks_nothing_of_an_employee(
    client: FlaskClient, tmp_path: Path
) -> None:
    def counted(someone: FlaskClient) -> list[str]:
        found = re.search(r'href="/handbook">Handbook(.*?)</a>', someone.get("/account").text, re.DOTALL)
        assert found is not None
        return re.findall(r'class="count">(\d+)', found[1])

    approved(*SLUGS)
    sign_in(client, Role.HR)
    employee = another(client, Role.EMPLOYEE)
    assert (counted(client), counted(employee)) == ([str(len(SLUGS))], [])  # approved, and not published
    publish(press_at(tmp_path), "a test")
    assert counted(client) == []
    edit(client, TEXT, first="Sit down with them, and breathe slowly.")
    press(client, PANIC, "/send")
    edit(another(client, Role.COORDINATOR), f"{PANIC}/send-back", reason="The second step is missing.")
    assert counted(client) == ["1"]
    edit(client, f"{PANIC}/retire", reason="Nobody needs it.")
    assert counted(client) == []
    with counting() as asked:
        client.get("/account")
    with time_machine.travel(clock.now() + timedelta(days=370), tick=True):
        sign_in(client, Role.HR)
        assert counted(client) == [str(len(SLUGS))]  # to be read again, lines to be checked again
    assert not any("protocol_revision" in str(each) for each in asked)


def test_what_was_known_of_a_protocol_is_told_with_who_and_why_up_to_any_instant(
    client: FlaskClient, tmp_path: Path
) -> None:
    def told(query: str = "") -> list[str]:
        page = client.get(f"{PANIC}{query}").text
        story = page[page.index("What we knew when") :]
        return re.findall(r"<p>(.*?)</p>", story)

    approved(*SLUGS)
    publish(press_at(tmp_path), "a test")
    ana = sign_in(client, Role.COORDINATOR)
    before = knowledge_at()
    press(client, f"{PANIC}?revision=1", "/holds")
    edit(client, TEXT, first="Sit down with them, and breathe slowly.")
    press(client, PANIC, "/send")
    edit(another(client, Role.HR), f"{PANIC}/send-back", reason="The second step is missing.")
    edit(client, f"{PANIC}/retire", reason="Merged into another.")
    publish(press_at(tmp_path), "a test")
    first = [
        "Employees see revision 1 from now on.",
        "Revision 1 was approved.",
        "It came with the product, as a draft.",
    ]
    assert told() == [
        "Employees do not see it any more.", "It was retired.", "Revision 2 was sent back.",
        "Revision 2 was sent for review.", "Revision 2 was written.", "It was signed that revision 1 still holds.",
        *first,
    ]  # fmt: skip
    page = client.get(PANIC).text
    assert ana.email in page
    assert "Why: The second step is missing." in page
    assert told(f"?known_at={before.at:%Y-%m-%dT%H:%M:%S.%f}") == first


def test_what_is_chosen_and_not_offered_any_more_does_not_vanish_with_another_change(
    client: FlaskClient,
) -> None:
    approved(*SLUGS)
    sign_in(client, Role.COORDINATOR)
    edit(client, f"{PANIC}/edit", lines=["us-veterans"], call_worried="us-veterans")
    correct_line(SeenLine("us-veterans", 0), {"text": "741741"}, "a test", "ana@example.org")
    assert edit(client, f"{PANIC}/edit", owner="Priya").status_code == 302
    protocol = protocol_of(get_latest("panic"))
    assert (protocol.owner, protocol.lines, protocol.call["worried"]) == (
        "Priya", ("us-veterans",), "us-veterans",
    )  # fmt: skip
    assert "is no verified crisis line" in press(client, PANIC, "/send").text


def test_what_is_retired_is_not_retired_again_and_what_is_no_number_is_no_revision(
    client: FlaskClient,
) -> None:
    approved(*SLUGS)
    sign_in(client, Role.HR)
    form = fields(client.get(f"{PANIC}/retire").text)
    assert edit(client, f"{PANIC}/retire", reason="Merged into another.").status_code == 302
    again = client.post(f"{PANIC}/retire", data={**form, "reason": "Again."})
    assert again.status_code == 422
    assert "It is retired already." in again.text
    assert client.get(f"{PANIC}?revision=first").status_code == 404
    assert client.get(f"{PANIC}/compare?from=first").status_code == 404
