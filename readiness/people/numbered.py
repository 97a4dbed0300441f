"""What people are called beside their staff numbers, where a list is of something else."""

from collections.abc import Iterable

from readiness.foundation.database import among, select, word_list
from readiness.foundation.temporal import NEVER
from readiness.people.reach import Reach, within_reach


def names_with_numbers(staff_numbers: Iterable[str], reach: Reach) -> dict[str, str]:
    """'Ana Ruiz (3536)' by staff number, of those within reach who have a name; one statement, however many."""
    wanted = sorted(set(staff_numbers))
    if not wanted:
        return {}
    conditions = [
        "p.superseded_in = :never", among("p.staff_number", "numbers"), *within_reach(reach, "p.id"),
    ]  # fmt: skip
    rows = select(
        f"SELECT p.staff_number, p.given_name, p.family_name FROM person p WHERE {' AND '.join(conditions)}",
        **{**reach.values(), "never": NEVER, "numbers": word_list(wanted)},
    )
    names = {number: f"{given} {family}".strip() for number, given, family in rows}
    return {number: f"{name} ({number})" for number, name in names.items() if name}
