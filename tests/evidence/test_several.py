"""Several certificates at once: looked at before, done to all or none, undone as a whole."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from readiness.certificates.actions import CertificateDetails, Seen, revoke_certificate, revoke_certificates
from readiness.certificates.actions import Desk as CertificateDesk
from readiness.certificates.models import Certificate, CertificateBatch
from readiness.certificates.several import renew_certificates
from readiness.evidence.actions import Desk, Sent, send
from readiness.evidence.actions import Seen as SeenSubmission
from readiness.evidence.keeping import Kept, Room, keep
from readiness.evidence.queries import proof_of, submission
from readiness.evidence.several import approve_all, attach_all, undo_batch
from readiness.evidence.states import State
from readiness.evidence.vault import Vault
from readiness.foundation import clock
from readiness.foundation.errors import Conflict, InvalidInput
from readiness.foundation.temporal import current
from readiness.notices.models import OutboxMessage
from readiness.web.access import Role
from tests.evidence.files import jpeg
from tests.factories import KINDS, make_certificate, make_person, make_site
from tests.signing_in import sign_in, token_of

TODAY = date(2026, 11, 28)
DESK = Desk("hr@example.org", datetime(2026, 11, 28, 9, tzinfo=UTC), TODAY, KINDS)
DETAILS = CertificateDetails(date(2026, 11, 20))


def held() -> list[str]:
    """All that we hold true of certificates, in words."""
    return [
        f"{each.person.id} {each.kind} {each.issued_on} {each.expires_on} {each.revoked_on} {each.evidence}"
        for each in Certificate.select().where(current(Certificate)).order_by(Certificate.fact_id)
    ]


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return keep(jpeg(), Room(Vault(tmp_path), 10**9, 10**9))


def test_each_batch_is_undone_as_a_whole(db: str, kept: Kept) -> None:
    people = [make_person(email=f"p{number}@harbor.org") for number in range(3)]
    there = [make_certificate(each, "cpr", date(2024, 11, 25), date(2026, 11, 25)) for each in people]
    seen = [Seen(each.fact_id, each.id) for each in there]
    before = held()
    on_its_way = [
        SeenSubmission(send(each, Sent("mhfa", DETAILS, kept), replace(DESK, actor=each.email)), 1)
        for each in people
    ]
    desk = CertificateDesk(DESK.actor, TODAY, KINDS)
    does: list[Callable[[], None]] = [
        lambda: renew_certificates(seen, DETAILS, desk),
        lambda: attach_all(seen, kept, DESK),
        lambda: revoke_certificates(seen, TODAY, "fraud", DESK.actor),
        lambda: approve_all(on_its_way, DESK),
    ]
    for do in does:
        do()
        assert len(set(held()) - set(before)) == 3
        batch = CertificateBatch.select().order_by(CertificateBatch.id.desc()).get()
        undo_batch(batch.id, DESK)
        assert held() == before
        with pytest.raises(Conflict, match="undone already"):
            undo_batch(batch.id, DESK)
        seen = [
            Seen(each.fact_id, each.id)
            for each in Certificate.select().where(current(Certificate)).order_by(Certificate.fact_id)
        ]
    assert proof_of(there[0].fact_id) == []
    assert {submission(each.submission_id).state for each in on_its_way} == {State.SENT}
    assert {each.state for each in OutboxMessage.select()} == {"withdrawn"}


def test_what_was_changed_since_is_not_undone_and_faults_name_whose_they_are(db: str) -> None:
    ana, ben = make_person(given_name="Ana"), make_person(given_name="Ben")
    there = [make_certificate(each, "cpr", date(2024, 11, 25), date(2026, 11, 25)) for each in (ana, ben)]
    seen = [Seen(each.fact_id, each.id) for each in there]
    desk = CertificateDesk(DESK.actor, TODAY, KINDS)
    make_certificate(ben, "cpr", DETAILS.issued_on or TODAY)
    with pytest.raises(InvalidInput, match=r"^Ben .*there already"):
        renew_certificates(seen, DETAILS, desk)
    assert Certificate.select().count() == 3
    later = replace(DETAILS, issued_on=date(2026, 11, 21))
    renew_certificates(seen, later, desk)
    newest = Certificate.select().order_by(Certificate.id.desc()).get()
    with pytest.raises(InvalidInput, match=r"^revoked_on: It was issued on 21 November 2026\."):
        revoke_certificate(newest.fact_id, date(2026, 11, 20), "fraud", "hr@example.org")
    revoke_certificate(newest.fact_id, TODAY, "fraud", "hr@example.org")
    as_it_is = held()
    with pytest.raises(Conflict, match="revoked or proved since"):
        undo_batch(CertificateBatch.get().id, DESK)
    assert held() == as_it_is


def test_the_pages_show_what_will_change_before_it_does(client: FlaskClient) -> None:
    site, today = make_site(), clock.today("UTC")
    people = [make_person(site) for _number in range(2)]
    there = [make_certificate(each, "cpr-aed", date(2024, 1, 5), date(2026, 1, 5)) for each in people]
    sign_in(client, Role.HR)
    chosen = [f"{each.fact_id}.{each.id}" for each in there]
    sent: dict[str, object] = {"csrf_token": token_of(client), "chosen": chosen}
    looked = client.post("/certificates/renew", data=sent)
    assert "Renew 2 certificates" in looked.text
    assert "counted from its day of issue" in looked.text
    looked = client.post("/certificates/renew", data={**sent, "issued_on": "2023-01-01", "look": "1"})
    assert looked.text.count("A renewal is issued after the certificate that it renews.") == 2
    assert Certificate.select().count() == 2
    done = client.post("/certificates/renew", data={**sent, "issued_on": today.isoformat(), "renew": "1"})
    assert done.status_code == 302
    assert Certificate.select().count() == 4
    address = f"/certificates/batches/{CertificateBatch.get().id}/undo"
    assert people[0].staff_number in client.get(address).text
    assert client.post(address, data=sent).status_code == 302
    assert Certificate.select().where(current(Certificate)).count() == 2
    assert "Undone" in client.get("/certificates/batches").text
    assert "Attach a proof to 2 certificates" in client.post("/certificates/attach", data=sent).text
