"""Writing cells that a spreadsheet program must not run, and reading them back."""

import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from readiness.foundation.cells import guard, unguard

NEARLY_FORMULAS = st.text(st.sampled_from("'=+-@\t\r\n ＝－\u00a0\u200b0a(.,") | st.characters(codec="utf-8"))


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2+3+cmd|' /C calc'!A0",
        "-A1",
        "@SUM(A1:A9)",
        "\t=1+1",
        "\r=1+1",
        "\tAna",
        "  =1+1",
        "\u00a0=1+1",
        "\u200b\ufeff=1+1",
        "\x00=1+1",
        "＝1+1",
        "＋1",
        "－A1",
        "＠SUM(A1)",
        "Ana\n=1+1",
        "Ana\r=1+1",
        "Ana\r\n  =1+1",
        "Ana\u2028=1+1",
        "Ana\n\tRuiz",
        "-5\n=1+1",
        "--5",
        "-",
        "-5%",
        "+1e9",
    ],
)
def test_what_could_be_a_formula_gets_a_quote(cell: str) -> None:
    assert guard(cell) == f"'{cell}"


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "Ana Ruiz",
        "O'Brien",
        "'til Friday",
        "ana-maria@example.org",
        "1=1",
        "-5",
        "-1,234.50",
        "-.5",
        "+1 (555) 010-0100",
        "+44 20 7946 0958",
        "+(44) 20 7946 0958",
        "first line\nsecond line",
        "first line\r\n\r\nsecond line",
        "٣=1",
    ],
)
def test_what_is_harmless_stays_as_it_is(cell: str) -> None:
    assert guard(cell) == cell
    assert unguard(cell) == cell


def test_a_quote_that_was_there_before_is_kept() -> None:
    assert guard("'=1+1") == "''=1+1"
    assert unguard("''=1+1") == "'=1+1"
    assert unguard("'+44 20 7946 0958") == "'+44 20 7946 0958"


@settings(max_examples=1000)
@given(NEARLY_FORMULAS)
@example("''=1")
@example("' '=1")
def test_taking_the_guard_off_gives_every_cell_back(cell: str) -> None:
    assert unguard(guard(cell)) == cell


@settings(max_examples=1000)
@given(NEARLY_FORMULAS)
def test_no_guarded_cell_begins_as_a_formula(cell: str) -> None:
    written = guard(cell)
    seen = re.sub(r"^[\s\x00-\x1f\u00a0\u200b\ufeff]+", "", written)
    begins_with_a_sign = seen[:1] in {*"=+-@＝＋－＠"} - {""}
    assert not begins_with_a_sign or re.fullmatch(r"[+-][0-9 .,()-]+", written)


def test_guarding_takes_time_in_proportion_to_the_text() -> None:
    started = time.perf_counter()
    for hostile in ("\n" * 1_000_000, " " * 1_000_000, "\n \t" * 300_000, "'" * 1_000_000, "-" * 1_000_000):
        guard(hostile)
    assert time.perf_counter() - started < 5
