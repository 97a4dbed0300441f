"""The table of who may use what, as it stands in routes.txt."""

from dataclasses import dataclass
from pathlib import Path

from readiness.web.access import Role

TABLE = Path(__file__).parent / "routes.txt"
ANONYMOUS = "anonymous"
COLUMNS = (ANONYMOUS, *(role.value for role in Role))
WORDS = {"yes", "own", "no", "sign-in"}


@dataclass(frozen=True)
class Line:
    """What the table says of one route and method."""

    method: str
    route: str
    cells: dict[str, str]

    def __str__(self) -> str:
        return f"{self.method} {self.route}"


def read_table() -> list[Line]:
    lines = []
    for text in TABLE.read_text(encoding="utf-8").splitlines():
        if not text.strip() or text.startswith("#"):
            continue
        method, route, *cells = text.split()
        assert len(cells) == len(COLUMNS), f"{method} {route}: a word for each of {COLUMNS}"
        assert set(cells) <= WORDS, f"{method} {route}: one of {WORDS}"
        lines.append(Line(method, route, dict(zip(COLUMNS, cells, strict=True))))
    return lines
