"""What a page prints by the hundred: a status, and the cells of a list.

In Python: a macro of the templates costs several times as much.
"""

from functools import lru_cache
from typing import Protocol

from markupsafe import Markup, escape

from readiness.foundation import words
from readiness.web.icons import icon
from readiness.web.statuses import look_of

MISSING = "–"


class Head(Protocol):
    """The head of a cell's column."""

    @property
    def label(self) -> str: ...

    @property
    def is_number(self) -> bool: ...

    @property
    def fact(self) -> int: ...


def status(state: str, said: str | None = None) -> Markup:
    """A status: word, icon and colour. `said` says more than the word of web/statuses.py."""
    return _status(state, said, words.language())


@lru_cache(maxsize=5000)
def _status(state: str, said: str | None, _language: str) -> Markup:
    look = look_of(state)
    more = Markup('<span class="unseen"> ({})</span>').format(look.word) if said else ""
    return Markup('<span class="status is-{}">{}{}{}</span>').format(
        look.tone, icon(look.icon), said or look.word, more
    )


def cell(column: Head, said: object = None, detail: object = None, *, label: bool = False) -> Markup:
    """A cell of a list's column; `detail` stands behind it, small. `label`: a phone's card names the column."""
    shown = MISSING if said is None or said == "" else escape(said)
    named = f' data-label="{escape(column.label)}"' if label else ""
    return _made(f'<td class="{_kind(column.is_number, column.fact)}"{named}>{shown}{_small(detail)}</td>')


@lru_cache(maxsize=16)
def _kind(is_number: bool, fact: int) -> str:
    kinds = ["number"] if is_number else []
    if fact:
        kinds += ["fact", "is-first" if fact == 1 else "is-second"]
    return " ".join(kinds)


def title_cell(said: object, href: str = "", detail: object = None, *, unfolds: bool = False) -> Markup:
    """The cell that names its row, and links to it: the whole row is the link. `unfolds`: it opens in place."""
    shown = escape(said)
    if href:
        shown = f'<a href="{escape(href)}"{" data-unfold" if unfolds else ""}>{shown}</a>'
    return _made(f'<th scope="row" class="title">{shown}{_small(detail)}</th>')


def _small(detail: object) -> str:
    return "" if detail is None or detail == "" else f' <span class="detail">{escape(detail)}</span>'


def pick_cell(value: object, label: object, form: str = "chosen") -> Markup:
    """Picks a row for the bar of actions; works by the form's id, without a script."""
    return _made(
        f'<td class="pick"><label><input type="checkbox" name="chosen" value="{escape(value)}" form="{escape(form)}">'
        f'<span class="unseen">{escape(label)}</span></label></td>'
    )


def _made(html: str) -> Markup:
    """HTML that needs no escaping any more: each part was escaped as it was put in."""
    return Markup(html)  # noqa: S704
