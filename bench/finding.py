"""`python -m bench.finding`: how often the right situation is found, and in what time, beside bare FTS5.

The queries in tests/situations were written by someone who knew the seventeen situations and had seen no phrasing of
any. Tune on `tune` alone; `test` is looked at to report. FTS5 has the same sayings, and every word of the query.
"""

import random
import sqlite3
import time
import tomllib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from readiness.handbook.content import Content, in_order
from readiness.protocols.queries import shipped_protocols
from readiness.situations.finder_table import finder_of, sayings
from readiness.situations.finding import Finder
from readiness.situations.terms import plain
from readiness.standards.crisis_lines import load_crisis_lines
from readiness.standards.protocols import LANGUAGES

QUERIES = Path(__file__).parent.parent / "tests" / "situations"
ROUNDS = 10
TEXTS = 500


def main() -> None:
    content = Content(in_order(shipped_protocols()), load_crisis_lines(), "US")
    finder, bare = (
        finder_of(content.protocols),
        _bare([saying.words for saying in sayings(content.protocols)]),
    )
    slugs = [saying.slug for saying in sayings(content.protocols)]
    for half in ("tune", "test"):
        for language in LANGUAGES:
            asked = [query for query in _queries(half) if query["lang"] == language]
            right = [{query["expect"], *query.get("also", [])} for query in asked]
            texts = [query["text"] for query in asked]
            print(f"{half} {language}: {len(asked)} queries, {_shares(map(finder.find, texts), right)}")
            by_words = [list(dict.fromkeys(slugs[row] for row in _match(bare, text))) for text in texts]
            print(f"    bare FTS5 over the same sayings: {_shares(by_words, right)}")
    _times(finder)


def _times(finder: Finder) -> None:
    """Seconds of the processor: a neighbour's work does not count."""
    texts = [query["text"] for query in _queries("tune")]
    chance = random.Random(5)
    words = sorted({word for text in texts for word in plain(text).split() if len(word) > 5})
    mistyped = [word[:2] + word[3:] for word in chance.sample(words, 200)]
    bare = _bare(_texts(words, chance))
    floor = _measured(lambda word: _match(bare, word), chance.sample(words, 200))
    print(f"bare FTS5, {TEXTS} texts, one word, bm25, 20 rows: {_said(floor)}")
    for name, asked in (("whole queries", texts), ("one word", words), ("one mistyped word", mistyped)):
        found = _measured(finder.find, asked)
        print(f"find, {name}: {_said(found)}, {found[0] / floor[0]:.2f} and {found[1] / floor[1]:.2f} times")


def _measured(find: Callable[[str], object], asked: Sequence[str]) -> tuple[float, float]:
    taken = []
    for text in [*asked] * ROUNDS:
        before = time.thread_time_ns()
        find(text)
        taken.append(time.thread_time_ns() - before)
    taken = sorted(taken[len(asked) :])  # the first round warms up
    return taken[len(taken) // 2] / 1000, taken[len(taken) * 99 // 100] / 1000


def _said(taken: tuple[float, float]) -> str:
    return f"p50 {taken[0]:.0f} µs, p99 {taken[1]:.0f} µs"


def _queries(half: str) -> list[dict[str, str]]:
    asked: list[dict[str, str]] = tomllib.loads((QUERIES / f"queries_{half}.toml").read_text("utf-8"))[
        "query"
    ]
    return asked


def _shares(found: Iterable[Sequence[str]], right: Sequence[set[str]]) -> str:
    both = list(zip(found, right, strict=True))
    first = sum(slugs[:1] != [] and slugs[0] in expected for slugs, expected in both)
    three = sum(not expected.isdisjoint(slugs[:3]) for slugs, expected in both)
    return f"right first {first / len(both):.1%}, among the first three {three / len(both):.1%}"


def _texts(words: Sequence[str], chance: random.Random) -> list[str]:
    return [" ".join(chance.choices(words, k=250)) for _text in range(TEXTS)]


def _bare(texts: Iterable[str]) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE told USING fts5(words, tokenize='unicode61 remove_diacritics 2', prefix='2 3')"
    )
    connection.executemany("INSERT INTO told (rowid, words) VALUES (?, ?)", enumerate(texts))
    connection.execute("INSERT INTO told(told) VALUES ('optimize')")
    return connection


def _match(connection: sqlite3.Connection, text: str) -> list[int]:
    words = " OR ".join(f'"{word}"' for word in plain(text).split())
    rows = connection.execute("SELECT rowid FROM told WHERE told MATCH ? ORDER BY rank LIMIT 20", (words,))
    return [row for (row,) in rows]


if __name__ == "__main__":
    main()
