"""The watched folder: which files in it are whole, taking one away from others, and putting it aside with a report."""

import secrets
from collections.abc import Iterator
from pathlib import Path

TAKEN = ".taken"
PARTIAL = frozenset({".part", ".partial", ".filepart", ".tmp", ".temp", ".crdownload", ".download", ".swp"})
"""What programs call a file that is still being written."""


def whole_files(folder: Path, quiet_seconds: float, now: float) -> Iterator[Path]:
    """Files that nobody has touched for a while, the oldest first; one moved into place is as old as its move."""
    found = []
    for path in folder.iterdir():
        if path.name.startswith(".") or path.suffix.lower() in PARTIAL or not path.is_file():
            continue
        told = path.stat()
        if now - max(told.st_mtime, told.st_ctime) >= quiet_seconds:
            found.append((told.st_mtime, path.name, path))
    yield from (path for _written, _name, path in sorted(found))


def claim(folder: Path, path: Path) -> Path | None:
    """Take a file away from the others who watch; None where one of them was quicker."""
    (folder / TAKEN).mkdir(exist_ok=True)
    target = folder / TAKEN / f"{secrets.token_hex(8)}-{path.name}"
    try:
        return path.rename(target)
    except FileNotFoundError:
        return None


def claimed(folder: Path) -> list[Path]:
    """Files that were taken and not put aside yet."""
    return sorted((folder / TAKEN).iterdir()) if (folder / TAKEN).is_dir() else []


def own_name(place: str) -> str:
    """What a taken file was called."""
    return place.partition("-")[2]


def put_aside(folder: Path, place: str, where: str, name: str, report: str) -> None:
    """Put a taken file into a folder beside, with its report; done twice, it is there once."""
    target = folder / where / name
    target.parent.mkdir(exist_ok=True)
    for source in (folder / TAKEN / place, *(folder / other / name for other in ("held",) if other != where)):
        if source.is_file():
            source.replace(target)
            source.with_name(f"{source.name}.report.txt").unlink(missing_ok=True)
    draft = target.with_name(f".{name}.report")
    draft.write_text(report, encoding="utf-8")
    draft.replace(target.with_name(f"{name}.report.txt"))
