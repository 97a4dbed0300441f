"""A message in words: its template of templates/mail/ filled in, as plain text and as HTML."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, TemplateError, select_autoescape

from readiness.foundation import words
from readiness.foundation.errors import ConfigurationError

TEMPLATES = Path(__file__).parent.parent.parent / "templates" / "mail"
SUBJECT, BODY, WHY, ACTION = "subject", "body", "why", "action"
LONGEST_SUBJECT = 200


@dataclass(frozen=True, slots=True)
class Letter:
    """What a message says. `body` is paragraphs, parted by empty lines; lines that begin with '- ' are a list."""

    subject: str
    body: str
    why: str
    action: str
    language: str


def kinds() -> list[str]:
    """Every kind of message that can be owed: there is a template for it."""
    return sorted(path.name.removesuffix(".txt") for path in TEMPLATES.glob("[a-z]*.txt"))


def letter_of(kind: str, content: Mapping[str, Any], language: str) -> Letter:
    """The words of a message in a language; raises ConfigurationError where kind and content do not fit."""
    with words.speaking(language):
        try:
            template = _environment().get_template(f"{kind}.txt")
            values = template.new_context({name: _plain(value) for name, value in content.items()})
            parts = {name: _filled(template, name, values) for name in (SUBJECT, BODY, WHY, ACTION)}
        except (TemplateError, TypeError, ValueError) as error:
            raise ConfigurationError(
                f"A message of the kind '{kind}' cannot be written: {error!r}. Its template is "
                f"templates/mail/{kind}.txt, its content has {', '.join(sorted(content)) or 'nothing'}."
            ) from error
    missing = [name for name in (SUBJECT, BODY, WHY) if not parts[name]]
    if missing:
        raise ConfigurationError(
            f"templates/mail/{kind}.txt gives no {' and no '.join(missing)} to this content."
        )
    return Letter(
        subject=" ".join(parts[SUBJECT].split())[:LONGEST_SUBJECT],
        body=parts[BODY],
        why=" ".join(parts[WHY].split()),
        action=" ".join(parts[ACTION].split()),
        language=language,
    )


def as_text(letter: Letter, link: str, organisation: str) -> str:
    """The letter as plain text."""
    action = [f"{letter.action}:\n{link}" if letter.action else link] if link else []
    parts = [letter.body, *action, f"-- \n{letter.why}\n{organisation}"]
    return "\n\n".join(parts) + "\n"


def as_html(letter: Letter, link: str, organisation: str) -> str:
    """The letter as HTML, without anything that is fetched from elsewhere."""
    template = _environment().get_template("_letter.html")
    with words.speaking(letter.language):
        return template.render(
            letter=letter, pieces=pieces_of(letter.body), link=link, organisation=organisation
        )


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, or a list."""

    lines: tuple[str, ...]
    is_list: bool


def pieces_of(body: str) -> list[Piece]:
    """The paragraphs and lists of a letter."""
    pieces = []
    for paragraph in body.split("\n\n"):
        lines = [line for line in paragraph.splitlines() if line.strip()]
        is_list = bool(lines) and all(line.startswith("- ") for line in lines)
        pieces.append(Piece(tuple(line.removeprefix("- ") if is_list else line for line in lines), is_list))
    return pieces


@cache
def _environment() -> Environment:
    """Text is not escaped; the one HTML template escapes by itself."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html"], default=False),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(words.gettext, words.ngettext, newstyle=False)  # type: ignore[attr-defined]
    made.filters["day"] = lambda text: words.day(date.fromisoformat(text))
    return made


def _filled(template: Template, name: str, values: Any) -> str:
    block = template.blocks.get(name)
    text = "".join(block(values)) if block else ""
    tidy = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return re.sub(r"\n{3,}", "\n\n", tidy)


def _plain(value: Any) -> Any:
    """A value of the content with every text on one line: what somebody typed makes no paragraph of ours."""
    if isinstance(value, str):
        return " ".join("".join(c if c.isprintable() else " " for c in value).split())
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value
