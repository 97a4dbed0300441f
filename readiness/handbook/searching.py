"""What is found for what was typed, as a page and as JSON. What was typed is written nowhere."""

import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from readiness.foundation import words
from readiness.handbook import marks
from readiness.handbook.bundle import Bundle, Wanted
from readiness.handbook.content import Content
from readiness.handbook.rendering import FOUND_PAGE, countries
from readiness.situations.finding import Finder
from readiness.standards.protocols import LANGUAGES

SHOWN = 5
"""So many situations are offered for what was typed; three at least wherever there are three."""


@dataclass(frozen=True)
class Form:
    """The page of what was found but for its rows, and the row of each situation."""

    before: str
    after: str
    rows: Mapping[str, str]


@dataclass(frozen=True)
class Searched:
    """What an edition finds situations with. `lines`: by country and language, as data."""

    finder: Finder
    bundle: Bundle
    lines: Any
    forms: dict[Wanted, Form] = field(default_factory=dict)

    def as_page(self, typed: str, wanted: Wanted) -> str:
        """The page of what was found; the crisis lines stand above it, whatever was typed."""
        form = self._form(wanted)
        rows = (form.rows[slug] for slug, _title in self._found(typed, wanted.language))
        return f"{form.before}{''.join(rows)}{form.after}"

    def _form(self, wanted: Wanted) -> Form:
        """Filled in once for each language and site that there is; nothing of it depends on what was typed."""
        asked = wanted if self.bundle.place(wanted.site) else Wanted(wanted.language)
        form = self.forms.get(asked)
        if form is None:
            page = self.bundle.filled(self.bundle.source(FOUND_PAGE, asked) or marks.FOUND, asked)
            before, _mark, after = page.partition(marks.FOUND)
            titles = self.bundle.whole["situations"][asked.language].items()
            rows = {slug: self._row(slug, title, asked) for slug, title in titles}
            form = self.forms[asked] = Form(before, after, rows)
        return form

    def _row(self, slug: str, title: str, wanted: Wanted) -> str:
        return f'<li><a href="{self._address(f"/protocols/{slug}", wanted)}">{html.escape(title)}</a></li>'

    def as_json(self, typed: str, wanted: Wanted, resources: Sequence[Mapping[str, str]] = ()) -> str:
        """What was found, the likeliest first, and the lines, whatever was typed."""
        there = self.bundle.there(wanted)
        emergency, crisis = self.lines[there["country"]][wanted.language]
        protocols = [
            {"slug": slug, "title": title, "url": self._address(f"/protocols/{slug}", wanted)}
            for slug, title in self._found(typed, wanted.language)
        ]
        lines = [emergency | {"call": there["call"]}, crisis]
        return json.dumps(
            {"protocols": protocols, "resources": list(resources), "lines": lines}, ensure_ascii=False
        )

    def _found(self, typed: str, language: str) -> list[tuple[str, str]]:
        titles = self.bundle.whole["situations"][language]
        return [(slug, titles[slug]) for slug in self.finder.find(typed)[:SHOWN]]

    def _address(self, path: str, wanted: Wanted) -> str:
        return self.bundle.filled(marks.to(path, wanted.language), wanted)


def lines_as_json(content: Content) -> str:
    """The emergency number and the crisis line, as data, by country and language: what is dialled, texted, opened."""
    found: dict[str, dict[str, list[dict[str, str]]]] = {}
    for country in countries(content):
        found[country] = {}
        for language in LANGUAGES:
            with words.speaking(language):  # what is said where a line stands in for another
                found[country][language] = _lines(replace(content, country=country), language)
    return json.dumps(found, ensure_ascii=False)


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
            "banner": line.banner,
        }
        for line in (content.emergency(), content.crisis(language))
    ]
