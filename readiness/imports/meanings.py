"""What the values of a file mean, as its mapping says; choices apart, which have words of our own too. Pure."""

from collections.abc import Sequence

from readiness.imports.fields import FieldList, FieldType
from readiness.imports.mapping import Mapping


class Meanings:
    """Puts our values in the place of the file's."""

    def __init__(self, mapping: Mapping, header: Sequence[str], fields: FieldList) -> None:
        self._meant = [
            (header.index(mapping.columns[name]), meant)
            for name, meant in mapping.values.items()
            if name in mapping.columns and fields[name].type is not FieldType.CHOICE
        ]

    def __bool__(self) -> bool:
        return bool(self._meant)

    def of(self, cells: Sequence[str]) -> list[str] | None:
        """The cells as they are meant; None where the mapping leaves the row out."""
        told = list(cells)
        for place, meant in self._meant:
            told[place] = meant.get(cells[place], cells[place])
            if cells[place] in meant and not told[place]:
                return None
        return told
