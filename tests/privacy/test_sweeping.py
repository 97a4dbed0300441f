"""After an erasure no kept file names the person, whoever made or sent it, and the page tells what was removed."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from flask.testing import FlaskClient

from config import Config
from readiness.foundation import clock
from readiness.foundation.temporal import Question, knowledge_at
from readiness.imports.course import Arrival, begin
from readiness.imports.models import FileImport
from readiness.imports.states import State
from readiness.imports.storage import Storage
from readiness.notices.models import OutboxMessage
from readiness.privacy.erasing import Wish as Erasing
from readiness.privacy.erasing import erase_person
from readiness.privacy.models import Erasure
from readiness.privacy.sweeping import Swept, sweep
from readiness.reports.files import ask_for_file, make_file
from readiness.reports.models import ReportFile, ReportSchedule
from readiness.reports.requests import ReportRequest
from readiness.reports.scheduling import ScheduleWish, schedule, send_due
from readiness.reports.taking_away import Wish
from readiness.web.access import Role
from tests.factories import MEASURE
from tests.privacy.canaries import CANARIES, LEFT, Planted, plant
from tests.signing_in import make_account, post, sign_in


def request() -> ReportRequest:
    return ReportRequest(Question(LEFT, knowledge_at()), MEASURE)


def contents(path: Path) -> Iterator[bytes]:
    """The file's bytes, and those of the files in it."""
    yield path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield archive.read(name)
                if zipfile.is_zipfile(io.BytesIO(archive.read(name))):
                    inner = zipfile.ZipFile(io.BytesIO(archive.read(name)))
                    yield from (inner.read(each) for each in inner.namelist())


def naming(folder: Path) -> set[str]:
    """The kinds of kept files that name the person: imports, reports, evidence."""
    return {
        path.relative_to(folder).parts[0]
        for part in ("imports", "reports", "evidence")
        for path in (folder / part).rglob("*")
        if path.is_file()
        for content in contents(path)
        if any(canary.encode() in content for canary in CANARIES)
    }


def imported(folder: Path, state: State) -> int:
    """A staff file with the person in it, which has come as far as this."""
    stored = Storage(folder).store(io.BytesIO(b"Number,Name\nQZ-88123,Windhovermann\n"))
    number = begin(Arrival("staff", "staff.csv", stored.size, stored.sha256, stored.folder, "hr@example.org"))
    FileImport.update(state=state).where(FileImport.id == number).execute()
    return number


def made(config: Config, form: str, account: int) -> str:
    key = ask_for_file(Wish("certificates", form, request()), f"certificates.{form}", account, "a test")
    make_file(key, config)
    return key


def prepared(client: FlaskClient, folder: Path) -> tuple[Planted, Config, str]:
    planted, config = plant(clock.now()), client.application.config["READINESS"]
    key = made(config, "csv", sign_in(client, Role.HR).id)
    made(config, "xlsx", make_account(client, Role.AUDITOR).id)
    for state in (State.APPLIED, State.PREVIEWED, State.READING):
        imported(folder, state)
    assert naming(folder) == {"imports", "reports"}
    return planted, config, key


def test_an_erasure_removes_every_kept_file_in_which_the_person_may_stand_and_tells_it(
    client: FlaskClient, tmp_path: Path
) -> None:
    planted, _config, key = prepared(client, tmp_path)
    person = planted.person
    answer = post(
        client,
        f"/people/{person.id}/privacy/erase",
        form_at=f"/people/{person.id}/privacy",
        reason="asked",
        typed=person.staff_number,
    )
    page = client.get(answer.location).text
    assert "Files removed: 0 of proof, 2 imported, 2 of reports." in page
    assert "removed at once when somebody’s name is taken out" in client.get(f"/report-files/{key}").text
    states = {row.state for row in FileImport.select() if not row.folder}
    assert states == {State.REFUSED, State.APPLIED, State.CANCELLED}, "the one that waited is given up"
    assert Erasure.get().rows["report_file"] == 2
    # The one that was being read goes in the night that follows, and what came later stays.
    assert naming(tmp_path) == {"imports"}
    FileImport.update(state=State.PREVIEWED).where(FileImport.state == State.READING).execute()
    imported(tmp_path, State.PREVIEWED)
    assert sweep(tmp_path, [person.id], clock.now()) == Swept(0, 1, 0)
    assert len([*(tmp_path / "imports").iterdir()]) == 1


def test_a_file_that_is_being_made_during_an_erasure_is_handed_to_nobody(
    client: FlaskClient, tmp_path: Path
) -> None:
    planted, config, _key = prepared(client, tmp_path)
    person = planted.person
    late = ask_for_file(
        Wish("certificates", "csv", request()), "certificates.csv", planted.account.id, "a test"
    )

    def meanwhile(_rows: int) -> None:
        if ReportFile.select().exists():
            erase_person(
                Erasing(person.id, "asked", person.staff_number),
                "hr@example.org",
                clock.today("UTC"),
                clock.now(),
            )

    make_file(late, config, meanwhile)
    assert not (tmp_path / "reports" / late).exists()
    sweep(tmp_path, [person.id], clock.now())
    assert not naming(tmp_path / "reports")


def test_a_report_that_is_due_is_made_anew_after_an_erasure(client: FlaskClient, tmp_path: Path) -> None:
    planted, config, _key = prepared(client, tmp_path)
    person, today = planted.person, clock.today("UTC")
    hr = make_account(client, Role.HR)
    asked = {"site": None, "pack": None, "all": False}
    schedule(ScheduleWish("gaps", "csv", "week", today, [hr.id], asked), today, "a test", request())
    due = ReportSchedule.select(ReportSchedule.next_on)
    send_due(config, today)
    assert due.scalar() > today
    # It was made, and its turn broke off before it was told.
    ReportSchedule.update(next_on=today).execute()
    OutboxMessage.delete().execute()
    erase_person(Erasing(person.id, "asked", person.staff_number), "hr@example.org", today, clock.now())
    assert ReportFile.select().count() == 0
    send_due(config, today)
    assert (ReportFile.select().count(), due.scalar() > today) == (1, True)
