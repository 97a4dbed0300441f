"""What is kept, held against what an assessment finds from scratch: for tests of keeping."""

from datetime import date
from typing import Any

from readiness.compliance.days.findings import URGENCY
from readiness.compliance.days.rolls import Row, unpacked
from readiness.compliance.judging.asking import Asking, Measure
from readiness.compliance.judging.assess import assess, findings_of
from readiness.compliance.judging.standings import standings
from readiness.compliance.keeping.kept_rolls import rolls_for
from readiness.compliance.keeping.today import Keeping, bring_up_to_date
from readiness.foundation.database import reading, select
from readiness.foundation.temporal import (
    LAST_DAY,
    Question,
    knowledge_at,
)
from tests.factories import (
    MEASURE,
)

TODAY = date(2026, 6, 30)
ONE = {"check": "holders_per_headcount", "terms": {"certificate": "mhfa", "at_least": 1}}
OF_PEOPLE = (
    {
        "check": "everyone_in_role_holds",
        "terms": {"certificate": "cpr", "within_days": 10, "renewed_within_months": 1},
    },
    {
        "check": "certificate_evidence_on_file",
        "terms": {"certificate": "mhfa", "number_is_evidence": True},
        "applies": {"no_care_within": 2},
    },
    {"check": "exercises_in_window", "terms": {"at_least": 1, "within_days": 40}},
    {"check": "exercises_in_window", "terms": {"at_least": 1, "within_months": 1, "kinds": ["drill"]}},
    {
        "check": "quota_by_kind",
        "terms": {"at_least": 2, "period": "month", "topics": ["fire"], "spacing_days": 5},
    },
    {"check": "participation_of_staff", "terms": {"percent": 60, "within_days": 45}},
    {"check": "after_action_within", "terms": {"within_days": 20, "looking_back_months": 2}},
    {"check": "corrective_actions_closed", "terms": {"grace_days": 5}},
    {
        "check": "everyone_in_role_holds",
        "terms": {"certificate": "cpr"},
        "applies": {"headcount_from": 2},
    },
)


def keeping(today: date = TODAY, measure: Measure = MEASURE, language: str = "en") -> Keeping:
    return Keeping.on(today, measure, "America/New_York", language)


def kept() -> list[tuple[object, ...]]:
    return sorted(
        select(
            "SELECT site_code, pack_id, clause_id, subject, urgency, status, need, have, reason, since_on, "
            "due_on, gravity, falls_on, lacks FROM kept_finding"
        )
    )


def from_scratch(today: date = TODAY, measure: Measure = MEASURE) -> list[tuple[object, ...]]:
    return sorted(
        (
            each.site, each.pack, each.clause.id, each.subject, URGENCY[each.status], each.status.value,
            each.need, each.have, each.reason, each.since, each.due_on or LAST_DAY, *each.pressing[1:],
            " ".join(dict.fromkeys(each.missing)),
        )
        for each in assess(Question(today, knowledge_at()), measure)
    )  # fmt: skip


def assert_true(today: date = TODAY, measure: Measure = MEASURE) -> None:
    """Bring what is kept up to date; it must be what an assessment finds, and its sums what standings say."""
    assert bring_up_to_date(keeping(today, measure))
    assert kept() == from_scratch(today, measure)
    stood = select(
        "SELECT s.code, k.pack_id, k.clause_id, k.status, k.need, k.have FROM kept_standing k "
        "JOIN site s ON s.id = k.site_id"
    )
    plain = {
        (each.site, each.pack, each.clause, each.status.value, each.need, each.have)
        for each in standings(Question(today, knowledge_at()), measure)
    }
    assert plain <= set(stood)
    assert sums_of_people() == set(stood_of_people())
    assert rolls() == rolls_from_scratch(today, measure)


def stood_of_people() -> list[tuple[object, ...]]:
    """What is kept of each site by clauses about people."""
    rows = select(
        "SELECT DISTINCT s.code, k.pack_id, k.clause_id, k.status, k.need, k.have, k.due_on FROM kept_standing k "
        "JOIN site s ON s.id = k.site_id JOIN kept_finding f ON f.site_id = k.site_id AND f.pack_id = k.pack_id "
        "AND f.clause_id = k.clause_id AND f.subject <> f.site_code"
    )
    return list(rows)


def sums_of_people() -> set[tuple[object, ...]]:
    """What the kept findings about people come to."""
    found: dict[tuple[str, str, str], list[tuple[Any, ...]]] = {}
    for code, pack, clause, *said in select(
        "SELECT site_code, pack_id, clause_id, urgency, status, need, have, due_on FROM kept_finding "
        "WHERE subject <> site_code AND site_code <> ''"
    ):
        found.setdefault((code, pack, clause), []).append(tuple(said))
    return {
        (
            *key,
            min(rows)[1],
            sum(need is not None for _urgency, _status, need, _have, _due_on in rows),
            sum(
                status in {"met", "due"} and need is not None and (have or 0) >= need
                for _urgency, status, need, have, _due_on in rows
            ),
            min(row[4] for row in rows),
        )
        for key, rows in found.items()
    }


def rolls() -> dict[tuple[int, str], list[Row]]:
    rows = select("SELECT site_id, counted, days FROM kept_roll")
    return {(site, counted): sorted(unpacked(bytes(days))) for site, counted, days in rows}


def rolls_from_scratch(today: date, measure: Measure) -> dict[tuple[int, str], list[Row]]:
    with reading():
        asking = Asking.of(Question(today, knowledge_at()), measure, None)
        for series in asking.series.values():
            series.rolls = rolls_for(asking.clauses)
        assert list(findings_of(asking)) is not None
    return {
        (site, counted): sorted(rows)
        for site, series in asking.series.items()
        for counted, rows in (series.rolls or {}).items()
    }


def judged() -> dict[str, int]:
    """In which turn each site was last judged."""
    return dict(select("SELECT s.code, k.done_in FROM kept_site k JOIN site s ON s.id = k.site_id"))
