"""Crisis lines as data: each can be reached, says who says so, and none shows a number that was given up."""

from pathlib import Path

import pytest

from readiness.foundation.errors import ConfigurationError
from readiness.standards.crisis_lines import load_crisis_lines


def test_each_says_who_says_so_and_when_that_was_read() -> None:
    for line in load_crisis_lines().values():
        assert line.source
        assert not line.verified or line.verified_on, line.id


def test_no_line_has_a_number_that_another_took_the_place_of() -> None:
    lines = load_crisis_lines().values()
    given_up = {number for line in lines for number in line.supersedes}
    assert "18002738255" in given_up  # the old lifeline's
    assert given_up.isdisjoint({line.call for line in lines} | {line.text for line in lines})


def test_the_united_states_have_an_emergency_number_and_a_line_in_each_language() -> None:
    own = [line for line in load_crisis_lines().values() if line.country == "US" and line.verified]
    assert [line.call for line in own if line.kind == "emergency"] == ["911"]
    assert {language for line in own for language in line.first_for} == {"en", "es"}


def test_every_fault_of_a_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "lines.toml"
    path.write_text(
        '[a]\nname = "A"\ncountry = "usa"\nkind = "crisis"\nis_always_open = true\nlanguages = ["en"]\n'
        'source = "x"\nverified = true\n\n'
        '[b]\nname = "B"\ncountry = "US"\nkind = "crisis"\nis_always_open = true\nlanguages = ["en"]\n'
        'source = "x"\nverified = true\nfallback = "none"\n',
        encoding="utf-8",
    )
    with pytest.raises(ConfigurationError) as refused:
        load_crisis_lines(path)
    said = str(refused.value)
    assert "lines.toml, a.country" in said
    assert "lines.toml, b.fallback: 'none' is no line in this file." in said
    assert "lines.toml, b: has no way to be reached." in said
