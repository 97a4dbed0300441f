"""What was recorded of a site itself, and of who works there: what its headcount and its people are made of."""

import json
from dataclasses import replace
from enum import IntEnum
from typing import Any

from readiness.audit.histories import Lead, Of, Story
from readiness.compliance.checks import CheckTerms, HoldersPerHeadcount, PeopleSpeak
from readiness.compliance.story.about import FEW, MOST, Wanted
from readiness.compliance.story.facts_of_people import AWAY, EMPLOYED, WORK
from readiness.compliance.story.of_people import AT_THE_TIME, members_of, of_site, take, tell_of_people
from readiness.compliance.story.of_roles import holding
from readiness.foundation.database import among, number_list, select
from readiness.foundation.temporal import LAST_DAY, NEVER
from readiness.foundation.words import gettext as _
from readiness.foundation.words import ngettext
from readiness.people.models import Site
from readiness.people.reach import within_reach
from readiness.people.site_history import tell_headcounts, tell_nearby_care, tell_site
from readiness.policies.plan_words import CARD_PARTS

ASKED_OF = ("country", "region", "kind", "hazard", "open_to_public")


class Heads(IntEnum):
    """What of who works at a site matters: nothing, whether anybody does, who of them holds it, everyone."""

    NOBODY = 0
    ANYBODY = 1
    HOLDERS = 2
    EVERYONE = 3


def heads_of(least: Heads, wanted: Wanted) -> Heads:
    """What matters by any of the clause's terms, and by whom they are asked of; `least`: by its check."""
    if wanted.about.clause.is_bound_by_headcount:
        return Heads.EVERYONE
    return max([least, *(_heads(each) for each in wanted.terms if least is Heads.HOLDERS)])


def _heads(terms: CheckTerms) -> Heads:
    is_share = isinstance(terms, HoldersPerHeadcount) and terms.one_per is not None
    is_spoken = isinstance(terms, PeopleSpeak) and terms.percent is not None
    return Heads.EVERYONE if is_share or is_spoken else Heads.HOLDERS


# Whoever stays from the day on, as far as is known, was there before and after each later change: of none of those
# does it depend whether anybody works here. Some who began early are looked at, which is enough where many do.
_STAYS = """
    SELECT min(CASE WHEN e.recorded_in > s.recorded_in THEN e.recorded_in ELSE s.recorded_in END) FROM (
      SELECT m.person_id, m.recorded_in FROM membership m
      WHERE m.site_id = :site AND m.superseded_in > :until AND m.recorded_in <= :until
      AND m.from_on <= :as_of AND m.until_on = :last_day ORDER BY m.from_on LIMIT 100) s
    JOIN employment e ON e.person_id = s.person_id AND e.superseded_in > :until AND e.recorded_in <= :until
    AND e.from_on <= :as_of AND e.until_on = :last_day
"""


def tell_heads(heads: Heads, wanted: Wanted, story: Story) -> None:
    """Say who came, moved, left or was away, as far as it matters, and each headcount that was given by hand."""
    if heads is Heads.NOBODY:
        return
    tell_headcounts(wanted.about.site, story)
    is_named = wanted.about.person_id is None
    chosen, values = _whom(heads, wanted) if is_named else _others(wanted)
    until = _last_that_matters(wanted, story) if heads is Heads.ANYBODY else NEVER
    for kind, whose in ((WORK, members_of(wanted)), (EMPLOYED, of_site(wanted, AT_THE_TIME))):
        sql, all_values = f"{whose.sql}{chosen}", {**whose.values, **values}
        who = replace(whose, sql=sql, values=all_values, is_named=is_named, until=until)
        tell_of_people(kind, who, wanted, story)
    if is_named and heads >= Heads.HOLDERS and wanted.held:
        holders, kinds = holding(wanted)
        whose = of_site(wanted, AT_THE_TIME)
        who = replace(whose, sql=f"{whose.sql} AND {holders}", values={**whose.values, **kinds})
        tell_of_people(AWAY, who, wanted, story)


def _others(wanted: Wanted) -> tuple[str, dict[str, Any]]:
    """Where what is asked of somebody depends on how many work here: everyone else, who is not named there."""
    return " AND v.person_id <> :person", {"person": wanted.about.person_id}


