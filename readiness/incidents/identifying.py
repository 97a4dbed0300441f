"""What in a text could tell who somebody is: addresses, numbers, names of people who are known."""

import re
from collections.abc import Callable, Iterable

from readiness.foundation.words import gettext as _

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_PHONE = re.compile(r"(?<![\w-])[+(]{0,2}(?:\d[\s.()/-]{0,2}){7,15}(?![\w-])")
_INSURANCE = re.compile(r"(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)")
_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof)\.?\s+[^\W\d_]+", re.IGNORECASE)
_PAIR = re.compile(r"(?=\b([^\W\d_][\w'’-]*)\s+([^\W\d_][\w'’-]*))")

Pair = tuple[str, str]


def identifying(text: str, known: Callable[[Iterable[Pair]], Iterable[str]]) -> list[str]:
    """What in a text tells who somebody is, as it stands there. `known`: of pairs of words, those that are a name."""
    days_apart = _DAY.sub(" ", text)
    found = [match.group() for match in _EMAIL.finditer(text)]
    for pattern in (_INSURANCE, _PHONE, _TITLED):
        found += [match.group().strip() for match in pattern.finditer(days_apart)]
    found += known({(first, second) for first, second in _PAIR.findall(text)})
    return list(dict.fromkeys(found))


def faults_of(fields: dict[str, str], known: Callable[[Iterable[Pair]], Iterable[str]]) -> list[str]:
    """A sentence for each field of a part that is safe to share in which somebody could be recognised."""
    return [
        _(
            "%(field)s: “%(what)s” tells who somebody is. Leave it out here; the sealed part is for it.",
            field=name,
            what="”, “".join(found),
        )
        for name, text in fields.items()
        if (found := identifying(text, known))
    ]
