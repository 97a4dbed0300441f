"""`python -m bench.finding`: how often the right situation stands first, and among the first three.

The queries in tests/handbook were written by someone who knew the seventeen situations and had seen no phrasing of
any. Tune on `tune` alone; `test` is looked at to report.
"""

import tomllib
from pathlib import Path

from readiness.handbook.content import Content, in_order
from readiness.handbook.edition import sayings
from readiness.handbook.finding import Finder
from readiness.protocols.queries import shipped_protocols
from readiness.standards.crisis_lines import load_crisis_lines
from readiness.standards.protocols import LANGUAGES

QUERIES = Path(__file__).parent.parent / "tests" / "handbook"


def main() -> None:
    content = Content(in_order(shipped_protocols()), load_crisis_lines(), "US")
    finder = Finder(list(content.protocols), list(sayings(content)))
    for half in ("tune", "test"):
        queries = tomllib.loads((QUERIES / f"queries_{half}.toml").read_text(encoding="utf-8"))["query"]
        for language in LANGUAGES:
            asked = [query for query in queries if query["lang"] == language]
            first = three = 0
            for query in asked:
                found, right = finder.find(query["text"]), {query["expect"], *query.get("also", [])}
                first += found[0] in right
                three += not right.isdisjoint(found[:3])
            print(
                f"{half} {language}: {len(asked)} queries, right first {first / len(asked):.1%}, "
                f"among the first three {three / len(asked):.1%}"
            )


if __name__ == "__main__":
    main()
