"""The forms of requirements: packs, own terms, own requirements, exemptions."""

import hashlib
import json
from datetime import date
from typing import Any, ClassVar, cast

from pydantic import ValidationError
from wtforms import FileField, HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional as Skippable
from wtforms.validators import ValidationError as WrongField

from readiness.compliance.checks import CHECKS
from readiness.compliance.term_fields import Shape, TermField, term_faults, term_fields
from readiness.exercises.topics import TOPIC_WORDS, TRAIT_WORDS
from readiness.foundation.countries import country_fault
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid
from readiness.people.site_field import SiteField
from readiness.standards.certificate_kinds import CertificateKinds
from readiness.standards.packs import Clause
from readiness.web.forms import CheckboxesField, DayField, Form, Required, TickField

WHY = msgid("For anyone who looks at this later. It goes into the audit trail.")
TERM = "term_"


def reason_field() -> StringField:
    """Why something is done, for the trail."""
    return StringField(
        msgid("Why"), [Required(msgid("Write why, for those who look at this later."))], description=WHY
    )


class FromForm(Form):
    """A form of something that is so from a day on."""

    from_on: DayField

    @property
    def day(self) -> date:
        """The first day; to be asked only once the form is in order."""
        return cast(date, self.from_on.data)


class PreviewedForm(FromForm):
    """A form whose outcome is shown before it is done: it is done once what was shown is what is sent."""

    seen = HiddenField()
    has_changed = False
    """Whether something was changed since it was last looked at."""

    @property
    def digest(self) -> str:
        """What is asked for, in short: it changes with everything that is filled in."""
        filled = {name: str(field.data) for name, field in self._fields.items() if name not in _NOT_ASKED}
        return hashlib.sha256(json.dumps(filled, sort_keys=True).encode()).hexdigest()[:32]

    @property
    def was_seen(self) -> bool:
        return bool(self.seen.data == self.digest)

    def show(self) -> None:
        """What is filled in now is shown: sent again unchanged, it is done."""
        self.has_changed = bool(self.seen.data) and not self.was_seen
        self.seen.data = self.digest


_NOT_ASKED = {"csrf_token", "seen", "file", "accepts_less", "reason"}


class AdoptForm(PreviewedForm):
    """From when a pack is held to."""

    from_on = DayField(
        msgid("From"),
        [Required(msgid("Write the first day on which the pack applies."))],
        description=msgid(
            "Filled in is the first day on which its terms hold. Choose today if it is to require nothing of the past."
        ),
    )


class PackFileForm(PreviewedForm):
    """A pack of one's own: a file, or its text."""

    file = FileField(msgid("Pack file"), description=msgid("A TOML file, up to 200 kB."))
    text = TextAreaField(msgid("Its text"), description=msgid("You can correct it here and check it again."))
    from_on = DayField(
        msgid("From"), description=msgid("Left empty, it applies from the first day of the pack’s terms.")
    )

    def begin_on(self, first: date) -> None:
        """Where no day was written, take the first one, and show it."""
        if self.from_on.data is None:
            self.from_on.data, self.from_on.raw_data = first, None


class EndForm(FromForm):
    """From when something is asked no more, and why."""

    from_on = DayField(
        msgid("From"),
        [Required(msgid("Write the first day on which it is so."))],
        description=msgid("What was required before this day stays required for that time."),
    )
    reason = reason_field()


class TermsForm(PreviewedForm):
    """The terms of a check, with a field for each."""

    check_name: ClassVar[str]

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._put_chosen_first()

    def _put_chosen_first(self) -> None:
        """A long list of boxes is scrolled: what is ticked must be seen."""
        for each in term_fields(self.check_name):
            if each.shape is Shape.CERTIFICATES:
                field = self[f"{TERM}{each.name}"]
                chosen = [code for code in field.choices if code in (field.data or ())]
                field.choices = {code: field.choices[code] for code in [*chosen, *field.choices]}
                # In whatever order they are sent, they are the same.
                field.data = [*chosen, *(code for code in field.data or () if code not in chosen)]

    def terms(self) -> dict[str, Any]:
        """What was filled in, as packs write it; what was left empty is left out."""
        found = {}
        for each in term_fields(self.check_name):
            value = _value(each, self[f"{TERM}{each.name}"].data)
            if value not in (None, "", []):
                found[each.name] = value
        return found

    def fill(self, terms: dict[str, Any]) -> None:
        """Show these terms, to begin with."""
        for each in term_fields(self.check_name):
            value = terms.get(each.name)
            field = self[f"{TERM}{each.name}"]
            field.data = "\n".join(value or ()) if each.shape is Shape.LINES else value
        self._put_chosen_first()

    def validate(self, extra_validators: Any = None) -> bool:
        is_good = bool(super().validate(extra_validators))
        for name, sentence in term_faults(self.check_name, self.terms()):
            is_good = False
            if not name:
                self.form_errors.append(sentence)
            elif not self[f"{TERM}{name}"].errors:
                self[f"{TERM}{name}"].errors = [sentence]
        return is_good


