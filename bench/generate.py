"""A seeded staff file and certificate file of any size, and the first rows of a file as a workbook."""

import csv
import random
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import xlsxwriter

TODAY = date(2026, 6, 30)
PEOPLE, CERTIFICATES, SITES = 200_000, 1_000_000, 500
KINDS = (
    "mhfa-adult", "mhfa-youth", "pfa", "cism", "de-escalation", "suicide-prevention", "cpr-aed", "first-aid",
    "naloxone", "crisis-management",
)  # fmt: skip
CLAUSES = 12
STAFF = (
    "staff_number", "given_name", "family_name", "email", "site", "department", "job_title", "employed_from",
    "employed_until", "employment_status",
)  # fmt: skip
CERTIFICATE = (
    "staff_number", "full_name", "email", "certificate_kind", "issuer", "issued_on", "expires_on", "score", "note",
)  # fmt: skip
BAD_ONE_IN, REPEATED_ONE_IN = 200, 100
BAD = ((0, "nobody"), (3, "unheard-of"), (5, "2024-13-45"))
"""What is wrong with a bad row: the place of a cell, and what stands in it."""


def write_staff(path: Path, scale: float, *, sites: int | None = None) -> int:
    """People at sites, most of them at few; a tenth has left or will, some are away. Gives the rows."""
    chance = random.Random(1)
    people, sites = int(PEOPLE * scale), sites or max(5, int(SITES * scale))
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(STAFF)
        for number in range(people):
            until_on = TODAY + timedelta(days=chance.randrange(-50, 300)) if chance.random() < 0.1 else None
            away = until_on is None and chance.random() < 0.02
            writer.writerow(
                (
                    f"E{number:06}", f"Given{number % 997}", f"Family{number % 4999}", f"e{number}@example.org",
                    f"SITE-{int(chance.random() ** 1.5 * sites):03}", f"Department {number % 12}",
                    chance.choice(("Nurse", "Manager", "Clerk")), _start(number), until_on or "",
                    "on_leave" if away else "",
                )
            )  # fmt: skip
    return people


def _start(number: int) -> date:
    return TODAY - timedelta(days=60 + number * 7919 % 3940)


def write_certificates(path: Path, scale: float, *, certificates: int | None = None) -> int:
    """Certificates of all kinds, some renewed; one row in 200 is bad, one in 100 repeats another. Gives the rows."""
    chance = random.Random(2)
    people = int(PEOPLE * scale)
    certificates = certificates or int(CERTIFICATES * scale)
    earlier: list[list[object]] = []
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(CERTIFICATE)
        for number in range(certificates):
            row = _certificate(number, chance.randrange(people), chance)
            if number % BAD_ONE_IN == 7:
                place, cell = BAD[number // BAD_ONE_IN % len(BAD)]
                row[place] = cell
            elif number % REPEATED_ONE_IN == 3 and earlier:
                row = chance.choice(earlier)
            elif len(earlier) < 5000:
                earlier.append(row)
            writer.writerow(row)
    return certificates


def _certificate(number: int, person: int, chance: random.Random) -> list[object]:
    kind = chance.randrange(len(KINDS))
    issued_on = TODAY - timedelta(days=chance.randrange(min(1500, (TODAY - _start(person)).days)))
    return [
        f"E{person:06}", f"Given{person % 997} Family{person % 4999}", f"e{person}@example.org", KINDS[kind],
        f"Provider {number % 40}", issued_on, issued_on + timedelta(days=(365, 730, 1095)[kind % 3]),
        chance.randrange(50, 101), 'ok, "passed"' if number % 17 == 0 else "passed",
    ]  # fmt: skip


def write_part(path: Path, source: Path, count: int) -> int:
    """The first rows of a file, as CSV or as a workbook; gives how many."""
    with source.open(newline="") as file:
        rows = list(islice(csv.reader(file), count + 1))
    if path.suffix == ".xlsx":
        workbook = xlsxwriter.Workbook(str(path), {"constant_memory": True})
        sheet = workbook.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        workbook.close()
    else:
        with path.open("w", newline="") as part:
            csv.writer(part).writerows(rows)
    return len(rows) - 1


def write_pack(path: Path, clauses: int = CLAUSES) -> None:
    """Clauses about the holders at each site."""
    lines = ['id = "bench"', 'title = "Bench"', 'source = "Bench"']
    for number in range(clauses):
        lines += [
            "[[clause]]",
            f'id = "clause-{number}"',
            'title = "Clause"\ncitation = "Bench"\ncheck = "holders_per_headcount"\nseverity = "low"',
            "[[clause.terms]]",
            "from = 2015-01-01",
            f'certificate = "{KINDS[number % len(KINDS)]}"',
            f"one_per = {5 + number * 4}",
        ]
    path.write_text("\n".join(lines) + "\n")
