"""The pages of certificates, as someone of each role opens them."""

import csv
import html
import io
import re
from datetime import date, timedelta

from flask.testing import FlaskClient

from readiness.certificates.models import Certificate
from readiness.certificates.queries import get_certificate
from readiness.foundation import clock
from readiness.people.models import Person
from readiness.web.access import Role
from tests.factories import make_certificate, make_person, make_site
from tests.signing_in import post, sign_in, token_of

DAY = timedelta(days=1)


def today() -> date:
    return clock.today("UTC")


def rows(page: str) -> list[str]:
    return [html.unescape(each) for each in re.findall(r'class="title"><a href="[^"]*">(.*?)</a>', page)]


def seen(page: str) -> str:
    found = re.search(r'name="seen"[^>]*value="([^"]+)"', page)
    assert found is not None
    return found[1]


def holder(name: str, ends_in: int = 20, **values: object) -> tuple[Person, Certificate]:
    person = make_person(given_name=name, family_name="Ruiz")
    certificate = make_certificate(person, "cpr-aed", today() - 300 * DAY, today() + ends_in * DAY, **values)
    return person, certificate


def test_the_list_of_what_ends_soon_leaves_out_what_was_renewed_and_who_left(client: FlaskClient) -> None:
    sign_in(client, Role.HR)
    holder("Soon")
    holder("Later", ends_in=200)
    renewed, _certificate = holder("Renewed")
    make_certificate(renewed, "cpr-aed", today(), today() + 700 * DAY)
    left = make_person(given_name="Left", employed_until=today() - DAY)
    make_certificate(left, "cpr-aed", today() - 300 * DAY, today() + DAY)
    page = client.get("/certificates").text
    address = re.search(r'href="([^"]*ending=30[^"]*)"', page)
    assert address is not None
    assert rows(client.get(html.unescape(address[1])).text) == ["Soon Ruiz"]


def test_a_certificate_is_added_renewed_corrected_and_revoked(client: FlaskClient) -> None:
    sign_in(client, Role.HR)
    person = make_person(given_name="Ana", family_name="Ruiz")
    add = f"/people/{person.id}/certificates/add"
    assert post(client, add, issued_on="2026-01-01").status_code == 422
    added = post(client, add, kind="cpr-aed", issued_on="2024-01-01", number="A1")
    page = client.get(added.location).text
    assert "1 January 2026" in page  # two years are usual for it
    renew = f"{added.location}/renew"
    renewed = post(client, renew, issued_on="2026-01-02", seen=seen(client.get(renew).text))
    assert renewed.status_code == 302
    correct = f"{renewed.location}/correct"
    token = seen(client.get(correct).text)
    values = {"issued_on": "2026-01-02", "expires_on": "2027-12-31", "reason": "misread", "seen": token}
    assert post(client, correct, **values).status_code == 302
    late = post(client, correct, **{**values, "expires_on": "2027-12-30"})
    assert late.status_code == 422
    assert "changed this while you were at it" in late.text
    assert 'value="2027-12-30"' in late.text
    revoke = f"{renewed.location}/revoke"
    revoked = post(
        client,
        revoke,
        revoked_on="2026-03-01",
        reason="withdrawn by the issuer",
        seen=seen(client.get(revoke).text),
    )
    assert revoked.status_code == 302
    history = client.get(renewed.location).text
    for words in (
        "Why: withdrawn by the issuer",
        "Why: misread",
        "31 December 2027",
        "Revoked: it does not count",
    ):
        assert words in history
    assert "withdrawn by the issuer" not in client.get(f"{added.location}").text


def test_several_are_looked_at_then_revoked_for_one_reason(client: FlaskClient) -> None:
    sign_in(client, Role.HR)
    holder("Ana")
    holder("Tom")
    page = client.get("/certificates").text
    chosen = re.findall(r'name="chosen" value="([^"]+)"', page)
    assert len(chosen) == 2
    token = token_of(client)
    asked = client.post("/certificates/revoke", data={"csrf_token": token, "chosen": chosen})
    assert asked.status_code == 200
    assert "Ana Ruiz" in asked.text
    assert "Tom Ruiz" in asked.text
    assert Certificate.select().where(Certificate.revoked_on.is_null(False)).count() == 0
    nothing = client.post("/certificates/revoke", data={"csrf_token": token, "chosen": chosen, "reason": ""})
    assert nothing.status_code == 422
    values = {
        "csrf_token": token,
        "chosen": chosen,
        "reason": "the trainer was none",
        "revoked_on": today().isoformat(),
    }
    assert client.post("/certificates/revoke", data=values).status_code == 302
    assert {get_certificate(int(each.partition(".")[0])).revoked_reason for each in chosen} == {
        "the trainer was none"
    }
    for wrong in ([], ["x"], ["1"], ["1.x"], ["1." + "9" * 40]):
        assert (
            client.post("/certificates/revoke", data={"csrf_token": token, "chosen": wrong}).status_code
            == 422
        )


