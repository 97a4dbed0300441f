"""An archive is taken for nothing but what a backup is: whatever else is in it, it is refused in words before a write."""

import gzip
import json
import os
import subprocess
import tarfile
import tracemalloc
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from config import Config
from readiness.audit.notes import Checkpoint, Signer
from readiness.backups.archives import Writer, header_of, members
from readiness.backups.checking import check
from readiness.backups.contents import About, NotWhole
from readiness.backups.restoring import restore_backup
from readiness.foundation.errors import InvalidInput
from tests.backups.archives import Parts, file_of, pack, pack_parts, parts_of, spread, summed
from tests.conftest import close

SIGNER = Signer("readiness-0123456789abcdef", bytes(range(32)))
NOTE = SIGNER.signed(Checkpoint(SIGNER.name, 0, sha256().digest(), datetime(2026, 11, 29, tzinfo=UTC)))
ABOUT = About("1", "2026-11-29T00:00:00+00:00", "sqlite", ["0001"], {"person": 1}, SIGNER.verifier.text())
PROOF = [f"evidence/{digest[:2]}/{digest}" for digest in ("0a" * 32, "0b" * 32)]


def sound() -> Parts:
    return {
        "backup.json": ABOUT.text().encode(),
        "checkpoint": NOTE.encode(),
        "readiness.sqlite": b"database" * 1000,
        PROOF[0]: b"first",
        f"{PROOF[0]}.small": b"small",
        PROOF[1]: b"second",
    }


def written() -> bytes:
    """The same as we write it."""
    file, sums = BytesIO(), BytesIO()
    archive = Writer(file, sums, 1_800_000_000)
    for name, content in sound().items():
        archive.add(name, BytesIO(content))
    archive.finish()
    return file.getvalue()


def refused(content: bytes) -> str:
    with pytest.raises(NotWhole) as error:
        check(BytesIO(content))
    return "\n".join(error.value.problems)


def test_ours_and_the_same_by_another_tar_are_taken(tmp_path: Path) -> None:
    assert check(BytesIO(written())).about == ABOUT
    other = pack_parts(tmp_path / "other", summed(sound()))
    with other.open("rb") as file:
        assert check(file).about == ABOUT
    (tmp_path / "ours").write_bytes(written())
    assert parts_of(tmp_path / "ours") == parts_of(other)


def member(name: str = PROOF[1], content: bytes = b"", **attributes: object) -> tuple[tarfile.TarInfo, bytes]:
    info, content = file_of(name, content)
    for attribute, value in attributes.items():
        setattr(info, attribute, value)
    return info, content


PUT_IN = {
    "an absolute path": (member("/etc/cron.d/evil"), "'/etc/cron.d/evil', which no backup does"),
    "a path that leaves": (member("../evil"), "'../evil', which no backup does"),
    "one that leaves further in": (member(f"evidence/../{'0b' * 32}"), "which no backup does"),
    "a path that says nothing": (member(f"./{PROOF[1]}"), "which no backup does"),
    "a key": (member("signing_key"), "'signing_key', which no backup does"),
    "proof under another's letters": (member(f"evidence/ff/{'0b' * 32}"), "which no backup does"),
    "a name with a line in it": (member(f"{PROOF[1]}\n"), r"\n', which no backup does"),
    "a symbolic link": (
        member(type=tarfile.SYMTYPE, linkname="/etc/passwd"),
        "is a symbolic link, and no file",
    ),
    "a hard link": (member(type=tarfile.LNKTYPE, linkname="/etc/passwd"), "is a hard link, and no file"),
    "a device": (member(type=tarfile.CHRTYPE, devmajor=1, devminor=3), "is a device, and no file"),
    "a disk": (member(type=tarfile.BLKTYPE), "is a device, and no file"),
    "a pipe": (member(type=tarfile.FIFOTYPE), "is a pipe, and no file"),
    "a folder": (member("evidence", type=tarfile.DIRTYPE), "is a folder, and no file"),
    "a file with holes": (member(type=tarfile.GNUTYPE_SPARSE), "is something else, and no file"),
    "a long name by GNU": (member(type=tarfile.GNUTYPE_LONGNAME), "is something else, and no file"),
    "what holds for all": (member(type=tarfile.XGLTYPE), "is something else, and no file"),
    "another name behind it": (
        member(pax_headers={"path": "/etc/evil"}),
        "says of a file what no backup says",
    ),
    "another name and size": (
        member(pax_headers={"path": "/etc/evil", "size": "0"}),
        "says of a file what no backup says",
    ),
    "more than fits": (member(pax_headers={"comment": "x" * 9999}), "says of a file what no backup says"),
    "the same file twice": (member(f"{PROOF[0]}.small", b"small"), "twice, or not in its place"),
    "a second database": (member("readiness.dump"), "readiness.dump twice, or not in its place"),
    "a second description": (member("backup.json"), "backup.json twice, or not in its place"),
}


