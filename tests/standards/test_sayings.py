"""Sayings and synonyms: every fault of every file is named; what stands for two situations tells nothing."""

from pathlib import Path

import pytest

from readiness.foundation.errors import ConfigurationError
from readiness.protocols.queries import shipped_protocols
from readiness.situations.terms import plain
from readiness.standards.protocols import LANGUAGES
from readiness.standards.sayings import load_ideas, load_sayings, load_synonyms


def test_every_starter_protocol_has_many_in_each_language() -> None:
    sayings = load_sayings()
    assert sayings.keys() == shipped_protocols().keys()
    for slug, each in sayings.items():
        for language in LANGUAGES:
            assert len(each.by_language[language]) >= 80, (slug, language)


def test_synonyms_are_written_as_a_query_is_read_and_none_leads_to_another() -> None:
    synonyms = load_synonyms()
    assert [typed for typed in synonyms if plain(typed) != typed] == []
    assert [meant for meant in synonyms.values() if plain(meant) != meant] == []
    assert [typed for typed, meant in synonyms.items() if synonyms.keys() & set(meant.split())] == []


def test_ideas_are_written_as_a_query_is_read() -> None:
    assert [
        word for idea, words in load_ideas().items() for word in (idea, *words) if plain(word) != word
    ] == []


def test_every_fault_of_every_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text('en = "the same"\nes = "lo uno"\n', encoding="utf-8")
    (tmp_path / "two.toml").write_text('en = "other"\nes = "the same"\n', encoding="utf-8")
    (tmp_path / "bare.toml").write_text('en = "alone"\n', encoding="utf-8")
    (tmp_path / "broken.toml").write_text("en = ", encoding="utf-8")
    with pytest.raises(ConfigurationError) as refused:
        load_sayings(tmp_path)
    told = str(refused.value)
    assert "two.toml: 'the same' stands in one.toml too" in told
    assert "bare.toml: has one text for each of en, es" in told
    assert "broken.toml cannot be read" in told


def test_a_word_that_stands_for_two_things_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "synonyms.toml"
    path.write_text('[en]\nx = "times"\n[es]\nx = "por"\n', encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"es\.x: stands for other words"):
        load_synonyms(path)
