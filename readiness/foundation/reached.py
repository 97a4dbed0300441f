"""By which address the service is reached: where it answers on this machine, as it was started last from a folder."""

from contextlib import suppress
from pathlib import Path

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - compared with, not bound to
USUAL_HOST, USUAL_PORT = "127.0.0.1", 8000
"""Where the service answers unless it is told otherwise."""

FILE = "served_at"


def address_of(host: str, port: int) -> str:
    """The address at which a server answers on this machine."""
    name = "127.0.0.1" if host in EVERYWHERE else host
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def note_served_at(data_dir: Path, address: str) -> None:
    """Keep at which address the service answers, for commands beside it. Where that cannot be kept, it serves on."""
    with suppress(OSError):
        draft = data_dir / f".{FILE}.draft"
        draft.write_text(f"{address}\n", encoding="utf-8")
        draft.replace(data_dir / FILE)


def served_at(data_dir: Path) -> str:
    """The address at which the service answered when it was last started from this folder; '' where it never was."""
    try:
        return (data_dir / FILE).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