@pytest.mark.parametrize("fault", PUT_IN)
def test_what_no_backup_has_is_refused_whatever_its_hashes_say(tmp_path: Path, fault: str) -> None:
    put_in, words = PUT_IN[fault]
    whole = [file_of(name, content) for name, content in sound().items()]
    listed = summed({**sound(), put_in[0].name: put_in[1]})["SHA256SUMS"]
    archive = pack(tmp_path / "archive", [*whole[:-1], put_in, file_of("SHA256SUMS", listed)])
    assert words in refused(archive.read_bytes())


def without(name: str) -> Parts:
    return {other: content for other, content in sound().items() if other != name}


def described(**changes: object) -> Parts:
    return {**sound(), "backup.json": json.dumps({**json.loads(ABOUT.text()), **changes}).encode()}


BY_OTHERS = NOTE.replace("\n0\n", "\n1\n").encode()
ALTERED: dict[str, tuple[Callable[[], Parts], str]] = {
    "no checkpoint": (lambda: without("checkpoint"), "It lacks checkpoint."),
    "no database": (lambda: without("readiness.sqlite"), "It lacks the database."),
    "no description": (lambda: without("backup.json"), "It lacks backup.json."),
    "another order": (lambda: dict(reversed(sound().items())), "twice, or not in its place"),
    "a description that is none": (lambda: {**sound(), "backup.json": b"[]"}, "backup.json cannot be read"),
    "one that is deep": (lambda: {**sound(), "backup.json": b"[" * 500_000}, "backup.json cannot be read"),
    "one that is long": (lambda: {**sound(), "backup.json": b" " * 2_000_000}, "too large to be that"),
    "one with more in it": (lambda: described(more=1), "backup.json cannot be read"),
    "rows that are words": (lambda: described(rows={"person": "1"}), "says what no backup says"),
    "rows that are a list": (lambda: described(rows=[]), "says what no backup says"),
    "a word that moves the cursor": (lambda: described(release="\x1b[2J"), "says what no backup says"),
    "a database that is none": (lambda: described(database=["sqlite"]), "says what no backup says"),
    "the other database": (
        lambda: described(database="postgresql"),
        "the database in it is readiness.sqlite",
    ),
    "a key that is none": (lambda: described(trail_key="key"), "checkpoint cannot be trusted"),
    "a checkpoint altered": (lambda: {**sound(), "checkpoint": BY_OTHERS}, "altered after it was signed"),
    "a checkpoint that is none": (lambda: {**sound(), "checkpoint": b"\xff"}, "checkpoint cannot be trusted"),
}


@pytest.mark.parametrize("fault", ALTERED)
def test_what_does_not_fit_together_is_refused_though_each_hash_does(tmp_path: Path, fault: str) -> None:
    parts, words = ALTERED[fault]
    assert words in refused(pack_parts(tmp_path / "archive", summed(parts())).read_bytes())


SUMS = summed(sound())["SHA256SUMS"]
OTHER_SUMS = {
    "none": (b"", "backup.json is not of this backup."),
    "not all": (b"".join(SUMS.splitlines(keepends=True)[1:]), "backup.json is not of this backup."),
    "one more": (SUMS + b"0" * 64 + f"  evidence/ff/{'f' * 64}\n".encode(), f"{'f' * 64} is gone."),
    "one twice": (SUMS + SUMS.splitlines(keepends=True)[-1], "is not as it was written."),
    "one altered": (b"0" * 64 + SUMS[64:], "backup.json is not as it was written."),
    "names that leave": (SUMS + b"0" * 64 + b"  ../evil\n", "SHA256SUMS cannot be read."),
    "no end of line": (SUMS[:-1], "SHA256SUMS cannot be read."),
    "no line at all": (b"0" * 100_000, "SHA256SUMS cannot be read."),
    "another order": (
        b"".join(reversed(SUMS.splitlines(keepends=True))),
        "backup.json is not of this backup.",
    ),
}


@pytest.mark.parametrize("fault", OTHER_SUMS)
def test_hashes_of_other_files_are_refused(tmp_path: Path, fault: str) -> None:
    sums, words = OTHER_SUMS[fault]
    archive = pack_parts(tmp_path / "archive", {**sound(), "SHA256SUMS": sums})
    assert words in refused(archive.read_bytes())


def test_of_many_faults_a_few_are_told(tmp_path: Path) -> None:
    many = "".join(f"{'0' * 64}  evidence/ff/ff{number:062x}\n" for number in range(1000))
    archive = pack_parts(tmp_path / "archive", {**sound(), "SHA256SUMS": SUMS + many.encode()})
    told = refused(archive.read_bytes()).splitlines()
    assert (len(told), told[-1]) == (21, "And more.")