def _whom(heads: Heads, wanted: Wanted) -> tuple[str, dict[str, Any]]:
    """The condition on those who matter, with its values."""
    if heads is not Heads.HOLDERS:
        return "", {}
    holders, kinds = holding(wanted)
    since = {"stays_since": _stays_since(wanted)}
    return f" AND ({holders} OR {{change}} <= :stays_since)", {**since, **kinds}


def _last_that_matters(wanted: Wanted, story: Story) -> int:
    """The last change on which it depends whether anybody works here; of many who came in it, it alone is told."""
    since = _stays_since(wanted)
    if not wanted.is_of_many or since == NEVER:
        return since
    story.say(since, _("Since then somebody is known to work here throughout."))
    return since - 1


def _stays_since(wanted: Wanted) -> int:
    """From which change on somebody was known to stay; none: to the last."""
    rows = select(
        _STAYS,
        site=wanted.about.site.id,
        until=wanted.until,
        as_of=wanted.asked.question.as_of,
        last_day=LAST_DAY,
    )
    ((change,),) = rows
    return NEVER if change is None else int(change)


def tell_site_facts(wanted: Wanted, story: Story) -> None:
    """Say what was recorded of the site that the clause looks at; one statement, or two."""
    names: list[str] = []
    if not all(text.is_for_all for text in wanted.about.clause.texts):
        names += ASKED_OF
    if wanted.reads & {"lines", "services"}:
        names += ["country", "region"]
    if "protocols" in wanted.reads:
        names.append("time_zone")
    if "spoken" in wanted.reads:
        names.append("languages")
    if "elements" in wanted.reads:
        names += CARD_PARTS
    own = Story(Of(wanted.about.site.code))
    tell_site(wanted.about.site, own, frozenset(names))
    if wanted.about.clause.is_bound_by_care:
        tell_nearby_care(wanted.about.site, own)
    for change in list(own.said):
        own.lead(change, _lead(wanted.about.site))
    story.take(own, own.said, whose="")


def _lead(site: Site) -> Lead:
    return Lead(site.name, "sites.show", (("site_id", site.id),))


_SINCE = (
    "CAST(coalesce((SELECT w.languages FROM person_version w WHERE w.person_id = v.person_id "
    "AND w.superseded_in > v.superseded_in ORDER BY w.superseded_in LIMIT 1), p.languages) AS TEXT)"
)
_SPOKEN = (
    "FROM person_version v JOIN person p ON p.id = v.person_id "
    f"WHERE {{chosen}} AND CAST(v.languages AS TEXT) <> {_SINCE}"
)


def tell_spoken(wanted: Wanted, story: Story) -> None:
    """Say of whom who works here the languages were changed; two statements."""
    chosen = [
        "v.superseded_in <= :until",
        of_site(wanted).sql,
        *within_reach(wanted.asked.reach, "v.person_id"),
    ]
    values = wanted.values(until=wanted.until, **wanted.asked.reach.values())
    read = _SPOKEN.format(chosen=" AND ".join(chosen))
    touched = list(
        select(
            f"SELECT v.superseded_in, count(*) {read} GROUP BY v.superseded_in ORDER BY v.superseded_in DESC "
            "LIMIT :most",
            most=MOST + 1,
            **values,
        )
    )
    for change, count in touched:
        if count > FEW:
            said = ngettext(
                "Of one person other languages were recorded.",
                "Of %(count)s people other languages were recorded.",
                count,
            )
            story.say(change, said)
    rows = select(
        "SELECT v.superseded_in, p.id, p.given_name, p.family_name, p.staff_number, "
        f"CAST(v.languages AS TEXT), {_SINCE} {read} AND {among('v.superseded_in', 'changes')}",
        changes=number_list([change for change, count in touched if count <= FEW]),
        **values,
    )
    for change, number, given, family, staff_number, was, now in rows:
        own = Story(Of(staff_number))
        own.differ(change, _("Languages"), _listed(was), _listed(now))
        take(own, (number, f"{given} {family}".strip() or staff_number), change, wanted, story)


def _listed(languages: str) -> str:
    return ", ".join(json.loads(languages))
