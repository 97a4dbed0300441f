"""The right situation is found in the words of someone in distress, in both languages, typing mistakes and all."""

import random
import sqlite3
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from readiness.handbook.content import Content
from readiness.handbook.rendering import render
from readiness.protocols.queries import shipped_protocols
from readiness.situations.finder_table import finder_of, read_finder
from readiness.situations.finder_table import sayings as all_sayings
from readiness.situations.finding import Finder
from readiness.situations.speaking import Tongues
from readiness.situations.terms import sound
from readiness.standards.sayings import load_sayings
from tests.handbook.making import content_of, published

FLOORS = {("test", "en"): (0.92, 0.985), ("test", "es"): (0.92, 0.96)}
"""Right first, and among the first three, on queries by someone who had seen no saying: a little below what is reached."""


@pytest.fixture(scope="module")
def content() -> Content:
    return content_of(shipped_protocols())


@pytest.fixture(scope="module")
def finder(content: Content) -> Finder:
    return finder_of(content.protocols)


def queries(half: str, language: str) -> list[dict[str, Any]]:
    path = Path(__file__).parent / f"queries_{half}.toml"
    asked = tomllib.loads(path.read_text(encoding="utf-8"))["query"]
    return [query for query in asked if query["lang"] == language]


def shares(finder: Finder, asked: Iterable[tuple[str, set[str]]]) -> tuple[float, float]:
    found = [(finder.find(text), right) for text, right in asked]
    first = sum(slugs[0] in right for slugs, right in found)
    three = sum(not right.isdisjoint(slugs[:3]) for slugs, right in found)
    return first / len(found), three / len(found)


@pytest.mark.parametrize(("half", "language"), FLOORS)
def test_what_was_reached_is_kept(finder: Finder, half: str, language: str) -> None:
    asked = [(query["text"], {query["expect"], *query.get("also", [])}) for query in queries(half, language)]
    assert len(asked) > 150
    first, three = shares(finder, asked)
    assert first >= FLOORS[half, language][0]
    assert three >= FLOORS[half, language][1]


def mistyped(text: str, chance: random.Random) -> str:
    """Two letters changed over, or one left out, in more than half of all longer words."""

    def once(word: str) -> str:
        if len(word) < 4 or chance.random() > 0.6:
            return word
        place = chance.randrange(1, len(word) - 1)
        if chance.random() < 0.5:
            return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        return word[:place] + word[place + 1 :]

    return " ".join(once(word) for word in text.split())


@pytest.mark.parametrize("language", ["en", "es"])
def test_typing_mistakes_in_most_words_cost_little(finder: Finder, language: str) -> None:
    chance = random.Random(11)  # noqa: S311 - mistakes, not secrets
    asked = [
        (mistyped(query["text"], chance), {query["expect"], *query.get("also", [])})
        for query in queries("tune", language)
    ]
    first, three = shares(finder, asked)
    assert first >= 0.85
    assert three >= 0.97


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("kms", "suicide"),
        ("he said i wont be a problem for anyone after friday", "suicide"),
        ("me quiero desvivir", "suicide"),
        ("took all her pills", "overdose"),
        ("no despierta despues de las pastillas", "overdose"),
    ],
)
def test_what_may_cost_a_life_is_among_the_first_three(finder: Finder, typed: str, right: str) -> None:
    assert right in finder.find(typed)[:3]


@pytest.mark.parametrize(
    "typed", ["", " ", "?!", "🙂🙂", "日本語", "Привет", "x" * 10_000, "a b c " * 2000, "\x00", "ﷺ" * 300]
)
def test_whatever_is_typed_every_situation_is_offered_once(finder: Finder, typed: str) -> None:
    assert sorted(finder.find(typed)) == sorted(shipped_protocols())


def test_where_nothing_tells_what_cannot_wait_comes_first(finder: Finder) -> None:
    assert finder.find("")[:2] == ["suicide", "overdose"]


def test_a_finder_that_was_kept_finds_what_it_found(tmp_path: Path, content: Content, finder: Finder) -> None:
    connection = sqlite3.connect(published(tmp_path, content))
    kept = read_finder(connection, list(content.protocols))
    connection.close()
    for query in queries("tune", "en") + queries("tune", "es"):
        assert kept.find(query["text"]) == finder.find(query["text"])


def test_wide_sayings_stand_on_no_page(content: Content) -> None:
    pages = " ".join(page.html for page in render(content)).casefold()
    for sayings in load_sayings().values():
        long = [saying for lines in sayings.by_language.values() for saying in lines if len(saying) > 40]
        assert long
        assert not [saying for saying in long if saying in pages]


@pytest.mark.parametrize(
    ("heard", "meant"),
    [("biolensia", "violencia"), ("insendio", "incendio"), ("aser", "hacer"), ("bida", "vida")],
)
def test_what_is_written_by_ear_sounds_like_what_is_meant(heard: str, meant: str) -> None:
    assert sound(heard) == sound(meant)


def test_nearly_all_that_is_meant_fits_and_what_is_meant_for_something_else_does_not(finder: Finder) -> None:
    asked = queries("tune", "en") + queries("tune", "es")
    assert sum(finder.look(query["text"]).fits for query in asked) >= 0.99 * len(asked)
    for typed in (
        "",
        "asdfgh qwerty",
        "日本語",
        "how do i reset my password",
        "where is the printer",
        "pizza",
    ):
        assert not finder.look(typed).fits, typed


def test_the_language_of_every_query_is_told_by_its_words(content: Content) -> None:
    tongues = Tongues.of((each.language, each.words) for each in all_sayings(content.protocols))
    for language, other in (("en", "es"), ("es", "en")):
        wrong = [
            each["text"]
            for each in queries("tune", language)
            if tongues.spoken(each["text"], other) != language
        ]
        assert len(wrong) <= 3, wrong
    assert tongues.spoken("", "es") == "es"
