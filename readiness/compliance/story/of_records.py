"""What was recorded of what is on record for a site: services, insurance, plans, policies, rota, years kept."""

import json
from collections.abc import Sequence

from readiness.audit.events import SettingsChanged
from readiness.audit.histories import Lead, Story
from readiness.compliance.checks.contacts import COVER_WORDS
from readiness.compliance.checks.planning import policy_key
from readiness.compliance.story.about import MOST, Wanted
from readiness.compliance.story.facts_of_people import ABSENT, AWAY, EMPLOYED, SHIFT
from readiness.compliance.story.of_people import Whose, tell_certificates, tell_of_people
from readiness.compliance.story.versions import Row, Step, Touch, Versions, Words, tell
from readiness.foundation.database import select
from readiness.foundation.words import day, ngettext
from readiness.foundation.words import gettext as _
from readiness.policies.plan_words import element_in_words

_HERE_OR_EVERYWHERE = "(v.site_id = :site OR v.site_id IS NULL)"


def places_of(name: str, values: Sequence[str]) -> tuple[str, dict[str, str]]:
    """SQL for a list of words, with its values."""
    found = {f"{name}_{place}": value for place, value in enumerate(values)}
    return ", ".join(f":{each}" for each in found) or "''", found


def tell_services(wanted: Wanted, story: Story) -> None:
    """Say of how many services near the site somebody made sure, or where others are; which, the directory tells."""
    site = wanted.about.site
    country, region = site.country.casefold(), site.region.casefold()
    values = {"country": country, "region": region.removeprefix(f"{country}-")}
    places = (
        "SELECT a.location_id FROM hsds_address a WHERE lower(trim(a.content ->> 'state_province')) = :region "
        "AND lower(trim(coalesce(a.content ->> 'country', ''))) IN ('', :country)"
    )
    offered = f"SELECT o.service_id FROM hsds_service_at_location o WHERE o.location_id IN ({places})"
    verified = "SELECT w.record FROM resource_verification w"
    for table, key, where, words in (
        ("resource_verification", "fact_id", f"v.record IN ({offered})", _verified),
        ("resource_merge", "fact_id", f"v.record IN ({offered})", _joined),
        ("hsds_service", "record", f"v.record IN ({offered}) AND v.record IN ({verified})", _directory),
        ("hsds_service_at_location", "record", f"v.location_id IN ({places})", _directory),
        ("hsds_address", "record", f"v.location_id IN ({places})", _directory),
    ):
        for touch in Versions(table, where, values, wanted.until, key).touches():
            if (said := words(touch)) not in story.said[touch.change].of[None].sentences:
                story.say(touch.change, said)
            story.lead(touch.change, Lead(_("Community resources"), "resources.index", ()))


def _verified(touch: Touch) -> str:
    return ngettext(
        "Somebody made sure of a service near the site.",
        "Somebody made sure of %(count)s services near the site.",
        touch.new + touch.other,
    )


def _joined(touch: Touch) -> str:
    return ngettext(
        "A service near the site was joined with another, or parted from it.",
        "%(count)s services near the site were joined with others, or parted from them.",
        touch.new + touch.other,
    )


def _directory(_touch: Touch) -> str:
    return _("The directory of services near the site was changed.")


def tell_covers(wanted: Wanted, story: Story) -> None:
    """Say which plans of insurance or employee assistance hold at the site."""

    def said(row: Row) -> str:
        return _(
            "%(name)s (%(kind)s) from %(day)s until %(end)s.",
            name=row[0],
            kind=_(COVER_WORDS[row[1]]) if row[1] in COVER_WORDS else row[1],
            day=day(row[2]),
            end=day(row[3]),
        )

    def also(step: Step, story: Story) -> None:
        story.lead(step.change, Lead(_("Plans"), "resources.plans", ()))

    fields = [(_("Plan from"), 2, day), (_("Plan until"), 3, day)]
    words = Words("v.name, v.kind, v.from_on, v.until_on", said, fields, also=also)
    where = "v.site IN ('', :code)"
    tell(Versions("insurance_cover", where, {"code": wanted.about.site.code}, wanted.until), words, story)


def tell_elements(wanted: Wanted, story: Story) -> None:
    """Say where elements of the plan were said to be covered."""

    def said(row: Row) -> str:
        return _(
            "Plan: ‘%(element)s’ is covered from %(day)s until %(end)s, by: %(place)s.",
            element=element_in_words(row[0]),
            place=row[1],
            day=day(row[2]),
            end=day(row[3]),
        )

    def also(step: Step, story: Story) -> None:
        if step.was is not None and step.now is not None:
            story.say(step.change, said(step.now))
        story.lead(step.change, Lead(_("Plans"), "policies.plan", (("plan", step.any[4]),)))

    plans, values = places_of("plan", [*{str(getattr(each, "plan", "")) for each in wanted.terms}])
    words = Words("v.element, v.place, v.from_on, v.until_on, v.plan", said, also=also)
    where = f"{_HERE_OR_EVERYWHERE} AND v.plan IN ({plans})"
    tell(Versions("plan_element", where, wanted.values(**values), wanted.until), words, story)


def tell_policies(wanted: Wanted, story: Story) -> None:
    """Say when policies that are asked about were reviewed."""

    def said(row: Row) -> str:
        return _("Policy ‘%(policy)s’ reviewed on %(day)s.", policy=row[0], day=day(row[1]))

    def also(step: Step, story: Story) -> None:
        story.lead(step.change, Lead(_("Policies"), "policies.index", ()))

    asked = {policy_key(name) for name in wanted.named("policies")}
    written = [name for (name,) in select("SELECT DISTINCT v.name FROM policy_review v")]
    names, values = places_of("policy", [name for name in written if policy_key(name) in asked])
    words = Words("v.name, v.reviewed_on", said, [(_("Policy reviewed on"), 1, day)], also=also)
    where = f"{_HERE_OR_EVERYWHERE} AND v.name IN ({names})"
    tell(Versions("policy_review", where, wanted.values(**values), wanted.until), words, story)


def tell_kept_years(wanted: Wanted, story: Story) -> None:
    """Say for how long it was settled that what is known of those who have left is kept; one statement."""
    rows = select(
        "SELECT e.change_id, d.detail FROM audit_event e LEFT JOIN audit_detail d ON d.event_id = e.id "
        "WHERE e.action = :settled AND e.subject = 'retention' AND e.change_id <= :until "
        "ORDER BY e.id DESC LIMIT :most",
        settled=SettingsChanged.action,
        until=wanted.until,
        most=MOST + 1,
    )
    for change, detail in rows:
        years = json.loads(detail or "{}").get("values", {}).get("leavers")
        if years is None:
            story.say(change, _("Settled: what is known of those who have left is kept for ever."))
        else:
            one = "Settled: what is known of those who have left is kept for one year."
            many = "Settled: what is known of those who have left is kept for %(count)s years."
            story.say(change, ngettext(one, many, years))


def tell_rota(wanted: Wanted, story: Story) -> None:
    """Say who was put on the rota or taken off, and when those on it were away, employed, or held what is asked."""
    values = wanted.values()
    of_rota = Whose("v.person_id IN (SELECT d.person_id FROM duty_shift d WHERE d.site_id = :site)", values)
    tell_of_people(SHIFT, Whose("v.site_id = :site", values), wanted, story)
    for kind in (ABSENT, AWAY, EMPLOYED):
        tell_of_people(kind, of_rota, wanted, story)
    if wanted.held:
        tell_certificates(of_rota, wanted, story)
