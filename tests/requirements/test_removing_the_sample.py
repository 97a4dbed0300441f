"""What people made of the sample's requirements goes with the sample; what they asked for themselves stays."""

from datetime import date

from readiness.certificates.kinds import certificate_kinds
from readiness.compliance.actions import take_own_terms
from readiness.foundation.database import select
from readiness.foundation.temporal import knowledge_at
from readiness.requirements.actions import ExemptionRequest, cease_pack, grant_exemption
from readiness.requirements.own_requirements import OwnTermsRequest
from readiness.requirements.queries import adopted_packs
from readiness.sample import add_sample, remove_sample
from tests.factories import adopt

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
