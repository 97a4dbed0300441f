"""The forms of crisis lines."""

from collections.abc import Mapping
from typing import Any

from wtforms import DateTimeLocalField, HiddenField, SelectField, StringField, TextAreaField

from readiness.foundation.words import msgid
from readiness.standards.crisis_lines import CrisisLine
from readiness.web.forms import CheckboxesField, DayField, Form, Required, TickField

KINDS = {
    "crisis": msgid("Crisis line, answered in a crisis"),
    "emergency": msgid("Emergency number"),
    "help": msgid("Help line, which refers"),
}


class SeenForm(Form):
    """A form of a line as it was seen."""

    seen = HiddenField()

    @property
    def version(self) -> int:
        text = self.seen.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


class VerifyForm(SeenForm):
    """That a line was read at its source."""

    verified_on = DayField(msgid("Read on"), [Required(msgid("Write the day on which you read it."))])
    source = StringField(
        msgid("Source"),
        [Required(msgid("Write where you read it, or who told you."))],
        description=msgid("Where you read it, or who told you: best the line's own page."),
    )
    source_url = StringField(msgid("Address of the source"))


class LineForm(SeenForm):
    """What is known of a line."""

    name = StringField(msgid("Name"), [Required(msgid("Write what the line is called."))])
    country = StringField(msgid("Country"), [Required(msgid("Write two letters, such as US."))])
    kind = SelectField(msgid("Kind"), choices=KINDS)
    call = StringField(
        msgid("Number to call"),
        description=msgid("Digits alone, with the country's code where it is needed: 988, 18007997233."),
    )
    press = StringField(msgid("Then press"), description=msgid("One digit, where the line asks for it."))
    text = StringField(msgid("Number to text"), description=msgid("Digits alone."))
    text_word = StringField(msgid("Word to text"))
    chat_url = StringField(msgid("Address of its chat"))
    textphone = StringField(msgid("Number of its textphone"), description=msgid("Digits alone."))
    is_always_open = TickField(msgid("It is answered day and night"))
    hours = StringField(msgid("Hours"), description=msgid("When it is answered, where that is not always."))
    languages = StringField(msgid("Languages"), description=msgid("Such as: en, es"))
    first_for = StringField(
        msgid("First line for"),
        description=msgid("Languages in which every page of its country shows it at the top: en, es."),
    )
    fallback = SelectField(msgid("What stands in when it is out of order"))
    supersedes = StringField(
        msgid("Numbers that it took the place of"),
        description=msgid("Digits, with commas. They must not be shown any more."),
    )

    @classmethod
    def of(cls, line: CrisisLine, version: int, **more: Any) -> "LineForm":
        """The form of a line as it is, or of what was typed."""
        held = line.model_dump(mode="json")
        held |= {name: ", ".join(held[name]) for name in ("languages", "first_for", "supersedes")}
        return cls(data={**held, **more, "seen": str(version)})

    def offer(self, lines: Mapping[str, CrisisLine], code: str = "") -> None:
        """Fill the choices. Call it before the form is used."""
        self.fallback.choices = {"": "–"} | {
            each.id: f"{each.name} ({each.country}, {each.id})" for each in lines.values() if each.id != code
        }

    def values(self) -> dict[str, Any]:
        """What was typed, as a line keeps it."""
        texts = (
            "name", "country", "call", "press", "text", "text_word", "chat_url", "textphone", "hours",
        )  # fmt: skip
        found: dict[str, Any] = {name: (self[name].data or "").strip() for name in texts}
        for name in ("languages", "first_for", "supersedes"):
            found[name] = [each.strip() for each in (self[name].data or "").split(",") if each.strip()]
        return found | {
            "kind": self.kind.data,
            "is_always_open": bool(self.is_always_open.data),
            "fallback": self.fallback.data or "",
        }


class CorrectLineForm(LineForm):
    """What really is so of a line."""

    reason = StringField(
        msgid("Why"),
        [Required(msgid("Write why, for those who look at this later."))],
        description=msgid("For anyone who looks at this later. It goes into the audit trail."),
    )


class AddLineForm(LineForm):
    """A line that is not there yet."""

    code = StringField(
        msgid("Code"),
        [Required(msgid("Write a short code, such as us-county-line."))],
        description=msgid("Small letters, digits, hyphens. Protocols name it by this; it cannot be changed."),
    )


class SwapForm(Form):
    """What stands in for a line that is out of order, what is said of it, until when."""

    stand_in = SelectField(msgid("What stands in"), [Required(msgid("Choose what stands in."))])
    also = CheckboxesField(
        msgid("Also out of order"),
        description=msgid(
            "These are reached by the same number, so whoever calls them reaches nobody either. "
            "Untick one only if you know that it still answers."
        ),
    )
    banner_en = TextAreaField(
        msgid("What is said in its place, in English"),
        [Required(msgid("Write what is said in English."))],
        description=msgid("Which line stands in, and until when, is added by itself."),
    )
    banner_es = TextAreaField(
        msgid("What is said in its place, in Spanish"), [Required(msgid("Write what is said in Spanish."))]
    )
    until_at = DateTimeLocalField(
        msgid("Until"),
        [Required(msgid("Write the day and time until which it is so."))],
        description=msgid("Then the line is put back by itself. Your organisation's time."),
    )
    reason = StringField(msgid("Why"), [Required(msgid("Write what is out of order, and who said so."))])
    looked_at = HiddenField()


class EndSwapForm(Form):
    """Why a line is put back early."""

    reason = StringField(msgid("Why"), [Required(msgid("Write who said that it is in order again."))])
