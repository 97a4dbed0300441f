"""HR's road in pages: drop, choose the columns, preview, confirm, undo; with the real files, without JavaScript."""

import io
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from config import config_from_environment
from readiness.app import create_app
from readiness.foundation.database import connected
from readiness.imports.course import get_import
from readiness.imports.queries import latest_imports
from readiness.imports.states import State
from readiness.web.access import Role
from tests.conftest import close
from tests.imports.desk import settled
from tests.signing_in import sign_in, token_of

MAPPINGS = Path(__file__).parent / "mappings"
STAFF = "staff_number,given_name,site,employed_from,note\n1,Ana,HQ,1/2/2020,x\n2,Tom,HQ,2/3/2021,y\n"


@pytest.fixture
def hr(database_url: str, tmp_path: Path) -> Iterator[FlaskClient]:
    settings = {"READINESS_DATABASE_URL": database_url, "READINESS_DATA_DIR": str(tmp_path)}
    client: FlaskClient = create_app(config_from_environment(settings)).test_client()
    sign_in(client, Role.HR)
    with connected():
        yield client
        for row in latest_imports(100):
            settled(row.id)
    close()


def send(client: FlaskClient, path: str, **values: object) -> TestResponse:
    answer = client.post(path, data={"csrf_token": token_of(client), **values})
    # The test client leaves the file open in which it puts together what it sends.
    answer.request.environ["wsgi.input"].close()
    return answer


def drop(client: FlaskClient, content: bytes | str, name: str = "staff.csv", kind: str = "") -> str:
    """Drop a file; gives the address of its import once it was looked at."""
    content = content.encode() if isinstance(content, str) else content
    answer = send(client, "/imports", file=(io.BytesIO(content), name), kind=kind)
    assert answer.status_code == 302, answer.text
    return wait(str(answer.location))


def wait(path: str) -> str:
    settled(number(path))
    return path


def number(path: str) -> int:
    return int(path.split("/")[2])


