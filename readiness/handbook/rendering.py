"""The pages of the handbook, finished: from content to HTML, once for each language."""

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from readiness.foundation import words
from readiness.handbook.content import Content
from readiness.handbook.numbers import call_link, shown, text_link
from readiness.standards.protocols import LANGUAGES

TEMPLATES = Path(__file__).parents[2] / "templates"
STYLE = TEMPLATES / "handbook" / "style.css"


@dataclass(frozen=True, slots=True)
class Page:
    """One finished page. `is_at_risk`: it is kept by no cache, and can be left at once."""

    path: str
    language: str
    html: str
    is_at_risk: bool = False


def render(content: Content) -> Iterator[Page]:
    """Every page of the handbook in every language."""
    for language in LANGUAGES:
        with words.speaking(language):
            yield Page("/", language, _fill("first.html", content, language, "/"))
            for slug, protocol in content.protocols.items():
                path = f"/protocols/{slug}"
                html = _fill(
                    "protocol.html",
                    content,
                    language,
                    path,
                    protocol=protocol,
                    text=protocol.text(language),
                    following=[
                        content.protocols[name] for name in protocol.next if name in content.protocols
                    ],
                )
                yield Page(path, language, html, protocol.is_at_risk)


FOUND = "<!-- what was found -->"
"""The place of the rows in the page of what was found."""


def found_page(content: Content, language: str) -> str:
    """The page of what was found, with a mark in the place of its rows; it keeps nothing of what was typed."""
    with words.speaking(language):
        return _fill("found.html", content, language, "/search", mark=Markup(FOUND))  # noqa: S704 - ours, and fixed


def _fill(template: str, content: Content, language: str, path: str, **more: object) -> str:
    other = next(each for each in LANGUAGES if each != language)
    return (
        _environment()
        .get_template(f"handbook/{template}")
        .render(
            content=content,
            language=language,
            other=other,
            path=path,
            emergency=content.emergency(),
            crisis=content.crisis(language),
            style=Markup(style()),  # noqa: S704 - ours, and fixed
            **more,
        )
    )


@cache
def style() -> str:
    """The one style sheet, which stands in each page."""
    return " ".join(STYLE.read_text(encoding="utf-8").split())


@cache
def style_hash() -> str:
    """What admits the style sheet in the Content-Security-Policy."""
    digest = hashlib.sha256(style().encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(words.gettext, words.ngettext, newstyle=False)  # type: ignore[attr-defined]
    environment.filters.update(shown=shown, call=call_link, text=text_link, day=words.day)
    return environment
