"""An auditor keeps questions, draws evidence that anybody can draw again, asks and is answered, and changes nothing."""

import csv
import hashlib
import io
import re
import zipfile
from datetime import date
from pathlib import Path

from flask.testing import FlaskClient

from readiness.audit.models import AuditEvent
from readiness.certificates.kinds import certificate_kinds
from readiness.evidence.keeping import Room, file_row, keep
from readiness.evidence.models import CertificateProof
from readiness.evidence.vault import Vault
from readiness.examining.drawing import draw
from readiness.examining.models import AuditRequest, EvidenceSample, SavedQuestion
from readiness.foundation import clock
from readiness.foundation.temporal import Question, knowledge_at, record
from readiness.notices.models import OutboxMessage
from readiness.reports.of_trail import ACCESS_ACTIONS
from readiness.reports.sealing import seal_of
from readiness.reports.verifying import public_key, verify_file
from readiness.sample import add_sample, remove_sample
from readiness.web.access import Role
from tests.evidence.files import jpeg, picture
from tests.factories import change, make_certificate, make_person, make_site
from tests.signing_in import make_account, post, sign_in


def drawn_elsewhere(numbers: list[int], count: int, seed: str) -> list[int]:
    """The same by another way: as docs/audit.md tells it."""
    return sorted(numbers, key=lambda number: hashlib.sha256(f"{seed}:{number}".encode()).hexdigest())[:count]


def test_what_is_drawn_follows_from_the_seed_alone() -> None:
    numbers = list(range(1, 400))
    first, seen = draw(iter(numbers), 25, "a seed")
    assert seen == 399
    assert first == drawn_elsewhere(numbers[::-1], 25, "a seed")
    assert draw(iter(numbers[::-1]), 25, "a seed")[0] == first
    assert draw(iter(numbers), 25, "another")[0] != first
    assert draw(iter(numbers), 5, "a seed")[0] == first[:5], "a larger sample begins with the smaller one"


def test_evidence_is_drawn_looked_at_and_taken_away_with_its_proof(
    client: FlaskClient, tmp_path: Path
) -> None:
    site = make_site("hull")
    made = [make_certificate(make_person(site), "pfa", date(2026, 5, day)) for day in range(1, 9)]
    make_certificate(make_person(site), "pfa", date(2026, 1, 1))  # of another quarter
    config = client.application.config["READINESS"]
    kept = keep(jpeg(picture((90, 90))), Room(Vault(config.data_dir), 10**9, 10**9))
    with change() as opened:
        file = file_row(kept, made[0].person.id)
        for each in made:
            record(CertificateProof, opened.change, certificate=each.fact_id, file=file)
    auditor = sign_in(client, Role.AUDITOR)
    path = "/auditor/draw?as_of=2026-06-30"
    refused = post(client, path, wanted="0", from_on="2026-04-01", until_on="2026-06-30", kind="", seed="")
    assert refused.status_code == 422
    nothing = {"wanted": "3", "from_on": "2020-01-01", "until_on": "2020-01-31", "kind": "", "seed": ""}
    refused = post(client, path, **nothing)
    assert refused.status_code == 422
    assert "There is nothing to draw from" in refused.text
    assert not EvidenceSample.select().exists()
    values = {"wanted": "3", "from_on": "2026-04-01", "until_on": "2026-06-30", "kind": "pfa", "seed": "dice"}
    address = post(client, path, **values).headers["Location"]
    sample = EvidenceSample.get()
    assert sample.population == 8
    assert sample.drawn == drawn_elsewhere([each.fact_id for each in made], 3, "dice")
    page = client.get(address).text
    assert f"/evidence/{kept.sha256}" in page
    assert "with the smallest SHA-256 are drawn, in that order" in page
    assert client.get(f"/evidence/{kept.sha256}").status_code == 200, "an auditor opens what proves it"
    archive = tmp_path / "sample.zip"
    with post(client, f"{address}/archive", form_at=address) as answer:
        archive.write_bytes(answer.data)
    found = verify_file(archive, public_key(seal_of(config).public_key))
    assert len(found) == 4, "the table and three files of proof, each signed"
    assert "sample taken away" in ACCESS_ACTIONS, "it is told with everything else that left the house"
    with zipfile.ZipFile(archive) as packed:
        assert {each.date_time[0] for each in packed.infolist()} == {clock.now().year}
        rows = list(csv.DictReader(io.StringIO(packed.read("sample-1.csv").decode())))
        assert [int(row["certificate"]) for row in rows] == sample.drawn
        for row in rows:
            assert hashlib.sha256(packed.read(row["file"])).hexdigest() == row["sha256"] == kept.sha256
    last = AuditEvent.select().order_by(AuditEvent.id.desc()).first()
    assert (last.action, last.actor) == ("sample taken away", auditor.email)
    assert "sample 1" in client.get("/auditor").text
    other = client.application.test_client()
    sign_in(other, Role.AUDITOR)
    assert other.get(address).status_code == 404
    hr = client.application.test_client()
    sign_in(hr, Role.HR)
    assert address in hr.get("/auditor").text, "those who answer see what an auditor drew"
    seen = hr.get(address).text
    assert f"Drawn by {auditor.name}" in seen
    assert f"{address}/archive" not in seen, "and leave it to the auditor to take away"
    assert post(hr, f"{address}/archive", form_at="/account").status_code == 404


