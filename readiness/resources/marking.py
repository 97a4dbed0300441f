"""Whether a directory itself says, in whatever field, that something is not to be shown. Pure."""

import re
from collections.abc import Mapping
from typing import Any

_HIDDEN = re.compile(r"confidential|privat|privacy|undisclosed|redacted|hidden|hide|secret|withheld|suppress")
_SHOWN = re.compile(r"public|publish|display|visible|show(?:n)?(?:_|$)|disclose")
_LEVEL = re.compile(r"visibility|sensitivity|access_level|classification|location_type|address_type|privacy")
_YES = frozenset({"true", "yes", "y", "1", "t", "x", "sí", "si"})
_NO = frozenset({"false", "no", "n", "0", "f", "never"})
_SECRET = re.compile(
    r"(?:strictly )?(?:confidential|private|undisclosed|redacted|hidden|secret|withheld|restricted|internal"
    r"|staff only|not public|do not publish|confidencial|privado|oculto)\W*",
    re.IGNORECASE,
)
_TEXTS = frozenset(
    {"name", "alternate_name", "description", "details", "notes", "title", "attention", "address_1"}
)
"""Fields of free text: what stands there is read elsewhere, as words."""


def names_a_mark(name: str) -> bool:
    """Whether a field is about who may see something, and so is no field of HSDS that was left out by mistake."""
    plain = name.casefold()
    return any(pattern.search(plain) for pattern in (_HIDDEN, _SHOWN, _LEVEL))


def is_marked(fields: Mapping[str, Any]) -> bool:
    """Whether any field says so: confidential = yes, public = no, visibility = private."""
    return any(_says_so(name, value) for name, value in fields.items())


def _says_so(name: str, value: Any) -> bool:
    name, said = name.casefold(), str(value).strip().casefold()
    if name in _TEXTS or not said:
        return False
    if _HIDDEN.search(name) and (said in _YES or _SECRET.fullmatch(said)):
        return True
    if _SHOWN.search(name) and not _HIDDEN.search(name) and said in _NO:
        return True
    return bool(_LEVEL.search(name) and _SECRET.fullmatch(said))
