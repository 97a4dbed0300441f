"""What we knew of a certificate, and when: each change of it in words."""

from collections.abc import Sequence

from readiness.audit.authors import HistoryEntry, history
from readiness.certificates.certificate_filter import kind_of
from readiness.certificates.models import Certificate
from readiness.foundation.temporal import NEVER, versions
from readiness.foundation.words import day
from readiness.foundation.words import gettext as _
from readiness.standards.certificate_kinds import CertificateKinds


def certificate_history(certificate_id: int, kinds: CertificateKinds) -> list[HistoryEntry]:
    """Every change of a certificate, the latest first; two statements."""
    return history(sentences(versions(Certificate, certificate_id), kinds))


def sentences(known: Sequence[Certificate], kinds: CertificateKinds) -> dict[int, list[str]]:
    """What each change said, by its number; versions come in the order in which they became known."""
    said: dict[int, list[str]] = {}
    before: Certificate | None = None
    for version in known:
        follows = before is not None and before.superseded_in == version.recorded_in
        told = _differences(before, version) if before and follows else [_first(version, kinds)]
        said.setdefault(version.recorded_in, []).extend(told)
        if before is not None and not follows:
            _say_withdrawn(said, before)
        before = version
    if before is not None and before.superseded_in != NEVER:
        _say_withdrawn(said, before)
    return said


def _say_withdrawn(said: dict[int, list[str]], version: Certificate) -> None:
    said.setdefault(version.superseded_in, []).append(_("Withdrawn: it was entered by mistake."))


def _first(version: Certificate, kinds: CertificateKinds) -> str:
    parts = [
        kind_of(kinds, version.kind).title,
        _("issued on %(day)s", day=day(version.issued_on)),
        _("last day %(day)s", day=day(version.expires_on)) if version.expires_on else _("no end"),
    ]
    if version.issuer:
        parts.append(_("by %(issuer)s", issuer=version.issuer))
    if version.number:
        parts.append(_("number %(number)s", number=version.number))
    if version.revoked_on:
        parts.append(_("revoked from %(day)s", day=day(version.revoked_on)))
    return _("Recorded: %(what)s.", what=", ".join(parts))


def _differences(before: Certificate, version: Certificate) -> list[str]:
    told = []
    if before.issued_on != version.issued_on:
        told.append(
            _(
                "Issued on %(now)s, not on %(before)s.",
                now=day(version.issued_on),
                before=day(before.issued_on),
            )
        )
    if before.expires_on != version.expires_on:
        now, then = (day(each.expires_on) if each.expires_on else _("no end") for each in (version, before))
        told.append(_("Last day: %(now)s; before: %(before)s.", now=now, before=then))
    if before.revoked_on != version.revoked_on:
        told.append(_revoked(version))
    for name, label in (("issuer", _("Issuer")), ("number", _("Number")), ("evidence", _("Proof"))):
        now, then = getattr(version, name), getattr(before, name)
        if now != then:
            told.append(
                _("%(label)s: %(now)s; before: %(before)s.", label=label, now=now or "–", before=then or "–")
            )
    return told or [_("Recorded again, unchanged.")]


def _revoked(version: Certificate) -> str:
    if version.revoked_on is None:
        return _("Reinstated: the revocation was a mistake.")
    return _("Revoked: it does not count from %(day)s on.", day=day(version.revoked_on))