WHOLE = written()
OTHER_FILES = {
    "an empty file": (b"", "It is no tar archive"),
    "nothing but zeros": (bytes(20_480), "It is no tar archive"),
    "a text": (b"backup.json" * 100, "It is no tar archive"),
    "compressed": (gzip.compress(WHOLE), "It is no tar archive. Is it empty, compressed or enciphered?"),
    "followed by another": (WHOLE + WHOLE, "it was cut off, or something was added"),
    "followed by a byte": (WHOLE + b"x", "it was cut off, or something was added"),
    "followed by very many zeros": (WHOLE + bytes(20_480), "it was cut off, or something was added"),
    "behind zeros": (bytes(512) + WHOLE, "It is no tar archive"),
}


@pytest.mark.parametrize("fault", OTHER_FILES)
def test_another_file_is_refused(fault: str) -> None:
    content, words = OTHER_FILES[fault]
    assert words in refused(content)


def test_a_size_that_cannot_be_is_refused() -> None:
    first = header_of("backup.json", 0, 0)
    for size in (b"\xff" * 12, b"\x80" + b"\xff" * 11, b"77777777777\0"):
        assert refused(with_sum(first[:124] + size + first[136:]))


def with_sum(header: bytes) -> bytes:
    total = sum(header[:148]) + sum(header[156:]) + 8 * ord(" ")
    return header[:148] + f"{total:06o}\0 ".encode() + header[156:]


def test_whatever_is_cut_off_is_refused() -> None:
    for length in {*range(0, len(WHOLE), 512), *spread(1000, len(WHOLE))}:
        assert refused(WHOLE[:length]), length
    within = WHOLE.index(b"databasedatabase") + 3000
    assert (
        refused(WHOLE[:within]) == "It breaks off within readiness.sqlite: 5,000 bytes of that are not there."
    )
    assert (
        refused(WHOLE[: WHOLE.index(b"first") + 600])
        == f"It breaks off at byte {WHOLE.index(b'first') + 600:,}."
    )


def test_a_bit_that_was_altered_is_told_or_is_one_that_nobody_reads() -> None:
    for bit in spread(2000, len(WHOLE) * 8):
        content = bytearray(WHOLE)
        content[bit // 8] ^= 1 << bit % 8
        try:
            checked = check(BytesIO(bytes(content)))
        except NotWhole:
            continue
        assert checked.about == ABOUT  # it stands where a file is filled up to a whole block


def test_more_than_eight_gigabytes_are_written_and_read_as_other_tars_do(tmp_path: Path) -> None:
    size, archive = 9 * 1024**3 + 5, tmp_path / "large"
    with archive.open("wb") as file:
        file.write(header_of("backup.json", 0, 0) + header_of("readiness.sqlite", size, 0))
        file.truncate(file.tell() + size + -size % 512 + 1024)  # a hole, which takes no room
    listed = subprocess.run(["tar", "-tvf", archive], capture_output=True, text=True, check=True).stdout
    assert str(size) in listed
    with archive.open("rb") as file:
        found = members(file)
        assert [(each.name, each.size) for each in (next(found), next(found))] == [
            ("backup.json", 0),
            ("readiness.sqlite", size),
        ]


def test_memory_stays_flat_whatever_the_size(tmp_path: Path) -> None:
    large = tmp_path / "large"
    with large.open("wb") as file:
        file.truncate(48 * 1024 * 1024)
    with (tmp_path / "archive").open("w+b") as archive, (tmp_path / "sums").open("w+b") as sums:
        tracemalloc.start()
        writer = Writer(archive, sums, 0)
        for name, content in {**sound(), "readiness.sqlite": b""}.items():
            with large.open("rb") as source:
                writer.add(name, BytesIO(content) if content else source)
        writer.finish()
        assert check(archive).about == ABOUT
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 8 * 1024 * 1024


def made_hostile(folder: Path) -> Iterable[Path]:
    """Files that are no backups, as files."""
    for name, (content, _words) in OTHER_FILES.items():
        (folder / name).write_bytes(content)
        yield folder / name
    for name, (put_in, _words) in PUT_IN.items():
        whole = [file_of(other, content) for other, content in sound().items()]
        yield pack(folder / name, [*whole[:-1], put_in, file_of("SHA256SUMS", SUMS)])
    yield folder
    yield Path("/dev/null")
    os.mkfifo(folder / "pipe")
    yield folder / "pipe"


def test_where_one_is_refused_nothing_is_written(
    db: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    kept, place = tmp_path / "kept", tmp_path / "place"
    kept.mkdir()
    url = f"sqlite:///{place / 'readiness.sqlite'}"
    if db.startswith("postgresql"):
        url = request.getfixturevalue("fresh_postgresql_url")
    for archive in made_hostile(kept):
        close()
        with pytest.raises((NotWhole, InvalidInput)) as error:  # and no conflict with what one before it left
            restore_backup(Config(data_dir=place, database_url=url), archive)
        assert "Nothing was restored." in error.value.title
        assert not place.exists()
    close()
