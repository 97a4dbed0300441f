"""What we knew of a certificate, and when: each change of it in words."""

from collections.abc import Iterable
from datetime import date

from readiness.audit.histories import HistoryEntry, Of, Story
from readiness.certificates.models import Certificate
from readiness.foundation.temporal import NEVER, Knowledge, versions
from readiness.foundation.words import day
from readiness.foundation.words import gettext as _
from readiness.standards.certificate_kinds import CertificateKinds


def certificate_history(
    certificate_id: int, kinds: CertificateKinds, knowledge: Knowledge
) -> list[HistoryEntry]:
    """Every change of a certificate that was known, the latest first; two statements."""
    known = list(versions(Certificate, certificate_id))
    story = Story(Of(known[0].person.staff_number, certificate_id) if known else None)
    tell_certificate(known, kinds, story)
    return story.entries(knowledge.number)


def tell_certificate(known: Iterable[Certificate], kinds: CertificateKinds, story: Story) -> None:
    """Say what each version of one certificate changed of the one before; they come as they became known."""
    before: Certificate | None = None
    for version in known:
        follows = before is not None and before.superseded_in == version.recorded_in
        if before is not None and not follows:
            _say_withdrawn(before, story)
        if before is not None and follows:
            _tell_differences(before, version, story)
        else:
            story.say(version.recorded_in, _first(version, kinds))
        before = version
    if before is not None and before.superseded_in != NEVER:
        _say_withdrawn(before, story)


def _say_withdrawn(version: Certificate, story: Story) -> None:
    story.say(version.superseded_in, _("Withdrawn: it was entered by mistake."))


def _first(version: Certificate, kinds: CertificateKinds) -> str:
    parts = [
        kinds.known(version.kind).title,
        _("issued on %(day)s", day=day(version.issued_on)),
        _("last day %(day)s", day=day(version.expires_on)) if version.expires_on else _("no end"),
    ]
    if version.issuer:
        parts.append(_("by %(issuer)s", issuer=version.issuer))
    if version.number:
        parts.append(_("number %(number)s", number=version.number))
    if version.revoked_on:
        parts.append(_("revoked from %(day)s on", day=day(version.revoked_on)))
    return _("Recorded: %(what)s.", what=", ".join(parts))


def _tell_differences(before: Certificate, version: Certificate, story: Story) -> None:
    change = version.recorded_in
    for label, was, now in (
        (_("Issued on"), day(before.issued_on), day(version.issued_on)),
        (_("Last day"), _end(before.expires_on), _end(version.expires_on)),
        (_("Issuer"), before.issuer, version.issuer),
        (_("Number"), before.number, version.number),
        (_("Proof"), before.evidence, version.evidence),
    ):
        if was != now:
            story.differ(change, label, was, now)
    if before.revoked_on != version.revoked_on:
        story.say(change, _revoked(version.revoked_on))


def _end(expires_on: date | None) -> str:
    return day(expires_on) if expires_on else _("no end")


def _revoked(revoked_on: date | None) -> str:
    if revoked_on is None:
        return _("Reinstated: the revocation was a mistake.")
    return _("Revoked: it does not count from %(day)s on.", day=day(revoked_on))
