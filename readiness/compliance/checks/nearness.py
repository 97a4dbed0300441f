"""Where care is near, and a clause is asked only where it is not: by what is recorded of the site on a day. Pure.

Of a site of which nobody said how near care is, none is taken to be: what a law asks where care is absent is asked
there, and the finding says why. To take it for near would call a site safe of which nothing is known.
"""

from datetime import date

from readiness.compliance.days.subjects import SiteFacts
from readiness.foundation.words import day as day_in_words
from readiness.foundation.words import gettext as _
from readiness.foundation.words import ngettext
from readiness.standards.packs import LOW_HAZARD, Applies


def is_without_care(applies: Applies, site: SiteFacts, day: date) -> bool | None:
    """Whether no care is near; None where it depends on the hazard of the site, which is not recorded."""
    minutes = _minutes(site, day)
    if applies.no_care_within is None or minutes is None:
        return True
    hazards = [site.hazard] if site.hazard else ["", LOW_HAZARD]
    told = {minutes > (applies.care_is_near_within(hazard) or 0) for hazard in hazards}
    return told.pop() if len(told) == 1 else None


def near_in_words(site: SiteFacts, day: date) -> str:
    """Why a clause is not asked: 'Medical care is 3 minutes away, as recorded from 1 March 2026 on: that is near.'"""
    return _("%(away)s: that is near, and nothing is asked.", away=_away(site, day))


def care_note(applies: Applies, site: SiteFacts, day: date) -> str:
    """What a finding says of care where a clause is asked since there is none near; '' of any other clause."""
    if applies.no_care_within is None:
        return ""
    if site.care_on(day) is None:
        return _("How near medical care is has not been recorded: none is taken to be near.")
    if _minutes(site, day) is None:
        return _("%(away)s.", away=_away(site, day))
    bound = applies.care_is_near_within(site.hazard) or 0
    return ngettext(
        "%(away)s; near is up to %(count)s minute.",
        "%(away)s; near is up to %(count)s minutes.",
        bound,
        away=_away(site, day),
    )


def _minutes(site: SiteFacts, day: date) -> int | None:
    said = site.care_on(day)
    return None if said is None else said.minutes


def _away(site: SiteFacts, day: date) -> str:
    said = site.care_on(day)
    assert said is not None  # noqa: S101
    from_on = day_in_words(said.from_on)
    if said.minutes is None:
        return _("No medical care is near, as recorded from %(day)s on", day=from_on)
    return ngettext(
        "Medical care is %(count)s minute away, as recorded from %(day)s on",
        "Medical care is %(count)s minutes away, as recorded from %(day)s on",
        said.minutes,
        day=from_on,
    )
