"""The forms in which a protocol is written: what holds in all languages, and its text in each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wtforms import FieldList, FormField, HiddenField, IntegerField, SelectField, StringField, TextAreaField

from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid
from readiness.protocols.differences import LABELS
from readiness.protocols.writing import (
    FREE_ROWS,
    ChoiceRow,
    EscalationRow,
    SourceRow,
    StepRow,
    WrittenForm,
    lines_of,
    one_line,
)
from readiness.standards.protocols import LEVELS, ProtocolAbout, ProtocolText
from readiness.standards.reading import reading_grade
from readiness.web.forms import CheckboxesField, DayField, Form, Required, TickField

ONE_A_LINE = msgid("One a line.")
FIRST_ROWS = 8
"""So many empty rows for steps stand where there is none yet."""


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

    @classmethod
    def blank(cls, number: int) -> "TextForm":
        """The form of a text that is yet to be written, or of what was typed."""
        rows: dict[str, list[dict[str, Any]]] = {"steps": [{}] * FIRST_ROWS, "escalate": [{}] * FREE_ROWS}
        return cls(data={**rows, "seen": str(number)})

    def values(self) -> dict[str, Any]:
        """What was typed, as a protocol keeps it."""
        found: dict[str, Any] = {
            name: (self[name].data or "").strip() for name in ("title", "situation", "first")
        }
        found |= {
            name: lines_of(self[name].data) for name in ("say", "do_not_say", "do_not", "signs", "phrasings")
        }
        choices = [
            {"when": one_line(row.form.when.data), "do": one_line(row.form.do.data)} for row in self.choices
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
    called_before: Mapping[str, str] = {}

    is_at_risk = TickField(
        LABELS["is_at_risk"],
        description=msgid("Its page can be left at once, and is kept nowhere."),
    )
    is_emergency_first = TickField(
        LABELS["is_emergency_first"],
        description=msgid("The emergency number is then its first button, before the crisis line."),
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
    def of(cls, protocol: ProtocolAbout, number: int) -> "AboutForm":
        """The form of what holds now, or of what was typed."""
        held = protocol.model_dump(mode="json")
        held |= {name: "\n".join(held[name]) for name in ("topics", "needs")}
        held |= {f"call_{level}": line for level, line in held["call"].items()}
        sources = [{**source.model_dump()} for source in protocol.sources]
        form = cls(data={**held, "sources": sources + [{}] * FREE_ROWS, "seen": str(number)})
        form.before = {name: list(held[name]) for name in _CHOSEN}
        form.called_before = dict(held["call"])
        return form

    @classmethod
    def blank(cls, number: int) -> "AboutForm":
        """The form of what is yet to be settled, or of what was typed."""
        held = {"call_danger": "emergency", "call_unsafe": "crisis", "review_months": 12}
        return cls(data={**held, "sources": [{}] * FREE_ROWS, "seen": str(number)})

    def offer(self, choices: "Offered") -> None:
        """Fill the choices. Call it before the form is used.

        What was chosen and is not offered any more stays among them: it would vanish with the next draft otherwise,
        whatever that is about. It is told when the draft is sent for review.
        """
        for level in LEVELS:
            self[f"call_{level}"].choices = _with(choices.calls, [self.called_before.get(level, "")])
        for name, offered in (
            ("lines", choices.lines), ("certificates", choices.certificates), ("next", choices.protocols),
        ):  # fmt: skip
            self[name].choices = _with(offered, self.before.get(name, []))

    def values(self) -> dict[str, Any]:
        """What was typed, as a protocol keeps it."""
        return {
            "is_at_risk": bool(self.is_at_risk.data),
            "is_emergency_first": bool(self.is_emergency_first.data),
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

    def is_in_order(self) -> bool:
        """Whether what was typed is of the right form; every fault is shown at its field."""
        return self.accepts(lambda: ProtocolAbout.model_validate(self.values()))


def _with(offered: Mapping[str, str], chosen: list[str]) -> dict[str, str]:
    lost = [code for code in chosen if code not in offered]
    return {**offered, **{code: _("%(code)s (not to be chosen any more)", code=code) for code in lost}}


@dataclass(frozen=True, slots=True)
class Offered:
    """What a protocol may name, by code and title: lines (and by what they are), kinds, other protocols."""

    calls: Mapping[str, str]
    lines: Mapping[str, str]
    certificates: Mapping[str, str]
    protocols: Mapping[str, str]


class BeginForm(Form):
    """The address of a protocol that is not there yet."""

    slug = StringField(
        msgid("Address"),
        [Required(msgid("Write one short word, such as lockdown."))],
        description=msgid(
            "One short word in small letters, neutral: it stays in the history of browsers. It cannot be changed."
        ),
    )


class ApproveAllForm(Form):
    """Which revisions are approved at once: each as 'suicide 2', so that none is approved that was not looked at."""

    seen = CheckboxesField(
        msgid("I have read these, in both languages"),
        [Required(msgid("Tick those that you have read."))],
        description=msgid("What you wrote yourself is not among them: somebody else has to approve it."),
    )


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
