"""What a page prints by the hundred: statuses, and the cells that name a row.

In Python: a macro of the templates costs several times as much.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from markupsafe import Markup, escape

from readiness.foundation import words
from readiness.web.icons import icon
from readiness.web.statuses import look_of


def status(state: str, said: str | None = None, *, is_whole: bool = False) -> Markup:
    """A status: word, icon and colour. `said` says more than the word of web/statuses.py.

    `is_whole`: it says all of it, and the word is not added for those who hear the page.
    """
    return _status(state, said, words.language(), is_whole)


@lru_cache(maxsize=5000)
def _status(state: str, said: str | None, _language: str, is_whole: bool) -> Markup:
    look = look_of(state)
    more = Markup('<span class="unseen"> ({})</span>').format(look.word) if said and not is_whole else ""
    return Markup('<span class="status is-{}">{}{}{}</span>').format(
        look.tone, icon(look.icon), said or look.word, more
    )


def quiet(state: str) -> Markup:
    """A status that asks for no look, in a grid of many: a dash, and its word for those who hear the page."""
    return Markup('<span class="nothing">–<span class="unseen"> {}</span></span>').format(look_of(state).word)


def title_cell(said: object, href: str = "", detail: object = None, *, unfolds: bool = False) -> Markup:
    """The cell that names its row, and links to it: the whole row is the link. `unfolds`: it opens in place."""
    shown: str = escape(said)
    if href:
        shown = f'<a href="{escape(href)}"{" data-unfold" if unfolds else ""}>{shown}</a>'
    return made(f'<th scope="row" class="title">{shown}{small(detail)}</th>')


def grid_cells(shown: Iterable[tuple[str, Markup] | None]) -> Markup:
    """The cells of a grid's row, each with the address that opens in place; None: there is nothing to say."""
    return made(
        "".join(
            "<td>–</td>"
            if cell is None
            else f'<td><a href="{escape(cell[0])}" data-unfold>{cell[1]}</a></td>'
            for cell in shown
        )
    )


_TAG = re.compile(r"<(tr|td|th)\b([^>]*)>(?=(\s*(?:–\s*)?</t)?)")
_SPAN = re.compile(r'colspan="(\d+)"')
_NAMED = re.compile(r'data-label=|class="[^"]*\b(?:title|pick|is-first)\b')


def in_cards(heads: Sequence[tuple[str, str]], rows: Markup) -> Markup:
    """A table's rows, each cell with its heading, which a card on a phone says; what is empty is told apart.

    What names the row, or says how it stands, needs no heading, nor does what goes over several columns.
    """
    place = 0

    def told(found: re.Match[str]) -> str:
        nonlocal place
        tag, kinds, is_empty = found.groups()
        if tag == "tr":
            place = 0
            return found[0]
        label = heads[place][0] if place < len(heads) else ""
        span = _SPAN.search(kinds)
        place += int(span[1]) if span else 1
        if is_empty is not None:
            return f"<{tag}{kinds} data-nothing>"
        return found[0] if span or not label or _NAMED.search(kinds) else labelled(tag, kinds, label)

    return made(_TAG.sub(told, rows))


def labelled(tag: str, kinds: str, label: str) -> str:
    """The tag of a cell that a card names."""
    return f'<{tag}{kinds} data-label="{escape(label)}">'


def small(detail: object) -> str:
    """What stands behind a cell's words, small; nothing where there is nothing to say."""
    return "" if detail is None or detail == "" else f' <span class="detail">{escape(detail)}</span>'


def made(html: str) -> Markup:
    """HTML that needs no escaping any more: each part was escaped as it was put in."""
    return Markup(html)  # noqa: S704
