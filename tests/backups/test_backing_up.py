"""A backup is made while the service works, holds all but the keys, and restored elsewhere answers the same."""

import fcntl
import json
import os
import resource
import shutil
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest

from config import Config
from readiness.backups.checking import check
from readiness.backups.contents import NotWhole
from readiness.backups.making import make_backup
from readiness.certificates.actions import CertificateDetails
from readiness.evidence.actions import Desk, Seen, Sent, approve, send
from readiness.evidence.keeping import Room, keep
from readiness.evidence.vault import Vault
from readiness.foundation.database import connected, open_database, transaction
from readiness.foundation.errors import Conflict, Unavailable
from readiness.incidents.actions import record_incident
from readiness.incidents.queries import latest_sealed
from readiness.incidents.sealing import sealer_of
from tests.backups.archives import pack_parts, parts_of, spread, summed
from tests.commands import Ran, Terminal
from tests.conftest import close
from tests.databases import tools_of_postgresql
from tests.evidence.files import jpeg
from tests.factories import KINDS, make_person, make_site
from tests.incidents.happening import NOW, SEALED, shared
from tests.processes import begin

TODAY = date(2026, 11, 28)
DESK = Desk("ana@example.org", datetime(2026, 11, 28, 9, tzinfo=UTC), TODAY, KINDS)
KEYS = ("secret_key", "signing_key", "sealing_key")


