"""A hidden place is in nothing that is put out: every page of every role, command, report, job, file, row and log.

Routes come from the application and tables from the database, so that a new one is looked at by itself. A new
command, report or job fails the test until it stands in its list here.

The same sweeps hold for the sealed parts of incidents: the house has two, with twenty canaries in their fields.
"""

import gzip
import json
import logging
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import click
import pypdfium2
import pytest
from werkzeug.test import Client, TestResponse

from readiness.cli import main
from readiness.foundation.database import connected, select
from readiness.foundation.formats import FORMATS
from readiness.handbook.content import Content
from readiness.handbook.edition import build
from readiness.handbook.export import export
from readiness.handbook.queries import content_of
from readiness.handbook.serving import HandbookFirst
from readiness.handbook.shelf import stock
from readiness.imports.staging import Problem
from readiness.lines.standing import Watch
from readiness.paper.faces import face_of
from readiness.paper.material import Material
from readiness.paper.orders import Kind, Order
from readiness.paper.setting import Print, document_of
from readiness.protocols.queries import shipped_protocols
from readiness.reports.tables import REPORTS
from readiness.resources.actions import Showing, decide
from readiness.resources.cards import Home
from readiness.resources.models import TABLES
from readiness.resources.queries import decisions, kind_of_record
from readiness.resources.shapes import SHAPES, Form
from readiness.resources.visibility import Visibility
from readiness.standards.protocols import LANGUAGES
from readiness.timetable import JOBS
from tests.access.conftest import PARAMETER, House
from tests.access.table import COLUMNS, read_table
from tests.commands import Terminal
from tests.conftest import close
from tests.resources.directories import bring, package

CANARY = "zyxcanary"

# What each command is asked; None: it puts out nothing that it was not given, or nothing of the database's rows.
COMMANDS: dict[str, list[str] | None] = {
    "gaps": ["gaps", "--all"],
    "exercise list": ["exercise", "list"],
    "handbook list": ["handbook", "list"],
    "imports list": ["imports", "list"],
    "packs list": ["packs", "list"],
    "paper list": ["paper", "list"],
    "audit verify": ["audit", "verify"],
    "audit checkpoint": ["audit", "checkpoint"],
    "audit key": ["audit", "key"],
    **dict.fromkeys(
        ("account create", "account disable", "account enable", "account reset", "certificate correct",
         "certificate revoke", "exercise hold", "exercise improve-plan", "training improve", "training plan", "exercise plan", "exercise rebuild", "handbook approve", "headcount", "imports undo",
         "imports work", "init", "packs adopt", "packs cease", "packs judge", "packs preview", "publish", "run", "sample remove", "scheduler", "serve")
    ),
    "backup": None,  # the whole database as it is, for whoever runs the service
    "restore": None,  # puts such a one back
    "export-file": None,  # writes what export writes
    "export": None,  # below, in every format
    "handbook export": None,  # writes what is looked at below
    "verify": None,  # of the file that it is given
    "paper print": None,  # what stands on paper is looked at below
    "import": None,  # what it tells of the directory itself is looked at below
}  # fmt: skip
REPORTS_LOOKED_AT = {
    "gaps",
    "certificates",
    "restated",
    "expiries",
    "exercises",
    "after-action",
    "protocols",
    "resources",
    "incidents",
    "access",
    "trail",
}
JOBS_RUN = {
    "close gaps that closed",
    "forget what accounts need no more", "remove old files of imports", "keep statistics",
    "publish what is approved of the handbook", "forget old editions of the handbook",
    "keep what the handbook shows true", "keep today's findings", "take nightly files", "make a checkpoint of the audit trail",
    "keep records no longer than needed", "take snapshots of findings",
    "send scheduled reports", "forget files of reports", "forget what packs would bring",  # what it makes is what export makes
    "look after proof", "tell what proof waits",
    "chase what exercises ask for", "follow what exercises ask for",
    "remove incidents whose years are over", "forget links of notices", "deliver messages", "see to classes", "remind of what comes due",
}  # fmt: skip


def written_in(file: Path) -> str:
    """Every text of a file that was taken away."""
    if file.suffix == ".xlsx":
        with zipfile.ZipFile(file) as parts:
            return "".join(parts.read(name).decode() for name in parts.namelist())
    if file.suffix == ".pdf":
        return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(file))
    return file.read_text(encoding="utf-8")