def _value(field: TermField, data: Any) -> Any:
    if field.shape is Shape.LINES:
        return lines(data)
    if field.shape in (Shape.CHOICES, Shape.CERTIFICATES):
        return list(data or ())
    if field.shape is Shape.YES_NO and not data:
        # Left out, what holds where nothing is said would hold.
        return False if field.default else None
    return data


def lines(text: str | None) -> list[str]:
    """What was written one a line."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _control(field: TermField, kinds: CertificateKinds) -> Any:
    """A field of a form, which begins with what holds where nothing is said."""
    said = {"description": field.hint, "default": field.default}
    match field.shape:
        case Shape.CERTIFICATE:
            none = _("Choose …") if field.is_needed else _("None")
            offered = {"": none} | {kind.code: kind.title for kind in kinds.offered}
            needed = [Required(msgid("Choose the certificate."))] if field.is_needed else [Skippable()]
            return SelectField(field.label, needed, choices=offered, **said)
        case Shape.CERTIFICATES:
            offered = {kind.code: kind.title for kind in kinds.offered}
            return CheckboxesField(field.label, choices=offered, **said)
        case Shape.WHOLE:
            rules = [Required(msgid("Write a whole number."))] if field.is_needed else [Skippable()]
            return IntegerField(field.label, rules, **said)
        case Shape.LINES:
            rules = [Required(msgid("Write at least one, one a line."))] if field.is_needed else [Skippable()]
            return TextAreaField(field.label, rules, **said | {"default": "\n".join(field.default or ())})
        case Shape.CHOICE:
            choices = {each: _(each) or _("Either") for each in field.choices}
            first = field.default or field.choices[0]
            return SelectField(field.label, choices=choices, **said | {"default": first})
        case Shape.TEXT:
            return StringField(field.label, **said)
        case Shape.CHOICES:
            return CheckboxesField(
                field.label, choices={each: _called(each) for each in field.choices}, **said
            )
    return TickField(field.label, **said)


def _called(choice: str) -> str:
    """What a choice is called: what is practised and how, in words; a kind of exercise by its name."""
    words = _((TOPIC_WORDS | TRAIT_WORDS).get(choice, choice))
    return words[:1].upper() + words[1:]


def with_terms(form: type[TermsForm], check: str, kinds: CertificateKinds) -> type[Any]:
    """A form with the fields of a check's terms; certificate kinds that are retired are offered no more."""
    controls = {f"{TERM}{each.name}": _control(each, kinds) for each in term_fields(check)}
    return type(form.__name__, (form,), {"check_name": check, **controls})


class OwnTermsForm(TermsForm):
    """Own terms for a clause, from when and why."""

    from_on = DayField(msgid("From"), [Required(msgid("Write the first day on which these terms apply."))])
    reason = reason_field()
    accepts_less = TickField(msgid("I know that these terms ask for less than the law"))


_BOUNDS = ("headcount_from", "headcount_to", "no_care_within", "no_care_within_low_hazard")
"""The numbers by which a requirement says of which sites it is asked."""


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
            "country": [code.upper() for code in lines(self.applies_country.data)],
            "region": lines(self.applies_region.data),
            "kind": lines(self.applies_kind.data),
            "hazard": lines(self.applies_hazard.data),
            "open_to_public": public == "yes" if public else None,
            **{name: self[f"applies_{name}"].data for name in _BOUNDS},
        }
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
        applies = clause.applies
        for name in ("country", "region", "kind", "hazard"):
            self[f"applies_{name}"].data = "\n".join(getattr(applies, name))
        if applies.open_to_public is not None:
            self.applies_open_to_public.data = "yes" if applies.open_to_public else "no"
        for name in _BOUNDS:
            self[f"applies_{name}"].data = getattr(applies, name)


class CheckChoice(Form):
    """By which check an own requirement is judged."""

    check = RadioField(msgid("What is to be checked"), [Required(msgid("Choose one."))])

    def offer(self) -> None:
        self.check.choices = {name: f"{_(each.title)}. {_(each.sentence)}" for name, each in CHECKS.items()}


class ExemptionForm(FromForm):
    """Who need not meet which clause, from when until when, and why."""

    clause = SelectField(msgid("From what"), [Required(msgid("Choose the requirement."))])
    site = SiteField(
        msgid("Site"), description=msgid("Its name or code; empty only for somebody with no site on record.")
    )
    staff_number = StringField(
        msgid("Staff number"),
        description=msgid("Where a requirement is about people: whose exemption it is."),
    )
    from_on = DayField(msgid("From"), [Required(msgid("Write the first day on which it holds."))])
    until_on = DayField(
        msgid("Until"),
        [Required(msgid("Write the last day on which it holds. An exemption needs an end."))],
        description=msgid("The last day on which it holds."),
    )
    reason = reason_field()
