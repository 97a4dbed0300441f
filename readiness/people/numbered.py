"""What people are called beside their staff numbers, where a list is of something else."""

from collections.abc import Iterable

from readiness.foundation.database import among, select, word_list
from readiness.people.reach import Reach, within_reach


def names_with_numbers(staff_numbers: Iterable[str], reach: Reach | None = None) -> dict[str, str]:
    """'Ana Ruiz (3536)' by staff number, of those who have a name; one statement, however many.

    `reach`: of those within it; None: of everybody.
    """
    wanted = sorted(set(staff_numbers))
    if not wanted:
        return {}
    seen = [] if reach is None else within_reach(reach, "p.id")
    conditions = " AND ".join([among("p.staff_number", "numbers"), *seen])
    rows = select(
        f"SELECT p.staff_number, p.given_name, p.family_name FROM person p WHERE {conditions} ORDER BY p.superseded_in",
        numbers=word_list(wanted),
        **({} if reach is None else reach.values()),
    )
    names = {number: f"{given} {family}".strip() for number, given, family in rows}
    return {number: f"{name} ({number})" for number, name in names.items() if name}
