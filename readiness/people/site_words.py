"""Which site a file means: by its code, or by a name that is one site's alone."""

from dataclasses import dataclass
from typing import Self

from readiness.foundation.database import select
from readiness.foundation.temporal import NEVER
from readiness.imports.cells import plain

_SITES = f"SELECT name, code FROM site WHERE superseded_in = {NEVER} ORDER BY code"


@dataclass(frozen=True)
class SiteWords:
    """The codes of sites by what files call them; `shared`: names of several sites, written plainly."""

    codes: dict[str, str]
    shared: dict[str, list[str]]

    @classmethod
    def known(cls) -> Self:
        """Of the sites that we know."""
        sites = list(select(_SITES))
        by_name: dict[str, list[str]] = {}
        for name, code in sites:
            by_name.setdefault(plain(name), []).append(code)
        shared = {name: codes for name, codes in by_name.items() if len(codes) > 1}
        names = {name: code for name, code in sites if plain(name) not in shared}
        return cls({**names, **{code: code for _name, code in sites}}, shared)

    def sharing(self, cell: str) -> list[str]:
        """The codes of the sites that have this name, where there are several."""
        return self.shared.get(plain(cell), [])
