"""The forms of terms: a field for each that a check has."""

from typing import Any, ClassVar

from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional as Skippable

from readiness.compliance.forms.dated import PreviewedForm, reason_field
from readiness.compliance.term_fields import Shape, TermField, term_faults, term_fields
from readiness.exercises.topics import TOPIC_WORDS, TRAIT_WORDS
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid
from readiness.standards.certificate_kinds import CertificateKinds
from readiness.web.forms import CheckboxesField, DayField, Required, TickField

TERM = "term_"
"""With what the names of these fields begin."""


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
