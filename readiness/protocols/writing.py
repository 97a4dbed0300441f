"""What the forms of a protocol are made of: rows of fields, and faults of the whole at their fields."""

from collections.abc import Callable, Sequence
from typing import Any

from pydantic import ValidationError
from wtforms import FieldList, HiddenField, IntegerField, StringField, TextAreaField
from wtforms import Form as PartOfForm
from wtforms.validators import Optional as Skippable

from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid
from readiness.protocols.differences import LABELS
from readiness.web.forms import DayField, Form

FREE_ROWS = 3
"""So many empty rows stand below what is there."""
TWO_LINES = {"rows": 2}


class Row(PartOfForm):  # type: ignore[misc]
    """A row of a list of fields, in a form that has the token."""


class StepRow(Row):
    """A step, and its place among the others."""

    place = IntegerField(msgid("Place"), [Skippable()])
    do = TextAreaField(msgid("What to do"), render_kw=TWO_LINES)
    more = TextAreaField(msgid("How, or why"), render_kw=TWO_LINES)


class ChoiceRow(Row):
    """A way of the branch."""

    when = TextAreaField(msgid("When it is so"), render_kw=TWO_LINES)
    do = TextAreaField(msgid("What to do then"), render_kw=TWO_LINES)


class EscalationRow(Row):
    """Whom to tell, and when."""

    whom = StringField(msgid("Whom"))
    when = TextAreaField(msgid("When"), render_kw=TWO_LINES)


class SourceRow(Row):
    """Public guidance that was read."""

    title = StringField(msgid("Title"))
    publisher = StringField(msgid("Publisher"))
    url = StringField(msgid("Address"))
    read_on = DayField(msgid("Read on"))


class WrittenForm(Form):
    """A form of what a protocol holds: checked as a whole, its faults at their fields.

    `filled`: by the name of a list of rows, which of its rows are filled in, in the order in which they are kept.
    """

    seen = HiddenField()

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.filled: dict[str, list[int]] = {}

    @property
    def seen_number(self) -> int:
        """The number of the revision that was looked at."""
        text = self.seen.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0

    def rows(self, name: str, required: Sequence[str]) -> list[dict[str, Any]]:
        """The rows of a list that are filled in."""
        entries = self[name].entries
        places = [n for n, entry in enumerate(entries) if any(entry.form[each].data for each in required)]
        self.filled[name] = places
        return [{each: one_line(entries[n].form[each].data) for each in required} for n in places]

    def accepts(self, check: Callable[[], object]) -> bool:
        """Whether the fields and a check of the whole find nothing; all faults are shown at their fields."""
        is_good = bool(self.validate())
        told = {
            name for name, field in self._fields.items() if field.errors and not isinstance(field, FieldList)
        }
        try:
            check()
        except ValidationError as error:
            for fault in error.errors():
                if fault["loc"][:1] not in {(name,) for name in told}:
                    self._tell(tuple(fault["loc"]), sentence_of(fault))
            return False
        return is_good

    def _tell(self, place: tuple[int | str, ...], sentence: str) -> None:
        name = str(place[0]) if place else ""
        number = place[1] if len(place) > 1 and isinstance(place[1], int) else None
        field = self._fields.get("call_" + str(place[1]) if name == "call" and len(place) > 1 else name)
        label = _(LABELS.get(name, name))
        if field is not None and isinstance(field, FieldList) and number is not None and len(place) > 2:
            rows = self.filled.get(name, list(range(len(field.entries))))
            inner = field.entries[rows[number]].form[str(place[2])]
            told = _(
                "%(list)s, row %(number)s, ‘%(what)s’",
                list=label,
                number=rows[number] + 1,
                what=_(inner.label.text),
            )
            inner.errors = [*inner.errors, f"{told} {sentence}"]
        elif field is None or isinstance(field, FieldList):
            self.form_errors.append(f"‘{label}’ {sentence}")
        elif number is not None:
            line = _("‘%(list)s’, line %(number)s,", list=label, number=number + 1)
            field.errors = [*field.errors, f"{line} {sentence}"]
        else:
            field.errors = [*field.errors, f"‘{label}’ {sentence}"]


def lines_of(typed: str | None) -> list[str]:
    """What was typed one a line."""
    return [line.strip() for line in (typed or "").splitlines() if line.strip()]


def one_line(typed: Any) -> Any:
    """A text with no breaks in it; anything else as it is, and nothing as ''."""
    return " ".join(typed.split()) if isinstance(typed, str) else typed or ""


_SENTENCES = {
    "string_too_short": msgid("has too few characters; at least %(min_length)s are needed."),
    "string_too_long": msgid("is too long; at most %(max_length)s characters fit. Shorten it."),
    "too_short": msgid("has %(actual_length)s; at least %(min_length)s are needed."),
    "too_long": msgid("has %(actual_length)s; at most %(max_length)s fit. Leave some out."),
    "string_pattern_mismatch": msgid(
        "is not of the form that is asked for: an address begins with https://."
    ),
    "greater_than_equal": msgid("must be at least %(ge)s."),
    "less_than_equal": msgid("must be at most %(le)s."),
    "int_type": msgid("must be a whole number."),
    "date_from_datetime_parsing": msgid("must be a day, such as 2026-02-28."),
    "date_parsing": msgid("must be a day, such as 2026-02-28."),
    "missing": msgid("is missing."),
}


def sentence_of(fault: Any) -> str:
    """What pydantic found, in words."""
    sentence = _SENTENCES.get(fault["type"])
    return (
        _(sentence, **fault.get("ctx", {})) if sentence else f"{fault['msg'][:1].lower()}{fault['msg'][1:]}."
    )
