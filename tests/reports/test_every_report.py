"""Every report answers of its facts, is as its published schema says, and tells nothing that it must not."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from readiness.exercises.models import ExerciseResult
from readiness.foundation import clock
from readiness.foundation.errors import InvalidInput
from readiness.foundation.formats import write_table
from readiness.foundation.temporal import Question, knowledge_at, record
from readiness.protocols.actions import bring_starters, retire
from readiness.protocols.models import ProtocolRevision
from readiness.protocols.queries import shipped_protocols
from readiness.protocols.signing import sign_that_it_holds
from readiness.protocols.states import State
from readiness.reports.requests import ReportRequest
from readiness.reports.schema import schema_of
from readiness.reports.shapes import Narrowing
from readiness.reports.tables import REPORTS, check_request
from tests.commands import Terminal
from tests.factories import (
    MEASURE,
    adopt,
    change,
    make_action,
    make_certificate,
    make_exercise,
    make_person,
    make_report,
    make_site,
)
from tests.incidents.happening import NOW, SEALED, happened
from tests.resources.directories import SMALL, bring, package

DAY = date(2026, 11, 28)
NEEDS_ONE = {"check": "holders_per_headcount", "terms": {"certificate": "mhfa-adult", "at_least": 1}}


@pytest.fixture
def house(db: str, tmp_path: Path) -> None:
    """Something of everything that a report tells of."""
    adopt(NEEDS_ONE)
    dayton, york = make_site("dayton"), make_site("york")
    ana, ben = make_person(dayton, staff_number="A1"), make_person(york, staff_number="B2")
    make_certificate(ana, "mhfa-adult", date(2023, 12, 1), date(2026, 12, 1))
    make_certificate(ana, "mhfa-adult", date(2026, 11, 1), date(2029, 11, 1))
    make_certificate(ben, "pfa", date(2023, 12, 1), date(2026, 12, 2))
    held = make_exercise(dayton, date(2026, 5, 4))
    make_report(held, date(2026, 5, 6))
    make_action(held, date(2026, 8, 1))
    with change() as opened:
        for rating in ("P", "M"):
            record(
                ExerciseResult, opened.change,
                exercise=held.fact_id, objective_key=rating, task="", rating=rating, counts={},
            )  # fmt: skip
    make_exercise(york, None, is_announced=False)
    bring_starters([shipped_protocols()["panic"]], "a test")
    ProtocolRevision.update(state=State.PUBLISHED, approved_by="b@example.org", approved_at=NOW).execute()
    sign_that_it_holds("panic", 1, date(2026, 7, 1), "a test")
    bring(package(tmp_path / "county.zip", SMALL))
    for site in (dayton, dayton, dayton, dayton, york, york):
        happened(site, SEALED)


def asked(**values: Any) -> ReportRequest:
    return ReportRequest(Question(DAY, knowledge_at()), MEASURE, **values)


def rows(name: str, **values: Any) -> list[dict[str, Any]]:
    report = REPORTS[name]
    request = asked(**values)
    check_request(report, request)
    return [dict(zip(report.columns, row, strict=True)) for row in report.rows(request)]


def test_each_report_tells_what_is_known_and_its_json_is_as_its_schema_says(
    house: None, tmp_path: Path
) -> None:
    expiring = {row["staff_number"]: row for row in rows("expiries")}
    assert {who: (row["standing"], row["days_left"], row["site"]) for who, row in expiring.items()} == {
        "A1": ("renewed", 3, "dayton"), "B2": ("lapses", 4, "york"),
    }  # fmt: skip
    assert [row["staff_number"] for row in rows("expiries", pack_id="tested")] == ["A1"]
    assert [row["staff_number"] for row in rows("expiries", site_code="york")] == ["B2"]
    assert rows("expiries", from_on=date(2026, 12, 3)) == []
    secret, held = rows("exercises")
    assert (held["standing"], held["rating"], held["actions"], held["actions_open"]) == ("signed", "M", 1, 1)
    assert (secret["standing"], secret["planned_on"]) == ("overdue", None), "its day is kept back"
    assert [row["site"] for row in rows("exercises", from_on=date(2026, 5, 1), until_on=DAY)] == ["dayton"]
    (action,) = rows("after-action")
    assert (action["standing"], action["due_on"]) == ("past_due", date(2026, 8, 1))
    (panic,) = rows("protocols")
    assert (panic["standing"], panic["reviewed_on"]) == ("in_force", date(2026, 7, 1))
    ProtocolRevision.update(state=State.RETIRED).execute()  # as a newer text leaves it
    assert rows("protocols")[0]["standing"] == "in_force", "it was never retired by then"
    ProtocolRevision.update(state=State.PUBLISHED).execute()
    retire("panic", 1, "Another one says the same.", "a test")
    now = replace(asked(), question=Question(clock.today("UTC"), knowledge_at()))
    assert [row[7] for row in REPORTS["protocols"].rows(now)] == ["retired"]
    services = [row for row in rows("resources") if row["source"] == "service"]
    assert services
    assert {row["standing"] for row in services} == {"never"}
    assert [row["pack"] for row in rows("gaps", pack_id="tested", is_complete=True)] == ["tested"] * 2
    checked = 0
    for report in REPORTS.values():
        if report.name == "restated":
            continue  # it needs an instant before the latest change; its own test has one
        Draft202012Validator.check_schema(schema_of(report))
        file = tmp_path / f"{report.name}.json"
        with file.open("w") as out:
            write_table("json", report.columns, report.rows(asked(is_complete=True)), out)
        told = json.loads(file.read_text())
        fit = Draft202012Validator(schema_of(report), format_checker=Draft202012Validator.FORMAT_CHECKER)
        fit.validate(told)
        checked += bool(told)
        assert not fit.is_valid([{"more": 1}, *told])
    assert checked == len(REPORTS) - 2, "of all but restated and access there are rows"


def test_few_incidents_cannot_be_counted_and_those_of_one_day_not_told_from_the_next(house: None) -> None:
    quarter = {row["from_on"]: row for row in rows("incidents") if row["kind"] == "violence"}[
        date(2026, 4, 1)
    ]
    assert (quarter["at_least"], quarter["at_most"]) == (5, 9), "six at two sites"
    for site in ("dayton", "york"):
        of_site = rows("incidents", site_code=site)
        assert {(row["at_least"], row["at_most"]) for row in of_site} == {(0, 4)}, (
            "four, two and none are alike"
        )
    within = rows("incidents", from_on=date(2026, 5, 30), until_on=date(2026, 6, 29))
    assert within == [], "no part of a quarter is told"
    words = json.dumps(rows("incidents"), default=str)
    assert "visitor" not in words


def test_a_report_is_narrowed_by_what_it_knows_of_alone(house: None) -> None:
    for report in REPORTS.values():
        for by, request in {
            Narrowing.SITE: asked(site_code="york"),
            Narrowing.PACK: asked(pack_id="tested"),
            Narrowing.PERIOD: asked(from_on=DAY),
        }.items():
            if by in report.narrowings:
                check_request(report, request)
            else:
                with pytest.raises(InvalidInput, match="leave"):
                    check_request(report, request)
    with pytest.raises(InvalidInput, match="not adopted"):
        check_request(REPORTS["gaps"], asked(pack_id="nothing"))
    with pytest.raises(InvalidInput, match="before the first"):
        check_request(REPORTS["trail"], replace(asked(from_on=DAY), until_on=date(2026, 1, 1)))


def test_the_trail_is_exported_by_days_and_verified(sqlite_url: str, tmp_path: Path) -> None:
    terminal = Terminal(sqlite_url, tmp_path)
    terminal.good("packs", "adopt", "own-policy")
    file = tmp_path / "trail.csv"
    terminal.good("export", "trail", "--format", "csv", "--out", file, "--from", "2026-01-01")
    assert "pack adopted" in file.read_text()
    assert "from 2026-01-01" in terminal.good("verify", file)
    told = json.loads(terminal.good("export", "trail", "--schema"))
    assert told["items"]["properties"]["at"]["format"] == "date-time"
