"""The published schemas of HSDS 3.1, to hold against them what is served."""

import json
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012


def validators(folder: Path) -> dict[str, Draft202012Validator]:
    """A validator for each kind of object, formats included."""
    schemas = {
        path.name: {**json.loads(path.read_text(encoding="utf-8")), "$id": f"http://hsds.example/{path.name}"}
        for path in (folder / "schema").glob("*.json")
        if path.name != "openapi.json"
    }
    registry: Registry[Any] = Registry().with_resources(
        (f"http://hsds.example/{name}", Resource(schema, DRAFT202012)) for name, schema in schemas.items()
    )
    return {
        name.removesuffix(".json"): Draft202012Validator(
            schema, registry=registry, format_checker=FormatChecker()
        )
        for name, schema in schemas.items()
    }


def faults(validator: Draft202012Validator, item: Any) -> list[str]:
    """Where an object is not as its schema says."""
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(item)]
