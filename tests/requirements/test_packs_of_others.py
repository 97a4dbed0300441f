"""Packs that an organisation writes itself: what they may leave out, and how each mistake in one is named."""

from pathlib import Path

import pytest

from readiness.compliance.checks.packs import pack_faults
from readiness.foundation.errors import ConfigurationError
from readiness.standards.certificate_kinds import load_certificate_kinds
from readiness.standards.packs import read_pack
from tests.commands import Terminal

KINDS = load_certificate_kinds()
CHECK = "check = 'holders_per_headcount'\n"


def written(
    folder: Path, *, top: str = "", clause: str = "", terms: str = "at_least = 1", pack_id: str = "own"
) -> Path:
    """A pack with the least that is needed, and what is added to it."""
    path = folder / "own.toml"
    path.write_text(
        f'id = "{pack_id}"\ntitle = "Own"\nsource = "Handbook"\n{top}\n[[clause]]\nid = "c"\ntitle = "C"\n'
        f'citation = "1"\nseverity = "high"\n{clause or CHECK}\n'
        f'[[clause.terms]]\nfrom = 2024-01-01\ncertificate = "cpr-aed"\n{terms}\n',
        encoding="utf-8",
    )
    return path


def faults_of(path: Path) -> list[str]:
    try:
        return pack_faults(read_pack(path), KINDS, path.name)
    except ConfigurationError as error:
        return list(error.problems)


@pytest.mark.parametrize("pack_id", ["own", "SB-553", "own_pack", "iso.45001"])
def test_what_is_needed_is_enough(tmp_path: Path, pack_id: str) -> None:
    assert faults_of(written(tmp_path, pack_id=pack_id)) == []


MISTAKES = [
    ({"terms": 'at_least = "1"'}, "own.toml, clause[1] (c).terms[1].at_least: write a whole number, without quotes."),
    ({"terms": "at_least = true"}, "own.toml, clause[1] (c).terms[1].at_least: write a whole number, without quotes."),
    ({"terms": "at_most = 1\none_per = 5"}, "own.toml, clause[1] (c).terms[1].at_most: the check holders_per_headcount has no such term."),
    ({"pack_id": "own pack"}, "own.toml, id: 'own pack' is no id. Use letters, digits, dots, dashes and underscores, without blanks."),
    ({"top": 'jurisdiction = "California"'}, "own.toml, jurisdiction: 'California' is no jurisdiction. Write a country, such as US, or its region as well, such as US-CA."),
    ({"top": 'verified_on = "someday"'}, "own.toml, verified_on: 'someday' is no day. Write it as 2026-06-30, without quotes."),
    ({"clause": f'{CHECK}[clause.applies]\ncountry = "US"'}, 'own.toml, clause[1].applies.country: write a list, such as ["US"].'),
    ({"clause": f'{CHECK}[clause.applies]\nopen_to_public = "yes"'}, "own.toml, clause[1].applies.open_to_public: write true or false, without quotes."),
    ({"clause": f'{CHECK}severyty = "x"'}, "own.toml, clause[1].severyty: there is no such key. Is it misspelt?"),
    ({"clause": "check = 5"}, "own.toml, clause[1].check: write a text in quotes."),
    ({"terms": 'at_least = 1\n[[clause.example]]\ntitle = "x"\nas_of = 2026-01-01\nholder = 1\nexpect = "gap"'}, "own.toml, clause[1] (c).example[1] (x).holder: there is no such key. Is it misspelt?"),
    ({"terms": 'at_least = 1\n[[clause.example]]\ntitle = "x"\nas_of = 2026-01-01\nexpect = "gop"'}, "own.toml, clause[1].example[1].expect: 'gop' is none of 'met', 'due', 'gap', 'not_applicable' or 'cannot_tell'."),
]  # fmt: skip


@pytest.mark.parametrize(("mistake", "sentence"), MISTAKES, ids=range(len(MISTAKES)))
def test_a_mistake_is_named_by_file_and_key_with_what_to_write(
    tmp_path: Path, mistake: dict[str, str], sentence: str
) -> None:
    assert faults_of(written(tmp_path, **mistake)) == [sentence]


def test_an_example_that_names_no_headcount_is_not_about_it(tmp_path: Path) -> None:
    example = '[[clause.example]]\ntitle = "x"\nas_of = 2026-01-01\nholders = 0\nexpect = "gap"'
    clause = f"{CHECK}[clause.applies]\nheadcount_from = 10"
    assert faults_of(written(tmp_path, clause=clause, terms=f"at_least = 1\n{example}")) == []


def test_a_pack_that_is_refused_was_not_adopted(terminal: Terminal, tmp_path: Path) -> None:
    ran = terminal.run("packs", "adopt", written(tmp_path, top="is_law = 1"))
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == "The pack was not adopted.\n  own.toml, is_law: write true or false, without quotes.\n"
