"""Objects without numbers that have been superseded: in a number's own field, and in what is written. Pure."""

from dataclasses import replace

from readiness.foundation.remembering import Remembered
from readiness.resources.numbers import GoneBy
from readiness.resources.objects import Object

_PLAIN = frozenset({"attribute", "taxonomy_term", "service_at_location", "language"})
"""Kinds in which nobody writes a number; there are most of these."""


class Today:
    """Puts the numbers of today in the place of those that are gone by."""

    def __init__(self, gone_by: GoneBy) -> None:
        self._gone_by = gone_by
        self._texts = Remembered(gone_by.replaced)

    def of(self, each: Object) -> Object:
        """An object as it may be shown."""
        if each.kind in _PLAIN:
            return each
        content = {
            name: self._texts[value] if isinstance(value, str) and name != "postal_code" else value
            for name, value in each.content.items()
        }
        if each.kind == "phone":
            content["number"] = self._gone_by.of(content["number"]) or content["number"]
        return each if content == each.content else replace(each, content=content)
