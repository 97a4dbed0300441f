"""What may be done with certificate kinds: adding and changing, retiring, removing what is the organisation's own."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from pydantic import ValidationError

from readiness.audit.actions import recording
from readiness.audit.events import KindRemoved, KindRetired, KindWritten
from readiness.certificates.kinds import certificate_kinds, has_certificates, is_shipped, shipped_kinds
from readiness.certificates.models import OwnKind
from readiness.foundation.errors import Conflict, InvalidInput, NotFound
from readiness.foundation.words import gettext as _
from readiness.requirements.queries import packs_asking_for
from readiness.standards.certificate_kinds import CertificateKind, CertificateKinds, plain_name

CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
ADJUSTABLE = (
    "validity_years", "renewal_days", "grace_days", "renewal_base", "fixed_renewal_date", "ends_with_month",
    "minimum_days", "has_short_renewal", "confirms_classes", "covers", "aliases",
)  # fmt: skip
"""What an organisation may say of a shipped kind: how long it counts here, and what files call it."""


def add_kind(code: str, content: dict[str, Any], actor: str) -> None:
    """Add a kind of the organisation; raises InvalidInput naming every fault, Conflict where there is one."""
    if not CODE.fullmatch(code):
        raise InvalidInput(
            _("Code: write small letters, digits and hyphens, such as ‘site-induction’ (up to 64).")
        )
    if code in certificate_kinds():
        raise Conflict(_("There is a certificate kind ‘%(code)s’ already. Change that one.", code=code))
    _write(code, content, actor)


def change_kind(code: str, content: dict[str, Any], actor: str) -> None:
    """Change a kind from now on. Certificates that are recorded already count as long as they did.

    Of a shipped kind only what is ADJUSTABLE may be said, and only what differs is kept.
    """
    if code not in certificate_kinds():
        raise NotFound(_("There is no certificate kind ‘%(code)s’.", code=code))
    if is_shipped(code):
        shipped = shipped_kinds()[code].model_dump(mode="json")
        others = sorted(set(content) - set(ADJUSTABLE))
        if others:
            raise InvalidInput(
                _("This of a shipped kind cannot be changed: %(names)s.", names=", ".join(others))
            )
        content = {key: value for key, value in content.items() if value != shipped[key]}
    _write(code, content, actor)


def _write(code: str, content: dict[str, Any], actor: str) -> None:
    with recording(actor) as opened:
        faults = list(_faults(code, content, certificate_kinds()))
        if faults:
            raise InvalidInput(faults)
        row = OwnKind.get_or_none(OwnKind.code == code)
        if row is None:
            OwnKind.create(code=code, content=content)
        else:
            row.content = content
            row.save(only=[OwnKind.content])
        opened.note(KindWritten(code, content=content))


def _faults(code: str, content: dict[str, Any], kinds: CertificateKinds) -> Iterator[str]:
    shipped = shipped_kinds().by_code.get(code)
    said = shipped.model_dump() if shipped else {"code": code}
    try:
        kind = CertificateKind.model_validate({**said, **content})
    except ValidationError as error:
        yield from (f"{fault['loc'][0]}: {fault['msg']}." for fault in error.errors())
        return
    if kind.renewal_base == "fixed_date" and not is_day_of_year(kind.fixed_renewal_date):
        yield _("fixed_renewal_date: Write the month and the day, such as 12-31.")
    if not kind.title.strip():
        yield _("The kind needs a title.")
    for covered in kind.covers:
        if covered == code or covered not in kinds:
            yield _("Covers: ‘%(code)s’ is no other certificate kind.", code=covered)
    for name in (kind.code, kind.title, *kind.aliases):
        other = kinds.find(name)
        if other is not None and other.code != code:
            yield _(
                "‘%(name)s’ is what files call ‘%(title)s’. A name can mean one kind only.",
                name=name,
                title=other.title,
            )
    twice = _named_twice(kind)
    if twice:
        yield _("‘%(name)s’ stands twice among the names in files.", name=twice)


def is_day_of_year(text: str) -> bool:
    """Whether it is a month and a day that there is, in a leap year at least: '12-31'."""
    try:
        date.fromisoformat(f"2024-{text}")
    except ValueError:
        return False
    return True


def _named_twice(kind: CertificateKind) -> str | None:
    names = [plain_name(alias) for alias in kind.aliases]
    return next((alias for alias in kind.aliases if names.count(plain_name(alias)) > 1), None)


def retire_kind(code: str, *, is_retired: bool, actor: str) -> None:
    """Offer a kind no longer for anything new, or offer it again; what was recorded goes on counting."""
    if code not in certificate_kinds():
        raise NotFound(_("There is no certificate kind ‘%(code)s’.", code=code))
    with recording(actor) as opened:
        row = OwnKind.get_or_none(OwnKind.code == code) or OwnKind.create(code=code, content={})
        row.is_retired = is_retired
        row.save(only=[OwnKind.is_retired])
        opened.note(KindRetired(code, is_retired=is_retired))


def remove_kind(code: str, actor: str) -> None:
    """Remove a kind of the organisation that nothing speaks of, or give a shipped one its shipped terms back.

    Raises Conflict naming what speaks of it; such a kind can be retired.
    """
    with recording(actor) as opened:
        row = OwnKind.get_or_none(OwnKind.code == code)
        if row is None:
            raise NotFound(_("Nothing of your own is kept for ‘%(code)s’.", code=code))
        uses = [] if is_shipped(code) else list(uses_of(code))
        if uses:
            raise Conflict([*uses, _("A kind that is in use cannot be removed. Retire it instead.")])
        row.delete_instance()
        opened.note(KindRemoved(code))


def uses_of(code: str) -> Iterator[str]:
    """What speaks of a kind, a sentence each; nothing: it may be removed."""
    if has_certificates(code):
        yield _("There are certificates of this kind.")
    packs = packs_asking_for(code)
    if packs:
        yield _("It is asked for by: %(packs)s.", packs=", ".join(packs))
    covering = [kind.title for kind in certificate_kinds().by_code.values() if code in kind.covers]
    if covering:
        yield _("It is covered by: %(kinds)s.", kinds=", ".join(covering))
