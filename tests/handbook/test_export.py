"""The handbook in a folder: plain pages that open as files, searched where scripts run, replaced but never over others."""

import json
import re
from pathlib import Path

import pytest

from readiness.foundation.errors import Conflict, NotFound
from readiness.handbook.export import export
from readiness.protocols.queries import shipped_protocols
from tests.commands import Terminal
from tests.handbook.making import content_of, published, with_places


@pytest.fixture
def editions(tmp_path: Path) -> Path:
    published(tmp_path / "handbook", with_places(content_of(shipped_protocols())))
    return tmp_path / "handbook"


def names(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_every_link_leads_to_a_file_of_the_folder(editions: Path, tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    assert export(editions, folder).pages == 2 * (1 + len(shipped_protocols()))
    for path in folder.rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        assert "\ue000" not in page
        assert 'href="tel:911"' in page
        for link in re.findall(r'(?:href|src|action)="([^"]*)"', page):
            if not link.startswith(("tel:", "sms:", "https://", "#")):
                assert not link.startswith("/"), link
                assert (path.parent / link).resolve().is_relative_to(folder), link
                assert (path.parent / link).is_file(), link


def test_an_earlier_export_is_replaced_whole_and_anything_else_is_refused(
    editions: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "stick"
    export(editions, folder)
    (folder / "mine.txt").write_text("mine")
    published(editions, content_of(["suicide", "aftercare", "helpers"]))
    export(editions, folder)
    assert "protocols/panic.html" not in names(folder)
    assert {"mine.txt", "index.html", "es/protocols/suicide.html"} <= names(folder)

    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.txt").write_text("dear")
    with pytest.raises(Conflict, match="is not empty, and no export of ours"):
        export(editions, other)
    assert names(other) == {"letter.txt"}


def test_a_list_of_files_that_was_tampered_with_reaches_nothing_outside(
    editions: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "stick"
    export(editions, folder)
    (tmp_path / "precious.txt").write_text("precious")
    about = folder / "handbook-export.json"
    told = json.loads(about.read_text())
    about.write_text(
        json.dumps({**told, "files": [*told["files"], "../precious.txt", str(tmp_path / "precious.txt")]})
    )
    export(editions, folder)
    assert (tmp_path / "precious.txt").read_text() == "precious"


def test_what_is_not_there_is_said(editions: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="knows no site 'nowhere'"):
        export(editions, tmp_path / "stick", "nowhere")
    with pytest.raises(NotFound, match="nothing to export"):
        export(tmp_path / "none", tmp_path / "stick")
    assert not (tmp_path / "stick").exists()


def test_the_command_needs_no_database(editions: Path, terminal: Terminal, tmp_path: Path) -> None:
    nowhere = f"sqlite:///{tmp_path}/none.sqlite"
    wrote = terminal.good(
        "handbook", "export", tmp_path / "stick", "--site", "dayton", READINESS_DATABASE_URL=nowhere
    )
    assert wrote.startswith("Wrote 38 pages of edition-")
    assert "121 Main Street, Dayton" in (tmp_path / "stick" / "index.html").read_text()
    assert not (tmp_path / "none.sqlite").exists()
