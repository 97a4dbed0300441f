"""The base of every form: the token against forgery, faults together and at their field, in our words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import (
    BooleanField,
    DateField,
    Field,
    FieldList,
    FormField,
    RadioField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, StopValidation
from wtforms.widgets import CheckboxInput, TextInput

from readiness.foundation.errors import InvalidInput, ReadinessError
from readiness.foundation.words import gettext as _


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a form, and the id of the field to mend; '' where it is no single field."""

    field_id: str
    message: str


class Form(FlaskForm):  # type: ignore[misc]
    """A form with its token. `refuse` adds what an action refused, beside what the fields found themselves."""

    def refuse(self, error: ReadinessError) -> None:
        """Show what an action refused, as faults of the whole form, or of the field that is named first."""
        for problem in error.problems:
            name, colon, rest = problem.partition(": ")
            if colon and name in self._fields:
                self[name].errors = [*self[name].errors, rest]
            else:
                self.form_errors.append(problem)

    def refuse_more(self, error: ReadinessError) -> None:
        """The same, but for fields of which something is told already."""
        told = {name for name, field in self._fields.items() if field.errors}
        rest = [problem for problem in error.problems if problem.partition(": ")[0] not in told]
        if rest:
            self.refuse(InvalidInput(rest))

    @property
    def faults(self) -> list[Fault]:
        """Every fault, in the order of the fields; first those of the form as a whole."""
        return [Fault("", problem) for problem in self.form_errors] + [
            fault for field in self if not _is_token(field) for fault in _faults_of(field)
        ]


def _is_token(field: Field) -> bool:
    return bool(field.type == "CSRFTokenField")


def _faults_of(field: Field) -> Iterator[Fault]:
    if isinstance(field, FormField | FieldList):
        for inner in field:
            yield from _faults_of(inner)
        return
    for message in field.errors:
        yield Fault(_first_id(field), str(message))


def _first_id(field: Field) -> str:
    """The id that a link to the field leads to: of a group, its first choice."""
    if isinstance(field, RadioField | CheckboxesField):
        return f"{field.id}-0"
    return str(field.id)


class Required(InputRequired):  # type: ignore[misc]
    """The field must be filled in; the message says what to do: 'Write the day it was issued.'"""

    def __init__(self, message: str) -> None:
        super().__init__(message)

    def __call__(self, form: Any, field: Field) -> None:
        text = field.raw_data[0] if field.raw_data else None
        if isinstance(text, str) and not text.strip():
            field.errors = []
            raise StopValidation(self.message)
        super().__call__(form, field)


class Suggestion(NamedTuple):
    """Something that may be typed, and in words what it is."""

    value: str
    words: str


class SuggestingInput(TextInput):  # type: ignore[misc]
    """A line to type in, with what is offered below it."""

    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        """The control and its suggestions."""
        list_id = f"{field.id}-offered"
        control = super().__call__(field, **{"list": list_id, "autocomplete": "off", **kwargs})
        options = Markup().join(
            Markup('<option value="{}">{}</option>').format(each.value, each.words) for each in field.offered
        )
        return Markup('{}<datalist id="{}">{}</datalist>').format(control, list_id, options)


class SuggestingField(StringField):  # type: ignore[misc]
    """A line of text for which something is offered while one types; anything else may be written, too.

    `offered` is set by the page, to what the account may see.
    """

    widget = SuggestingInput()
    offered: Sequence[Suggestion] = ()


class DayField(DateField):  # type: ignore[misc]
    """A day, picked or typed as 2026-02-28."""

    data: date | None

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = str(valuelist[0]).strip() if valuelist else ""
        self.data = None
        if not text:
            return
        try:
            self.data = date.fromisoformat(text)
        except ValueError:
            raise ValueError(_("'%(text)s' is no day. Write it as 2026-02-28.", text=text)) from None


class CheckboxesField(SelectMultipleField):  # type: ignore[misc]
    """Any number of choices, each with its box."""

    option_widget = CheckboxInput()


class TickField(BooleanField):  # type: ignore[misc]
    """One box to tick, its label beside it."""