def test_pages_that_both_sides_may_read_are_offered_to_go_with_a_request(client: FlaskClient) -> None:
    make_certificate(make_person(make_site("hull")), "pfa", date(2026, 5, 1))
    sign_in(client, Role.AUDITOR)
    post(client, "/auditor/save-question/certificates?as_of=2026-06-30", title="The summer")
    asked = client.get("/auditor/ask?as_of=2026-06-30").text
    ways = dict(re.findall(r'<option value="(/[^"]+)">([^<]+)</option>', asked))
    assert ways["/reports/gaps?as_of=2026-06-30"] == "Report: Compliance"
    assert ways["/auditor/questions/1"] == "The summer"
    assert "/audit" in ways
    assert not {"/mine", "/imports"} & ways.keys()
    for path in ways:
        assert client.get(path, follow_redirects=True).status_code == 200, path
    address = post(client, "/auditor/ask", title="A list", words="Please.", link="/compliance").headers[
        "Location"
    ]
    hr = client.application.test_client()
    sign_in(hr, Role.HR)
    answered = dict(re.findall(r'<option value="(/[^"]+)">([^<]+)</option>', hr.get(address).text))
    assert "/reports/trail" not in " ".join(answered), "HR does not read the trail"
    assert "/audit" not in answered
    assert answered.keys() < {path.replace("2026-06-30", clock.today("UTC").isoformat()) for path in ways}


def test_what_was_drawn_of_the_sample_organisation_says_so_once_that_is_removed(
    client: FlaskClient, tmp_path: Path
) -> None:
    add_sample(clock.today("UTC"), certificate_kinds())
    own = make_certificate(make_person(make_site("of-our-own")), "pfa", date(2019, 5, 1))
    sign_in(client, Role.AUDITOR)
    values = {"from_on": "2000-01-01", "until_on": "2099-12-31", "kind": "", "seed": "dice"}
    mixed = post(client, "/auditor/draw", wanted="500", **values).headers["Location"]
    sampled = post(client, "/auditor/draw", wanted="3", **{**values, "from_on": "2020-01-01"}).headers[
        "Location"
    ]
    EvidenceSample.update(drawn=[own.fact_id, *EvidenceSample.get_by_id(1).drawn[1:3]]).where(
        EvidenceSample.id == 1
    ).execute()
    assert "no longer kept" not in client.get(mixed).text
    remove_sample("hr@example.org")
    page = client.get(sampled).text
    assert "These certificates are no longer kept" in page
    assert "None was issued on these days" not in page
    assert "Anybody gets the same" not in page
    assert f"{sampled}/archive" not in page
    assert post(client, f"{sampled}/archive", form_at=mixed).status_code == 404
    page = client.get(mixed).text
    assert "2 of these certificates are no longer kept" in page
    assert f"/certificates/{own.fact_id}" in page
    with post(client, f"{mixed}/archive", form_at=mixed) as answer:
        (tmp_path / "sample.zip").write_bytes(answer.data)
    with zipfile.ZipFile(tmp_path / "sample.zip") as packed:
        rows = list(csv.DictReader(io.StringIO(packed.read("sample-1.csv").decode())))
    assert [row["status"] for row in rows[1:]] == ["no longer kept"] * 2
    assert sorted(int(row["certificate"]) for row in rows) == sorted(EvidenceSample.get_by_id(1).drawn)


def test_a_question_is_kept_and_its_address_handed_on(client: FlaskClient) -> None:
    make_certificate(make_person(make_site("hull")), "pfa", date(2026, 5, 1))
    sign_in(client, Role.AUDITOR)
    path = "/auditor/save-question/certificates?as_of=2026-06-30&known_at=2026-07-02&site=hull"
    assert post(client, path, title="The summer").status_code == 302
    kept = SavedQuestion.get()
    hr = client.application.test_client()
    sign_in(hr, Role.HR)
    led_to = hr.get(f"/auditor/questions/{kept.id}").headers["Location"]
    assert "as_of=2026-06-30" in led_to
    assert "site=hull" in led_to
    assert Question(date(2026, 6, 30), knowledge_at()).as_of.isoformat() == kept.asked["as_of"]
    assert hr.get(led_to).status_code == 200
    listed = hr.get("/auditor").text
    assert f"/auditor/questions/{kept.id}" in listed
    assert "The summer" in listed
    assert f"/auditor/questions/{kept.id}/forget" not in listed, "it is the auditor's to forget"
    forgotten = post(client, f"/auditor/questions/{kept.id}/forget", form_at="/auditor")
    assert forgotten.status_code == 302
    assert SavedQuestion.select().count() == 0


