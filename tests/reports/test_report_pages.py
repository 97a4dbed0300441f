"""A report as a page, as a file that is sent or made apart, and as one that comes by itself."""

import csv
import html
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from config import Config
from readiness.accounts.models import Account as AccountRow
from readiness.audit.checkpoints import make_checkpoint, read_checkpoint
from readiness.audit.keys import signer_of
from readiness.audit.models import AuditEvent
from readiness.foundation import clock
from readiness.foundation.database import connected
from readiness.foundation.temporal import Question, knowledge_at
from readiness.foundation.words import day as day_in_words
from readiness.notices.letters import as_text, letter_of
from readiness.notices.models import OutboxMessage
from readiness.people.models import Site
from readiness.reports.dues import due_after
from readiness.reports.files import ask_for_file, make_file, remove_old_files
from readiness.reports.models import ReportFile, ReportSchedule
from readiness.reports.requests import ReportRequest
from readiness.reports.scheduling import ACTIVE, ENDED, PAUSED, ScheduleWish, change_state, schedule, send_due
from readiness.reports.sealing import seal_of
from readiness.reports.starting import command
from readiness.reports.streaming import archive_pieces
from readiness.reports.tables import REPORTS
from readiness.reports.taking_away import Wish
from readiness.reports.verifying import public_key, verify_file
from readiness.web.access import Role
from tests.commands import Terminal
from tests.factories import MEASURE, adopt, make_certificate, make_person, make_site
from tests.signing_in import make_account, post, sign_in
from tests.statements import counting

DAY = date(2026, 6, 30)
NEEDS_ONE = {"check": "holders_per_headcount", "terms": {"certificate": "mhfa-adult", "at_least": 1}}


@pytest.fixture
def config(client: FlaskClient) -> Config:
    """A running service with two sites, one of them with a holder."""
    adopt(NEEDS_ONE)
    make_person(make_site("york"))
    make_certificate(make_person(make_site("hull")), "mhfa-adult", date(2024, 5, 1), date(2027, 5, 1))
    given: Config = client.application.config["READINESS"]
    return given


def request() -> ReportRequest:
    return ReportRequest(Question(DAY, knowledge_at()), MEASURE)


def actions() -> list[str]:
    return [row.action for row in AuditEvent.select().order_by(AuditEvent.id)]


def test_a_page_shows_plot_rows_and_question_and_its_files_verify(
    client: FlaskClient, config: Config, tmp_path: Path
) -> None:
    sign_in(client, Role.AUDITOR)
    page = client.get("/reports/certificates?as_of=2026-06-30")
    assert page.status_code == 200
    assert "Of one row." in page.text
    assert "<svg" in page.text
    assert "1 May 2027" in page.text
    assert "was not adopted" in client.get("/reports/gaps?pack=nothing").text
    assert "Adopted: tested." in client.get("/reports/gaps?pack=nothing").text
    assert '<option value="tested">Tested</option>' in client.get("/reports/gaps").text
    unheld = client.get("/reports/restated").text
    assert unheld.count("Say what it is to be held against") == 1
    assert "as known on" not in unheld, "nothing is answered yet"
    assert "--known-at" not in unheld
    assert 'name="known_at"' in unheld.partition("<main")[2], "the field that is asked for stands there"
    before = client.get("/reports/restated?known_at=2020-01-01").text.partition("<main")[2]
    assert "Nothing was recorded here before" in before
    assert "Of one row." not in before
    assert "Nothing was recorded here before" in client.get("/reports/gaps?known_at=2020-01-01").text
    assert "is no day" in client.get("/reports/expiries?from=never").text
    for at_the_edge in ("expiries?from=9999-12-31", "gaps?as_of=9999-12-31", "incidents?to=0001-01-01"):
        assert "is too far away" in client.get(f"/reports/{at_the_edge}").text
    for form in ("csv", "json", "xlsx", "pdf"):
        path = "/reports/certificates?as_of=2026-06-30"
        with post(client, path, form_at=path, format=form) as answer:
            assert answer.status_code == 200, answer.data
            file = tmp_path / f"{form}.zip"
            file.write_bytes(answer.data)
        (told,) = verify_file(file, public_key(seal_of(config).public_key))
        assert (told.manifest.rows, told.manifest.report) == (1, "certificates")
    made_on = datetime.fromisoformat(told.manifest.made_at).timetuple()[:3]
    with zipfile.ZipFile(tmp_path / "csv.zip") as archive:
        assert {each.date_time[:3] for each in archive.infolist()} == {made_on}
        (row,) = csv.DictReader(io.StringIO(archive.read("certificates-2026-06-30.csv").decode("utf-8-sig")))
    assert row["status"] == "valid"
    with connected():
        assert actions().count("report taken away") == 4
    other = client.application.test_client()
    sign_in(other, Role.HR)
    assert other.get("/reports/trail").status_code == 403
    assert "/reports/trail" not in other.get("/reports").text