def test_what_was_withdrawn_is_gone_from_lists_but_its_page_tells_of_it(client: FlaskClient) -> None:
    sign_in(client, Role.HR)
    person, certificate = holder("Ana")
    withdraw = f"/certificates/{certificate.fact_id}/withdraw"
    done = post(client, withdraw, reason="twice", seen=seen(client.get(withdraw).text))
    assert done.status_code == 302
    assert rows(client.get("/certificates").text) == []
    assert "None is known." in client.get(f"/people/{person.id}").text
    page = client.get(f"/certificates/{certificate.fact_id}").text
    assert "It was entered by mistake" in page
    assert "Why: twice" in page
    assert client.get(withdraw).status_code == 404


def test_what_is_taken_away_holds_what_is_seen_and_no_formula(client: FlaskClient) -> None:
    sign_in(client, Role.AUDITOR)
    holder("Ana", issuer="=HYPERLINK(1)", number="+1")
    holder("Tom", ends_in=-9)
    file = client.get("/certificates?status=due&format=csv").data.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(file))
    assert (row["name"], row["issuer"], row["status"]) == ("Ana Ruiz", "'=HYPERLINK(1)", "due")
    assert 'name="chosen"' not in client.get("/certificates").text


def test_a_manager_finds_no_certificate_of_another_site(client: FlaskClient) -> None:
    own, other = make_site("own"), make_site("other")
    mine = make_certificate(make_person(own, given_name="Mine"), "pfa", date(2026, 1, 1))
    theirs = make_certificate(make_person(other, given_name="Theirs"), "pfa", date(2026, 1, 1))
    sign_in(client, Role.MANAGER, site_ids=[own.id])
    for address in (
        "/certificates",
        "/certificates?q=ruiz",
        "/certificates?status=valid",
        "/certificates?kind=pfa",
    ):
        joint = "&" if "?" in address else "?"
        assert "Theirs" not in client.get(address).text
        assert "Theirs" not in client.get(f"{address}{joint}format=json").get_data(as_text=True)
        assert "Mine" in client.get(address).text
    assert client.get(f"/certificates/{mine.fact_id}").status_code == 200
    assert client.get(f"/certificates/{theirs.fact_id}").status_code == 404
    assert client.get(f"/certificates/{mine.fact_id}/revoke").status_code == 403


def test_a_certificate_is_added_to_several_people_or_to_none_of_them(client: FlaskClient) -> None:
    sign_in(client, Role.HR)
    site = make_site()
    people = [make_person(site, given_name=name, family_name="Ruiz") for name in ("Ana", "Ben", "Cara")]
    make_certificate(people[1], "pfa", today() - 30 * DAY)
    page = client.get("/people").text
    chosen = re.findall(r'name="chosen" value="([^"]+)"', page)
    assert len(chosen) == 3
    form = {"csrf_token": token_of(client), "chosen": chosen}
    assert "Add a certificate to 3 people" in client.post("/certificates/add", data=form).text
    details = {"kind": "pfa", "issued_on": str(today() - 30 * DAY), "issuer": "Training Ltd"}
    refused = client.post("/certificates/add", data={**form, **details})
    assert refused.status_code == 422
    assert f"Ben Ruiz ({people[1].staff_number}) has this certificate" in refused.text
    assert "Ana Ruiz (" not in refused.text
    assert Certificate.select().count() == 1
    left = [str(people[0].id), str(people[2].id)]
    done = client.post("/certificates/add", data={**form, **details, "chosen": left})
    assert done.location == "/certificates?kind=pfa"
    assert {each.person.id for each in Certificate.select()} == {person.id for person in people}
    assert {each.issuer for each in Certificate.select().where(Certificate.person.in_(left))} == {
        "Training Ltd"
    }


def test_what_is_wrong_with_a_certificate_of_several_is_named_and_nothing_is_added(
    client: FlaskClient,
) -> None:
    sign_in(client, Role.HR)
    person = make_person(make_site())
    form = {"csrf_token": token_of(client), "chosen": [str(person.id)], "kind": "", "issued_on": ""}
    told = client.post("/certificates/add", data=form)
    assert told.status_code == 422
    for sentence in ("Choose what the certificate is.", "Write the day of issue."):
        assert sentence in told.text
    for chosen in ([], ["x"], ["999999"], ["1"] * 501):
        answer = client.post("/certificates/add", data={**form, "chosen": chosen})
        assert answer.status_code in {404, 422}
    assert Certificate.select().count() == 0


def test_who_may_not_add_certificates_picks_nobody(client: FlaskClient) -> None:
    site = make_site()
    make_person(site)
    sign_in(client, Role.MANAGER, site_ids=[site.id])
    assert 'name="chosen"' not in client.get("/people").text
