"""The pages of the handbook: from content to HTML with marks, once for each country and language."""

import base64
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from readiness.foundation import words
from readiness.foundation.errors import InvalidInput
from readiness.handbook import marks
from readiness.handbook.content import Content
from readiness.handbook.numbers import call_link, shown, text_link
from readiness.handbook.scripts import address_of
from readiness.people.places import CARD_FACTS
from readiness.standards.crisis_lines import CrisisLine
from readiness.standards.needs import Need, load_needs
from readiness.standards.protocols import LANGUAGES, Level, Protocol

TEMPLATES = Path(__file__).parents[2] / "templates"
STYLE = TEMPLATES / "handbook" / "style.css"
FOUND_PAGE, CARD, OFFLINE, MANIFEST = "/search", "/sites", "/offline", "/manifest.webmanifest"
"""The page of what was found; the card of a site, whichever; what is said of the copy in the phone; the app's card."""
NEARBY = "/resources"
"""Who is near, in a copy: a server has pages of its own at this address."""

FOUND_KINDS = ("", "/now", "/body", "/unsure")
"""How the page of what was found begins: with the crisis line, with the emergency number, with that number and why,
with a word that nothing fits well."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page with its marks. `is_at_risk`: it is kept by no cache on the way, and can be left at once."""

    path: str
    language: str
    country: str
    html: str
    is_at_risk: bool = False


def render(content: Content) -> Iterator[Page]:
    """Every page in every language, for the home country first, then for those where sites are."""
    for country in countries(content):
        there = replace(content, country=country)
        for language in LANGUAGES:
            with words.speaking(language):
                yield from _pages(there, language)


def countries(content: Content) -> list[str]:
    """The home country, and those of sites whose numbers are known. A site elsewhere has the pages of no site."""
    elsewhere = sorted({place.country for place in content.places} - {content.country})
    return [content.country, *(each for each in elsewhere if _is_known(replace(content, country=each)))]


def _is_known(content: Content) -> bool:
    try:
        content.emergency()
        content.crisis(LANGUAGES[0])
    except InvalidInput:
        return False
    return True


def _pages(content: Content, language: str) -> Iterator[Page]:
    def page(path: str, template: str, link: str = "", **more: object) -> Page:
        return Page(path, language, content.country, _fill(template, content, language, link or path, **more))

    yield page("/", "first.html")
    for kind in FOUND_KINDS:
        yield page(f"{FOUND_PAGE}{kind}", "found.html", link=FOUND_PAGE, kind=kind)
    yield page(OFFLINE, "offline.html")
    yield replace(page(MANIFEST, "first.html"), html=_manifest(language))
    yield page(NEARBY, "nearby.html", needs=list(_needs().values()))
    yield page(CARD, "site.html", link=f"{CARD}/{marks.CODE}")
    for slug, protocol in content.protocols.items():
        following = [content.protocols[name] for name in protocol.next if name in content.protocols]
        text = protocol.text(language)
        more: dict[str, Any] = {"text": text, "following": following, "needs": needs_of(protocol)}
        made = page(f"/protocols/{slug}", "protocol.html", protocol=protocol, **more)
        yield replace(made, is_at_risk=protocol.is_at_risk)


@cache
def _needs() -> dict[str, Need]:
    return load_needs()


def needs_of(protocol: Protocol) -> list[Need]:
    """What directories of resources can answer of what a protocol needs, in its order."""
    found = [need for name in protocol.needs for need in _needs().values() if name in need.serves]
    return list(dict.fromkeys(found))


def _manifest(language: str) -> str:
    """What makes the handbook an app on the home screen; it begins at the site where it was installed."""
    name = words.gettext("Help now")
    icons = [
        {"src": address_of("icon.svg"), "sizes": "any", "type": "image/svg+xml"},
        {"src": address_of("icon-192.png"), "sizes": "192x192", "type": "image/png"},
        {"src": address_of("icon-512.png"), "sizes": "512x512", "type": "image/png"},
    ]
    return json.dumps(
        {
            "id": "/",
            "name": name,
            "short_name": name,
            "lang": language,
            "start_url": marks.to("/", language),
            "scope": "/",
            "display": "standalone",
            "background_color": "#faf8f4",
            "theme_color": "#faf8f4",
            "icons": icons,
        },
        ensure_ascii=False,
    )


FRAGMENTS = ("head", "place", "dial", "foot", "saved", "known", *CARD_FACTS)
"""The macros of handbook/fragments.html."""


def fragments(language: str) -> dict[str, str]:
    """What is filled in for marks, in this language; some of it holds marks in turn."""
    with words.speaking(language):
        module = environment().get_template("handbook/fragments.html").make_module(_names(language))
        return {name: str(getattr(module, name)()).strip() for name in FRAGMENTS}


def part(template: str, language: str, **values: object) -> str:
    """What is put into a page as it is asked for."""
    with words.speaking(language):
        return environment().get_template(f"handbook/{template}").render(**_names(language), **values)


def _names(language: str) -> dict[str, object]:
    return {
        "language": language,
        "to": lambda path, tongue=language: Markup(marks.to(path, tongue)),  # noqa: S704 - ours, and fixed
        "script": address_of,
        "marks": marks,
    }


def _fill(template: str, content: Content, language: str, path: str, **more: object) -> str:
    other = next(each for each in LANGUAGES if each != language)
    # A site may have a number of its own, so the number is a mark until it is known where one is.
    emergency = content.emergency().model_copy(update={"call": marks.EMERGENCY})
    return (
        environment()
        .get_template(f"handbook/{template}")
        .render(
            **_names(language),
            content=content,
            other=other,
            path=path,
            emergency=emergency,
            crisis=content.crisis(language),
            line_of=partial(_line_of, content, emergency, language),
            **more,
        )
    )


def _line_of(
    content: Content, emergency: CrisisLine, language: str, protocol: Protocol, level: Level
) -> CrisisLine | None:
    line = content.line_of(protocol, level, language)
    return emergency if line == content.emergency() else line


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
def environment() -> Environment:
    """Where the templates of the handbook are filled in, and with what."""
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
