"""What an import asks of a certificate file. Pure."""

from readiness.foundation.words import gettext as _
from readiness.imports.fields import Field, FieldList, FieldType
from readiness.people.staff_fields import STAFF_NUMBER_NAMES
from readiness.standards.certificate_kinds import CertificateKinds

OUTCOMES = {
    "passed": ("passed", "pass", "completed", "complete"),
    "failed": ("failed", "fail", "not passed"),
    "incomplete": ("incomplete", "in progress", "not completed", "no show", "cancelled"),
}

OUTCOME_BY_NAME = {name: outcome for outcome, names in OUTCOMES.items() for name in names}

FIELDS = FieldList(
    (
        Field("staff_number", filled=True, names=STAFF_NUMBER_NAMES),
        Field("email", filled=True, names=("e-mail", "email address", "work email", "mail")),
        Field(
            "certificate_kind",
            FieldType.CHOICE,
            needed=True,
            filled=True,
            several=True,
            names=(
                "certificate",
                "certificate name",
                "course",
                "course name",
                "course title",
                "training",
                "program",
                "training program",
                "trainingprogramname",
                "qualification",
                "certification",
                "kind",
            ),
        ),
        Field(
            "issued_on",
            FieldType.DAY,
            needed=True,
            filled=True,
            names=(
                "date",
                "training date",
                "course date",
                "date of training",
                "date of issue",
                "issue date",
                "completed on",
                "completed",
                "date completed",
                "completion date",
                "date issued",
                "issued",
            ),
        ),
        Field(
            "expires_on",
            FieldType.DAY,
            names=(
                "expiry",
                "expiry date",
                "expires",
                "expiration date",
                "expiration",
                "valid until",
                "valid till",
                "valid to",
            ),
        ),
        Field(
            "outcome",
            FieldType.CHOICE,
            names=("result", "training outcome", "trainingoutcome", "status"),
            choices=tuple(OUTCOMES),
        ),
        Field("issuer", names=("provider", "issued by", "training provider", "awarding body")),
        Field(
            "number",
            names=(
                "certificate number",
                "certificate no",
                "certificate id",
                "licence number",
                "license number",
            ),
        ),
    ),
    one_of=("staff_number", "email"),
)


def kinds_by_name(kinds: CertificateKinds) -> dict[str, str]:
    """The codes of kinds by everything that a file may call them."""
    return {
        name: kind.code for kind in kinds.by_code.values() for name in (*kind.aliases, kind.title, kind.code)
    }


def outcome_words() -> dict[str, str]:
    """The outcomes of a training, in words."""
    return {
        "passed": _("passed"),
        "failed": _("failed: the row is left out"),
        "incomplete": _("not completed: the row is left out"),
    }
