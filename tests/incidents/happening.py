"""Incidents as they happen in tests."""

from datetime import UTC, datetime

from readiness.incidents.actions import LogEntry, Shared, record_incident
from readiness.incidents.sealing import Sealer
from readiness.people.models import Site

NOW = datetime(2026, 6, 3, 14, 0, tzinfo=UTC)
AT = datetime(2026, 6, 2, 3, 30, tzinfo=UTC)
"""Half past eleven in the night of the first of June in New York."""
SEALER = Sealer("a secret of tests")
CANARIES = [f"zyxcanary sealed {number}" for number in range(1, 21)]
"""Twenty phrases that are nowhere but in what is sealed; tests/access/test_hidden_places.py looks for them everywhere."""
SEALED = {
    "people": "Robin Vale, 555-0142; " + "; ".join(CANARIES[:8]),
    "account": "\n".join(CANARIES[8:15]),
    "witnesses": ", ".join(CANARIES[15:]),
}
ENTRY = LogEntry(
    location="Ward 3, corridor",
    description="A visitor pushed a nurse against a door.",
    answers={
        "types": ["2"], "committed_by": "of_client", "circumstances": ["few", "rushed"], "place": "workplace",
        "attacks": ["unarmed"],
    },
    authorities="Security came within two minutes.",
    protection="The visitor was led out; the ward is locked at night.",
    completed_by="Sam Ortiz",
    job_title="Charge nurse",
)  # fmt: skip


def shared(**values: object) -> Shared:
    """What may be shared, with a word of everything."""
    told = {
        "occurred_at": AT, "kind": "violence", "is_violent": True, "protocol": "aggression", "is_private": False,
        "summary": "A visitor became violent. Nobody was badly hurt.", "helped": "The second exit.", "not_helped": "",
        **values,
    }  # fmt: skip
    return Shared(**told)  # type: ignore[arg-type]


def happened(site: Site, sealed: dict[str, str] | None = None, **values: object) -> int:
    """An incident at a site; gives its number."""
    return record_incident(site.code, shared(**values), sealed or {}, SEALER, NOW, "ana@example.org")
