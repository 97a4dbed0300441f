"""What a protocol may name, as its forms and pages offer it."""

from readiness.certificates.kinds import certificate_kinds
from readiness.foundation.words import gettext as _
from readiness.lines.queries import crisis_lines
from readiness.protocols.forms import Offered
from readiness.protocols.queries import latest_revisions, protocol_of
from readiness.protocols.states import State
from readiness.standards.protocols import PLACES

LANGUAGE_NAMES = {"en": "English", "es": "Español"}


def callees() -> dict[str, str]:
    """Whom a way of the branch may call, by what a protocol names."""
    by_what = {
        "": _("Nobody"),
        "emergency": _("The emergency number"),
        "crisis": _("The crisis line of the country"),
    }
    return {**by_what, **{code: line.name for code, line in crisis_lines().items()}}


def offered(slug: str) -> Offered:
    """What the protocol may name."""
    lines = {
        code: f"{line.name} ({line.country}, {code})"
        for code, line in crisis_lines().items()
        if line.verified
    }
    others = {
        each.slug: protocol_of(each).en.situation
        for each in latest_revisions()
        if each.slug != slug and each.state != State.RETIRED
    }
    kinds = {kind.code: kind.title for kind in certificate_kinds().by_code.values()}
    by_what = {name: title for name, title in callees().items() if name in {"", *PLACES}}
    return Offered({**by_what, **lines}, lines, kinds, others)