def test_a_page_tells_instants_as_people_write_them_and_no_two_columns_alike(
    client: FlaskClient, config: Config
) -> None:
    sign_in(client, Role.AUDITOR)
    trail = client.get("/reports/trail").text
    assert re.search(r'<td><time datetime="[^"]+" title="[^"]+">\d+ \w+ \d{4}, \d\d:\d\d', trail)
    assert not re.search(r"<td>\d{4}-\d\d-\d\dT", trail)
    for report in REPORTS.values():
        heads = [field.head for field in report.shown]
        assert len(heads) == len(set(heads)), report.name


def test_what_is_told_otherwise_leads_to_what_became_known_since(client: FlaskClient, config: Config) -> None:
    before = knowledge_at().at
    assert before
    make_certificate(make_person(Site.get(Site.code == "york")), "mhfa-adult", date(2024, 5, 1))
    sign_in(client, Role.AUDITOR)
    asked = {"as_of": "2026-06-30", "known_at": before.isoformat()}
    page = client.get("/reports/restated", query_string=asked).text
    found = re.search(r'href="(/compliance/findings/tested/clause-1/york[^"]*)#known"', page)
    assert found
    assert "known_at" not in found.group(1)
    story = client.get(html.unescape(found.group(1))).text.partition('id="known"')[2]
    assert "Mental health first aid" in story


def test_what_is_told_otherwise_of_a_person_names_them_below_the_requirement_so_that_both_sentences_fit(
    client: FlaskClient, config: Config
) -> None:
    adopt({"check": "everyone_in_role_holds", "terms": {"certificate": "cpr-aed"}}, id="everyone")
    person = make_person(Site.get(Site.code == "york"), given_name="Ida", family_name="Holm")
    before = knowledge_at().at
    assert before
    make_certificate(person, "cpr-aed", date(2024, 5, 1))
    sign_in(client, Role.AUDITOR)
    asked = {"as_of": "2026-06-30", "known_at": before.isoformat()}
    page = client.get("/reports/restated", query_string=asked).text
    below = rf'</a> <span class="detail">Ida Holm \({person.staff_number}\)</span>'
    assert re.search(below, page)
    assert '<table class="table is-compared">' in page
    assert "person" in REPORTS["restated"].columns, "files keep their column"


def test_a_file_is_sent_while_its_rows_are_found_and_one_that_breaks_off_is_noted_and_refused(
    config: Config, tmp_path: Path
) -> None:
    """However many rows there are, the first bytes do not wait for them."""
    wish = Wish("certificates", "csv", request())
    pieces = archive_pieces(wish, "certificates.csv", config, "a test")
    with counting() as statements:
        first = next(pieces)
    assert not [each for each in statements if "FROM certificate" in each]
    assert first.startswith(b"PK")
    second = next(pieces)
    assert isinstance(pieces, Iterator)
    pieces.close()  # type: ignore[attr-defined]
    file = tmp_path / "broken.zip"
    file.write_bytes(first + second)
    assert not zipfile.is_zipfile(file)
    assert actions()[-1] == "report taken away", "also what broke off"


