"""HR's road with real files: two spreadsheets in, findings out; and they are right.

What is right is worked out here from the raw files, with the standard library alone.
"""

import csv
import json
from collections import defaultdict
from datetime import date, datetime
from functools import cache
from math import ceil
from pathlib import Path

import pytest

from tests.commands import Terminal

MAPPINGS = Path(__file__).parent.parent / "imports" / "mappings"
KINDS = {
    "Communication Skills": ("mhfa-adult", 3),
    "Customer Service": ("de-escalation", 2),
    "Technical Skills": ("cpr-aed", 2),
}
PASSED = {"Passed", "Completed"}

# Among them a last working day and a last day of certificates, see the first test.
DAYS = ("2023-03-27", "2023-08-01", "2024-12-31", "2025-10-22", "2026-01-15")

PACK = """
id = "own"
title = "Own"
source = "Handbook"
[[clause]]
id = "one-per-ten"
title = "One in ten"
citation = "Handbook 1"
check = "holders_per_headcount"
severity = "high"
  [[clause.terms]]
  from = 2020-01-01
  certificate = "mhfa-adult"
  one_per = 10
[[clause]]
id = "one-per-fifty"
title = "One in fifty"
citation = "Handbook 2"
check = "holders_per_headcount"
severity = "high"
  [[clause.terms]]
  from = 2020-01-01
  certificate = "mhfa-adult"
  one_per = 50
[[clause]]
id = "two-cpr"
title = "Two trained in CPR"
citation = "Handbook 3"
check = "holders_per_headcount"
severity = "high"
  [[clause.terms]]
  from = 2020-01-01
  certificate = "cpr-aed"
  at_least = 2
"""


@cache
def day(text: str) -> date:
    return datetime.strptime(text, "%m/%d/%Y").date()  # noqa: DTZ007


class Raw:
    """The two files as they are."""

    def __init__(self, folder: Path) -> None:
        with (folder / "employee_data.csv").open(encoding="utf-8-sig", newline="") as file:
            self.staff = list(csv.DictReader(file))
        with (folder / "training_and_development_data.csv").open(encoding="utf-8-sig", newline="") as file:
            self.trainings = [row for row in csv.DictReader(file) if row["TrainingProgramName"] in KINDS]
        self.trainings = [row for row in self.trainings if row["TrainingOutcome"] in PASSED]

    def at_work(self, on: date) -> dict[str, str]:
        """Who works on a day, through the last day, and where."""
        return {
            row["EmployeeID"]: row["BusinessUnit"].strip()
            for row in self.staff
            if day(row["StartDate"]) <= on and (not row["ExitDate"] or on <= day(row["ExitDate"]))
        }

    def last_day(self, row: dict[str, str]) -> date:
        issued_on, years = day(row["TrainingDate"]), KINDS[row["TrainingProgramName"]][1]
        if (issued_on.month, issued_on.day) == (2, 29):
            return date(issued_on.year + years, 2, 28)
        return issued_on.replace(year=issued_on.year + years)

    def holders(self, kind: str, on: date) -> set[str]:
        return {
            row["EmployeeID"]
            for row in self.trainings
            if KINDS[row["TrainingProgramName"]][0] == kind
            and day(row["TrainingDate"]) <= on <= self.last_day(row)
        }

    def findings(self, on: date) -> dict[tuple[str, str], tuple[str, int | None, int | None]]:
        at_work = self.at_work(on)
        people: dict[str, set[str]] = defaultdict(set)
        for person, site in at_work.items():
            people[site].add(person)
        found: dict[tuple[str, str], tuple[str, int | None, int | None]] = {}
        for site in {row["BusinessUnit"].strip() for row in self.staff}:
            here = people[site]
            mhfa, cpr = len(here & self.holders("mhfa-adult", on)), len(here & self.holders("cpr-aed", on))
            for clause, need, have in (
                ("one-per-ten", ceil(len(here) / 10), mhfa),
                ("one-per-fifty", ceil(len(here) / 50), mhfa),
                ("two-cpr", 2, cpr),
            ):
                status = "gap" if have < need else "met"
                found[site, clause] = (status, need, have) if here else ("not_applicable", None, None)
        return found


@pytest.fixture(scope="module")
def imported(modules_terminal: Terminal, shared_data: Path) -> Terminal:
    return with_both_files(modules_terminal, shared_data)


def with_both_files(terminal: Terminal, shared_data: Path) -> Terminal:
    pack = terminal.folder / "own.toml"
    pack.write_text(PACK)
    for kind, file in (("staff", "employee_data.csv"), ("certificates", "training_and_development_data.csv")):
        terminal.good(
            "import", kind, shared_data / "hr_export" / file, "--mapping", MAPPINGS / f"hr_{kind}.toml"
        )
    terminal.good("packs", "adopt", pack)
    return terminal