def shown(client: FlaskClient, path: str) -> str:
    """What a page says, whatever it is redirected to."""
    answer = client.get(path, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    return re.sub(r"\s+", " ", answer.text)


def words(page: str) -> str:
    """What is read on a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def take_values(client: FlaskClient, path: str) -> None:
    """Take the values of the file as they are guessed."""
    send(client, f"{path}/values", **chosen(shown(client, f"{path}/values")))


def chosen(page: str) -> dict[str, str]:
    """What the selects of a page say."""
    found = {}
    for name, inside in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        selected = re.search(r'<option value="([^"]*)" selected', inside)
        found[name] = selected[1] if selected else ""
    return found


def test_the_real_files_by_their_columns(hr: FlaskClient, shared_data: Path) -> None:
    folder = shared_data / "hr_export"
    path = drop(hr, (folder / "employee_data.csv").read_bytes(), "employee_data.csv")
    page = shown(hr, path)
    assert "EmployeeID" in page
    assert "uriah.bridges@bilearner.com" in page
    columns = chosen(page)
    header = (folder / "employee_data.csv").read_text(encoding="utf-8-sig").split("\n", 1)[0].split(",")
    at = {name.strip(): f"column-{place}" for place, name in enumerate(header)}
    assert columns[at["EmployeeID"]] == "staff_number"
    assert columns[at["BusinessUnit"]] == ""
    columns |= {
        at["BusinessUnit"]: "site",
        at["EmployeeStatus"]: "",
        at["Supervisor"]: "manager",
        "kind": "staff",
    }
    answer = send(hr, f"{path}/columns", **columns)
    assert answer.location == f"{path}/values"
    take_values(hr, path)
    page = words(shown(hr, wait(path)))
    assert "3,000 rows are new" in page
    assert "10 new sites would be made Nobody has said where they are" in page
    send(hr, f"{path}/apply")
    page = shown(hr, wait(path))
    assert "3,000 rows are new" in words(page)
    assert 'href="/dashboard">See the gaps' in page
    assert "Now the certificates" in page
    _certificates_by_mapping(hr, folder)
    again = drop(hr, (folder / "employee_data.csv").read_bytes(), "again.csv")
    page = shown(hr, again)
    assert "This file changes nothing" in page, re.sub(r"<[^>]+>", " ", page)
    assert "The very same file was imported already" in page


def _certificates_by_mapping(hr: FlaskClient, folder: Path) -> None:
    path = drop(hr, (folder / "training_and_development_data.csv").read_bytes(), "trainings.csv")
    assert "Training" in shown(hr, path)
    mapping = (MAPPINGS / "hr_certificates.toml").read_bytes()
    send(hr, f"{path}/mapping", mapping=(io.BytesIO(mapping), "m.toml"), kind="certificates")
    page = shown(hr, wait(path))
    assert "914 rows are new" in words(page)
    assert "2,086 rows are left out, as you said" in words(page)
    assert "see all 393" in page
    send(hr, f"{path}/apply")
    row = settled(number(path), State.APPLIED)
    assert (row.new_count, row.skipped_count, row.warning_count) == (914, 2086, 393)
    assert hr.get(f"{path}/problems.csv").text.count("\n") == 394
    assert hr.get(f"{path}/mapping.toml").text.startswith('kind = "certificates"')


def test_the_road_of_a_small_file_and_back(hr: FlaskClient) -> None:
    path = drop(hr, STAFF)
    page = shown(hr, path)
    assert "1/2/2020 is 2 January 2020" in page
    assert "1/2/2020 is 1 February 2020" in page
    assert "could be day first or month first" in page
    columns = {**chosen(page), "date_format": "%d/%m/%Y", "kind": "staff"}
    send(hr, f"{path}/columns", **columns)
    take_values(hr, path)
    assert "Import 2 rows" in shown(hr, wait(path))
    send(hr, f"{path}/apply")
    assert "2 rows are new" in words(shown(hr, wait(path)))
    send(hr, f"{path}/undo")
    assert settled(number(path)).state == State.UNDONE
    assert "before it was undone" in shown(hr, path)
    assert "Undone" in shown(hr, "/imports")
    # The corrected file is asked about again, and what was said of the one before is offered.
    again = drop(hr, STAFF.replace("Tom", "Thomas"))
    page = shown(hr, again)
    assert "that import was undone" in page
    assert chosen(page) == {**columns, "kind": "staff"}
    send(hr, f"{again}/columns", **chosen(page))
    take_values(hr, again)
    assert "Import 2 rows" in shown(hr, wait(again))


def test_a_staff_file_of_which_no_column_is_the_site_is_told_of_before_it_goes_in(hr: FlaskClient) -> None:
    path = drop(hr, "Staff number,Given name\n1,Ana\n", kind="staff")
    assert "No column says where people work" in shown(hr, f"{path}/columns")
    send(hr, f"{path}/columns", **{**chosen(shown(hr, f"{path}/columns")), "kind": "staff"})
    assert "No column says where people work" in shown(hr, wait(path))
    path = drop(hr, "Staff number,Given name,Site\n1,Ana,Leeds\n", kind="staff")
    assert "No column says where people work" not in shown(hr, f"{path}/columns")
    send(hr, f"{path}/columns", **{**chosen(shown(hr, f"{path}/columns")), "kind": "staff"})
    take_values(hr, path)
    assert "No column says where people work" not in shown(hr, wait(path))


def test_a_value_gets_its_meaning_and_another_is_left_out(hr: FlaskClient) -> None:
    path = drop(hr, STAFF)
    send(hr, f"{path}/columns", **{**chosen(shown(hr, path)), "kind": "staff"})
    take_values(hr, path)
    send(hr, f"{wait(path)}/apply")
    wait(path)
    trainings = (
        "staff_number,course,date\n1,First Help,2026-01-01\n2,Pottery,2026-01-01\n1,Pottery,2026-01-02\n"
    )
    path = drop(hr, trainings, "trainings.csv", "certificates")
    send(hr, f"{path}/columns", **{**chosen(shown(hr, path)), "kind": "certificates"})
    page = shown(hr, f"{path}/values")
    assert page.index("Pottery") < page.index("First Help")
    send(hr, f"{path}/values", **{"value-certificate_kind-0": "-", "value-certificate_kind-1": "first-aid"})
    row = settled(number(wait(path)))
    assert (row.new_count, row.skipped_count, row.refused_count) == (1, 2, 0)


def test_new_sites_are_placed_with_all_faults_at_once(hr: FlaskClient) -> None:
    path = drop(
        hr, "staff_number,given_name,site,employed_from\n1,Ana,Leeds Mill,1/2/2020\n2,Tom,Boston,2/3/2021\n"
    )
    send(hr, f"{path}/columns", **chosen(shown(hr, f"{path}/columns")))
    take_values(hr, wait(path))
    asked = f"{wait(path)}/new-sites"
    page = shown(hr, asked)
    assert "Leeds Mill" in page
    first, second = re.findall(r'name="(sites-\d+)-code"', page)
    names = dict(re.findall(r'name="(sites-\d+-name)"[^>]*value="([^"]*)"', page))
    said = {**names, "country": "", "time_zone": "", f"{first}-code": "one", f"{second}-code": "ONE"}
    told = send(hr, asked, **said)
    assert told.status_code == 422
    assert "Write the country as two letters" in told.text
    assert "is the code of another site" in told.text
    said |= {"country": "GB", "time_zone": "Europe/London", f"{second}-code": "two"}
    assert send(hr, asked, **said).status_code == 302
    read = words(shown(hr, wait(path)))
    assert "Europe/London" in read
    assert "two" in read


def test_faults_are_shown_by_row_and_column_and_the_rows_handed_back(hr: FlaskClient) -> None:
    path = drop(hr, STAFF + "3,<script>alert(1)</script>,HQ,<b>soon</b>,z\n", "<img src=x>.csv")
    page = shown(hr, path)
    assert "<script>alert" not in page
    assert "<img src=x>" not in page
    send(hr, f"{path}/columns", **{**chosen(page), "kind": "staff"})
    take_values(hr, path)
    page = shown(hr, wait(path))
    assert "One row has faults" in page
    assert "Take the 2 good rows" in page
    problems = shown(hr, f"{path}/problems")
    assert "&lt;b&gt;soon&lt;/b&gt;" in problems
    assert "employed_from" in problems
    assert "<b>soon" in hr.get(f"{path}/refused.csv", buffered=True).text
    assert "faults" in shown(hr, send(hr, f"{path}/apply").location)
    send(hr, f"{path}/apply", good_rows="1")
    assert settled(number(path)).state == State.APPLIED


@pytest.mark.parametrize(
    ("content", "said"), [(b"", "The file is empty"), (b"%PDF-1.7\n", "its form is PDF")]
)
def test_what_is_no_table_is_refused_in_words(hr: FlaskClient, content: bytes, said: str) -> None:
    answer = send(hr, "/imports", file=(io.BytesIO(content), "x.csv"))
    for row in latest_imports(1):
        settled(row.id)
    assert said in shown(hr, str(answer.location))


def test_two_columns_for_one_field_are_shown_again_with_the_fault(hr: FlaskClient) -> None:
    path = drop(hr, STAFF)
    answer = send(
        hr, f"{path}/columns", **{"column-0": "given_name", "column-1": "given_name", "kind": "staff"}
    )
    assert answer.status_code == 422
    assert "Two columns are given for given name" in answer.text
    assert "staff_number" in answer.text


def test_the_page_reloads_while_the_work_runs_and_not_after(hr: FlaskClient) -> None:
    rows = "".join(f"{each},Ana,HQ,2020-01-01\n" for each in range(3000))
    answer = send(
        hr,
        "/imports",
        file=(io.BytesIO(f"staff_number,given_name,site,employed_from\n{rows}".encode()), "s.csv"),
    )
    page = hr.get(str(answer.location)).text
    if get_import(number(str(answer.location))).state == State.LOOKING:
        assert 'http-equiv="refresh"' in page
        assert "data-progress" in page
    time.sleep(0.1)
    assert 'http-equiv="refresh"' not in shown(hr, wait(str(answer.location)))
