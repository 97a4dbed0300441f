"""The shipped packs: a number that changes breaks a worked example, and docs/laws.md names every clause."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from readiness.compliance.checks import CHECKS
from readiness.compliance.checks.packs import check_packs, pack_faults
from readiness.standards.certificate_kinds import load_certificate_kinds
from readiness.standards.packs import Applies, Clause, Pack, shipped_packs

KINDS = load_certificate_kinds()
PACKS = shipped_packs()
DECIDE_NOTHING = {"make_up_days"}
"""Terms by which something is proposed, and nothing is judged."""

DAYS = {"by", "not_before"}

LAWS = (Path(__file__).parents[2] / "docs" / "laws.md").read_text(encoding="utf-8")
SECTION = re.compile(r"^## .*?\(`([a-z0-9-]+)`.*?$(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


def test_every_worked_example_comes_out() -> None:
    check_packs(PACKS, KINDS)


def numbers_of(content: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """Each whole number, and each day of the year, of a clause: where it stands, and its key."""
    for place in (*content["terms"], content.get("applies", {})):
        for key, value in place.items():
            is_number = isinstance(value, int) and not isinstance(value, bool)
            if (is_number and key not in DECIDE_NOTHING) or key in DAYS:
                yield place, key


def neighbours(value: int | str) -> tuple[int | str, int | str]:
    """One less and one more; of a day such as '12-01', the days before and after it."""
    if isinstance(value, int):
        return value - 1, value + 1
    day = date.fromisoformat(f"2023-{value}")
    return f"{day - timedelta(days=1):%m-%d}", f"{day + timedelta(days=1):%m-%d}"


def is_told(content: dict[str, Any], pack: Pack) -> bool:
    """Whether a clause is refused: by its shape, or by a worked example that does not come out."""
    try:
        clause = Clause.model_validate(content)
    except ValidationError:
        return True
    return bool(pack_faults(pack.model_copy(update={"clause": (clause,)}), KINDS))


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
def test_a_number_that_changes_by_one_breaks_a_worked_example(pack: Pack) -> None:
    unnoticed = []
    for clause in pack.clause:
        content = clause.model_dump(mode="python", by_alias=True, exclude_unset=True)
        for place, key in numbers_of(content):
            number = place[key]
            for other in neighbours(number):
                place[key] = other
                if not is_told(content, pack):
                    unnoticed.append(f"{clause.id}: {key} {other} for {number}")
            place[key] = number
    assert unnoticed == []


def words_of_packs() -> set[str]:
    """What a table of clauses may name that is no clause: checks, their terms, and what these are filled with."""
    terms = {name for check in CHECKS.values() for name in check.terms.model_fields}
    fillings = {
        word
        for pack in PACKS.values()
        for clause in pack.clause
        for part in (*(each.own for each in clause.terms), clause.applies.model_dump())
        for value in part.values()
        for word in ([value] if isinstance(value, str) else value if isinstance(value, list | tuple) else [])
    }
    return {*CHECKS, *terms, *Applies.model_fields, *fillings, *PACKS, *KINDS.by_code, "GB"}


@pytest.mark.parametrize(
    "pack", [pack for pack in PACKS.values() if pack.jurisdiction], ids=lambda each: each.id
)
def test_the_table_of_a_law_names_each_of_its_clauses_and_no_other(pack: Pack) -> None:
    sections = dict(SECTION.findall(LAWS))
    clauses = {clause.id for clause in pack.clause}
    named = set(re.findall(r"`([^`]+)`", sections[pack.id]))
    assert named - (words_of_packs() - clauses) == clauses


def test_what_is_law_or_of_a_country_says_that_it_is_no_legal_advice_and_when_it_was_read() -> None:
    for pack in PACKS.values():
        if pack.jurisdiction:
            assert "Not legal advice" in pack.note, pack.id
            assert pack.verified_on, pack.id
            assert all(clause.verified_on and clause.source_url for clause in pack.clause), pack.id
