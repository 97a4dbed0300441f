"""Every kind of check can be asked for in the pages: each of its terms filled in, looked at, adopted, changed."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from readiness.compliance.checks import CHECKS
from readiness.compliance.term_fields import Shape, term_fields
from readiness.foundation import clock
from readiness.foundation.database import connected
from readiness.foundation.temporal import knowledge_at
from readiness.requirements.queries import rules_known
from readiness.standards.packs import shipped_packs
from readiness.web.access import Role
from tests.factories import make_person, make_site
from tests.signing_in import sign_in, token_of

TODAY = clock.today("America/New_York")
SEEN = re.compile(r'name="seen"[^>]*value="([^"]*)"')

COUNTED = {
    "at_least": 2, "kinds": ["tabletop", "drill"], "topics": ["fire"], "traits": ["facilitated"],
    "announced": "unannounced", "shifts": ["Day", "Night"], "spacing_days": 7, "participants_at_least": 3,
    "incidents_count": True,
}  # fmt: skip
TERMS: dict[str, dict[str, Any]] = {
    "holders_per_headcount": {
        "certificate": "efaw", "or_certificates": ["faw", "first-aid"], "at_least": 1, "one_per": 50,
    },
    "everyone_in_role_holds": {
        "certificate": "de-escalation", "job_titles": ["Manager"], "departments": ["Shop", "Café"],
        "within_days": 30, "renewed_within_months": 24,
    },
    "certificate_evidence_on_file": {"certificate": "cpr-aed", "number_is_evidence": True},
    "continuing_education": {
        "hours": 8, "at_least": 2, "within_months": 12, "topics": ["Compassion fatigue"],
        "job_titles": ["Nurse"],
    },
    "exercises_in_window": {"within_months": 6, **COUNTED},
    "quota_by_kind": {
        **COUNTED, "year_begins": "09-01", "not_before": "10-01", "by": "12-01",
        "first_within_days": 15, "months_excluded": ["7", "8"], "make_up_days": 10,
    },
    "participation_of_staff": {"percent": 60, "within_days": 45, "kinds": ["drill"]},
    "after_action_within": {"within_days": 20, "looking_back_months": 2, "kinds": ["full-scale"]},
    "corrective_actions_closed": {"grace_days": 5, "done_is_enough": True},
    "debrief_offered_within": {"within_days": 3, "looking_back_months": 6},
    "protocols_in_place": {"protocols": ["suicide", "overdose"]},
    "protocols_reviewed_within": {"within_months": 12, "protocols": ["suicide"], "by_clinician": True},
    "protocol_languages": {"percent": 5, "protocols": ["suicide", "panic"]},
    "protocol_acknowledged": {
        "protocols": ["suicide"], "again_on_change": False, "job_titles": ["Nurse"], "within_days": 14,
    },
    "lines_verified_within": {"within_days": 90, "protocols": ["suicide"], "kinds": ["crisis", "help"]},
    "resources_verified_within": {"near": False, "at_least": 3, "within_days": 180},
    "cover_recorded": {"kinds": ["eap"]},
    "plan_elements": {"plan": "wildfire", "elements": ["routes", "contact"]},
    "policy_reviewed_within": {"policies": ["Threats", "Weapons"], "within_days": 365},
    "records_kept": {"records": "trainings", "years": 3},
    "responder_per_shift": {"certificate": "first-aid", "at_least": 2},
    "people_speak": {"certificate": "mhfa-adult", "languages": ["es"], "percent": 10, "at_least": 2},
}  # fmt: skip
"""Of each check, all its terms that can stand together."""


def terms_to_try(check: str) -> dict[str, Any]:
    """The terms above; of a check that has none there, those of a pack that is shipped."""
    shipped = [
        clause.terms[-1].own
        for pack in shipped_packs().values()
        for clause in pack.clause
        if clause.check == check
    ]
    return TERMS.get(check) or shipped[0]


def filled(check: str, terms: dict[str, Any]) -> dict[str, Any]:
    """Terms as a browser sends them."""
    sent: dict[str, Any] = {}
    for field in term_fields(check):
        value = terms.get(field.name)
        if value is None or value is False:
            continue
        if field.shape is Shape.LINES:
            value = "\n".join(value)
        sent[f"term_{field.name}"] = "y" if value is True else value
    return sent


def changed(terms: dict[str, Any]) -> dict[str, Any]:
    """Other terms of the same check: the last of them one more, shorter, or left out."""
    *others, (name, value) = terms.items()
    if isinstance(value, list) and len(value) > 1:
        return {**dict(others), name: value[:-1]}
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return {**dict(others), name: value + 1} if is_number else dict(others)


def send(client: FlaskClient, path: str, values: dict[str, Any]) -> Any:
    return client.post(path, data=MultiDict({"csrf_token": token_of(client), **values}))


def adopted_after(client: FlaskClient, path: str, values: dict[str, Any]) -> None:
    """Look at what would be, then do it."""
    shown = send(client, path, values)
    assert "Nothing has been saved yet" in shown.text, shown.text
    found = SEEN.search(shown.text)
    assert found
    done = send(client, path, {**values, "seen": found.group(1)})
    assert done.status_code == 302, done.text


def as_read(check: str, terms: dict[str, Any]) -> dict[str, Any]:
    """The terms as the check reads them, lists in one order."""
    read = CHECKS[check].terms.model_validate(terms).model_dump(exclude_defaults=True)
    return {name: sorted(value) if isinstance(value, tuple) else value for name, value in read.items()}


def test_each_check_is_asked_for_with_all_its_terms_and_shown_again_as_it_was_filled_in(
    client: FlaskClient,
) -> None:
    with connected():
        make_person(make_site("leeds"))
    sign_in(client, Role.HR)
    for check in CHECKS:
        terms = terms_to_try(check)
        common = {"title": check, "citation": "Handbook", "severity": "low", "applies_open_to_public": ""}
        values = {**common, "from_on": str(TODAY), "pack_id": "own", **filled(check, terms)}
        adopted_after(client, f"/compliance/requirements/new?check={check}", values)
        address = f"/compliance/requirements/own/{check.replace('_', '-')}"
        assert client.get(address).status_code == 200
        for page in ("edit", "terms"):
            assert shown_in(client.get(f"{address}/{page}").text, check) == as_read(check, terms), check
        others = filled(check, changed(terms))
        later = {"from_on": str(TODAY + timedelta(days=1)), "reason": "Another number", **others}
        adopted_after(client, f"{address}/terms", later)
    with connected():
        (own,) = rules_known(knowledge_at()).packs
        kept = {clause.check: clause.terms[0].own for clause in own.pack.clause}
        laid_over = rules_known(knowledge_at()).own_terms
    assert kept.keys() == CHECKS.keys()
    assert all(as_read(check, terms) == as_read(check, terms_to_try(check)) for check, terms in kept.items())
    assert len(laid_over) == len(CHECKS)


def shown_in(page: str, check: str) -> dict[str, Any]:
    """The terms as a browser would send the form again that a page shows."""
    found: dict[str, Any] = {}
    for field in term_fields(check):
        name = f"term_{field.name}"
        value = _shown(page, name, field.shape)
        if value not in ("", []):
            found[field.name] = int(value) if field.shape is Shape.WHOLE else value
    return as_read(check, found)


def _shown(page: str, name: str, shape: Shape) -> Any:
    boxes = [tag for tag in re.findall(r"<input[^>]*>", page) if f'name="{name}"' in tag]
    values = [re.search(r'value="([^"]*)"', tag) for tag in boxes]
    if shape in (Shape.CHOICES, Shape.CERTIFICATES):
        return [
            found.group(1) for tag, found in zip(boxes, values, strict=True) if found and "checked" in tag
        ]
    if shape is Shape.YES_NO:
        return bool(boxes) and "checked" in boxes[0]
    if shape is Shape.LINES:
        area = re.search(rf'<textarea[^>]*name="{name}"[^>]*>(.*?)</textarea>', page, re.DOTALL)
        return area.group(1).strip().splitlines() if area else []
    if shape in (Shape.CERTIFICATE, Shape.CHOICE):
        chosen = re.search(rf'<select[^>]*name="{name}".*?<option selected value="([^"]*)"', page, re.DOTALL)
        return chosen.group(1) if chosen else ""
    return values[0].group(1) if values and values[0] else ""


@pytest.mark.parametrize("check", CHECKS)
def test_each_check_has_terms_to_try(check: str) -> None:
    assert as_read(check, terms_to_try(check))
