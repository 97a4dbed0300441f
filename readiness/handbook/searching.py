"""What is found for what was typed, as a page and as JSON. What was typed is written nowhere."""

import html
import json
from dataclasses import dataclass, replace
from typing import Any

from readiness.handbook import marks
from readiness.handbook.bundle import Bundle, Wanted
from readiness.handbook.content import Content
from readiness.handbook.finding import Finder
from readiness.handbook.rendering import FOUND_PAGE, countries
from readiness.standards.protocols import LANGUAGES

SHOWN = 5
"""So many situations are offered for what was typed; three at least wherever there are three."""


@dataclass(frozen=True)
class Searched:
    """What an edition finds situations with. `lines`: by country and language, as data."""

    finder: Finder
    bundle: Bundle
    lines: Any

    def as_page(self, typed: str, wanted: Wanted) -> str:
        """The page of what was found; the crisis lines stand above it, whatever was typed."""
        listed = "".join(
            f'<li><a href="{marks.to(f"/protocols/{slug}", wanted.language)}">{html.escape(title)}</a></li>'
            for slug, title in self._found(typed, wanted.language)
        )
        source = self.bundle.source(FOUND_PAGE, wanted) or ""
        return self.bundle.filled(source.replace(marks.FOUND, listed), wanted)

    def as_json(self, typed: str, wanted: Wanted) -> str:
        """What was found, the likeliest first, and the lines, whatever was typed."""
        there = self.bundle.there(wanted)
        emergency, crisis = self.lines[there["country"]][wanted.language]
        protocols = [
            {"slug": slug, "title": title, "url": self._address(f"/protocols/{slug}", wanted)}
            for slug, title in self._found(typed, wanted.language)
        ]
        lines = [emergency | {"call": there["call"]}, crisis]
        return json.dumps({"protocols": protocols, "resources": [], "lines": lines}, ensure_ascii=False)

    def _found(self, typed: str, language: str) -> list[tuple[str, str]]:
        titles = self.bundle.whole["situations"][language]
        return [(slug, titles[slug]) for slug in self.finder.find(typed)[:SHOWN]]

    def _address(self, path: str, wanted: Wanted) -> str:
        return self.bundle.filled(marks.to(path, wanted.language), wanted)


def lines_as_json(content: Content) -> str:
    """The emergency number and the crisis line, as data, by country and language: what is dialled, texted, opened."""
    return json.dumps(
        {
            country: {language: _lines(replace(content, country=country), language) for language in LANGUAGES}
            for country in countries(content)
        },
        ensure_ascii=False,
    )


def _lines(content: Content, language: str) -> list[dict[str, str]]:
    return [
        {
            "name": line.name,
            "kind": line.kind,
            "call": line.call,
            "press": line.press,
            "text": line.text,
            "text_word": line.text_word,
            "url": line.chat_url,
        }
        for line in (content.emergency(), content.crisis(language))
    ]
