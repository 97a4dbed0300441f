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
from readiness.situations.body import speaks_of_the_body
from readiness.situations.finding import Finder, Found
from readiness.situations.speaking import Tongues
from readiness.situations.terms import LONGEST
from readiness.standards.protocols import LANGUAGES

SHOWN = 5
"""So many situations are offered for what was typed; three at least wherever there are three."""

_NO_MARKS = {0xE000: None, 0xE001: None}


@dataclass(frozen=True)
class Form:
    """The page of what was found but for its rows and what was typed, and the row of each situation."""

    page: str
    rows: Mapping[str, str]


@dataclass(frozen=True)
class Searched:
    """What an edition finds situations with. `lines`: by country and language, as data."""

    finder: Finder
    bundle: Bundle
    lines: Any
    tongues: Tongues
    forms: dict[tuple[Wanted, str], Form] = field(default_factory=dict)
    named: dict[Wanted, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)

    def as_page(self, typed: str, wanted: Wanted) -> str:
        """The page of what was found; the crisis lines stand above it, whatever was typed.

        What was typed stands in its field, so that it can be mended, and nowhere else: not in the title or address.
        """
        found = self.finder.look(typed)
        form = self._form(wanted, self._kind(typed, found))
        rows = "".join(form.rows[slug] for slug in found.slugs[:SHOWN])
        repeated = html.escape(typed[:LONGEST].translate(_NO_MARKS))
        return form.page.replace(marks.FOUND, rows).replace(marks.TYPED, repeated)

    def spoken(self, typed: str, wanted: Wanted) -> Wanted:
        """In the language in which something was typed, where none was asked for."""
        return (
            wanted
            if wanted.is_asked
            else replace(wanted, language=self.tongues.spoken(typed, wanted.language))
        )

    def _kind(self, typed: str, found: Found) -> str:
        """How the page begins: whom to call follows what is likeliest."""
        if speaks_of_the_body(typed):
            return "/body"
        if not found.fits:
            return "/unsure"
        return "/now" if found.slugs[0] in self.bundle.whole["emergencies"] else ""

    def _form(self, wanted: Wanted, kind: str) -> Form:
        """Filled in once for each language, site and kind; nothing of it depends on what was typed."""
        asked = wanted if self.bundle.place(wanted.site) else replace(wanted, site="")
        form = self.forms.get((asked, kind))
        if form is None:
            page = self.bundle.filled(self.bundle.source(f"{FOUND_PAGE}{kind}", asked) or marks.FOUND, asked)
            titles = self.bundle.whole["situations"][asked.language].items()
            rows = {slug: self._row(slug, title, asked) for slug, title in titles}
            form = self.forms[asked, kind] = Form(page, rows)
        return form

    def _row(self, slug: str, title: str, wanted: Wanted) -> str:
        return f'<li><a href="{self._address(f"/protocols/{slug}", wanted)}">{html.escape(title)}</a></li>'

    def as_json(self, typed: str, wanted: Wanted, resources: Sequence[Mapping[str, str]] = ()) -> str:
        """What was found, the likeliest first, and the lines, whatever was typed."""
        there = self.bundle.there(wanted)
        emergency, crisis = self.lines[there["country"]][wanted.language]
        named = self._named(wanted)
        protocols = [named[slug] for slug in self.finder.find(typed)[:SHOWN]]
        lines = [emergency | {"call": there["call"]}, crisis]
        return json.dumps(
            {"protocols": protocols, "resources": list(resources), "lines": lines}, ensure_ascii=False
        )

    def _named(self, wanted: Wanted) -> Mapping[str, Mapping[str, str]]:
        """The situations as data, worked out once for each language and site."""
        site = wanted.site if self.bundle.place(wanted.site) else ""
        asked = replace(wanted, site=site, is_asked=False)
        if asked not in self.named:
            titles = self.bundle.whole["situations"][asked.language].items()
            self.named[asked] = {
                slug: {"slug": slug, "title": title, "url": self._address(f"/protocols/{slug}", asked)}
                for slug, title in titles
            }
        return self.named[asked]

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
