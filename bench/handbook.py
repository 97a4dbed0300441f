"""`python -m bench.handbook`: editions for many sites and many protocols: how long to build, how large, how fast.

Protocols beyond those shipped are put together from sentences of the shipped ones, with words exchanged so that no
two are the same; the real ones would share less with each other.
"""

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, cycle, islice
from pathlib import Path
from typing import Any

import brotli

from readiness.handbook.bundle import Bundle, Wanted, bundle_of
from readiness.handbook.content import Content, in_order
from readiness.handbook.edition import build
from readiness.handbook.opened import Opened
from readiness.handbook.rendering import render
from readiness.people.places import Place
from readiness.protocols.queries import shipped_protocols
from readiness.standards.crisis_lines import load_crisis_lines
from readiness.standards.protocols import LANGUAGES, Protocol

SITES, PROTOCOLS = 500, 500


def shipped(places: tuple[Place, ...] = ()) -> Content:
    return Content(in_order(shipped_protocols()), load_crisis_lines(), "US", places=places)


def sites(count: int) -> tuple[Place, ...]:
    """Sites with addresses of their own, every fourth in another country, every third with a prefix."""
    return tuple(
        Place(
            f"SITE-{number:04}",
            f"Site {number} at {number * 37 % 900} Market",
            f"{number * 53 % 9000} {number % 17}th Street, Town {number * 7 % 300}",
            "GB" if number % 4 == 0 else "US",
            "",
            "9" if number % 3 == 0 else "",
        )
        for number in range(count)
    )


def invented(count: int, seed: int = 1) -> dict[str, Protocol]:
    """So many protocols, each of sentences of several, some words of which are exchanged."""
    chance = random.Random(seed)
    known = list(shipped_protocols().values())
    words = sorted(
        {word for each in known for step in each.en.steps for word in step.more.split() if word.isalpha()}
    )
    found = {}
    for number, base in enumerate(islice(cycle(known), count)):
        slug = "p" + "".join(chr(97 + int(digit)) for digit in f"{number:04}")
        body: dict[str, Any] = base.model_dump() | {"slug": slug, "next": ()}
        for language in LANGUAGES:
            body[language] = _changed(body[language], chance, words)
        found[slug] = Protocol.model_construct(
            **(body | {name: type(getattr(base, name)).model_validate(body[name]) for name in LANGUAGES}),
        ).model_copy(update={"sources": base.sources})
    return found


def _changed(value: Any, chance: random.Random, words: list[str]) -> Any:
    """A text with one word in five exchanged, short enough still; the same of all texts within."""
    if isinstance(value, dict):
        return {
            name: text if name in {"level", "branch_after"} else _changed(text, chance, words)
            for name, text in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [_changed(each, chance, words) for each in value]
    if not isinstance(value, str):
        return value
    told = value.split(" ")
    for place, word in enumerate(told):
        others = [other for other in words if 1 < len(other) <= len(word)]
        if others and chance.random() < 0.2:
            told[place] = chance.choice(others)
    return " ".join(told)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.handbook", description=__doc__)
    parser.add_argument("--sites", type=int, default=SITES)
    parser.add_argument("--protocols", type=int, default=PROTOCOLS, help="invented ones, for the bundle")
    chosen = parser.parse_args()
    for line in chain(measure_sites(chosen.sites), measure_bundle(chosen.protocols)):
        print(line, flush=True)


def measure_sites(count: int) -> Iterator[str]:
    """An edition for no site, and one for many: seconds to build, size, and pages a second at a site."""
    for places in ((), sites(count)):
        with tempfile.TemporaryDirectory() as name:
            begun = time.process_time()
            path = build(shipped(places), Path(name)).path
            built = time.process_time() - begun
            size = path.stat().st_size / 1e6
            opened = Opened.read(path)
            opened.bundle.place("")  # read, as the first request to a site reads it
        yield f"17 protocols, 2 languages, {len(places):3} sites: {built:.1f} s of the processor, {size:.1f} MB"
    begun, turns = time.process_time(), 2_000
    for turn in range(turns):
        page = opened.page("/protocols/suicide", Wanted("en", f"SITE-{turn % count:04}"))
        if page is not None:
            page.brotlied()
    each = (time.process_time() - begun) / turns
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = f"{each * 1000:.2f} ms of the processor; the process at its most: {memory:.0f} MB"
    yield f"a page at a site, filled in and compressed: {told}"


def measure_bundle(count: int) -> Iterator[str]:
    """What a phone takes: shipped protocols with all their sayings, and invented ones."""
    with tempfile.TemporaryDirectory() as name:
        whole = Opened.read(build(shipped(), Path(name)).path).bundle
        yield f"copy for a phone, 17 protocols, 2 languages: {_size(whole)}"
    content = replace(shipped(), protocols=invented(count))
    pages = list(render(content))
    bundle = bundle_of(content, pages, [])
    yield f"copy for a phone, {count} invented protocols, 2 languages, without sayings: {_size(bundle)}"


def _size(bundle: Bundle) -> str:
    small = brotli.compress(bundle.text, quality=11, lgwin=24)
    return f"{len(bundle.text) / 1000:,.0f} kB plain, {len(small) / 1000:,.0f} kB compressed"


if __name__ == "__main__":
    main()
