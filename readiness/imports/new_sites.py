"""The sites that a file would make of names that are not known: named in its preview, beside what was perhaps meant."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from readiness.imports.choosing import near_word
from readiness.imports.fields import Vocabulary
from readiness.imports.pulse import write_whole

MOST_NAMED = 200
"""Of more new sites the rest is counted."""


@dataclass(frozen=True, slots=True)
class NewSite:
    """A site that would be made. `near`: the known one of which its name may be a slip, where one is close."""

    name: str
    near: str


@dataclass(frozen=True, slots=True)
class NewSites:
    """All sites that would be made; the first of them by name."""

    count: int = 0
    named: Sequence[NewSite] = ()

    @property
    def has_near(self) -> bool:
        """Whether any is close to a known one."""
        return any(site.near for site in self.named)


def new_sites(names: Sequence[str], known: Vocabulary | None) -> NewSites:
    """The new sites with these names, beside those that are known."""
    near = (near_word(name, known) if known else "" for name in names[:MOST_NAMED])
    return NewSites(len(names), [NewSite(*pair) for pair in zip(names, near, strict=False)])


def keep_new_sites(path: Path, sites: NewSites) -> None:
    """Write them down beside the file."""
    write_whole(path, json.dumps(asdict(sites), ensure_ascii=False))


def kept_new_sites(path: Path) -> NewSites:
    """What was written down; none where nothing was, or where it is gone with the file."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return NewSites()
    return NewSites(content["count"], [NewSite(**site) for site in content["named"]])
