"""A seeded staff file and certificate file of any size, without faults."""

import csv
import random
from datetime import date, timedelta
from pathlib import Path

TODAY = date(2026, 6, 30)
PEOPLE, CERTIFICATES, SITES = 100_000, 300_000, 500
KINDS = (
    "mhfa-adult", "mhfa-youth", "pfa", "cism", "de-escalation", "suicide-prevention", "cpr-aed", "first-aid",
    "naloxone", "crisis-management",
)  # fmt: skip
CLAUSES = 12
STAFF = (
    "staff_number", "given_name", "family_name", "email", "site", "department", "job_title", "employed_from",
    "employed_until", "employment_status",
)  # fmt: skip
CERTIFICATE = ("staff_number", "certificate_kind", "issued_on", "expires_on", "outcome", "issuer", "number")


def write_staff(path: Path, scale: float) -> int:
    """People at sites, most of them at few; a tenth has left or will, some are away. Gives the rows."""
    chance = random.Random(1)
    people, sites = int(PEOPLE * scale), max(5, int(SITES * scale))
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(STAFF)
        for number in range(people):
            from_on = TODAY - timedelta(days=chance.randrange(60, 4000))
            until_on = TODAY + timedelta(days=chance.randrange(-50, 300)) if chance.random() < 0.1 else None
            away = until_on is None and chance.random() < 0.02
            writer.writerow(
                (
                    f"E{number:06}", f"Given{number % 997}", f"Family{number % 4999}", f"e{number}@example.org",
                    f"SITE-{int(chance.random() ** 1.5 * sites):03}", f"Department {number % 12}",
                    chance.choice(("Nurse", "Manager", "Clerk")), from_on, until_on or "",
                    "on_leave" if away else "",
                )
            )  # fmt: skip
    return people


def write_certificates(path: Path, scale: float) -> int:
    """Certificates of all kinds, some renewed, half with a printed end, one in 200 not passed. Gives the rows."""
    chance = random.Random(2)
    people, certificates = int(PEOPLE * scale), int(CERTIFICATES * scale)
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(CERTIFICATE)
        for number in range(certificates):
            issued_on = TODAY - timedelta(days=chance.randrange(1500))
            printed = (
                issued_on + timedelta(days=chance.choice((365, 730, 1095))) if chance.random() < 0.5 else ""
            )
            writer.writerow(
                (
                    f"E{chance.randrange(people):06}", chance.choice(KINDS), issued_on, printed,
                    "failed" if number % 200 == 7 else "passed", f"Provider {number % 40}", f"N-{number}",
                )
            )  # fmt: skip
    return certificates


def write_pack(path: Path) -> None:
    """Twelve clauses about the holders at each site."""
    lines = ['id = "bench"', 'title = "Bench"', 'source = "Bench"']
    for number in range(CLAUSES):
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
