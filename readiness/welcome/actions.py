"""What may be done to begin: five answers written down at once; the list of first steps put away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from config import Config
from readiness.audit.actions import recording
from readiness.certificates.kinds import certificate_kinds
from readiness.compliance.actions import adopt_judged_pack
from readiness.foundation.database import transaction
from readiness.foundation.errors import Conflict, InvalidInput
from readiness.foundation.settings import overlaid, stored
from readiness.foundation.words import gettext as _
from readiness.people.site_actions import SiteDetails, add_site
from readiness.people.site_codes import coded
from readiness.sample import has_organisation
from readiness.settings.actions import keep, settle
from readiness.standards.packs import shipped_packs

DISMISSED = "first_steps_dismissed"
GAP_SEEN = "first_gap_seen"


@dataclass(frozen=True, slots=True)
class Answers:
    """The five answers: what the organisation is called, where it is, its time zone, its sites, its packs."""

    organisation: str
    home_country: str
    time_zone: str
    sites: Sequence[str]
    packs: Sequence[str]


def begin(answers: Answers, environment: Config, today: date, actor: str) -> None:
    """Write all five answers, or none: settings, sites, and packs that are held to from today."""
    if has_begun():
        raise Conflict(_("There is an organisation already. Change it in the settings."))
    twice = sorted({name for name in answers.sites if answers.sites.count(name) > 1})
    if twice:
        raise InvalidInput([_("sites: ‘%(name)s’ stands there twice.", name=name) for name in twice])
    said: dict[str, Any] = {
        "organisation": answers.organisation,
        "home_country": answers.home_country,
        "time_zone": answers.time_zone,
    }
    with transaction():
        settle(environment, said, actor)
        settled = overlaid(environment, said)
        for code, name in coded(answers.sites):
            details = SiteDetails(name, country=settled.home_country, time_zone=settled.time_zone)
            add_site(code, details, actor)
        for pack_id in answers.packs:
            adopt_judged_pack(shipped_packs()[pack_id], certificate_kinds(), today, actor)


def has_begun() -> bool:
    """Whether there is an organisation: one that has sites or people, or one that has said what it is called."""
    return has_organisation() or stored("organisation") is not None


def dismiss_first_steps(actor: str) -> None:
    """Put the list of first steps away, for everyone."""
    if stored(DISMISSED) is None:
        with recording(actor) as opened:
            keep(DISMISSED, True, opened)


def note_gap_seen(actor: str) -> None:
    """Remember that someone has looked at a finding for the first time."""
    if stored(GAP_SEEN) is None:
        with recording(actor) as opened:
            keep(GAP_SEEN, True, opened)
