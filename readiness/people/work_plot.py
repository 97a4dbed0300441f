"""Someone's employment, leave and places of work, as one plot of days. Pure."""

from collections.abc import Iterator
from datetime import date

from readiness.foundation.words import day as day_in_words
from readiness.foundation.words import gettext as _
from readiness.people.profile import Profile
from readiness.web.plots import Span, SpanPlot, spans

ALTERNATING = ("accent", "quiet")
"""Places of work that follow each other are told apart."""


def work_plot(person: Profile, as_of: date) -> SpanPlot:
    """From when until when someone was employed, away, and where."""
    return spans(_("Through the years"), _sentence(person, as_of), list(_spans(person)), as_of)


def _sentence(person: Profile, as_of: date) -> str:
    day = day_in_words(as_of)
    if not any(spell.is_on(as_of) for spell in person.employments):
        return _("%(name)s is not employed on %(day)s.", name=person.name, day=day)
    if any(spell.is_on(as_of) for spell in person.leaves):
        return _("%(name)s is on leave on %(day)s.", name=person.name, day=day)
    place = person.works.site_name if person.works else ""
    if not place:
        return _("%(name)s is at work on %(day)s.", name=person.name, day=day)
    return _("%(name)s works at %(site)s on %(day)s.", name=person.name, site=place, day=day)


def _spans(person: Profile) -> Iterator[Span]:
    for spell in person.employments:
        yield Span(_("Employed"), "", spell.from_on, spell.until_on)
    for spell in person.leaves:
        yield Span(_("On leave"), "", spell.from_on, spell.until_on, "due")
    for place, spell in enumerate(person.memberships):
        label = spell.site_name or _("No site")
        yield Span(_("Site"), label, spell.from_on, spell.until_on, ALTERNATING[place % 2])
