"""The forms in which a protocol is written: what holds in all languages, and its text in each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from wtforms import FieldList, FormField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms import Form as PartOfForm
from wtforms.validators import Optional as Skippable

from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid
from readiness.protocols.differences import LABELS
from readiness.standards.protocols import LEVELS, Protocol, ProtocolText
from readiness.standards.reading import reading_grade
from readiness.web.forms import CheckboxesField, DayField, Form, Required, TickField

FREE_ROWS = 3
"""So many empty rows stand below what is there."""
TWO_LINES = {"rows": 2}
ONE_A_LINE = msgid("One a line.")


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
        return [{each: _one_line(entries[n].form[each].data) for each in required} for n in places]

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


class TextForm(WrittenForm):
    """A protocol's text in one language."""

    title = StringField(
        LABELS["title"],
        [Required(msgid("Write a title."))],
        description=msgid("Neutral: it stays in the history of a browser."),
    )
    situation = StringField(
        LABELS["situation"],
        [Required(msgid("Write what an employee sees."))],
        description=msgid("What is happening, as an employee would say it."),
    )
    first = StringField(
        LABELS["first"],
        [Required(msgid("Write what to do first."))],
        description=msgid("The one sentence for the first 60 seconds."),
    )
    steps = FieldList(FormField(StepRow))
    branch_after = IntegerField(LABELS["branch_after"], [Required(msgid("Write the number of the step."))])
    choices = FieldList(FormField(ChoiceRow), min_entries=3, max_entries=3)
    say = TextAreaField(LABELS["say"], description=ONE_A_LINE)
    do_not_say = TextAreaField(LABELS["do_not_say"], description=ONE_A_LINE)
    do_not = TextAreaField(LABELS["do_not"], description=ONE_A_LINE)
    signs = TextAreaField(LABELS["signs"], description=ONE_A_LINE)
    escalate = FieldList(FormField(EscalationRow))
    phrasings = TextAreaField(
        LABELS["phrasings"],
        description=msgid("One a line: how someone in distress may say it, misspelt too. At least eight."),
    )

    @classmethod
    def of(cls, text: ProtocolText, number: int) -> "TextForm":
        """The form of a text as it is, or of what was typed."""
        held = text.model_dump(mode="json")
        for name in ("say", "do_not_say", "do_not", "signs", "phrasings"):
            held[name] = "\n".join(held[name])
        held["steps"] = [{"place": n, **step} for n, step in enumerate(held["steps"], 1)] + [{}] * FREE_ROWS
        held["escalate"] += [{}] * FREE_ROWS
        return cls(data={**held, "seen": str(number)})

    def values(self) -> dict[str, Any]:
        """What was typed, as a protocol keeps it."""
        found: dict[str, Any] = {
            name: (self[name].data or "").strip() for name in ("title", "situation", "first")
        }
        found |= {
            name: lines_of(self[name].data) for name in ("say", "do_not_say", "do_not", "signs", "phrasings")
        }
        choices = [
            {"when": _one_line(row.form.when.data), "do": _one_line(row.form.do.data)} for row in self.choices
        ]
        return found | {
            "steps": self._steps(),
            "branch_after": self.branch_after.data,
            "choices": [{"level": level, **row} for level, row in zip(LEVELS, choices, strict=False)],
            "escalate": self.rows("escalate", ("whom", "when")),
        }

    def _steps(self) -> list[dict[str, Any]]:
        """The steps by their places; what was put at the place of another comes before it."""
        rows = self.rows("steps", ("do", "more"))
        typed = self.filled["steps"]

        def key(each: int) -> tuple[int, int]:
            place = self.steps.entries[typed[each]].form.place.data
            stood = typed[each] + 1
            return (len(typed) + stood, 0) if place is None else (place, int(place >= stood))

        order = sorted(range(len(rows)), key=key)
        self.filled["steps"] = [typed[each] for each in order]
        return [rows[each] for each in order]

    def is_in_order(self) -> bool:
        """Whether what was typed is of the right form; every fault is shown at its field."""
        return self.accepts(lambda: ProtocolText.model_validate(self.values()))

    def grades(self, language: str) -> dict[str, float]:
        """The reading grade of what is typed, whatever else is wrong with it."""
        values = self.values()
        actions = [values["first"], *(step["do"] for step in values["steps"])]
        lines = [
            *actions, *values["signs"], *(step["more"] for step in values["steps"]),
            *(part for choice in values["choices"] for part in (choice["when"], choice["do"])),
            *values["say"], *values["do_not"], *(each["when"] for each in values["escalate"]),
        ]  # fmt: skip
        return {"steps": reading_grade(actions, language), "lines": reading_grade(lines, language)}


