"""A check's terms as fields that people fill in, and what is wrong with what they wrote. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Literal, get_args, get_origin

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from readiness.compliance.checks import CHECKS
from readiness.foundation.words import gettext as _


class Shape(Enum):
    """What is written in a field."""

    CERTIFICATE = "certificate"
    CERTIFICATES = "certificates"
    WHOLE = "whole number"
    LINES = "lines"
    CHOICES = "choices"
    CHOICE = "choice"
    TEXT = "text"
    YES_NO = "yes or no"


@dataclass(frozen=True, slots=True)
class TermField:
    """One term as a field of a form."""

    name: str
    label: str
    hint: str
    shape: Shape
    is_needed: bool
    lowest: int | None = None
    choices: tuple[str, ...] = ()
    default: Any = None
    """What holds where it is left out; None: nothing."""


def term_fields(check: str) -> list[TermField]:
    """The fields of a check's terms, in the order in which its class has them."""
    return [_field(name, info) for name, info in CHECKS[check].terms.model_fields.items()]


def _field(name: str, info: FieldInfo) -> TermField:
    shape, choices = _shape(name, info.annotation)
    lowest = next((each.ge for each in info.metadata if hasattr(each, "ge")), None)
    return TermField(
        name,
        info.title or name.replace("_", " ").capitalize(),
        info.description or "",
        shape,
        info.is_required(),
        lowest if isinstance(lowest, int) else None,
        choices,
        None if info.is_required() else info.default,
    )


def _shape(name: str, annotation: Any) -> tuple[Shape, tuple[str, ...]]:
    if name == "certificate":
        return Shape.CERTIFICATE, ()
    if name == "or_certificates":
        return Shape.CERTIFICATES, ()
    if annotation is bool:
        return Shape.YES_NO, ()
    if _literal(annotation):
        return Shape.CHOICE, _literal(annotation)
    if str in (annotation, *get_args(annotation)) and get_origin(annotation) is not tuple:
        return Shape.TEXT, ()
    if get_origin(annotation) is tuple:
        inner = get_args(annotation)[0]
        if get_origin(inner) is Literal:
            return Shape.CHOICES, get_args(inner)
        return Shape.LINES, ()
    return Shape.WHOLE, ()


def _literal(annotation: Any) -> tuple[str, ...]:
    """The choices of 'one of these', or of 'one of these or nothing', where nothing is written as ''."""
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    inner = [each for each in get_args(annotation) if get_origin(each) is Literal]
    return ("", *get_args(inner[0])) if inner and type(None) in get_args(annotation) else ()


def term_faults(check: str, terms: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is wrong with terms: the term's name ('' where it is no single one) and a sentence."""
    try:
        CHECKS[check].terms.model_validate(dict(terms))
    except ValidationError as error:
        for fault in error.errors():
            yield str(fault["loc"][0]) if fault["loc"] else "", _sentence(check, fault)


def _sentence(check: str, fault: Any) -> str:
    match fault["type"]:
        case "missing":
            return _("Fill this in.")
        case "greater_than_equal":
            return _("Write a whole number of at least %(least)s.", least=fault["ctx"]["ge"])
        case "value_error":
            return _in_labels(check, str(fault["ctx"]["error"]))
    return str(fault["msg"])


def _in_labels(check: str, sentence: str) -> str:
    """A sentence of the terms' class, which names terms as packs do, in the words of the form."""
    for each in term_fields(check):
        sentence = sentence.replace(f"'{each.name}'", f"‘{_(each.label)}’")
    return f"{sentence[0].upper()}{sentence[1:]}."
