"""What is found for what was typed, as a page and as JSON. What was typed is written nowhere."""

import html
import json
from collections.abc import Mapping
from dataclasses import dataclass

from readiness.handbook.content import Content
from readiness.handbook.finding import Finder
from readiness.handbook.rendering import FOUND
from readiness.standards.protocols import LANGUAGES

SHOWN = 5
"""So many situations are offered for what was typed; three at least wherever there are three."""


@dataclass(frozen=True)
class Searched:
    """What an edition finds situations with. By language: `titles` of slugs, the `page`, the `lines` as JSON."""

    finder: Finder
    titles: Mapping[str, Mapping[str, str]]
    page: Mapping[str, str]
    lines: Mapping[str, str]

    def as_page(self, typed: str, language: str) -> str:
        """The page of what was found; the crisis lines stand above it, whatever was typed."""
        listed = "".join(
            f'<li><a href="{address(slug, language)}">{html.escape(title)}</a></li>'
            for slug, title in self._found(typed, language)
        )
        return self.page[language].replace(FOUND, listed)

    def as_json(self, typed: str, language: str) -> str:
        """What was found, the likeliest first, and the lines, whatever was typed."""
        protocols = [
            {"slug": slug, "title": title, "url": address(slug, language)}
            for slug, title in self._found(typed, language)
        ]
        found = json.dumps({"protocols": protocols, "resources": []}, ensure_ascii=False)
        return f'{found[:-1]}, "lines": {self.lines[language]}}}'

    def _found(self, typed: str, language: str) -> list[tuple[str, str]]:
        return [(slug, self.titles[language][slug]) for slug in self.finder.find(typed)[:SHOWN]]


def address(slug: str, language: str) -> str:
    return f"/protocols/{slug}" if language == LANGUAGES[0] else f"/protocols/{slug}?lang={language}"


def lines_as_json(content: Content, language: str) -> str:
    """The emergency number and the crisis line of the country, as data: what is dialled, texted and opened."""
    return json.dumps(
        [
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
        ],
        ensure_ascii=False,
    )
