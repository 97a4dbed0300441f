"""What people made of the sample's requirements goes with the sample; what they asked for themselves stays."""

from datetime import date

from flask.testing import FlaskClient

from readiness.certificates.kinds import certificate_kinds
from readiness.compliance.actions import take_own_terms
from readiness.foundation.database import connected, select
from readiness.foundation.temporal import knowledge_at
from readiness.requirements.actions import ExemptionRequest, cease_pack, grant_exemption
from readiness.requirements.own_requirements import OwnTermsRequest
from readiness.requirements.queries import adopted_packs
from readiness.sample import add_sample, remove_sample
from readiness.web.access import Role
from tests.factories import adopt
from tests.signing_in import sign_in

TODAY = date(2026, 6, 30)


def test_requirements_of_the_sample_leave_nothing_behind(db: str) -> None:
    add_sample(TODAY, certificate_kinds())
    terms = {"certificate": "mhfa-adult", "one_per": 5}
    take_own_terms(
        OwnTermsRequest("mental-health-cover", "one-per-ten", "holders_per_headcount", terms, TODAY, "why"),
        certificate_kinds(),
        "hr@example.org",
    )
    cease_pack("own-policy", TODAY, "another policy", "hr@example.org")
    grant_exemption(
        ExemptionRequest("mental-health-cover", "one-per-ten", "nome", TODAY, TODAY, "why"), "hr@example.org"
    )
    adopt({"check": "holders_per_headcount", "terms": {"certificate": "cpr-aed", "at_least": 1}})
    remove_sample("hr@example.org")
    assert [each.pack.id for each in adopted_packs(knowledge_at())] == ["tested"]
    assert list(select("SELECT id FROM own_terms UNION ALL SELECT id FROM exemption")) == []


def test_where_the_sample_was_removed_records_begin_with_ones_own(client: FlaskClient) -> None:
    of_june = "/compliance?as_of=2026-01-30&known_at=2026-01-30"
    with connected():
        add_sample(TODAY, certificate_kinds())
    sign_in(client, Role.AUDITOR)
    assert "Nothing was recorded here before" not in client.get(of_june).text, "the sample is shown"
    with connected():
        remove_sample("hr@example.org")
    page = client.get(of_june).text
    assert "Nothing was recorded here before" in page.partition("<main")[2]
    assert "No requirements yet" not in page


def test_who_may_adopt_nothing_is_not_asked_to(client: FlaskClient) -> None:
    sign_in(client, Role.AUDITOR)
    read = client.get("/compliance").text
    assert "Once HR or an administrator adopts a pack" in read
    assert "See the packs" not in read
    assert "See the packs" not in client.get("/dashboard").text
    other = client.application.test_client()
    sign_in(other, Role.HR)
    assert "See the packs" in other.get("/compliance").text