def test_an_auditor_asks_is_answered_and_closes_and_each_side_is_told(client: FlaskClient) -> None:
    hr = client.application.test_client()
    answering = sign_in(hr, Role.HR)
    auditor = sign_in(client, Role.AUDITOR)
    assert post(client, "/auditor/ask", title="", words="x").status_code == 422
    address = post(client, "/auditor/ask", title="The list of May", words="Please.").headers["Location"]
    assert [row.recipient for row in OutboxMessage.select()] == [answering.email]
    assert "Those who answer are told. Mail is held: no mail server is set." in client.get(address).text
    assert "The list of May" in hr.get("/auditor").text
    for elsewhere in ("https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example"):
        assert post(hr, address, words="There.", link=elsewhere).status_code == 422
    assert post(hr, address, words="There.", link="/reports/exercises").status_code == 302
    assert AuditRequest.get().state == "answered"
    assert OutboxMessage.select().order_by(OutboxMessage.id.desc()).first().recipient == auditor.email
    assert '<a href="/reports/exercises">' in client.get(address).text
    assert post(hr, address, words="And.", link="/compliance?site=Kestrel House&pack=own").status_code == 302
    assert '<a href="/compliance?site=Kestrel%20House&amp;pack=own">' in client.get(address).text
    assert post(hr, address, words="There.", link="/no page?site=hull").status_code == 422
    assert post(client, address, words="And of June?").status_code == 302
    assert AuditRequest.get().state == "open"
    assert hr.post(f"{address}/close").status_code in (400, 403)
    assert post(client, f"{address}/close", form_at=address).status_code == 302
    assert AuditRequest.get().state == "closed"
    assert post(hr, address, form_at="/account", words="Late.").status_code == 422
    stranger = client.application.test_client()
    assert make_account(client, Role.AUDITOR).email
    sign_in(stranger, Role.AUDITOR)
    assert stranger.get(address).status_code == 404


def test_a_sample_tells_what_each_was_on_its_last_day_and_from_when_it_is_revoked(
    client: FlaskClient, tmp_path: Path
) -> None:
    person = make_person(make_site("hull"))
    revoked = {"revoked_on": date(2026, 6, 12), "revoked_reason": "The course was not held."}
    gone = make_certificate(person, "pfa", date(2026, 5, 1), date(2028, 5, 1), **revoked)
    later = {"revoked_on": date(2026, 7, 2), "revoked_reason": "Withdrawn by its issuer."}
    still = make_certificate(person, "pfa", date(2026, 5, 2), date(2028, 5, 2), **later)
    sign_in(client, Role.AUDITOR)
    path = "/auditor/draw?as_of=2026-06-30"
    in_words = "number of each certificate here (the column ‘certificate’ of the report, not the number of the issuer)"
    assert in_words in client.get(path).text
    values = {"wanted": "5", "from_on": "2026-04-01", "until_on": "2026-06-30", "kind": "", "seed": "dice"}
    address = post(client, path, **values).headers["Location"]
    page = client.get(address).text
    assert in_words in page
    assert "from 12 June 2026" in page
    assert "from 2 July 2026" in page
    assert all(f">{each.fact_id}</td>" in page for each in (gone, still))
    archive = tmp_path / "sample.zip"
    with post(client, f"{address}/archive", form_at=address) as answer:
        archive.write_bytes(answer.data)
    with zipfile.ZipFile(archive) as packed:
        rows = {
            int(row["certificate"]): (row["status"], row["revoked_on"], row["revoked_reason"])
            for row in csv.DictReader(io.StringIO(packed.read("sample-1.csv").decode()))
        }
    assert rows == {
        gone.fact_id: ("revoked", "2026-06-12", "The course was not held."),
        still.fact_id: ("valid", "2026-07-02", "Withdrawn by its issuer."),
    }


def test_what_is_asked_for_stands_as_a_number_in_the_rail_until_it_is_answered(client: FlaskClient) -> None:
    app = client.application
    auditor, hr, manager = client, app.test_client(), app.test_client()
    sign_in(auditor, Role.AUDITOR)
    sign_in(hr, Role.HR)
    sign_in(manager, Role.MANAGER, site_ids=[make_site("hull").id])
    other = app.test_client()
    sign_in(other, Role.AUDITOR)

    def waits(who: FlaskClient) -> str:
        found = re.search(r'href="/auditor"[^>]*>Auditor(.*?)</a>', who.get("/account").text, re.DOTALL)
        counted = re.findall(r'class="count">(\d+)', found[1]) if found else ["no such entry"]
        return counted[0] if counted else ""

    assert [waits(each) for each in (hr, auditor, other, manager)] == ["", "", "", "no such entry"]
    asked = {"title": "The contract of the trainer", "words": "Please.", "link": ""}
    address = post(auditor, "/auditor/ask", **asked).headers["Location"]
    assert [waits(each) for each in (hr, auditor, other)] == ["1", "", ""]
    post(hr, address, words="Here it is.", link="")
    assert [waits(each) for each in (hr, auditor, other)] == ["", "1", ""], (
        "the answer waits for whoever asked"
    )
    post(auditor, f"{address}/close", form_at=address)
    assert [waits(each) for each in (hr, auditor, other)] == ["", "", ""]