def test_a_long_file_is_made_apart_fetched_by_whose_it_is_and_removed(
    client: FlaskClient, config: Config, tmp_path: Path
) -> None:
    mine = sign_in(client, Role.HR)
    key = ask_for_file(Wish("gaps", "xlsx", request()), "gaps.xlsx", mine.id, mine.email)
    assert "Finding the rows" in client.get(f"/report-files/{key}").text
    told: list[int] = []
    make_file(key, config, told.append)
    assert "It has one row." in client.get(f"/report-files/{key}").text
    with client.get(f"/report-files/{key}/archive") as answer:
        (tmp_path / "gaps.zip").write_bytes(answer.data)
    (found,) = verify_file(tmp_path / "gaps.zip", public_key(seal_of(config).public_key))
    assert found.manifest.as_of == "2026-06-30"
    other = client.application.test_client()
    sign_in(other, Role.ADMIN)
    assert other.get(f"/report-files/{key}/archive").status_code == 404
    ReportFile.update(asked_at=clock.now() - timedelta(days=8)).execute()
    assert client.get(f"/report-files/{key}").status_code == 404
    remove_old_files(config)
    assert not list((config.data_dir / "reports").iterdir())


def test_a_scheduled_report_is_told_of_once_a_due_day_with_a_checkpoint_that_holds_until_nobody_may_read_it(
    client: FlaskClient, config: Config
) -> None:
    hr, auditor = make_account(client, Role.HR), make_account(client, Role.AUDITOR)
    make_checkpoint(signer_of(config), clock.now())
    first_on = date(2026, 1, 31)
    wish = ScheduleWish(
        "gaps", "csv", "month", first_on, [hr.id, auditor.id], {"site": None, "pack": None, "all": True}
    )
    number = schedule(wish, first_on, "a test", request())
    send_due(config, first_on - timedelta(days=1))
    assert OutboxMessage.select().count() == 0
    for _again in range(2):
        send_due(config, first_on)
    assert OutboxMessage.select().count() == 2
    message = OutboxMessage.get()
    letter = letter_of(message.kind, message.content, "en")
    mail = as_text(letter, "https://readiness.example.org" + message.link, "An organisation")
    signer = signer_of(config)
    for text in (mail, "".join(f"> {line}\n" for line in mail.splitlines())):
        assert read_checkpoint(text, signer.verifier).size > 0
    row = ReportSchedule.get_by_id(number)
    assert row.next_on == date(2026, 2, 28)
    send_due(config, date(2026, 5, 2))  # three days were missed: the latest is made up for
    assert OutboxMessage.select().count() == 4
    assert ReportFile.select().order_by(ReportFile.id.desc()).first().due_on == date(2026, 4, 30)
    assert ReportSchedule.get_by_id(number).next_on == date(2026, 5, 31)
    change_state(number, PAUSED, date(2026, 5, 2), "a test")
    send_due(config, date(2026, 6, 1))
    assert OutboxMessage.select().count() == 4
    change_state(number, ACTIVE, date(2026, 6, 1), "a test")
    assert ReportSchedule.get_by_id(number).next_on == date(2026, 6, 30)
    AccountRow.update(role="employee").where(AccountRow.id == hr.id).execute()
    send_due(config, DAY)
    assert OutboxMessage.select().count() == 5, "only to whom may read it"
    AccountRow.update(disabled_at=clock.now()).where(AccountRow.id == auditor.id).execute()
    send_due(config, date(2026, 7, 31))
    assert ReportSchedule.get_by_id(number).state == ENDED
    assert actions()[-1] == "report schedule changed"


def test_what_failed_is_made_anew_once_its_schedule_goes_on(client: FlaskClient, config: Config) -> None:
    hr = make_account(client, Role.HR)
    asked = {"site": None, "pack": "nothing", "all": False}
    number = schedule(ScheduleWish("gaps", "csv", "week", DAY, [hr.id], asked), DAY, "a test", request())
    send_due(config, DAY)
    assert ReportSchedule.get_by_id(number).state == PAUSED
    ReportSchedule.update(asked={**asked, "pack": None}).execute()
    change_state(number, ACTIVE, DAY, "a test")
    send_due(config, DAY)
    assert ReportSchedule.get_by_id(number).state == ACTIVE
    assert OutboxMessage.select().count() == 1


