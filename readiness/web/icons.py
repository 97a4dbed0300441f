"""Icons: never alone, always beside a word. `sprite` stands once in a layout, `icon` prints one of it."""

from functools import cache

from markupsafe import Markup

PATHS = {
    "brand": "M8 1.5c2 1.7 4 2.3 6 2.3 0 5.2-2 8.7-6 10.7-4-2-6-5.5-6-10.7 2 0 4-.6 6-2.3ZM5.3 8l2 2 3.6-4",
    "check": "M3 8.6 6.4 12 13 4.6",
    "clock": "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8ZM8 4.6V8l2.4 1.9",
    "short": "M8 2 14.6 13.6H1.4ZM8 6.3v3.3M8 11.5v.1",
    "ask": "M5.2 5.6a2.9 2.9 0 1 1 4.4 2.5C8.5 8.7 8 9.2 8 10.2M8 13v.1",
    "minus": "M3.5 8h9",
    "plus": "M8 3v10M3 8h10",
    "cross": "M4 4l8 8M12 4l-8 8",
    "shield": "M8 1.8c1.7 1.4 3.5 2 5.3 2 0 4.6-1.8 7.9-5.3 10.4C4.5 11.7 2.7 8.4 2.7 3.8c1.8 0 3.6-.6 5.3-2Z",
    "busy": "M8 1.8A6.2 6.2 0 1 1 1.8 8",
    "back": "M6 3.5 2.5 7 6 10.5M2.5 7H10a3.5 3.5 0 0 1 0 7H6.5",
    "search": "M7 2.2a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 0 0 0-9.6ZM10.5 10.5 14 14",
    "menu": "M2.5 4h11M2.5 8h11M2.5 12h11",
    "caret": "M3.5 6 8 10.5 12.5 6",
    "up": "M8 13V3.5M4 7.3l4-4 4 4",
    "down": "M8 3v9.5M4 8.7l4 4 4-4",
    "left": "M10 3.5 5.5 8l4.5 4.5",
    "right": "M6 3.5 10.5 8 6 12.5",
    "filter": "M2 4h12M4.5 8h7M6.8 12h2.4",
    "download": "M8 2.5v8M4.7 7.5 8 10.8l3.3-3.3M2.5 13.5h11",
    "upload": "M8 10.5v-8M4.7 5.7 8 2.4l3.3 3.3M2.5 13.5h11",
    "note": "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8ZM8 7.5v3.5M8 5v.1",
    "site": "M8 14.2c-3-3.3-4.6-5.6-4.6-7.7a4.6 4.6 0 0 1 9.2 0c0 2.1-1.6 4.4-4.6 7.7ZM8 5v3M6.5 6.5h3",
    "day": "M2.5 4h11v9.5h-11ZM2.5 7h11M5.5 2.2V5M10.5 2.2V5",
    "look": "M8 1.8a6.2 6.2 0 1 0 0 12.4ZM8 1.8a6.2 6.2 0 0 1 0 12.4",
    "edit": "M3 13l.7-3L11 2.7a1.4 1.4 0 0 1 2.3 2.3L6 12.3Z",
    "copy": "M5.5 5.5h8v8h-8ZM3.5 10.5h-1v-8h8v1",
}
"""What each is drawn by, on a ground of 16 by 16."""

_DRAWN = Markup(
    '<svg class="icon icon-{name}" aria-hidden="true" focusable="false"><use href="#icon-{name}"/></svg>'
)
_SYMBOL = Markup('<symbol id="icon-{name}" viewBox="0 0 16 16"><path d="{path}"/></symbol>')


@cache
def icon(name: str) -> Markup:
    """One of the sprite, by its name; raises KeyError for a name that it does not have."""
    PATHS[name]
    return _DRAWN.format(name=name)


@cache
def sprite() -> Markup:
    """All icons, as a page holds them once."""
    symbols = Markup().join(_SYMBOL.format(name=name, path=path) for name, path in PATHS.items())
    return Markup('<svg width="0" height="0" hidden aria-hidden="true">{}</svg>').format(symbols)
