"""Which site a file or a form means: by its code, or by a name that is one site's alone."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from readiness.foundation.database import select
from readiness.foundation.errors import InvalidInput
from readiness.foundation.temporal import NEVER
from readiness.foundation.text import nearest
from readiness.foundation.words import gettext as _
from readiness.imports.reading.cells import ChoiceCells, plain, shortened

_NAME_AND_CODE = re.compile(r".*\((?P<code>[^()]+)\)")
_ALIKE = 70

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

    def meant(self, typed: str) -> str | None:
        """The code of the site that is meant by code, name or both; None where it is none, or one of several."""
        known, both = ChoiceCells({}, self.codes), _NAME_AND_CODE.fullmatch(typed)
        return known[typed] or (known[both["code"].strip()] if both else None)

    def not_meant(self, typed: str) -> str:
        """What is wrong with what was typed for a site and means none, and what to do."""
        sharing = self.sharing(typed)
        if sharing:
            return shared_name(typed, sharing)
        near = nearest(typed, self.codes, alike=_ALIKE)
        sentence = _("There is no site ‘%(typed)s’. Write its name or its code.", typed=shortened(typed))
        return f"{sentence} {_('Did you mean ‘%(name)s’?', name=near)}" if near else sentence

    def sharing(self, cell: str) -> list[str]:
        """The codes of the sites that have this name, where there are several."""
        return self.shared.get(plain(cell), [])


_NAMED = 10


def shared_name(cell: str, codes: Sequence[str]) -> str:
    """What is wrong with a name that several sites have, and what to do."""
    return _(
        "'%(cell)s' is the name of %(count)s sites. Write the code of the one that is meant: %(codes)s.",
        cell=shortened(cell),
        count=len(codes),
        codes=", ".join(codes[:_NAMED]) + (" …" if len(codes) > _NAMED else ""),
    )


def sites_meant(field: str, lines: Iterable[str]) -> list[str]:
    """The codes of the sites that are named, one a line or with commas between; raises InvalidInput for the field."""
    words, codes, faults = SiteWords.known(), [], []
    for line in lines:
        # A name may have a comma in it.
        for named in [line] if words.meant(line) else line.split(","):
            code = words.meant(named.strip()) if named.strip() else ""
            if code is None:
                faults.append(f"{field}: {words.not_meant(named.strip())}")
            elif code and code not in codes:
                codes.append(code)
    if faults:
        raise InvalidInput(faults)
    return codes
