"""What our fields are called where people read of them. Pure."""

from readiness.foundation.words import gettext as _
from readiness.imports.fields import Field


def field_words(each: Field) -> str:
    """A field's name as people say it."""
    return _words_of_fields().get(each.name, each.name.replace("_", " "))


def _words_of_fields() -> dict[str, str]:
    return {
        "staff_number": _("staff number"),
        "given_name": _("given name"),
        "family_name": _("family name"),
        "full_name": _("full name"),
        "email": _("e-mail"),
        "phone": _("phone"),
        "site": _("site"),
        "department": _("department"),
        "job_title": _("job title"),
        "manager": _("manager"),
        "employed_from": _("first day of work"),
        "employed_until": _("last day of work"),
        "employment_status": _("employment status"),
        "languages": _("languages"),
        "certificate_kind": _("certificate kind"),
        "issued_on": _("day of issue"),
        "expires_on": _("last day"),
        "outcome": _("outcome"),
        "issuer": _("issued by"),
        "number": _("certificate number"),
        "open_to_public": _("open to the public"),
    }
