"""Whether terms ask for less than others: told for sure, or taken to."""

from typing import Any

import pytest

from readiness.compliance.checks import CHECKS


def asks_less(check: str, own: dict[str, Any], others: dict[str, Any]) -> bool:
    terms = CHECKS[check].terms
    return terms.model_validate(own).asks_less_than(terms.model_validate(others))


@pytest.mark.parametrize(
    ("own", "others", "expected"),
    [
        ({"one_per": 10}, {"one_per": 10}, False),
        ({"one_per": 5}, {"one_per": 10}, False),
        ({"one_per": 20}, {"one_per": 10}, True),
        ({"at_least": 5}, {"one_per": 10}, True),
        ({"one_per": 10}, {"at_least": 1}, False),
        ({"one_per": 10}, {"at_least": 2}, True),
        ({"one_per": 10, "at_least": 2}, {"at_least": 2}, False),
        ({"one_per": 10, "certificate": "b"}, {"one_per": 10}, True),
        ({"one_per": 10, "or_certificates": ["b"]}, {"one_per": 10}, True),
        ({"one_per": 10}, {"one_per": 10, "or_certificates": ["b"]}, False),
    ],
)
def test_holders(own: dict[str, Any], others: dict[str, Any], expected: bool) -> None:
    a: dict[str, Any] = {"certificate": "a"}
    assert asks_less("holders_per_headcount", a | own, a | others) is expected


@pytest.mark.parametrize(
    ("own", "others", "expected"),
    [
        ({"at_least": 2, "within_months": 12}, {"at_least": 2, "within_months": 12}, False),
        ({"at_least": 1, "within_months": 6}, {"at_least": 2, "within_months": 12}, False),
        ({"at_least": 2, "within_months": 13}, {"at_least": 2, "within_months": 12}, True),
        ({"at_least": 1, "within_days": 90}, {"at_least": 4, "within_days": 365}, False),
        ({"at_least": 1, "within_days": 90}, {"at_least": 1, "within_months": 3}, True),
        ({"at_least": 1, "within_days": 84}, {"at_least": 1, "within_months": 3}, False),
        ({"at_least": 1, "within_days": 30}, {"at_least": 1, "within_days": 30, "kinds": ["drill"]}, True),
        ({"at_least": 1, "within_days": 30, "kinds": ["drill"]}, {"at_least": 1, "within_days": 30}, False),
    ],
)
def test_exercises(own: dict[str, Any], others: dict[str, Any], expected: bool) -> None:
    assert asks_less("exercises_in_window", own, others) is expected


@pytest.mark.parametrize(
    ("check", "own", "others", "expected"),
    [
        (
            "everyone_in_role_holds",
            {"certificate": "a", "renewed_within_months": 12},
            {"certificate": "a", "renewed_within_months": 24},
            False,
        ),
        (
            "everyone_in_role_holds",
            {"certificate": "a"},
            {"certificate": "a", "renewed_within_months": 24},
            True,
        ),
        ("quota_by_kind", {"at_least": 3}, {"at_least": 2}, False),
        ("quota_by_kind", {"at_least": 1}, {"at_least": 2}, True),
        ("quota_by_kind", {"at_least": 2, "topics": ["fire"]}, {"at_least": 2}, False),
        ("quota_by_kind", {"at_least": 2}, {"at_least": 2, "topics": ["fire"]}, True),
        ("quota_by_kind", {"at_least": 12}, {"at_least": 1, "period": "month"}, True),
        (
            "participation_of_staff",
            {"percent": 60, "within_months": 6},
            {"percent": 50, "within_months": 12},
            False,
        ),
        (
            "participation_of_staff",
            {"percent": 40, "within_months": 6},
            {"percent": 50, "within_months": 6},
            True,
        ),
        ("after_action_within", {"within_days": 20}, {"within_days": 30}, False),
        ("after_action_within", {"within_days": 20, "kinds": ["drill"]}, {"within_days": 30}, True),
        ("corrective_actions_closed", {"grace_days": 1}, {}, True),
        ("corrective_actions_closed", {}, {"done_is_enough": True}, False),
        ("debrief_offered_within", {"within_days": 4}, {"within_days": 3}, True),
    ],
)
def test_what_was_done(check: str, own: dict[str, Any], others: dict[str, Any], expected: bool) -> None:
    assert asks_less(check, own, others) is expected


@pytest.mark.parametrize(
    ("own", "others", "expected"),
    [
        ({}, {"job_titles": ["Manager"]}, False),
        ({"job_titles": ["Manager"]}, {}, True),
        ({"job_titles": ["Manager", "Clerk"]}, {"job_titles": ["Manager"]}, False),
        ({"job_titles": ["Clerk"]}, {"job_titles": ["Manager"]}, True),
        ({"within_days": 60}, {"within_days": 30}, True),
        ({"within_days": 30}, {"within_days": 60}, False),
    ],
)
def test_people_in_roles(own: dict[str, Any], others: dict[str, Any], expected: bool) -> None:
    a: dict[str, Any] = {"certificate": "a"}
    assert asks_less("everyone_in_role_holds", a | own, a | others) is expected


def test_proof() -> None:
    number, copy = {"certificate": "a", "number_is_evidence": True}, {"certificate": "a"}
    assert asks_less("certificate_evidence_on_file", number, copy)
    assert not asks_less("certificate_evidence_on_file", copy, number)
