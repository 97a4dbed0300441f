"""Small directories, as their files; importing them; asking /hsds/."""

import csv
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from config import config_from_environment
from readiness.app import create_app
from readiness.foundation.database import connected
from readiness.imports.actions import ImportOutcome, ImportRequest, import_file
from readiness.imports.staging import Problem
from readiness.lines.queries import superseded_numbers
from readiness.resources.resource_import import ResourceImport

TODAY = date(2026, 11, 28)
Tables = Mapping[str, Sequence[Mapping[str, Any]]]


def kind() -> ResourceImport:
    """The kind of import, as it is offered."""
    return ResourceImport(superseded_numbers)


def bring(path: Path, problems: list[Problem] | None = None, **more: Any) -> ImportOutcome:
    """Import a file of resources."""
    told = [] if problems is None else problems
    request = ImportRequest(path=path, actor="hr@example.org", today=TODAY, told=told.extend, **more)
    with connected():
        return import_file(kind(), request)


def package(path: Path, tables: Tables) -> Path:
    """A ZIP archive with a CSV for each table."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, rows in tables.items():
            text = io.StringIO()
            columns = list(dict.fromkeys(column for row in rows for column in row))
            writer = csv.DictWriter(text, columns)
            writer.writeheader()
            writer.writerows(rows)
            archive.writestr(f"data/{name}.csv", text.getvalue())
    return path


SMALL: Tables = {
    "organizations": [{"id": "1", "name": "Harbour House", "description": "We help."}],
    "services": [
        {"id": "10", "organization_id": "1", "name": "Counselling", "description": "Talk to us.", "status": "active"},
        {"id": "11", "organization_id": "1", "name": "Food pantry", "description": "Food.", "status": "active"},
    ],
    "locations": [{"id": "20", "organization_id": "1", "name": "Main office", "latitude": "25.8", "longitude": "-80.2"}],
    "services_at_location": [
        {"id": "30", "service_id": "10", "location_id": "20"},
        {"id": "31", "service_id": "11", "location_id": "20"},
    ],
    "phones": [
        {"id": "40", "service_id": "10", "number": "305-555-0100 x12"},
        {"id": "41", "service_id": "11", "number": "305-555-0101"},
    ],
    "physical_addresses": [
        {"id": "50", "location_id": "20", "address_1": "12 Quay Street", "city": "Miami", "state_province": "FL",
         "postal_code": "33101", "country": "US"},
    ],
    "taxonomy": [{"id": "RP-1400", "name": "Counseling Services", "parent_id": "", "vocabulary": "AIRS"}],
    "services_taxonomy": [{"id": "60", "service_id": "10", "taxonomy_id": "RP-1400"}],
}  # fmt: skip


def client(url: str, folder: Path) -> Any:
    """A browser that is not signed in."""
    settings = {"READINESS_DATABASE_URL": url, "READINESS_DATA_DIR": str(folder)}
    return create_app(config_from_environment(settings)).test_client()


def served(browser: Any, address: str) -> Any:
    """What an address answers, read."""
    answer = browser.get(address)
    assert answer.status_code == 200, answer.text
    return json.loads(answer.text)


def all_served(browser: Any, what: str = "services") -> list[dict[str, Any]]:
    """Everything that is listed, page after page."""
    found: list[dict[str, Any]] = []
    number = 1
    while True:
        page = served(browser, f"/hsds/{what}?per_page=500&page={number}")
        found += page["contents"]
        if page["last_page"]:
            assert page["total_items"] == len(found)
            return found
        number += 1
