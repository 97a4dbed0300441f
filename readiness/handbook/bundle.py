"""The whole handbook in one text: every page with its marks, every site, what finds situations.

The phone takes it whole, the first time any page is opened: never page by page as they are visited, so that what is
on a phone tells nobody what was read there. The server fills in the same pages for sites, and a folder is written
from them (export.py).
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from readiness.handbook import marks
from readiness.handbook.content import Content
from readiness.handbook.marks import Standing, Values
from readiness.handbook.rendering import Page, countries, fragments, style
from readiness.situations.body import body_pattern
from readiness.situations.learning import Saying
from readiness.standards.protocols import LANGUAGES


@dataclass(frozen=True)
class Wanted:
    """In which language a page is asked for, and for which site: '' for none.

    `is_asked`: the address names the language; else the browser's, or what was typed, chose it.
    """

    language: str = LANGUAGES[0]
    site: str = ""
    is_asked: bool = False


@dataclass(frozen=True)
class Bundle:
    """The handbook's sources. `text` is what a phone takes."""

    text: bytes

    @cached_property
    def whole(self) -> Mapping[str, Any]:
        """The same, read."""
        read: Mapping[str, Any] = json.loads(self.text)
        return read

    @property
    def home(self) -> str:
        return str(self.whole["home"])

    def place(self, code: str) -> Standing | None:
        """What is known of a site; None for one that is not there."""
        found: Standing | None = self.whole["places"].get(code)
        return found

    def there(self, wanted: Wanted) -> Standing:
        """What is filled in at a site; at one that nobody knows, what is filled in at none."""
        nowhere: Standing = self.whole["nowhere"][self.home]
        return self.place(wanted.site) or nowhere

    def source(self, path: str, wanted: Wanted) -> str | None:
        """A page with its marks; None for one that is not there."""
        found: str | None = self.whole["pages"][self.there(wanted)["country"]][wanted.language].get(path)
        return found

    def filled(self, source: str, wanted: Wanted, first: Values | None = None) -> str:
        """A page with marks as it is read online, at a site or at none; `first`: what is filled in before all else."""
        parts, site = self.whole["fragments"][wanted.language], wanted.site
        source = marks.fill(source, first or [])
        page = marks.fill(source, marks.of_reading(self.whole["style"], parts["head"], "", parts["foot"]))
        said = marks.said(wanted.language, is_asked=wanted.is_asked)
        return marks.fill(
            page, marks.of_place(site if self.place(site) else "", self.there(wanted), parts, said)
        )


def bundle_of(content: Content, pages: Iterable[Page], sayings: Iterable[Saying]) -> Bundle:
    """The bundle of this content and its pages; the same content gives the same text."""
    known = {country: _emergency(content, country) for country in countries(content)}
    sources: dict[str, dict[str, dict[str, str]]] = {
        country: {language: {} for language in LANGUAGES} for country in known
    }
    for page in pages:
        sources[page.country][page.language][page.path] = page.html
    whole = {
        "home": content.country,
        "languages": LANGUAGES,
        "style": style(),
        "fragments": {language: fragments(language) for language in LANGUAGES},
        "nowhere": {country: marks.nowhere(country, number) for country, number in known.items()},
        "places": {
            place.code: marks.standing(place, known[place.country])
            for place in content.places
            if place.country in known
        },
        "situations": {
            language: {
                slug: protocol.text(language).situation for slug, protocol in content.protocols.items()
            }
            for language in LANGUAGES
        },
        "sayings": [[each.slug, each.weight, each.words, LANGUAGES.index(each.language)] for each in sayings],
        "emergencies": [slug for slug, protocol in content.protocols.items() if protocol.is_emergency_first],
        "body": body_pattern(),
        "pages": sources,
    }
    return Bundle(json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode())


def _emergency(content: Content, country: str) -> str:
    return replace(content, country=country).emergency().call