@pytest.fixture(autouse=True)
def tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of the PostgreSQL that the tests bring along: an older pg_dump refuses a newer server."""
    monkeypatch.setenv("PATH", f"{tools_of_postgresql()}:{os.environ['PATH']}")


@dataclass(frozen=True)
class House:
    """An installation that has something of everything that a backup holds."""

    terminal: Terminal
    proof: str
    incident: int

    @property
    def config(self) -> Config:
        return Config(data_dir=self.terminal.folder, database_url=self.terminal.database_url)

    @property
    def backup(self) -> Path:
        return self.terminal.folder / "backups" / "first.tar"

    def made(self, name: str = "first.tar") -> Path:
        self.terminal.good("backup", self.backup.with_name(name))
        return self.backup.with_name(name)

    def put_keys(self, other: Terminal) -> None:
        other.folder.mkdir(exist_ok=True)
        for name in KEYS:
            if (self.terminal.folder / name).exists():
                shutil.copy(self.terminal.folder / name, other.folder / name)


@pytest.fixture
def house(db: str, tmp_path: Path) -> House:
    terminal = Terminal(db, tmp_path)
    site = make_site("leeds")
    room = Room(Vault(tmp_path), 1_000_000, 10_000_000)
    person = make_person(site, name="Zoë Ångström", email="zoe@example.org")
    for _ in range(12):
        make_person(site)
    kept = keep(jpeg(), room)
    seen = Seen(send(person, Sent("cpr", CertificateDetails(date(2026, 11, 20), number="77"), kept), DESK), 1)
    approve(
        seen,
        Sent("cpr", CertificateDetails(date(2026, 11, 20), number="77")),
        replace(DESK, actor="hr@example.org"),
    )
    sealer = sealer_of(Config(data_dir=tmp_path))
    number = record_incident(site.code, shared(), SEALED, sealer, NOW, "ana@example.org")
    terminal.good("packs", "adopt", "mental-health-cover", "--from", "2026-01-01")
    return House(terminal, kept.sha256, number)


@pytest.fixture
def elsewhere(house: House, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Terminal]:
    """An empty place of the same kind."""
    folder = tmp_path / "elsewhere"
    if house.terminal.database_url.startswith("sqlite"):
        yield Terminal(f"sqlite:///{folder / 'readiness.sqlite'}", folder)
    else:
        yield Terminal(request.getfixturevalue("fresh_postgresql_url"), folder)
    close()


def answers(terminal: Terminal) -> list[str]:
    asked = (
        ("gaps", "--all", "--format", "json", "--as-of", "2026-11-28"),
        ("gaps", "--all", "--format", "csv", "--as-of", "2026-06-30", "--known-at", "2100-01-01T00:00Z"),
        ("packs", "list"),
        ("audit", "key"),
    )
    told = [terminal.run(*words) for words in asked]
    return [f"{ran.status} {ran.out} {ran.err}" for ran in told]


def test_what_is_restored_answers_as_what_was_backed_up(house: House, elsewhere: Terminal) -> None:
    before = answers(house.terminal)
    house.made()
    close()
    house.put_keys(elsewhere)
    restored = elsewhere.run("restore", house.backup)
    assert (restored.status, restored.err) == (0, ""), restored.err
    assert "1 files of proof" in restored.out
    assert answers(elsewhere) == before
    subprocess.run(["tar", "-xf", house.backup, "checkpoint"], cwd=elsewhere.folder, check=True)
    verified = elsewhere.good("audit", "verify", "--checkpoint", elsewhere.folder / "checkpoint")
    assert "each as it was written" in verified
    assert verified.count(", the one you gave.") == 1
    assert len({*verified.splitlines()}) == len(verified.splitlines()), (
        "one that is kept here too is told once"
    )
    assert Vault(elsewhere.folder).read(house.proof)
    open_database(elsewhere.database_url)
    with connected():
        part = latest_sealed(house.incident)
        assert part is not None
        assert sealer_of(Config(data_dir=elsewhere.folder)).opened(house.incident, part.content) == SEALED
        make_person()  # what is numbered goes on behind what is there


def test_it_holds_no_key_and_is_for_its_owner_alone(house: House) -> None:
    told = house.terminal.run("backup", house.backup)
    assert told.status == 0
    assert "kept apart" in told.err
    everything = house.backup.read_bytes()
    for name in KEYS:
        if (house.terminal.folder / name).exists():
            assert str(house.terminal.folder / name) in told.err
            assert (house.terminal.folder / name).read_bytes().strip() not in everything
    assert house.backup.stat().st_mode & 0o777 == 0o600
    assert list(house.backup.parent.iterdir()) == [house.backup]


def test_other_tools_unpack_it_and_check_it(house: House, tmp_path: Path) -> None:
    house.made()
    unpacked = tmp_path / "unpacked"
    unpacked.mkdir()
    subprocess.run(["tar", "-xf", house.backup], cwd=unpacked, check=True)
    checked = subprocess.run(
        ["sha256sum", "--strict", "-c", "SHA256SUMS"],
        cwd=unpacked,
        capture_output=True,
        text=True,
        check=True,
    )
    files = [path for path in unpacked.rglob("*") if path.is_file()]
    assert len(checked.stdout.splitlines()) == len(files) - 1 == 5
    assert {path.stat().st_mode & 0o077 for path in files} == {0}


def test_it_is_made_beside_a_change_that_is_open_and_holds_nothing_of_it(
    house: House, elsewhere: Terminal
) -> None:
    with transaction():
        make_site("never")
        house.made()
    close()
    elsewhere.good("restore", house.backup)
    assert "never" not in elsewhere.good("gaps", "--all", "--format", "json")


def test_nothing_is_written_over(house: House, elsewhere: Terminal) -> None:
    house.made()
    before = house.backup.read_bytes()
    again = house.terminal.run("backup", house.backup)
    assert (again.status, "is there already" in again.err) == (1, True)
    assert house.backup.read_bytes() == before
    close()
    here = house.terminal.run("restore", house.backup)
    assert (here.status, "A database is there already" in here.err) == (1, True)
    (elsewhere.folder / "evidence" / "ab").mkdir(parents=True)
    (elsewhere.folder / "evidence" / "ab" / "file").touch()
    refused = elsewhere.run("restore", house.backup)
    assert (refused.status, "holds files already" in refused.err) == (1, True)
    assert house.terminal.good("audit", "verify")


def test_two_restores_of_one_place_do_not_take_each_others_files(house: House, elsewhere: Terminal) -> None:
    house.made()
    folder = elsewhere.folder / "evidence"
    folder.mkdir(parents=True)
    handle = os.open(folder, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    refused = elsewhere.run("restore", house.backup)
    os.close(handle)
    assert (refused.status, "Another restore is filling" in refused.err) == (1, True)
    assert [*folder.iterdir()] == []
    elsewhere.good("restore", house.backup)


def test_what_sqlite_would_play_into_the_restored_file_is_no_empty_place(tmp_path: Path) -> None:
    terminal = Terminal(f"sqlite:///{tmp_path / 'readiness.sqlite'}", tmp_path)
    for beside in ("-wal", "-journal"):
        left = tmp_path / f"readiness.sqlite{beside}"
        left.touch()
        refused = terminal.run("restore", __file__)
        assert (refused.status, f"is there already ({left})" in refused.err) == (1, True)
        left.unlink()


def test_a_file_that_got_the_name_meanwhile_is_kept(house: House) -> None:
    sparse(Vault(house.terminal.folder).path("f" * 64), 100_000_000)

    def take_the_name() -> None:
        while not any(path.stat().st_size for path in house.backup.parent.glob(".first.tar.*/archive")):
            time.sleep(0.001)
        house.backup.write_text("mine")

    with ThreadPoolExecutor() as other:
        taken = other.submit(take_the_name)
        with pytest.raises(Conflict, match="is there already"):
            make_backup(house.config, house.backup)
        taken.result()
    assert house.backup.read_text() == "mine"
    assert list(house.backup.parent.iterdir()) == [house.backup]


def sparse(path: Path, size: int) -> None:
    path.parent.mkdir()
    with path.open("wb") as file:
        file.truncate(size)


def test_whatever_was_altered_is_named_before_anything_is_restored(house: House, elsewhere: Terminal) -> None:
    parts = parts_of(house.made())
    for name, content in parts.items():
        pack_parts(house.backup, {**parts, name: content[:-1] + bytes([content[-1] ^ 1])})
        assert (
            restoring_says(elsewhere, house.backup),
            name in elsewhere.run("restore", house.backup).err,
        ) == (1, True)
        pack_parts(house.backup, {other: content for other, content in parts.items() if other != name})
        assert restoring_says(elsewhere, house.backup) == 1
    more = f"evidence/ff/{'f' * 64}"
    pack_parts(house.backup, {**dict(list(parts.items())[:-1]), more: b"", "SHA256SUMS": parts["SHA256SUMS"]})
    assert f"{more} is not of this backup." in elsewhere.run("restore", house.backup).err
    pack_parts(house.backup, parts)
    assert restoring_says(elsewhere, house.backup) == 0


def test_whatever_is_cut_off_is_refused(house: House) -> None:
    whole = house.made().read_bytes()
    for length in spread(1000, len(whole)):
        with pytest.raises(NotWhole):
            check(BytesIO(whole[:length]))


def restoring_says(terminal: Terminal, backup: Path) -> int:
    ran = terminal.run("restore", backup)
    assert ran.status == 0 or not (terminal.folder / "evidence").exists()
    return ran.status


def test_rows_that_are_fewer_than_were_backed_up_are_told(house: House, elsewhere: Terminal) -> None:
    about = json.loads(parts_of(house.made())["backup.json"])
    about["rows"]["person"] += 1
    rewrite(house.backup, about)
    refused = elsewhere.run("restore", house.backup)
    assert (refused.status, "Other rows were restored than were backed up, in: person." in refused.err) == (
        1,
        True,
    )


def rewrite(backup: Path, about: object) -> None:
    pack_parts(backup, summed({**parts_of(backup), "backup.json": json.dumps(about).encode()}))


def test_a_backup_of_another_kind_or_of_a_later_release_is_refused(house: House, elsewhere: Terminal) -> None:
    about = json.loads(parts_of(house.made())["backup.json"])
    rewrite(house.backup, {**about, "migrations": [*about["migrations"], "9999_later"]})
    later = elsewhere.run("restore", house.backup)
    assert (later.status, "made by a later release (it has 9999_later)" in later.err) == (1, True)
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[about["database"]]
    names = {"sqlite": "readiness.sqlite", "postgresql": "readiness.dump"}
    parts = {
        names[other] if name in names.values() else name: part
        for name, part in parts_of(house.backup).items()
    }
    pack_parts(house.backup, parts)
    rewrite(house.backup, about)
    contradicted = elsewhere.run("restore", house.backup).err
    assert (
        f"backup.json speaks of {about['database']}, and the database in it is {names[other]}" in contradicted
    )
    rewrite(house.backup, {**about, "database": other})
    assert f"This is a backup of {other}" in elsewhere.run("restore", house.backup).err


def test_keys_that_are_missing_or_others_are_told(house: House, elsewhere: Terminal) -> None:
    house.made()
    told = elsewhere.run("restore", house.backup)
    assert told.status == 0
    assert "Put signing_key, as it was" in told.err
    assert "Put sealing_key, as it was" in told.err
    assert not (elsewhere.folder / "signing_key").exists(), "no other key is made in its place"


def test_another_sealing_key_is_refused_in_words(house: House, elsewhere: Terminal) -> None:
    house.made()
    house.put_keys(elsewhere)
    (elsewhere.folder / "sealing_key").write_text("another" * 8)
    told = elsewhere.run("restore", house.backup)
    assert (told.status, "was sealed with another key" in told.err) == (1, True)


def test_proof_that_is_damaged_is_told_and_the_rest_is_backed_up(house: House) -> None:
    path = Vault(house.terminal.folder).path(house.proof)
    path.write_bytes(path.read_bytes() + b"altered")
    told = house.terminal.run("backup", house.backup)
    assert (told.status, f"The proof {house.proof} is gone or damaged." in told.err) == (1, True)
    with house.backup.open("rb") as file:
        check(file)


def test_a_backup_that_is_killed_leaves_nothing_under_its_name(house: House, tmp_path: Path) -> None:
    settings = {
        **{name: value for name, value in os.environ.items() if not name.startswith("READINESS_")},
        "READINESS_DATABASE_URL": house.terminal.database_url,
        "READINESS_DATA_DIR": str(house.terminal.folder),
    }
    for number in range(8):
        file = tmp_path / "killed" / str(number)
        process = begin("readiness", ["backup", str(file)], settings, tmp_path / "said", tmp_path / "said")
        time.sleep(0.05 + number / 10)
        process.kill()
        process.join()
        if file.exists():
            with file.open("rb") as backup:
                check(backup)
    house.made()


def test_where_the_disk_is_full_it_is_said_and_nothing_is_left(house: House) -> None:
    large = Vault(house.terminal.folder).path("f" * 64)
    sparse(large, 8_000_000)
    most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (large.stat().st_size, most[1]))
    try:
        with pytest.raises(Unavailable, match=r"could not be written.*Nothing of it is left"):
            make_backup(house.config, house.backup)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, most)
    assert list(house.backup.parent.iterdir()) == []
    assert make_backup(house.config, house.backup).size > large.stat().st_size


def test_where_a_tool_is_missing_or_fails_it_is_said_and_nothing_is_left(
    copied_postgresql_url: str, tmp_path: Path
) -> None:
    terminal, file = Terminal(copied_postgresql_url, tmp_path), tmp_path / "backups" / "first.tar"
    bare = tmp_path / "bare"
    bare.mkdir()
    missing = terminal.run("backup", file, PATH=str(bare))
    assert (missing.status, "apt-get install postgresql-client" in missing.err) == (1, True)
    failing(bare / "pg_dump")
    failed = terminal.run("backup", file, PATH=f"{bare}:/usr/bin:/bin")
    assert (failed.status, "pg_dump could not do it: server version mismatch" in failed.err) == (1, True)
    assert list(file.parent.iterdir()) == []


def failing(tool: Path) -> None:
    tool.write_text("#!/bin/sh\necho 'server version mismatch' >&2\nexit 1\n")
    tool.chmod(0o700)


def test_no_list_of_processes_shows_the_password(copied_postgresql_url: str, tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    bare.mkdir()
    (bare / "pg_dump").write_text(f'#!/bin/sh\necho "$@ / $PGPASSWORD" > {tmp_path}/heard\nexit 1\n')
    (bare / "pg_dump").chmod(0o700)
    with_password = copied_postgresql_url.replace("postgres:@", "postgres:heron7@")
    assert "heron7" in with_password
    ran: Ran = Terminal(with_password, tmp_path).run(
        "backup", tmp_path / "backup", PATH=f"{bare}:/usr/bin:/bin"
    )
    assert ran.status == 1
    words, _slash, password = (tmp_path / "heard").read_text().partition(" / ")
    assert (password.strip(), "heron7" in words, "heron7" in ran.err) == ("heron7", False, False)
