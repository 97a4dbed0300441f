"""A directory of community resources, made from a seed: services, places, hours, languages, terms."""

import csv
import io
import random
import zipfile
from pathlib import Path
from typing import Any

from readiness.protocols.queries import shipped_protocols
from readiness.standards.needs import load_needs

TOWNS = 60
SITES_A_TOWN = 9
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
_LANGUAGES = ("English", "Spanish", "Haitian Creole", "Portuguese", "American Sign Language")


def town(number: int) -> tuple[str, str, float, float]:
    """The name of a town, its postcode, and where it is: some sixty kilometres from the next."""
    row, column = divmod(number, 10)
    return f"Towne {number:02}", f"{32000 + number * 7}", 26.0 + row * 0.5, -82.0 + column * 0.6


def sentences() -> list[str]:
    """Real sentences to describe services with: those of the shipped protocols."""
    steps = (step for each in shipped_protocols().values() for step in each.en.steps)
    return [text for step in steps for text in (step.do, step.more) if text]


def write_directory(path: Path, services: int, seed: int = 1) -> None:
    """A ZIP archive with so many services of a quarter as many organisations."""
    chance, told = random.Random(seed), sentences()
    needs = list(load_needs().values())
    tables: dict[str, list[dict[str, Any]]] = {}

    def add(table: str, **fields: Any) -> None:
        tables.setdefault(table, []).append(fields)

    for code in sorted({code for need in needs for code in need.codes}):
        add("taxonomy", id=code, name=f"Term {code}", vocabulary="AIRS", parent_id="")
    for number in range(services // 4):
        add(
            "organizations",
            id=number,
            name=f"Organisation {number}",
            description=" ".join(chance.sample(told, 3)),
        )
    for number in range(services):
        need = needs[number % len(needs)]
        name, postcode, south, west = town(chance.randrange(TOWNS))
        add("services", id=number, organization_id=number // 4, name=f"{need.title} {number} of {name}",
            description=" ".join(chance.sample(told, 12)), status="active", fees="Sliding scale")  # fmt: skip
        add("locations", id=number, organization_id=number // 4, name=f"House {number}",
            latitude=south + chance.random() / 20, longitude=west + chance.random() / 20)  # fmt: skip
        add("services_at_location", id=number, service_id=number, location_id=number)
        add("physical_addresses", id=number, location_id=number, address_1=f"{number + 1} Long Street", city=name,
            state_province="FL", postal_code=postcode, country="US")  # fmt: skip
        add(
            "phones",
            id=number,
            service_id=number,
            number=f"305-{200 + number // 10_000}-{number % 10_000:04}",
        )
        add("services_taxonomy", id=number, service_id=number, taxonomy_id=chance.choice(need.codes))
        for place, language in enumerate(chance.sample(_LANGUAGES, 2)):
            add("languages", id=number * 2 + place, service_id=number, language=language)
        for place, day in enumerate(_DAYS if number % 3 else ()):
            add("regular_schedules", id=number * 5 + place, service_id=number, weekday=day, opens_at="9:00",
                closes_at="17:00")  # fmt: skip
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for table, rows in tables.items():
            text = io.StringIO()
            writer = csv.DictWriter(text, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
            archive.writestr(f"data/{table}.csv", text.getvalue())


def write_sites(path: Path, count: int) -> None:
    """A sites file: so many sites, in the towns of the directory."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("code", "name", "address", "country", "time_zone"))
        for number in range(count):
            name, postcode, _south, _west = town(number % TOWNS)
            address = f"{number + 1} Market Street, {name}, FL {postcode}"
            writer.writerow((f"SITE-{number:04}", f"Site {number}", address, "US", "America/New_York"))
