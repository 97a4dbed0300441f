"""Whether a directory itself says, in whatever field, that something is not to be shown. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

_HIDDEN = re.compile(
    r"confidential|confidencial|privat|privad|privacy|undisclosed|redact|hidden|hide|oculto|secret|withh[eo]ld"
    r"|suppress|restricted|unlisted|unpublish|internal_?(?:only|use)|staff_?only|safe_?house|secure_location"
    r"|(?:is_|^)sensitive|sensitive_?(?:address|location|record)|mask_?(?:address|location)"
    r"|(?:do_?not|don_?t|never|not|non|no|exclude|omit|remove|block)_?(?:for_?)?(?:from_?)?(?:the_?)?"
    r"(?:be_?)?(?:public|publi[sc]|display|show|list|share|release|disclos|give|web|online|director|map)"
)
_SHOWN = re.compile(
    r"public|publish|display|visible|show(?!er)|disclos|share_?(?:address|location|publicly)|release|listed"
    r"|on_?(?:the_?)?(?:web|map)"
)
_LEVEL = re.compile(
    r"visib|sensitivity|access_?level|classification|location_?type|address_?type|privacy|publication|status|audience"
    r"|permission|display|disclosure|sharing"
)
_OTHERWISE = re.compile(
    r"transport|insurance|_pay|payment|school|practice|shower|showroom|private_room|benefit|profit|legal_status"
    r"|tax_status|no_?show|staffing"
)
"""Words beside which 'public' and 'private' are about something else."""
_YES = frozenset(
    {"true", "yes", "y", "1", "-1", "t", "x", "on", "checked", "✓", "✔", "sí", "si", "verdadero", "oui"}
)
_NO = frozenset({"false", "no", "n", "0", "f", "off", "never", "none", "nobody", "falso", "non"})
_SECRET = re.compile(
    r"\W*(?:strictly |highly )?(?:confidential|private|undisclosed|redacted|hidden|secret|withheld|restricted|internal"
    r"|unlisted|unpublished|suppressed|sensitive|staff(?: only)?|(?:agency|partners?|members?|call cent(?:er|re)) only"
    r"|not (?:for )?(?:public|publication|listed|shown|published|disclosed)"
    r"|do not (?:publish|display|share|show|list|disclose)"
    r"|confidencial|privad[oa]|ocult[oa]|reservad[oa]|no publicar)"
    r"(?: (?:location|address|site|use|only|record|information|display|view))?\W*",
    re.IGNORECASE,
)
_SPOKEN = frozenset(
    {"name", "alternate_name", "description", "details", "notes", "title", "attention", "address_1", "type"}
)  # fmt: skip
"""Fields of free text: what stands there is read elsewhere, as words."""


def plain_name(name: str) -> str:
    """A field's name as it is looked at: 'addressIsPrivate' and 'Address is private' as 'address_is_private'."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return re.sub(r"[\W_]+", "_", apart.casefold()).strip("_")


# A directory has few names of fields, and each of them in every row.
@lru_cache(maxsize=1_000)
def names_a_mark(name: str) -> bool:
    """Whether a field is about who may see something, and so is no field of HSDS that was left out by mistake."""
    plain = plain_name(name)
    return any(pattern.search(plain) for pattern in (_HIDDEN, _SHOWN, _LEVEL))


def is_marked(fields: Mapping[str, Any]) -> bool:
    """Whether any field says so: confidential = yes, public = no, do_not_publish = 1, visibility = private."""
    return any(says_so(name, value) for name, value in fields.items())


class _About(NamedTuple):
    """What the name of a field makes of what stands in it."""

    is_hidden: bool
    is_shown: bool
    is_level: bool


@lru_cache(maxsize=1_000)
def _about(name: str) -> _About | None:
    """What a name is about; None where it is not about who may see something."""
    plain = plain_name(name)
    if plain in _SPOKEN or _OTHERWISE.search(plain):
        return None
    found = _About(*(pattern.search(plain) is not None for pattern in (_HIDDEN, _SHOWN, _LEVEL)))
    return found if any(found) else None


def says_so(name: str, value: Any) -> bool:
    """Whether a field and its value say that something is not to be shown."""
    about = _about(name)
    if about is None:
        return False
    for said in _values(value):
        if about.is_hidden and (said in _YES or is_secret(said)):
            return True
        if about.is_shown and not about.is_hidden and (said in _NO or is_secret(said)):
            return True
        if about.is_level and is_secret(said):
            return True
    return False


def is_secret(said: str) -> bool:
    """Whether a text says that something is secret, and nothing else."""
    return _SECRET.fullmatch(said.replace("_", " ")) is not None


def _values(value: Any) -> Iterator[str]:
    """What a value says, with what stands in it: {'level': 'private'}, ['confidential']."""
    if isinstance(value, Mapping):
        for each in value.values():
            yield from _values(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _values(each)
    else:
        said = str(value).strip().casefold()
        if said:
            yield said


def is_said_of(texts: Iterable[object]) -> bool:
    """Whether an attribute, by its value, its label or its term, says that what has it is not to be shown."""
    said = [str(text).replace("_", " ") for text in texts if text]
    return any(is_secret(each) or is_secret(_OF_A_PLACE.sub("", each)) for each in said)


_OF_A_PLACE = re.compile(r"^\W*(?:address|location|dirección)\W+(?:is\W+)?", re.IGNORECASE)
"""'Address: confidential' says 'confidential'."""


_PRIVATE = re.compile(
    r"\b(?:do not|don.t|never) (?:publish|give out|share|list|display|disclose|release|post)\b"
    r"|\bnot (?:for|to be) (?:public|publication|publish|given out|shared|released|listed|display)"
    r"|\b(?:staff|internal|agency|office)(?: use)? only\b"
    r"|\b(?:private|unlisted|confidential|internal) (?:line|number|phone)\b"
    r"|\bno publicar\b",
    re.IGNORECASE,
)


def is_kept_private(text: str) -> bool:
    """Whether what is said of a number or a contact is that it is not for everybody."""
    return is_secret(text) or _PRIVATE.search(text) is not None
