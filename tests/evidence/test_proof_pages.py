"""The pages of proof and of one's own: whose files are handed out to whom, links from messages, what is asked."""

import io
from datetime import timedelta

from flask.testing import FlaskClient

from readiness.certificates.models import Certificate
from readiness.evidence.jobs import tell_on
from readiness.evidence.models import EvidenceFile, ProofSubmission
from readiness.evidence.states import State
from readiness.foundation import clock
from readiness.notices import links
from readiness.notices.models import OutboxMessage
from readiness.people.models import Person
from readiness.web.access import Role
from tests.evidence.files import jpeg
from tests.factories import adopt, make_person, make_site
from tests.signing_in import post, sign_in, token_of

TODAY = clock.today("UTC")
FORM = {"kind": "cpr-aed", "issued_on": TODAY.isoformat(), "issuer": "Red Cross"}


def picture() -> tuple[io.BytesIO, str]:
    return io.BytesIO(jpeg()), "../../IMG 1.jpg\u202egpj.exe"


def link_for(client: FlaskClient, person: Person, subject: str) -> str:
    key, now = links.signing_key(client.application.config["READINESS"]), clock.now()
    return "/proof/" + links.make(
        links.LinkFor(person.id, "proof", subject), now, now + timedelta(days=7), key
    )


def test_a_link_from_a_message_takes_one_proof_without_a_sign_in(client: FlaskClient) -> None:
    person = make_person(make_site(), email="ana@example.org")
    address = link_for(client, person, "kind:cpr-aed")
    phone = client.application.test_client()
    assert 'selected value="cpr-aed"' in phone.get(address).text
    assert 'selected value="cpr-aed"' in phone.get(address).text, "looking does not use it up"
    assert phone.post(address, data={**FORM, "photo": picture()}).status_code == 400
    missing = post(phone, address, **FORM)
    assert "Take a picture of the certificate, or choose a file." in missing.text
    sent = post(phone, address, **FORM, photo=picture())
    assert "You can close this page." in sent.text
    row = ProofSubmission.get()
    assert (row.person, row.kind, row.state, row.sent_by) == (person, "cpr-aed", "sent", "ana@example.org")
    assert post(phone, address, form_at="/login", **FORM, photo=picture()).status_code == 404
    assert phone.get(address).status_code == 404
    forged = f"{address[:-4]}AAAA"
    assert phone.post(forged, data={"photo": (io.BytesIO(bytes(300_000)), "x")}).status_code == 404
    other = link_for(client, make_person(), f"submission:{row.id}")
    assert phone.get(other).status_code == 404, "it is somebody else's"


def test_a_file_is_handed_out_as_an_attachment_to_whose_it_is_and_to_those_who_look(
    client: FlaskClient,
) -> None:
    site = make_site()
    ana, ben = make_person(site), make_person(site)
    sign_in(client, Role.EMPLOYEE, person=ana)
    post(client, "/mine/proof/add", **FORM, file=picture())
    address = f"/evidence/{EvidenceFile.get().sha256}"
    answer = client.get(address)
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="proof-')
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.mimetype == "image/jpeg"
    for role, values, status in (
        (Role.EMPLOYEE, {"person": ben}, 404), (Role.MANAGER, {"site_ids": [site.id]}, 404),
        (Role.COORDINATOR, {}, 404), (Role.AUDITOR, {}, 200), (Role.HR, {}, 200),
    ):  # fmt: skip
        someone = client.application.test_client()
        sign_in(someone, role, **values)
        assert (role, someone.get(address).status_code) == (role, status)
        assert (role, someone.get(f"{address}/picture").status_code) == (role, status)


def test_the_own_page_says_what_is_asked_with_one_way_to_do_it(client: FlaskClient) -> None:
    site = make_site()
    person = make_person(site, languages=["es"])
    adopt({"check": "everyone_in_role_holds", "terms": {"certificate": "cpr-aed"}})
    sign_in(client, Role.EMPLOYEE, person=person)
    assert "/mine/proof/add?kind=cpr-aed" in client.get("/mine").text
    assert "Lo que se le pide" in client.get("/mine", headers={"Accept-Language": "es-MX,es;q=0.9"}).text
    assert "Spanish" in client.get("/mine").text
    post(client, "/mine/proof/add", **FORM, file=picture())
    hr = client.application.test_client()
    sign_in(hr, Role.HR)
    assert "Certificates <span" in hr.get("/certificates").text
    number = ProofSubmission.get().id
    token = token_of(hr, f"/certificates/proof/{number}")
    wrong = hr.post(f"/certificates/proof/{number}/return", data={"csrf_token": token, "back-word": " "})
    assert "Write what they should do." in wrong.text
    answer = hr.post(f"/certificates/proof/{number}/approve", data={**FORM, "csrf_token": token, "seen": "1"})
    assert answer.status_code == 302
    assert Certificate.select().count() == 1
    page = client.get("/mine").text
    assert "Nothing is asked of you today" in page
    assert 'id="held"' in page


def test_those_who_look_are_told_once_a_day_while_something_waits(client: FlaskClient) -> None:
    hr = sign_in(client, Role.HR)
    tell_on(TODAY)
    person = make_person(make_site(), given_name="Ana", family_name="Ruiz")
    sign_in(client, Role.EMPLOYEE, person=person)
    post(client, "/mine/proof/add", **FORM, file=picture())
    for _time in range(2):
        tell_on(TODAY)
    told = [(each.recipient, each.content["lines"]) for each in OutboxMessage.select()]
    assert told == [(hr.email, ["Ana Ruiz: CPR and defibrillator"])]
    ProofSubmission.update(state=State.WITHDRAWN).execute()
    tell_on(TODAY + timedelta(days=1))
    assert OutboxMessage.select().count() == 1