def planted(kind: str, record: str, **links: str) -> dict[str, str]:
    """A row with a canary in every field; what must be a number, a day or an address has one that fits."""
    row = {"id": record, **links}
    for name, form in SHAPES[kind].fields.items():
        row[name] = {
            Form.NUMBER: "25.7654321",
            Form.DAY: "2026-01-01",
            Form.TIME: "09:17",
            Form.INSTANT: "2026-01-01T09:17:00Z",
            Form.URI: f"https://{CANARY}-{record}-{name}.example.org".replace("_", "-"),
            Form.EMAIL: f"{CANARY}.{record}@example.org",
        }.get(form, f"{CANARY} {record} {name} 77")
    return row


def directory() -> dict[str, list[dict[str, str]]]:
    """A refuge whose place is hidden, a service that is, an organisation that is; and one that anybody may see."""
    place, service, organisation = {"location_id": "L1"}, {"service_id": "S2"}, {"organization_id": "O2"}
    return {
        "organizations": [
            {"id": "O1", "name": "Harbour", "description": f"At {CANARY} a1 address_1 77 since 1990."},
            planted("organization", "O2"),
        ],
        "services": [
            {"id": "S1", "organization_id": "O1", "name": "Refuge", "status": "active",
             "description": f"Come to {CANARY} a1 address_1, 77."},
            {**planted("service", "S2"), "organization_id": "O1", "status": "active"},
            {**planted("service", "S3"), **organisation, "status": "active"},
        ],
        "locations": [
            {**planted("location", "L1"), "location_type": "physical", "latitude": "25.7654321", "longitude": "-80.1",
             "confidential": "yes"},
        ],
        "service_at_locations": [{"id": "A1", "service_id": "S1", **place, "description": f"{CANARY} offered"}],
        "addresses": [{**planted("address", "a1", **place), "address_type": "physical"}],
        "phones": [
            {"id": "p1", "service_id": "S1", "number": "305-555-0100"},
            planted("phone", "p2", **place),
            planted("phone", "p3", **service),
        ],
        "contacts": [planted("contact", "c1", **place), planted("contact", "c2", **organisation)],
        "schedules": [planted("schedule", "h1", **place), planted("schedule", "h2", **service)],
        "languages": [planted("language", "l1", **place), planted("language", "l2", **service)],
        "accessibility": [planted("accessibility", "x1", **place)],
        "cost_options": [planted("cost_option", "k1", **service)],
        "required_documents": [planted("required_document", "d1", **service)],
        "service_areas": [planted("service_area", "g1", **service)],
        "funding": [planted("funding", "f1", **organisation)],
        "urls": [planted("url", "u1", **service)],
        "organization_identifiers": [planted("organization_identifier", "i1", **organisation)],
        "taxonomy_terms": [{"id": "T1", "name": "Shelter", "code": "BH-1800"}],
        "attributes": [
            {**planted("attribute", "b1"), "link_id": "L1", "link_entity": "location", "taxonomy_term_id": "T1"},
            {**planted("attribute", "b2"), "link_id": "S2", "link_entity": "service", "taxonomy_term_id": "T1"},
        ],
        "metadata": [{**planted("metadata", "m1"), "resource_id": "L1", "resource_type": "location"}],
    }  # fmt: skip


def flat_table(path: Path) -> Path:
    """A table with a service a row and no column of numbers: what is known of its row is known by its address."""
    path.write_text(
        "Organization,Service Name,Phone,Address,City,Confidential\n"
        f"Quiet House,Quiet House Beds,305-555-0177,77 {CANARY} ln,Austin,yes\n",
        encoding="utf-8",
    )
    return path


def commands(command: click.Command, name: str = "") -> Iterator[str]:
    """The name of every command that there is."""
    if not isinstance(command, click.Group):
        yield name
        return
    context = click.Context(command)
    for each in command.list_commands(context):
        below = command.get_command(context, each)
        assert below is not None
        yield from commands(below, f"{name} {each}".strip())


