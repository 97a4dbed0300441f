"""Where care is near, and a clause is asked only where it is not: by what is recorded of the site on a day. Pure.

Of a site of which nobody said how near care is, none is taken to be: what a law asks where care is absent is asked
there, and the finding says why. To take it for near would call a site safe of which nothing is known.
"""

from datetime import date

from readiness.compliance.days.subjects import CareFact, SiteFacts
from readiness.foundation.words import day as day_in_words
from readiness.foundation.words import gettext as _
from readiness.foundation.words import ngettext
from readiness.standards.packs import LOW_HAZARD, Applies


def is_without_care(applies: Applies, site: SiteFacts, day: date) -> bool | None:
    """Whether no care is near; None where it depends on the hazard of the site, which is not recorded."""
    care = site.care_on(day)
    if applies.no_care_within is None or care is None or care.minutes is None:
        return True
    hazards = [site.hazard] if site.hazard else ["", LOW_HAZARD]
    told = {care.minutes > (applies.care_is_near_within(hazard) or 0) for hazard in hazards}
    return told.pop() if len(told) == 1 else None


def near_note(site: SiteFacts, day: date) -> str:
    """Why a clause is not asked: 'Medical care is 3 minutes away, as recorded from 1 March 2026 on: that is near.'"""
    care = site.care_on(day)
    return "" if care is None else _("%(away)s: that is near, and nothing is asked.", away=_away(care))


def care_note(applies: Applies, site: SiteFacts, day: date) -> str:
    """What a finding says of care where a clause is asked since there is none near; '' of any other clause."""
    if applies.no_care_within is None:
        return ""
    care = site.care_on(day)
    if care is None:
        return _("How near medical care is has not been recorded: none is taken to be near.")
    if care.minutes is None:
        return _("%(away)s.", away=_away(care))
    bound = applies.care_is_near_within(site.hazard) or 0
    return ngettext(
        "%(away)s; near is up to %(count)s minute.",
        "%(away)s; near is up to %(count)s minutes.",
        bound,
        away=_away(care),
    )


def _away(care: CareFact) -> str:
    from_on = day_in_words(care.from_on)
    if care.minutes is None:
        return _("No medical care is near, as recorded from %(day)s on", day=from_on)
    return ngettext(
        "Medical care is %(count)s minute away, as recorded from %(day)s on",
        "Medical care is %(count)s minutes away, as recorded from %(day)s on",
        care.minutes,
        day=from_on,
    )
