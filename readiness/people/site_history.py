"""What we knew of a site, and when: each change of it in words."""

from collections.abc import Container
from typing import Any

from readiness.audit.histories import HistoryEntry, Of, Story
from readiness.foundation.temporal import NEVER, Knowledge
from readiness.foundation.words import day, msgid, ngettext
from readiness.foundation.words import gettext as _
from readiness.people.models import HeadcountOverride, NearbyCare, Site, SiteVersion

LABELS = {
    "name": msgid("Name"),
    "address": msgid("Address"),
    "country": msgid("Country"),
    "region": msgid("Region"),
    "time_zone": msgid("Time zone"),
    "kind": msgid("What it is"),
    "hazard": msgid("Hazard"),
    "open_to_public": msgid("Open to the public"),
    "languages": msgid("Languages"),
    "emergency_number": msgid("Emergency number"),
    "outside_line_prefix": msgid("Prefix for an outside line"),
    "meeting_place": msgid("Where to meet the ambulance"),
    "exits": msgid("Exits"),
    "assembly_point": msgid("Assembly point"),
    "defibrillator": msgid("Defibrillator"),
    "dispatcher_words": msgid("Also tell the dispatcher"),
}


def site_history(site: Site, knowledge: Knowledge) -> list[HistoryEntry]:
    """Every change of a site that was known, the latest first; four statements."""
    story = Story(Of(site.code))
    tell_site(site, story, LABELS.keys())
    tell_headcounts(site, story)
    tell_nearby_care(site, story)
    return story.entries(knowledge.number)


def tell_site(site: Site, story: Story, names: Container[str]) -> None:
    """Say when a site was added, and what was said otherwise of it under these names; one statement."""
    if site.recorded_in:
        story.say(site.recorded_in, _("The site was added, with the code %(code)s.", code=site.code))
    kept = list(SiteVersion.select().where(SiteVersion.site == site.id).order_by(SiteVersion.superseded_in))
    for then, now in zip(kept, [*kept, site][1:], strict=True):
        for name, label in LABELS.items():
            was, is_now = getattr(then, name), getattr(now, name)
            if name in names and was != is_now:
                story.differ(then.superseded_in, _(label), _shown(was), _shown(is_now))


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "" if value is None else str(value)


def tell_headcounts(site: Site, story: Story) -> None:
    """Say each headcount that was given by hand, or taken back; one statement."""
    overrides = HeadcountOverride.select().where(HeadcountOverride.site == site.id)
    found = list(overrides.order_by(HeadcountOverride.recorded_in, HeadcountOverride.id))
    followed = {(version.fact_id, version.recorded_in) for version in found}
    for version in found:
        from_on = day(version.from_on)
        if version.headcount is None:
            sentence = _("Headcount from %(day)s: counted again.", day=from_on)
        else:
            sentence = _(
                "Headcount from %(day)s: %(count)s, given by hand.", day=from_on, count=version.headcount
            )
        story.say(version.recorded_in, sentence)
        is_taken_back = version.superseded_in != NEVER
        if is_taken_back and (version.fact_id, version.superseded_in) not in followed:
            story.say(version.superseded_in, _("Headcount from %(day)s: taken back.", day=from_on))


def tell_nearby_care(site: Site, story: Story) -> None:
    """Say each time what was said of care near the site, or taken back; one statement."""
    said = NearbyCare.select().where(NearbyCare.site == site.id)
    found = list(said.order_by(NearbyCare.recorded_in, NearbyCare.id))
    followed = {(version.fact_id, version.recorded_in) for version in found}
    for version in found:
        from_on = day(version.from_on)
        if version.minutes is None:
            sentence = _("Medical care from %(day)s: none is near.", day=from_on)
        else:
            sentence = ngettext(
                "Medical care from %(day)s: %(count)s minute away.",
                "Medical care from %(day)s: %(count)s minutes away.",
                version.minutes,
                day=from_on,
            )
        story.say(version.recorded_in, sentence)
        is_taken_back = version.superseded_in != NEVER
        if is_taken_back and (version.fact_id, version.superseded_in) not in followed:
            story.say(version.superseded_in, _("Medical care from %(day)s: taken back.", day=from_on))
