"""A mapping as a file: to be kept, given on, and read by the command line. Pure."""

from collections.abc import Iterable, Iterator, Mapping

from readiness.imports.mapping import Mapping as ColumnMapping

_ESCAPES = {ord('"'): '\\"', ord("\\"): "\\\\", 0x7F: "\\u007F"} | {
    code: f"\\u{code:04X}" for code in range(0x20)
}


def mapping_text(mapping: ColumnMapping) -> str:
    """The mapping in TOML, as `readiness import --mapping` reads it."""
    return "\n".join(_lines(mapping)) + "\n"


def _lines(mapping: ColumnMapping) -> Iterator[str]:
    yield f"kind = {_text(mapping.kind)}"
    yield f"date_formats = {_list(mapping.date_formats)}"
    if mapping.create_sites:
        yield "create_sites = true"
    if mapping.new_sites:
        yield f"new_sites = {_list(mapping.new_sites)}"
    if mapping.lists_everybody:
        yield "lists_everybody = true"
    for name in ("country", "time_zone"):
        if said := getattr(mapping, name):
            yield f"{name} = {_text(said)}"
    yield from _section("columns", mapping.columns)
    for name in dict.fromkeys([*mapping.values, *mapping.several]):
        meant: dict[str, str | tuple[str, ...]] = {
            **mapping.values.get(name, {}),
            **mapping.several.get(name, {}),
        }
        if meant:
            yield from _section(f"values.{name}", meant)
    for name, place in mapping.places.items():
        yield from _section(f"new_site.{_text(name)}", place)


def _section(name: str, values: Mapping[str, str | tuple[str, ...]]) -> Iterator[str]:
    yield ""
    yield f"[{name}]"
    for key, value in values.items():
        yield f"{_text(key)} = {_text(value) if isinstance(value, str) else _list(value)}"


def _list(values: Iterable[str]) -> str:
    return f"[{', '.join(map(_text, values))}]"


def _text(value: str) -> str:
    return f'"{value.translate(_ESCAPES)}"'
