"""Whose certificate a row is: the person with the staff number; by the e-mail where the row has no number."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from readiness.foundation.database import select
from readiness.foundation.temporal import NEVER


class Holders:
    """The people of the staff as the rows of a file name them. `places`: where in a row its fields stand."""

    def __init__(self, places: Mapping[str, int]) -> None:
        self._names = [name for name in ("staff_number", "email") if name in places]
        self._places = places
        self.at = places[self._names[0]]
        """The cell that names most people."""
        self.known: Mapping[str, int | None] = (
            dict(select(f"SELECT staff_number, id FROM person WHERE superseded_in = {NEVER}"))
            if "staff_number" in places
            else self._by_email
        )
        """The ids of people by that cell."""

    def named_by(self, cells: Sequence[str]) -> str:
        """The field by which a row names its person."""
        filled = (name for name in self._names if cells[self._places[name]])
        return next(filled, self._names[0])

    def find(self, cells: Sequence[str]) -> int | None:
        """The id of the person whom a row names; None for nobody, and for an e-mail that several people share."""
        name = self.named_by(cells)
        cell = cells[self._places[name]]
        return self.known.get(cell) if name == "staff_number" else self._by_email.get(cell.casefold())

    def is_shared(self, email: str) -> bool:
        """Whether the e-mail belongs to several people."""
        return self._by_email.get(email.casefold(), 0) is None

    def padded(self, staff_number: str) -> str:
        """The one staff number that is this one with zeros before it, as a spreadsheet takes them off; else ''."""
        numbers = self._padded.get(staff_number, [])
        return numbers[0] if len(numbers) == 1 else ""

    @cached_property
    def _padded(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for (number,) in select(
            f"SELECT staff_number FROM person WHERE superseded_in = {NEVER} AND staff_number LIKE '0%'"
        ):
            found.setdefault(number.lstrip("0"), []).append(number)
        return found

    @cached_property
    def _by_email(self) -> dict[str, int | None]:
        return {
            email: id_ if people == 1 else None
            for email, id_, people in select(
                "SELECT email_key, min(id), count(*) FROM person "
                f"WHERE email_key <> '' AND superseded_in = {NEVER} GROUP BY email_key"
            )
        }
