"""A pack written as the text of its file, which reads back as the same pack. Pure."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from readiness.standards.packs import Pack

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def pack_text(pack: Pack) -> str:
    """The pack as TOML."""
    content = pack.model_dump(mode="python", by_alias=True, exclude_unset=True)
    return "\n".join(_table(content, "")) + "\n"


def _table(content: Mapping[str, Any], path: str) -> Iterator[str]:
    """Plain values first, since in TOML they belong to the table that was opened last."""
    inner: list[tuple[str, Any]] = []
    for key, value in content.items():
        if isinstance(value, Mapping) or _is_tables(value):
            inner.append((key, value))
        else:
            yield f"{_key(key)} = {_value(value)}"
    for key, value in inner:
        name = f"{path}{_key(key)}"
        tables = [value] if isinstance(value, Mapping) else value
        head = f"[{name}]" if isinstance(value, Mapping) else f"[[{name}]]"
        for table in tables:
            yield f"\n{head}"
            yield from _table(table, f"{name}.")


def _is_tables(value: Any) -> bool:
    return (
        isinstance(value, list | tuple) and bool(value) and all(isinstance(each, Mapping) for each in value)
    )


def _key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else _value(key)


def _value(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case date():
            return value.isoformat()
        case str():
            # Strings are escaped as in JSON; of what TOML forbids besides, JSON leaves only this one.
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case list() | tuple():
            return f"[{', '.join(map(_value, value))}]"
        case Mapping():
            return f"{{{', '.join(f'{_key(name)} = {_value(each)}' for name, each in value.items())}}}"
    return str(value)
