"""What someone holds, as one plot of days. Pure."""

from collections.abc import Sequence
from datetime import date

from readiness.certificates.certificate_list import CertificateRow
from readiness.certificates.validity import CertificateStatus
from readiness.foundation.words import day as day_in_words
from readiness.foundation.words import gettext as _
from readiness.foundation.words import ngettext
from readiness.web.plots import Span, SpanPlot, spans

TONES = {CertificateStatus.VALID: "accent", CertificateStatus.DUE: "due", CertificateStatus.GRACE: "due"}
SHOWN = 12
"""Periods that are drawn, those that last longest; all of them stand in the list."""


def held_plot(rows: Sequence[CertificateRow], as_of: date) -> SpanPlot | None:
    """From when until when each certificate counts; None where there is none that counted for a day."""
    drawn = [row for row in rows[:SHOWN] if row.revoked_on is None or row.revoked_on > row.issued_on]
    if not drawn:
        return None
    found = [
        Span(
            row.kind_title,
            "",
            row.issued_on,
            row.revoked_on or row.expires_on,
            TONES.get(row.status, "quiet"),
        )
        for row in drawn
    ]
    return spans(_("Through the years"), _sentence(rows), found, as_of)


def _sentence(rows: Sequence[CertificateRow]) -> str:
    counting = [row for row in rows if row.status.counts]
    ends = [row.expires_on for row in counting if row.expires_on is not None]
    if not counting:
        return _("None of them counts today.")
    said = ngettext("One counts today.", "%(count)s count today.", len({row.kind for row in counting}))
    if ends:
        said = f"{said} {_('The next ends on %(day)s.', day=day_in_words(min(ends)))}"
    return said
