"""Nightly files that are posted with a token, and the pages of nightly files."""

import io

import pytest
from flask.testing import FlaskClient

from readiness.nightly.actions import make_token
from readiness.nightly.models import NightlyRun, NightlyToken
from readiness.web.access import Role
from readiness.web.sessions import hashed
from tests.nightly.night import NOW, everybody, staff
from tests.signing_in import post, sign_in

ADDRESS = "/api/v1/nightly/staff"


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", "Content-Type": "text/csv"}


def test_a_file_is_posted_with_the_token_and_asked_after(client: FlaskClient) -> None:
    token = make_token("hr@example.org", NOW)
    answer = client.post(ADDRESS, data=staff(*everybody()), headers=bearer(token))
    assert answer.status_code == 202
    run = NightlyRun.get()
    assert (run.way, run.kind, run.file_size) == ("address", "staff", len(staff(*everybody())))
    asked = client.get(answer.headers["Location"], headers=bearer(token)).get_json()
    assert (asked["id"], asked["state"]) == (run.id, "taken")
    assert NightlyToken.get().last_used_at is not None
    assert NightlyToken.get().token_hash == hashed(token)  # and nothing else of it is kept


@pytest.mark.parametrize("token", ["", "wrong", "Bearer"])
def test_without_the_token_nothing_is_read_or_told(client: FlaskClient, token: str) -> None:
    make_token("hr@example.org", NOW)
    answer = client.post(ADDRESS, data=io.BytesIO(b"x" * 100_000), headers=bearer(token))
    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")
    assert client.get("/api/v1/nightly/1", headers=bearer(token)).status_code == 401
    assert NightlyRun.select().count() == 0


def test_an_earlier_token_an_empty_file_and_too_many_are_refused(client: FlaskClient) -> None:
    earlier, token = make_token("hr@example.org", NOW), make_token("hr@example.org", NOW)
    assert client.post(ADDRESS, data="x", headers=bearer(earlier)).status_code == 401
    empty = client.post(ADDRESS, data="", headers=bearer(token))
    assert (empty.status_code, empty.get_json()["title"]) == (422, "It was refused. Nothing was changed.")
    assert client.post("/api/v1/nightly/lunch", data="x", headers=bearer(token)).status_code == 404
    codes = {client.post(ADDRESS, data="", headers=bearer(token)).status_code for _file in range(20)}
    assert codes == {422, 429}


def test_hr_settles_makes_the_token_once_and_sees_what_came(client: FlaskClient) -> None:
    sign_in(client, Role.HR)
    form = {"most_percent": "7", "report_to": "hr@example.org"}
    assert post(client, "/settings/nightly", **form).status_code == 302
    assert 'value="7"' in client.get("/settings/nightly").text
    assert post(client, "/settings/nightly", **{**form, "report_to": "nobody"}).status_code == 422
    shown = post(client, "/settings/nightly/token", form_at="/settings/nightly").text
    token = shown.split('<code class="wrap">')[1].split("<")[0]
    assert token not in client.get("/settings/nightly").text
    client.post(ADDRESS, data="", headers=bearer(token))
    assert "The file is empty" in client.get("/imports/nightly").text
