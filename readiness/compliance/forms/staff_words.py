"""Job titles and departments in terms: those of the staff list are offered, and others are named."""

from collections.abc import Sequence

from readiness.compliance.forms.terms import TERM, TermsForm, lines
from readiness.foundation.text import nearest
from readiness.foundation.words import gettext as _
from readiness.people.queries import department_names, job_titles

MOST = 1000
"""So many titles or departments are looked at: of an organisation that has more, none is called unknown."""
OFFERED = 20


def offer_staff_words(form: TermsForm) -> None:
    """Say at the fields of job titles and departments which there are."""
    for name, there in _asked_for(form).items():
        if there:
            told = ", ".join(there[:OFFERED]) + (" …" if len(there) > OFFERED else "")
            field = form[f"{TERM}{name}"]
            field.description = f"{_(str(field.description))} {_('There are: %(names)s.', names=told)}"


def unknown_staff_words(form: TermsForm) -> list[str]:
    """What is typed that nobody on the staff list has, a sentence each, with what was probably meant."""
    found: list[str] = []
    for name, there in _asked_for(form).items():
        known = {_plain(each) for each in there}
        found += [
            _sentence(name, typed, nearest(typed, there))
            for typed in lines(form[f"{TERM}{name}"].data)
            if _plain(typed) not in known and len(there) < MOST
        ]
    return found


def _asked_for(form: TermsForm) -> dict[str, Sequence[str]]:
    """The terms of this check that speak of the staff list, with what stands there."""
    known = {"job_titles": job_titles, "departments": department_names}
    return {name: there(MOST) for name, there in known.items() if f"{TERM}{name}" in form}


def _sentence(name: str, typed: str, meant: str | None) -> str:
    said = (
        _("Nobody on the staff list has the job title ‘%(typed)s’.", typed=typed)
        if name == "job_titles"
        else _("There is no department ‘%(typed)s’ on the staff list.", typed=typed)
    )
    return f"{said} {_('Did you mean ‘%(meant)s’?', meant=meant)}" if meant else said


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
