"""What the organisation asks of itself."""

from datetime import date

from readiness.certificates.kind_actions import change_kind
from readiness.requirements.own_requirements import OwnTermsRequest, set_own_terms
from readiness.standards.pack_text import pack_text
from readiness.standards.packs import shipped_packs
from tests.access.conftest import House
from tests.access.preparing.sending import DAY, Sent, looked


def take_terms_back(_house: House, _role: str) -> Sent:
    terms = {"certificate": "pfa", "at_least": 2}
    wanted = OwnTermsRequest("tested", "clause-1", "holders_per_headcount", terms, date(2026, 3, 1), "Safer")
    set_own_terms(wanted, "a test")
    return {"from_on": DAY.isoformat(), "reason": "Enough"}


def own_kind(_house: House, _role: str) -> Sent:
    change_kind("pfa", {"validity_years": 2}, "a test")
    return {}


def set_terms(house: House, role: str) -> Sent:
    sent = {"term_certificate": "pfa", "term_at_least": "3", "from_on": DAY.isoformat(), "reason": "Safer"}
    return looked(house, role, "/compliance/requirements/tested/clause-1/terms", sent)


def send_pack(house: House, role: str) -> Sent:
    text = pack_text(shipped_packs()["own-policy"]).replace('id = "own-policy"', 'id = "mine"', 1)
    return looked(house, role, "/compliance/send-pack", {"from_on": DAY.isoformat(), "text": text})
