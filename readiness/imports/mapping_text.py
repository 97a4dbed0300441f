"""A mapping as a file: to be kept, given on, and read by the command line. Pure."""

from collections.abc import Iterator, Mapping

from readiness.imports.mapping import Mapping as ColumnMapping

_ESCAPES = {ord('"'): '\\"', ord("\\"): "\\\\", 0x7F: "\\u007F"} | {
    code: f"\\u{code:04X}" for code in range(0x20)
}


def mapping_text(mapping: ColumnMapping) -> str:
    """The mapping in TOML, as `readiness import --mapping` reads it."""
    return "\n".join(_lines(mapping)) + "\n"


def _lines(mapping: ColumnMapping) -> Iterator[str]:
    yield f"kind = {_text(mapping.kind)}"
    yield f"date_formats = [{', '.join(map(_text, mapping.date_formats))}]"
    if mapping.create_sites:
        yield "create_sites = true"
    if mapping.new_sites:
        yield f"new_sites = [{', '.join(map(_text, mapping.new_sites))}]"
    if mapping.lists_everybody:
        yield "lists_everybody = true"
    yield from _section("columns", mapping.columns)
    for name, values in mapping.values.items():
        if values:
            yield from _section(f"values.{name}", values)


def _section(name: str, values: Mapping[str, str]) -> Iterator[str]:
    yield ""
    yield f"[{name}]"
    for key, value in values.items():
        yield f"{_text(key)} = {_text(value)}"


def _text(value: str) -> str:
    return f'"{value.translate(_ESCAPES)}"'