def test_who_makes_a_file_leaves_alone_what_another_has_half_written_of_it(
    client: FlaskClient, config: Config
) -> None:
    """Two timetables may have found the same day due."""
    key = ask_for_file(Wish("gaps", "csv", request()), "gaps.csv", make_account(client, Role.HR).id, "a test")
    folder = config.data_dir / "reports" / key
    folder.mkdir(parents=True)
    half = folder / ".gaps.csv.draft"
    half.write_text("half a row")
    make_file(key, config)
    assert half.read_text() == "half a row"
    (told,) = verify_file(folder / "gaps.csv.zip", public_key(seal_of(config).public_key))
    assert told.manifest.rows == ReportFile.get().row_count == 1


def test_a_key_that_begins_with_a_dash_is_no_option(terminal: Terminal) -> None:
    told = terminal.run(*command("-a-key"))
    assert "There is no such file." in told.err


def test_a_schedule_is_made_paused_and_ended_on_its_pages(client: FlaskClient, config: Config) -> None:
    hr = sign_in(client, Role.HR)
    today = clock.today("UTC")
    values = {"report": "gaps", "form": "pdf", "every": "week", "first_on": today.isoformat()}
    refused = post(client, "/report-schedules/add", **values)
    assert refused.status_code == 422
    made = post(client, "/report-schedules/add", **values, recipients=[str(hr.id)])
    assert made.status_code == 302, made.text
    shown = client.get("/report-schedules").text
    assert hr.email in shown
    assert "It is scheduled from now on. Mail is held: no mail server is set." in shown
    number = ReportSchedule.get().id
    for what in ("pause", "resume", "end"):
        done = post(client, f"/report-schedules/{number}/{what}", form_at="/report-schedules")
        assert done.status_code == 302
    assert "Ended" in client.get("/report-schedules").text
    public = client.application.test_client()
    none = public.get("/.well-known/readiness-checkpoint")
    assert (none.status_code, none.mimetype) == (404, "text/plain")
    assert none.text == "There is no checkpoint yet. One is made each night.\n"
    note = make_checkpoint(signer_of(config), clock.now())
    assert public.get("/.well-known/readiness-checkpoint").text == note


def test_the_files_of_a_schedule_stand_beside_it_for_whoever_gets_them_while_they_are_kept(
    client: FlaskClient, config: Config
) -> None:
    hr = sign_in(client, Role.HR)
    other = client.application.test_client()
    sign_in(other, Role.HR)
    today = clock.today("UTC")
    asked = {"site": None, "pack": None, "all": True}
    schedule(ScheduleWish("gaps", "csv", "week", today, [hr.id], asked), today, "a test", request())
    assert "/report-files/" not in client.get("/report-schedules").text
    send_due(config, today)
    address = f"/report-files/{ReportFile.get().key}"
    assert address in client.get("/report-schedules").text
    assert client.get(address).status_code == 200
    assert address not in other.get("/report-schedules").text
    ReportFile.update(asked_at=clock.now() - timedelta(days=8)).execute()
    assert address not in client.get("/report-schedules").text


def test_whose_account_ends_before_a_report_comes_is_refused_as_its_recipient(client: FlaskClient) -> None:
    hr, today = sign_in(client, Role.HR), clock.today("UTC")
    first_on = today + timedelta(days=20)
    gone = make_account(client, Role.AUDITOR, until_on=first_on - timedelta(days=1))
    still = make_account(client, Role.AUDITOR, until_on=first_on)
    values = {"report": "gaps", "form": "pdf", "every": "week", "first_on": first_on.isoformat()}
    path, everyone = "/report-schedules/add", [hr.id, gone.id, still.id]
    refused = post(client, path, **values, recipients=[str(each) for each in everyone])
    assert refused.status_code == 422
    assert f"this account ends before {day_in_words(first_on)}" in refused.text
    assert f"comes for the first time: {gone.email}." in refused.text
    assert post(client, path, **values, recipients=[str(hr.id), str(still.id)]).status_code == 302


def test_a_due_day_at_the_end_of_a_month_stays_there() -> None:
    begun = date(2026, 1, 31)
    days = [due_after(begun, "month", date(2026, month, 15)) for month in (2, 3, 4, 5)]
    assert days == [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31)]
    assert due_after(begun, "week", begun) == date(2026, 2, 7)
    assert due_after(begun, "quarter", begun) == date(2026, 4, 30)
