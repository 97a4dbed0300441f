"""What finds a situation, made from protocols and kept in an edition: sayings, synonyms, terms and meanings."""

import sqlite3
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from readiness.foundation.later import numpy as np
from readiness.situations.finding import Finder
from readiness.situations.learning import Learned, Saying, learn
from readiness.situations.meaning import SIZE, Meanings, meanings
from readiness.situations.terms import plain, replaced
from readiness.situations.wording import Ideas
from readiness.standards.protocols import LANGUAGES, Protocol
from readiness.standards.sayings import load_ideas, load_sayings, load_synonyms

if TYPE_CHECKING:
    from readiness.situations.learning import Numbers

_HALF = "<f2"


def sayings(protocols: Mapping[str, Protocol]) -> Iterator[Saying]:
    """What people may say of each situation, with how much it tells."""
    wide = load_sayings()
    for slug, protocol in protocols.items():
        for language in LANGUAGES:
            text = protocol.text(language)
            for told in (text.situation, *text.phrasings):
                yield Saying(slug, told, 3, language)
            for told in wide[slug].by_language[language] if slug in wide else ():
                yield Saying(slug, told, 2, language)
            for told in (*text.signs, text.first):
                yield Saying(slug, told, 1, language)


def finder_of(protocols: Mapping[str, Protocol]) -> Finder:
    """What finds the situations of these protocols."""
    return _finder(tuple(protocols), tuple(sayings(protocols)))


@lru_cache(maxsize=4)
def _finder(slugs: tuple[str, ...], told: tuple[Saying, ...]) -> Finder:
    # Kept, since most new editions change no saying, and to learn takes a second.
    synonyms = load_synonyms()
    ideas = Ideas.of(load_ideas())
    wordings = [ideas.wording(replaced(plain(saying.words), synonyms)) for saying in told]
    senses = [(saying.slug, wording.sense) for saying, wording in zip(told, wordings, strict=True)]
    return Finder(learn(slugs, told, wordings), meanings(slugs, senses), ideas, synonyms)


def write_finder(connection: sqlite3.Connection, finder: Finder) -> None:
    """Keep it in an edition that is being built; numbers in half precision, the lowest byte first."""
    connection.executemany("INSERT INTO synonym VALUES (?, ?)", sorted(finder.synonyms.items()))
    connection.executemany(
        "INSERT INTO idea VALUES (?, ?)",
        sorted((stem, " ".join(ideas)) for stem, ideas in finder.ideas.by_stem.items()),
    )
    connection.executemany(
        "INSERT INTO term VALUES (?, ?, ?)",
        [
            (place, term, _packed(finder.learned.telling[place]))
            for term, place in finder.learned.rows.items()
        ],
    )
    connection.executemany(
        "INSERT INTO meaning VALUES (?, ?)",
        [(slug, _packed(vectors)) for slug, vectors in finder.meanings.by_slug.items()],
    )


def read_finder(connection: sqlite3.Connection, slugs: list[str]) -> Finder:
    """What finds situations in an edition; `slugs` in the order of its first page."""
    synonyms = dict(connection.execute("SELECT typed, meant FROM synonym"))
    ideas = {stem: carried.split() for stem, carried in connection.execute("SELECT stem, ideas FROM idea")}
    rows: dict[str, int] = {}
    packed = bytearray()
    # One after the other: tens of thousands held at once would leave holes in what stays.
    for term, telling in connection.execute("SELECT term, telling FROM term ORDER BY place"):
        rows[term] = len(rows)
        packed += telling
    learned = Learned(slugs, rows, _unpacked(packed).reshape(len(rows), len(slugs)))
    vectors = dict(connection.execute("SELECT slug, vectors FROM meaning"))
    directions = Meanings({slug: _unpacked(vectors[slug]).reshape(-1, SIZE) for slug in slugs})
    return Finder(learned, directions, Ideas(ideas), synonyms)


def _packed(numbers: "Numbers") -> bytes:
    return numbers.astype(_HALF).tobytes()


def _unpacked(packed: bytes | bytearray) -> "Numbers":
    return np.frombuffer(packed, dtype=_HALF).astype(np.float32)