@pytest.fixture(scope="module")
def planted_house(
    house: House, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[House, list[Problem]]]:
    """The house of every role, with the directory brought in and two of its objects hidden by hand."""
    house.restore()
    problems: list[Problem] = []
    town = tmp_path_factory.mktemp("town")
    assert bring(package(town / "town.zip", directory()), problems).is_applied
    flat = flat_table(town / "flat.csv")
    assert bring(flat, problems).is_applied
    again = bring(flat).counts
    assert (again.new, again.changed) == (0, 0), "what is made up to know a row by is the same again"
    with connected():
        for table in ("organization", "service"):
            rows = select(f"SELECT record FROM hsds_{table} WHERE source IN ('O2', 'S2')")
            for (record,) in list(rows):
                assert kind_of_record(record) == table
                decide(
                    Showing(record, Visibility.REDACTED, hides_phone=True, reason="asked for"),
                    "hr@example.org",
                )
        assert list(select("SELECT count(*) FROM resource_visibility")) == [(4,)]
        ((there,),) = select(f"SELECT count(*) FROM hsds_address WHERE content LIKE '%{CANARY}%'")
        assert there == 2, "it was planted"
        ((sealed,),) = select("SELECT count(*) FROM sealed_part")
        assert sealed >= 2, "incidents with a sealed part are there"
    yield house, problems
    house.restore()


def clean(text: str, where: str) -> None:
    assert CANARY not in text.casefold(), where
    assert "25.7654321" not in text, where


def words_of(answer: TestResponse) -> str:
    """What an answer says; of a PDF, what stands on its pages."""
    if answer.mimetype == "application/pdf":
        pages = pypdfium2.PdfDocument(answer.get_data())
        return "\n".join(page.get_textpage().get_text_range() for page in pages)
    return answer.get_data().decode("utf-8", "replace")


def test_no_page_of_any_role_tells_of_it(
    planted_house: tuple[House, list[Problem]], caplog: pytest.LogCaptureFixture
) -> None:
    house, _problems = planted_house
    caplog.set_level(logging.DEBUG)
    for line in read_table():
        if line.method != "GET":
            continue
        names = PARAMETER.findall(line.route)
        for role in COLUMNS:
            values: dict[str, object] = {name: house.values[name].own_of(role) for name in names}
            clean(words_of(house.ask(line, role, values)), f"{line} as {role}")
    clean(caplog.text, "the log")


def test_what_is_decided_of_a_hidden_place_tells_nothing_of_it(
    planted_house: tuple[House, list[Problem]],
) -> None:
    house, _problems = planted_house
    with connected():
        decided = decisions()
    assert {"L1", "S2", "O2", ""} == {each.source for each in decided}
    (unnumbered,) = (each for each in decided if not each.source)
    addresses = [f"/handbook/resources/visibility/{each.record}" for each in decided]
    formats = [f"/handbook/resources/hidden?format={form}" for form in FORMATS]
    for address, role in product(("/handbook/resources/hidden", *formats, *addresses), COLUMNS):
        clean(words_of(house.clients[role].get(address)), f"{address} as {role}")
    hidden = house.clients["hr"].get("/handbook/resources/hidden").text
    assert f"no number; here {unnumbered.record[:8]}" in hidden
    assert "place of: Quiet House Beds" in hidden


def test_no_list_search_or_file_tells_of_it(planted_house: tuple[House, list[Problem]]) -> None:
    house, problems = planted_house
    for address in (
        f"/hsds/services?full=true&search={CANARY}", "/hsds/services?full=true&per_page=500",
        "/hsds/services?format=ndjson&full=true", "/hsds/services?postcode=33101&proximity=900000",
        "/hsds/organizations?full=true", "/hsds/organizations?full_service=true", "/hsds/taxonomy_terms", "/hsds/services?minimal=true",
    ):  # fmt: skip
        answer = house.clients["anonymous"].get(address).get_data(as_text=True)
        clean(answer.replace(f"search={CANARY}", ""), address)
    assert "Refuge" in house.clients["anonymous"].get("/hsds/services").get_data(as_text=True)
    for form, role in product(FORMATS, COLUMNS):
        for address in (
            f"/incidents?format={form}",
            f"/incidents/log?format={form}",
            f"/audit?format={form}",
        ):
            clean(house.clients[role].get(address).get_data(as_text=True), f"{address} as {role}")
    for form in FORMATS:
        clean(house.clients["hr"].get(f"/handbook/resources?format={form}").get_data(as_text=True), form)
    for problem in problems:
        clean(str(problem), "what the import says")