def gaps(terminal: Terminal, *words: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(terminal.good("gaps", "--format", "json", *words))
    return found


def test_the_days_that_are_asked_about_are_telling(shared_data: Path) -> None:
    raw = Raw(shared_data / "hr_export")
    days = [date.fromisoformat(text) for text in DAYS]
    last_days_at_work = {day(row["ExitDate"]) for row in raw.staff if row["ExitDate"]}
    last_days = {raw.last_day(row) for row in raw.trainings}
    assert last_days_at_work.intersection(days)
    assert last_days.intersection(days)


def test_every_finding_is_what_the_raw_files_say(imported: Terminal, shared_data: Path) -> None:
    raw = Raw(shared_data / "hr_export")
    for text in DAYS:
        found = {
            # 'due' is met today; when it will be a gap is another question.
            (row["site"], row["clause"]): (
                {"due": "met"}.get(str(row["status"]), row["status"]),
                row["need"],
                row["have"],
            )
            for row in gaps(imported, "--all", "--as-of", text)
        }
        assert found == raw.findings(date.fromisoformat(text)), text


def test_the_day_on_which_a_gap_opens_is_the_first_that_the_raw_files_show(
    imported: Terminal, shared_data: Path
) -> None:
    raw = Raw(shared_data / "hr_export")
    for row in gaps(imported, "--all", "--as-of", "2024-12-31"):
        key = (str(row["site"]), str(row["clause"]))
        if row["due_on"]:
            opens = date.fromisoformat(str(row["due_on"]))
            assert raw.findings(opens)[key][0] == "gap"
            assert raw.findings(date.fromordinal(opens.toordinal() - 1))[key][0] != "gap"
        if row["status"] == "gap":
            since = date.fromisoformat(str(row["since"]))
            assert raw.findings(since)[key][0] == "gap"
            assert (
                since == date(2020, 1, 1)
                or raw.findings(date.fromordinal(since.toordinal() - 1))[key][0] != "gap"
            )


def test_the_second_import_changes_nothing(imported: Terminal, shared_data: Path) -> None:
    before = gaps(imported, "--all", "--as-of", "2023-08-01")
    folder = shared_data / "hr_export"
    staff = imported.good("import", "staff", folder / "employee_data.csv")
    certificates = imported.good("import", "certificates", folder / "training_and_development_data.csv")
    assert staff == "0 new, 0 changed, 3,000 unchanged, 0 skipped, 0 refused\n"
    assert certificates == "0 new, 0 changed, 914 unchanged, 2,086 skipped, 0 refused\n"
    assert gaps(imported, "--all", "--as-of", "2023-08-01") == before


def test_what_the_files_warn_of_is_named(terminal: Terminal, shared_data: Path) -> None:
    folder = shared_data / "hr_export"
    staff = terminal.run(
        "import", "staff", folder / "employee_data.csv", "--mapping", MAPPINGS / "hr_staff.toml"
    )
    of_mail = [line for line in staff.err.splitlines() if "ADEmail" in line]
    assert sum("belongs to the person" in line for line in of_mail) == 4
    assert sum("is no e-mail address" in line for line in of_mail) == 18
    assert len(of_mail) == 4 + 18
    certificates = terminal.run(
        "import", "certificates", folder / "training_and_development_data.csv",
        "--mapping", MAPPINGS / "hr_certificates.toml",
    )  # fmt: skip
    assert certificates.out == "914 new, 0 changed, 0 unchanged, 2,086 skipped, 0 refused\n"
    assert "0 faults, 393 warnings." in certificates.err


def test_columns_that_the_mapping_does_not_name_leave_no_trace(
    sqlite_url: str, tmp_path: Path, shared_data: Path
) -> None:
    terminal = Terminal(sqlite_url, tmp_path)
    file = shared_data / "hr_export" / "employee_data.csv"
    ran = terminal.run("import", "staff", file, "--mapping", MAPPINGS / "hr_staff.toml")
    written = b"".join(path.read_bytes() for path in tmp_path.glob("readiness.sqlite*"))
    assert b"uriah.bridges@bilearner.com" in written
    for secret in ("Widowed", "Hispanic", "Fully Meets", "Voluntarily Terminated"):
        assert secret.encode() not in written
        assert secret not in ran.out + ran.err


def test_a_correction_changes_what_we_say_and_not_what_we_knew(terminal: Terminal, shared_data: Path) -> None:
    imported = with_both_files(terminal, shared_data)
    question = ("--all", "--as-of", "2025-10-22", "--site", "NEL")
    before = gaps(imported, *question)
    exported = imported.good(
        "export", "certificates", "--format", "json", "--out", "-", "--as-of", "2025-10-22", "--site", "NEL"
    )
    counting = [
        row
        for row in json.loads(exported)
        if row["status"] in {"valid", "due"} and row["certificate_kind"] == "mhfa-adult"
    ]
    known = imported.good("gaps", *question)
    known_at = known.rsplit("known at ", 1)[1].split("Z:")[0] + "Z"
    imported.good("certificate", "correct", str(counting[0]["certificate"]), "--expires-on", "2025-10-21")
    after = gaps(imported, *question)
    assert [row["have"] for row in after if row["clause"] == "one-per-ten"] == [
        int(str(row["have"])) - 1 for row in before if row["clause"] == "one-per-ten"
    ]
    assert gaps(imported, *question, "--known-at", known_at) == before
