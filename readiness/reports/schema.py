"""What the JSON of a report is like, as JSON Schema (2020-12), made from its columns. Pure."""

import json
from typing import Any

from readiness.foundation.words import gettext as _
from readiness.reports.shapes import Column, Holds, Report

_TYPES: dict[Holds, dict[str, Any]] = {
    Holds.TEXT: {"type": "string"},
    Holds.NUMBER: {"type": "integer"},
    Holds.DAY: {"type": "string", "format": "date"},
    Holds.INSTANT: {"type": "string", "format": "date-time"},
}


def schema_of(report: Report) -> dict[str, Any]:
    """An array of rows; a row has every column and nothing else, and null where there is nothing."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": _(report.title),
        "description": _(report.tells),
        "type": "array",
        "items": {
            "type": "object",
            "properties": {field.name: _of(field) for field in report.fields},
            "required": list(report.columns),
            "additionalProperties": False,
        },
    }


def schema_text(report: Report) -> str:
    """The same as a file."""
    return json.dumps(schema_of(report), ensure_ascii=False, indent=2) + "\n"


def _of(field: Column) -> dict[str, Any]:
    told: dict[str, Any] = {"description": _(field.tells), **_TYPES[field.holds]}
    if field.choices:
        told["enum"] = [*field.choices, *([None] if field.is_optional else [])]
    if field.is_optional:
        told["type"] = [told["type"], "null"]
    return told
