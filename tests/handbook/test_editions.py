"""Editions: the same content is the same file; what does not fit is refused and leaves nothing."""

import gzip
import re
from dataclasses import replace
from pathlib import Path

import brotli
import pytest

from readiness.foundation.errors import InvalidInput, NotFound
from readiness.handbook import edition
from readiness.handbook.bundle import Wanted, bundle_of
from readiness.handbook.edition import HTML, build, current_edition, finish, switch
from readiness.handbook.numbers import digits
from readiness.handbook.rendering import MANIFEST, render
from readiness.protocols.queries import shipped_protocols
from tests.costs import cost_asked_for
from tests.handbook.making import content_of, in_country, published


def test_the_same_content_is_the_same_file_to_the_byte(tmp_path: Path) -> None:
    one, other = build(content_of(), tmp_path / "one"), build(content_of(), tmp_path / "other")
    assert one.path.name == other.path.name
    assert one.path.read_bytes() == other.path.read_bytes()
    assert not one.path.stat().st_mode & 0o222


def test_what_is_current_is_known_and_an_earlier_one_can_be_switched_back_to(tmp_path: Path) -> None:
    assert current_edition(tmp_path) is None
    first = published(tmp_path, content_of(["panic", "aftercare", "helpers"]))
    assert build(content_of(["panic", "aftercare", "helpers"]), tmp_path).is_current
    second = published(tmp_path)
    assert current_edition(tmp_path) == second
    switch(tmp_path, first.name)
    assert current_edition(tmp_path) == first
    with pytest.raises(NotFound):
        switch(tmp_path, "../elsewhere")


def test_what_is_sent_is_whole_and_as_small_as_it_gets() -> None:
    plain = next(iter(render(content_of()))).html.encode()
    with cost_asked_for():
        page = finish("/", "en", HTML, "", plain)
    assert brotli.decompress(page.br) == gzip.decompress(page.gzip) == plain
    assert len(page.br) == min(len(brotli.compress(plain, quality=quality)) for quality in range(12))
    assert len(page.gzip) == min(len(gzip.compress(plain, level)) for level in range(10))


def test_a_page_that_is_too_large_is_named_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edition, "LARGEST_PAGE", 3000)
    with pytest.raises(InvalidInput, match="/protocols/suicide \\(en\\) has"):
        build(content_of(), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_country_without_a_verified_number_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="No verified emergency number or crisis line is known for FR"):
        build(in_country(content_of(), "FR"), tmp_path)


def test_no_page_of_another_country_has_a_number_of_this_one() -> None:
    content = in_country(content_of(shipped_protocols()), "GB")
    pages = [page for page in render(content) if page.path != MANIFEST]
    bundle = bundle_of(content, pages, [])
    for page in pages:
        numbers = {
            digits(number)
            for number in re.findall(
                r'href="(?:tel|sms):([^"]+)"', bundle.filled(page.html, Wanted(page.language))
            )
        }
        assert numbers == {"999", "116123"}, page.path


def test_a_line_that_another_country_lacks_gives_way_to_what_answers_there() -> None:
    content = in_country(content_of(shipped_protocols()), "GB")
    called = {
        slug: content.line_of(content.protocols[slug], "worried", "en")
        for slug in ("overdose", "support", "home")
    }
    assert {slug: line and line.call for slug, line in called.items()} == {
        "overdose": "999",
        "support": "116123",
        "home": "116123",
    }


def test_another_country_has_its_own_numbers(tmp_path: Path) -> None:
    content = in_country(content_of(["panic", "aftercare", "helpers"]), "GB")
    assert content.emergency().call == "999"
    assert content.crisis("en").call == "116123"
    assert content.crisis("es").call == "116123"
    assert replace(content, country="US").crisis("es").press == "2"
