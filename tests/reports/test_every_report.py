"""Every report answers of its facts, is as its published schema says, and tells nothing that it must not."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from jsonschema import Draft202012Validator

from readiness.exercises.models import ExerciseResult
from readiness.foundation import clock
from readiness.foundation.errors import InvalidInput
from readiness.foundation.formats import write_table
from readiness.foundation.temporal import Question, knowledge_at, record
from readiness.incidents.caring import offer_debrief
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


def asked(*, as_of: date = DAY, known_at: datetime | None = None, **values: Any) -> ReportRequest:
    return ReportRequest(Question(as_of, knowledge_at(known_at)), MEASURE, **values)


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
    held, secret = rows("exercises")
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
    later = clock.now() + timedelta(days=32)
    quarter = violence(known_at=later)
    assert (quarter["at_least"], quarter["at_most"]) == (5, 9), "six at two sites"
    for site in ("dayton", "york"):
        of_site = rows("incidents", site_code=site, known_at=later)
        assert {(row["at_least"], row["at_most"]) for row in of_site} == {(0, 4)}, (
            "four, two and none are alike"
        )
    within = rows("incidents", from_on=date(2026, 5, 30), until_on=date(2026, 6, 29))
    assert within == [], "no part of a quarter is told"
    words = json.dumps(rows("incidents", known_at=later), default=str)
    assert "visitor" not in words


def test_neither_period_nor_order_nor_standing_tells_the_day_of_an_exercise_that_is_not_announced(
    db: str,
) -> None:
    york = make_site("york")
    first, last = (make_exercise(york, None, planned_on=date(2027, month, 1)) for month in (3, 9))
    secret = make_exercise(york, None, planned_on=date(2027, 6, 1), is_announced=False)
    held = make_exercise(york, date(2026, 6, 2), planned_on=date(2026, 5, 30))

    def numbers(**asked: Any) -> list[int]:
        return [row["exercise"] for row in rows("exercises", **asked)]

    assert numbers() == [each.fact_id for each in (held, first, last, secret)]
    for month in (3, 6, 9):
        of_month = numbers(from_on=date(2027, month, 1), until_on=date(2027, month, 28))
        assert secret.fact_id in of_month
        assert len(of_month) == (1 if month == 6 else 2)
    assert held.fact_id in numbers(from_on=date(2026, 6, 1), until_on=date(2026, 6, 2)), (
        "the day on which it ended"
    )
    assert held.fact_id not in numbers(from_on=date(2026, 5, 1), until_on=date(2026, 5, 31))
    told = {row["exercise"]: row["standing"] for row in rows("exercises", as_of=date(2027, 12, 1))}
    assert (told[last.fact_id], told[secret.fact_id]) == ("overdue", "planned")
    over = make_exercise(york, None, planned_on=date(2026, 1, 1), is_announced=False)
    told = {row["exercise"]: row["standing"] for row in rows("exercises")}
    assert told[over.fact_id] == "overdue", "once the day is over it may be told"


def violence(**asked: Any) -> dict[str, Any]:
    """The row of violence in the second quarter of 2026."""
    (found,) = (
        row
        for row in rows("incidents", **asked)
        if (row["kind"], row["from_on"]) == ("violence", date(2026, 4, 1))
    )
    return found


def test_no_two_questions_about_incidents_have_a_single_one_between_them(db: str) -> None:
    """Known a moment before the fifth was recorded and a moment after it, or as of the days around an offer."""
    york = make_site("york")
    with time_machine.travel(datetime(2026, 7, 9, 12, tzinfo=UTC), tick=False):
        numbers = [happened(york) for _each in range(5)]
    with time_machine.travel(datetime(2026, 7, 20, 12, tzinfo=UTC), tick=False):
        for number in numbers:
            offer_debrief(number, "group", date(2026, 7, 20), date(2026, 7, 20), "a test")
    before, after = datetime(2026, 7, 9, 11, tzinfo=UTC), datetime(2026, 7, 31, 23, tzinfo=UTC)
    assert violence(known_at=before) == violence(known_at=after), "by what was known on the first of July"
    later = datetime(2026, 8, 1, 1, tzinfo=UTC)
    assert (violence(known_at=later)["at_least"], violence(known_at=after)["at_least"]) == (5, 0)
    on_the_day = [
        violence(as_of=date(2026, 7, day), known_at=later)["offered_at_least"] for day in (19, 20, 30, 31)
    ]
    assert on_the_day == [0, 0, 0, 5], "offers are told at the end of the month"
    assert violence(as_of=date(2026, 6, 30), known_at=later)["at_least"] == 5, "the quarter has ended"


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
