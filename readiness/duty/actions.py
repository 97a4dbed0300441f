"""What may be done with responders: agreeing to be shown and withdrawing, weekly shifts, and the key of a card."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from readiness.audit.actions import Recording, recording
from readiness.audit.events import SettingsChanged
from readiness.audit.events.duty import CardKeyMade, CardKeyRemoved, ResponderAgreed, ResponderWithdrew
from readiness.certificates.kinds import certificate_kinds
from readiness.duty.keys import hash_of, new_key
from readiness.duty.models import DutyCardKey, DutyConsent
from readiness.duty.phones import dialled
from readiness.duty.queries import COLLEAGUES, ON_CARD, consent_of, responder_kinds
from readiness.duty.skills import SETTING
from readiness.foundation.errors import Conflict, InvalidInput
from readiness.foundation.settings import Setting
from readiness.foundation.temporal import record, supersede, withdraw
from readiness.foundation.words import gettext as _
from readiness.imports.reading.cells import read_languages
from readiness.people.models import Person, Site
from readiness.people.typed import Typed

BY_THEMSELVES, IN_WRITING = "themselves", "in writing"


@dataclass(frozen=True, slots=True)
class Agreed:
    """What someone agrees to have shown, as it is typed, since which day and how."""

    phone: str = ""
    place: str = ""
    languages: str = ""
    agreed_on: date | None = None
    way: str = BY_THEMSELVES
    audience: str = ON_CARD


def agree(person: Person, agreed: Agreed, today: date, actor: str) -> None:
    """Show someone to colleagues as a responder; raises InvalidInput naming every fault."""
    typed = Typed()
    phone = typed.text("phone", agreed.phone, longest=40)
    place = typed.text("place", agreed.place, longest=80)
    languages = read_languages(typed.text("languages", agreed.languages, longest=80))
    if phone and not dialled(phone):
        typed.fault(
            "phone",
            _("Write the number as it is dialled: digits, and a + before the country. Leave out (0)."),
        )
    agreed_on = agreed.agreed_on or today
    if agreed_on > today:
        typed.fault("agreed_on", _("This day is still to come."))
    if agreed.audience not in (ON_CARD, COLLEAGUES):
        typed.fault("audience", _("Choose who sees it."))
    typed.check()
    values = {
        "agreed_on": agreed_on,
        "way": agreed.way,
        "audience": agreed.audience,
        "recorded_by": actor,
        "phone": phone,
        "place": place,
        "languages": languages,
    }
    with recording(actor) as opened:
        present = consent_of(person.id)
        if present is None:
            record(DutyConsent, opened.change, person=person, **values)
        else:
            supersede(present, opened.change, **values)
        told = [name for name in ("phone", "place", "languages") if values[name]]
        opened.note(
            ResponderAgreed(
                person.staff_number,
                agreed_on=agreed_on.isoformat(),
                way=agreed.way,
                fields=told,
                audience=agreed.audience,
            )
        )


def withdraw_consent(person: Person, actor: str) -> None:
    """Show someone to nobody any more; raises Conflict where they are not shown."""
    with recording(actor) as opened:
        present = consent_of(person.id)
        if present is None:
            raise Conflict(_("Nothing is shown to colleagues already."))
        withdraw(present, opened.change)
        opened.note(ResponderWithdrew(person.staff_number))


def make_key(site: Site, now: datetime, actor: str) -> str:
    """Give the card of a site a new key, and tell it this once; the one before opens nothing any more."""
    key = new_key()
    with recording(actor) as opened:
        put_keys(opened, {site: key}, now)
    return key


def put_keys(opened: Recording, keys: Mapping[Site, str], now: datetime) -> None:
    """Give the cards of sites these keys, in a change that is open; those before open nothing any more."""
    for site, key in keys.items():
        DutyCardKey.delete().where(DutyCardKey.site == site.id).execute()
        DutyCardKey.create(site=site, key_hash=hash_of(key), made_at=now, made_by=opened.actor)
        opened.note(CardKeyMade(site.code))


def remove_key(site: Site, actor: str) -> None:
    """Let the card of a site show nobody any more; raises Conflict where it has no key."""
    with recording(actor) as opened:
        if not DutyCardKey.delete().where(DutyCardKey.site == site.id).execute():
            raise Conflict(_("The card has no key."))
        opened.note(CardKeyRemoved(site.code))


def choose_kinds(codes: tuple[str, ...], actor: str) -> None:
    """Let these kinds of certificates make a responder; raises InvalidInput, Conflict where nothing would change."""
    kinds = certificate_kinds()
    if not codes:
        raise InvalidInput(_("kinds: Choose at least one kind, or nobody is a responder."))
    if any(code not in kinds for code in codes):
        raise InvalidInput(_("kinds: One of the kinds is not there any more. Choose again."))
    if set(codes) == set(responder_kinds()):
        raise Conflict(_("Nothing was changed: everything is as it was."))
    with recording(actor) as opened:
        Setting.delete().where(Setting.key == SETTING).execute()
        Setting.create(key=SETTING, content=list(codes))
        opened.note(SettingsChanged(SETTING, values={SETTING: list(codes)}))
