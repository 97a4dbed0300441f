"""Filling in a form as it stands on a page, as somebody would who leaves what is there and writes what is missing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from readiness.foundation import clock

_REQUIRED: dict[str, Callable[[], str]] = {
    "date": lambda: clock.today("Pacific/Pago_Pago").isoformat(),
    "number": lambda: "1",
    "email": lambda: "new@example.org",
    "time": lambda: "10:00",
    "datetime-local": lambda: f"{clock.today('Pacific/Pago_Pago').isoformat()}T10:00",
}
"""What somebody writes who must write something, by the kind of the field."""

Defaults = Mapping[str, str]


@dataclass
class FoundForm:
    """A form: where it is sent, and what stands in its fields."""

    action: str
    values: dict[str, list[str]] = field(default_factory=dict)

    def add(self, name: str, value: str) -> None:
        self.values.setdefault(name, []).append(value)


class _Forms(HTMLParser):
    def __init__(self, defaults: Defaults) -> None:
        super().__init__()
        self._defaults = defaults
        self.found: list[FoundForm] = []
        self._open: FoundForm | None = None
        self._select: tuple[str, list[tuple[str, bool]]] | None = None
        self._area = ""
        self._is_required = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        name = told.get("name", "")
        if tag == "form" and told.get("method", "").lower() == "post":
            self._open = FoundForm(told.get("action", ""))
            self.found.append(self._open)
        elif self._open is None or "disabled" in told:
            return
        elif tag == "input" and name:
            self._take(name, told)
        elif tag == "select":
            self._select = (name, [])
        elif tag == "option" and self._select is not None:
            self._select[1].append((told.get("value", ""), "selected" in told))
        elif tag == "textarea":
            self._area = name
            self._open.add(name, "")
            self._is_required = "required" in told

    def _take(self, name: str, told: dict[str, str]) -> None:
        assert self._open is not None
        kind = told.get("type", "text")
        if kind in ("radio", "checkbox"):
            is_first = name not in self._open.values and kind == "radio"
            if "checked" in told:
                self._open.values[name] = (
                    [told.get("value", "y")]
                    if kind == "radio"
                    else [*self._open.values.get(name, []), told.get("value", "y")]
                )
            elif is_first:
                self._open.values[name] = [told.get("value", "y")]
        elif kind not in ("file", "submit", "button", "image"):
            self._open.add(name, told.get("value") or ("" if kind == "hidden" else self._empty(name, told)))

    def _empty(self, name: str, told: dict[str, str]) -> str:
        if name in self._defaults:
            return self._defaults[name]
        if "required" not in told:
            return ""
        kind = told.get("type", "")
        return _REQUIRED[kind]() if kind in _REQUIRED else "Some words"

    def handle_data(self, data: str) -> None:
        if self._area and self._open is not None:
            self._open.values[self._area][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "textarea" and self._area and self._open is not None:
            text = self._open.values[self._area][-1].strip()
            missing = "Some words" if self._is_required else ""
            self._open.values[self._area][-1] = text or self._defaults.get(self._area, missing)
            self._area = ""
        elif tag == "select" and self._select is not None and self._open is not None:
            name, options = self._select
            chosen = [value for value, is_chosen in options if is_chosen and value]
            self._open.add(name, next(iter(chosen or [value for value, _is in options if value]), ""))
            self._select = None


def forms_on(page: str, defaults: Defaults) -> list[FoundForm]:
    """Every form of a page that sends something; empty fields by their names in `defaults`, or as their kind asks."""
    reader = _Forms(defaults)
    reader.feed(page)
    return reader.found