_CHOSEN = ("lines", "certificates", "next")


class AboutForm(WrittenForm):
    """What holds of a protocol in all languages. `before`: what was chosen until now, in its order."""

    before: Mapping[str, list[str]] = {}

    is_at_risk = TickField(
        LABELS["is_at_risk"],
        description=msgid("Its page can be left at once, and is kept nowhere."),
    )
    call_danger = SelectField(msgid("Danger now: whom to call"))
    call_unsafe = SelectField(msgid("Not safe: whom to call"))
    call_worried = SelectField(msgid("Worried: whom to call"))
    lines = CheckboxesField(LABELS["lines"])
    certificates = CheckboxesField(LABELS["certificates"])
    next = CheckboxesField(LABELS["next"], description=msgid("One to four."))
    topics = TextAreaField(LABELS["topics"], description=ONE_A_LINE)
    needs = TextAreaField(LABELS["needs"], description=msgid("One a line: kinds of community services."))
    sources = FieldList(FormField(SourceRow))
    owner = StringField(
        LABELS["owner"],
        [Required(msgid("Write who sees to it that it is read again."))],
        description=msgid("Who sees to it that it is read again in time: a name or a role."),
    )
    review_months = IntegerField(
        LABELS["review_months"], [Required(msgid("Write a whole number of months from 1 to 24."))]
    )

    @classmethod
    def of(cls, protocol: Protocol, number: int) -> "AboutForm":
        """The form of what holds now, or of what was typed."""
        held = protocol.model_dump(mode="json", exclude={"en", "es"})
        held |= {name: "\n".join(held[name]) for name in ("topics", "needs")}
        held |= {f"call_{level}": line for level, line in held["call"].items()}
        sources = [{**source.model_dump()} for source in protocol.sources]
        form = cls(data={**held, "sources": sources + [{}] * FREE_ROWS, "seen": str(number)})
        form.before = {name: list(held[name]) for name in _CHOSEN}
        return form

    def offer(self, choices: "Offered") -> None:
        """Fill the choices. Call it before the form is used."""
        for level in LEVELS:
            self[f"call_{level}"].choices = dict(choices.calls)
        self.lines.choices = dict(choices.lines)
        self.certificates.choices = dict(choices.certificates)
        self.next.choices = dict(choices.protocols)

    def values(self) -> dict[str, Any]:
        """What was typed, as a protocol keeps it."""
        return {
            "is_at_risk": bool(self.is_at_risk.data),
            "call": {level: self[f"call_{level}"].data or "" for level in LEVELS},
            **{name: self._in_order(name) for name in _CHOSEN},
            **{name: lines_of(self[name].data) for name in ("topics", "needs")},
            "sources": self.rows("sources", ("title", "publisher", "url", "read_on")),
            "owner": (self.owner.data or "").strip(),
            "review_months": self.review_months.data,
        }

    def _in_order(self, name: str) -> list[str]:
        """What is chosen: what was before keeps its order, which is that of the page."""
        before, chosen = self.before.get(name, []), list(self[name].data or ())
        return sorted(chosen, key=lambda each: before.index(each) if each in before else len(before))

    def is_in_order(self, body: dict[str, Any]) -> bool:
        """Whether what was typed, with the texts of `body`, makes a protocol; every fault is shown at its field."""
        return self.accepts(lambda: Protocol.model_validate({"slug": "checked", **body, **self.values()}))


@dataclass(frozen=True, slots=True)
class Offered:
    """What a protocol may name, by code and title: lines (and by what they are), kinds, other protocols."""

    calls: Mapping[str, str]
    lines: Mapping[str, str]
    certificates: Mapping[str, str]
    protocols: Mapping[str, str]


class ReasonForm(Form):
    """Why something is sent back, retired or taken back."""

    reason = TextAreaField(msgid("Why"), [Required(msgid("Write why, for those who look at this later."))])
    seen = HiddenField()


class ClinicianForm(Form):
    """Which clinician read a revision, and when."""

    reviewer = StringField(
        msgid("Clinician"),
        [Required(msgid("Write the clinician's name and profession."))],
        description=msgid(
            "Name and profession, as they will stand on the page: ‘Dr. Ana Ruiz, psychologist’."
        ),
    )
    reviewed_on = DayField(msgid("Read on"), [Required(msgid("Write the day on which it was read."))])


def lines_of(typed: str | None) -> list[str]:
    """What was typed one a line."""
    return [line.strip() for line in (typed or "").splitlines() if line.strip()]


def _one_line(typed: Any) -> Any:
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