def test_no_public_page_edition_or_copy_tells_of_it(
    planted_house: tuple[House, list[Problem]], tmp_path: Path
) -> None:
    with connected():
        stock(tmp_path, Home("US", "America/New_York"))
        content = content_of([], "US", [])
    whole = Content({**shipped_protocols()}, content.lines, "US", places=content.places)
    edition = build(whole, tmp_path)
    (tmp_path / "current").write_text(edition.path.name)
    for path in tmp_path.iterdir():
        content_of_file = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        clean(content_of_file.decode("utf-8", "replace"), path.name)
    public = Client(HandbookFirst(_nobody, tmp_path))
    found = public.post("/resources", data={"q": "refuge"}).text
    assert "305-555-0100" in found, "it can be called"
    address = found.split('<li><a href="')[1].split('"')[0]
    for page in (
        public.get("/resources"), public.get("/resources/need/shelter"), public.get(address),
        public.post("/resources", data={"q": CANARY}), public.get("/search?q=refuge&format=json"),
        public.post(f"{address}/wrong", data={"words": "It is wrong."}),
    ):  # fmt: skip
        clean(page.text, "a public page")
    assert "Where it is, is not told here" in public.get(address).text
    worker = public.get("/sw.js").text
    copy = public.get(re.findall(r'const NEAR = "([^"]+)"', worker)[0]).text
    clean(copy, "the copy for phones")
    assert "305-555-0100" in copy
    for site in ("", content.places[0].code):
        folder = tmp_path / f"stick{site}"
        export(tmp_path, folder, site)
        for path in folder.rglob("*.*"):
            clean(path.read_text(encoding="utf-8"), path.name)
        assert "305-555-0100" in (folder / "resources.html").read_text(encoding="utf-8")


def test_no_paper_tells_of_it(planted_house: tuple[House, list[Problem]]) -> None:
    with connected():
        content = content_of([], "US", [])
        there = [replace(each, address="1 Main Street") for each in content.places]
        whole = replace(content, protocols=shipped_protocols(), places=tuple(there))
        watch = Watch(whole.lines, date(2026, 11, 28), 3660)
        material = Material(whole, "edition", watch, "https://readiness.example.org", 12)
    for kind, language, site in product(Kind, LANGUAGES, there):
        for slug in shipped_protocols() if kind is Kind.PROTOCOL else ("",):
            order = Order(kind, site.code, language, protocol=slug)
            face = face_of(material, order, date(2026, 11, 28))
            document = document_of(material, order, face, Print(date(2026, 11, 28), "7K3MQ2PX"))
            clean(json.dumps([document.values, dict(face.facts)]), f"{kind} {language} {slug}")


def _nobody(_environ: Any, start_response: Any) -> list[bytes]:
    start_response("404 Not Found", [])
    return [b""]


def test_no_row_of_another_table_tells_of_it(planted_house: tuple[House, list[Problem]]) -> None:
    """The trail, what is to be sent, what is kept of imports, editions: whatever tables there are."""
    own = {model._meta.table_name for model in TABLES.values()}
    with connected():
        tables = {row[0] for row in select("SELECT name FROM sqlite_master WHERE type = 'table'")} - own
        assert {"audit_detail", "resource_visibility", "file_import"} <= tables
        for table in tables:
            for row in list(select(f'SELECT * FROM "{table}"')):
                clean(json.dumps(row, default=str), table)


def test_no_command_report_or_job_tells_of_it(
    planted_house: tuple[House, list[Problem]], tmp_path: Path
) -> None:
    house, _problems = planted_house
    close()
    terminal = Terminal(f"sqlite:///{house.database}", tmp_path)
    assert {*commands(main)} == COMMANDS.keys(), "say in COMMANDS what the new command puts out"
    for words in COMMANDS.values():
        if words is not None:
            ran = terminal.run(*words)
            clean(ran.out + ran.err, " ".join(words))
    assert {*REPORTS} == REPORTS_LOOKED_AT, "look at the new report too"
    for report in REPORTS:
        for form in ("csv", "json", "xlsx", "pdf"):
            target = tmp_path / f"{report}.{form}"
            ran = terminal.run("export", report, "--format", form, "--out", target)
            clean(ran.out + ran.err, report)
            if target.exists():
                clean(written_in(target), target.name)
    assert {job.name for job in JOBS} == JOBS_RUN, "look at what the new job puts out"
