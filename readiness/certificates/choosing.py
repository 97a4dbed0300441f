"""What was chosen in the list of certificates, as the page sends it."""

from readiness.certificates.actions import Seen
from readiness.foundation.errors import InvalidInput
from readiness.foundation.words import gettext as _
from readiness.web.requests import is_number

MOST_AT_ONCE = 500


def seen_in(chosen: list[str]) -> list[Seen]:
    """What was picked in a list: each certificate with the version that was shown."""
    if not chosen:
        raise InvalidInput(_("Choose at least one certificate in the list, then press again."))
    if len(chosen) > MOST_AT_ONCE:
        raise InvalidInput(_("At most %(most)s certificates are changed at once.", most=MOST_AT_ONCE))
    seen = []
    for text in dict.fromkeys(chosen):
        number, _dot, version = text.partition(".")
        if not (is_number(number) and is_number(version)):
            raise InvalidInput(_("This page does not know what was chosen. Choose again in the list."))
        seen.append(Seen(int(number), int(version)))
    return seen
