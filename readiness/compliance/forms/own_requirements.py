"""The forms of a requirement of one's own: by which check it is judged, what it asks, and of which sites."""

from typing import Any

from pydantic import ValidationError
from wtforms import HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional as Skippable
from wtforms.validators import ValidationError as WrongField

from readiness.compliance.checks import CHECKS
from readiness.compliance.checks.registry import About
from readiness.compliance.forms.terms import TermsForm, lines
from readiness.foundation.countries import country_fault
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid
from readiness.standards.packs import Applies, Clause
from readiness.web.forms import DayField, Form, Required

_LISTS = ("country", "region", "kind", "hazard")
_BOUNDS = ("headcount_from", "headcount_to", "no_care_within", "no_care_within_low_hazard")
"""The lists and the numbers by which a requirement says of which sites it is asked."""


def _beside_the_other(form: Any, _field: IntegerField) -> None:
    """What holds where the hazard is low is an exception of what holds elsewhere."""
    if form.applies_no_care_within.data is None:
        raise WrongField(_("Say above within how many minutes medical care is near at other sites."))


class OwnRequirementForm(TermsForm):
    """A requirement of the organisation's own."""

    title = StringField(
        msgid("What is asked, in a line"), [Required(msgid("Write in a line what is asked."))]
    )
    citation = StringField(
        msgid("Where it is written"),
        [Required(msgid("Write where it is written, such as ‘Staff handbook 4.2’."))],
        description=msgid("Such as ‘Staff handbook 4.2’."),
    )
    severity = RadioField(
        msgid("How grave a gap is"),
        choices={"high": msgid("High"), "medium": msgid("Medium"), "low": msgid("Low")},
        default="medium",
    )
    remedy = StringField(
        msgid("What closes a gap"), description=msgid("Such as ‘Book people into the next class.’")
    )
    from_on = DayField(msgid("From"), [Required(msgid("Write the first day on which it is asked."))])
    applies_country = TextAreaField(
        msgid("Only in these countries"), description=msgid("Two letters, such as US; one a line.")
    )
    applies_region = TextAreaField(
        msgid("Only in these regions"), description=msgid("Such as CA or US-CA; one a line.")
    )
    applies_kind = TextAreaField(msgid("Only at sites of these kinds"), description=msgid("One a line."))
    applies_hazard = TextAreaField(msgid("Only at sites of these hazards"), description=msgid("One a line."))
    applies_open_to_public = SelectField(
        msgid("Open to the public"),
        choices={"": msgid("Any site"), "yes": msgid("Only open ones"), "no": msgid("Only others")},
    )
    applies_headcount_from = IntegerField(msgid("Only from so many people on"), [Skippable()])
    applies_headcount_to = IntegerField(msgid("Only up to so many people"), [Skippable()])
    applies_no_care_within = IntegerField(
        msgid("Only where no medical care is within so many minutes"),
        [Skippable()],
        description=msgid("By what is recorded of the site; where nothing is, none is taken to be near."),
    )
    applies_no_care_within_low_hazard = IntegerField(
        msgid("Where the hazard is low: within so many minutes"), [Skippable(), _beside_the_other]
    )
    pack_id = StringField(
        msgid("Kept in the pack"),
        default="own",
        description=msgid("An own pack holds requirements together; it can be taken away as a file."),
    )
    clause_id = HiddenField()

    def clause(self, clause_id: str) -> Clause | None:
        """The requirement as a pack has it; None where something is wrong, which then stands at its field."""
        content = {
            "id": clause_id,
            "title": (self.title.data or "").strip(),
            "citation": (self.citation.data or "").strip(),
            "check": self.check_name,
            "severity": self.severity.data,
            "remedy": (self.remedy.data or "").strip(),
            "terms": [{"from": self.day, **self.terms()}],
        }
        applies = self._applies()
        no_countries = list(filter(None, map(country_fault, applies.get("country", ()))))
        if no_countries:
            self.applies_country.errors = no_countries
            return None
        if applies:
            content["applies"] = applies
        try:
            return Clause.model_validate(content)
        except ValidationError as error:
            for fault in error.errors():
                self._show_fault("_".join(str(part) for part in fault["loc"][:2]), str(fault["msg"]))
            return None

    def _applies(self) -> dict[str, Any]:
        public = self.applies_open_to_public.data
        asked: dict[str, Any] = {
            **{name: lines(self[f"applies_{name}"].data) for name in _LISTS},
            "open_to_public": public == "yes" if public else None,
            **{name: self[f"applies_{name}"].data for name in _BOUNDS},
        }
        asked["country"] = [code.upper() for code in asked["country"]]
        return {name: value for name, value in asked.items() if value not in (None, [])}

    def _show_fault(self, name: str, sentence: str) -> None:
        if name in self._fields:
            self[name].errors = [*self[name].errors, sentence]
        else:
            self.form_errors.append(sentence)

    def fill_from(self, clause: Clause) -> None:
        """Show what is asked now, to begin with."""
        self.title.data, self.citation.data = clause.title, clause.citation
        self.severity.data, self.remedy.data = clause.severity, clause.remedy
        self._fill_applies(clause.applies)

    def _fill_applies(self, applies: Applies) -> None:
        for name in _LISTS:
            self[f"applies_{name}"].data = "\n".join(getattr(applies, name))
        if applies.open_to_public is not None:
            self.applies_open_to_public.data = "yes" if applies.open_to_public else "no"
        for name in _BOUNDS:
            self[f"applies_{name}"].data = getattr(applies, name)


_PARTS = list(About)


class CheckChoice(Form):
    """By which check an own requirement is judged."""

    check = RadioField(msgid("What is to be checked"), [Required(msgid("Choose one."))])

    def offer(self) -> None:
        ordered = sorted(
            CHECKS.values(), key=lambda each: (_PARTS.index(each.called.about), _(each.title).casefold())
        )
        self.check.choices = {each.name: _(each.title) for each in ordered}

    @property
    def parts(self) -> list[tuple[str, list[tuple[Any, str]]]]:
        """The choices by what they are about, each with what is asked in a sentence."""
        return [
            (
                _(part.value),
                [
                    (option, _(CHECKS[option.data].sentence))
                    for option in self.check
                    if CHECKS[option.data].called.about is part
                ],
            )
            for part in _PARTS
        ]
