"""The sites that a file would make of names that are not known: named in its preview, beside what was perhaps meant."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path

from readiness.imports.fields import Vocabulary
from readiness.imports.pulse import write_whole
from readiness.imports.slips import near_new, near_word

MOST_NAMED = 200
"""Of more new sites the rest is counted."""


class ToldBy(StrEnum):
    """Who says in which country and time zone a site is that is made."""

    MAPPING = "mapping"
    SITES = "sites"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class NewSite:
    """A site that would be made. `near`: the known one of which its name may be a slip, where one is close;
    `near_new`: another new one. `told_by`: who says where it is; but by the mapping it is assumed.
    """

    name: str
    code: str = ""
    country: str = ""
    time_zone: str = ""
    told_by: ToldBy = ToldBy.MAPPING
    near: str = ""
    near_new: str = ""

    @property
    def is_assumed(self) -> bool:
        """Whether nobody said where it is."""
        return self.told_by is not ToldBy.MAPPING


@dataclass(frozen=True, slots=True)
class NewSites:
    """All sites that would be made; the first of them by name."""

    count: int = 0
    named: Sequence[NewSite] = ()

    @property
    def has_near(self) -> bool:
        """Whether any is close to a known one, or to another."""
        return any(site.near or site.near_new for site in self.named)

    @property
    def assumed(self) -> NewSite | None:
        """One of those of which nobody said where they are: all of them are assumed to be there."""
        return next((site for site in self.named if site.is_assumed), None)


def new_sites(sites: Sequence[NewSite], known: Vocabulary | None) -> NewSites:
    """The new sites, beside those that are known and each other."""
    named, names = [], [site.name for site in sites[:MOST_NAMED]]
    for site in sites[:MOST_NAMED]:
        near = near_word(site.name, known.choices.values()) if known else ""
        named.append(replace(site, near=near, near_new=near_new(site.name, names)))
    return NewSites(len(sites), named)


def keep_new_sites(path: Path, sites: NewSites) -> None:
    """Write them down beside the file."""
    write_whole(path, json.dumps(asdict(sites), ensure_ascii=False))


def kept_new_sites(path: Path) -> NewSites:
    """What was written down; none where nothing was, or where it is gone with the file."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return NewSites()
    named = [
        NewSite(**{**site, "told_by": ToldBy(site.get("told_by", "") or ToldBy.MAPPING)})
        for site in content["named"]
    ]
    return NewSites(content["count"], named)
