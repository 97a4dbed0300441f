"""What was recorded of protocols: approved, retired, read again, read by someone; and of the lines they lead to."""

import json
from datetime import date
from typing import Any

from readiness.audit.events import ProtocolApproved
from readiness.audit.events.handbook import ProtocolRetired
from readiness.audit.histories import Lead, Of, Story
from readiness.compliance.story.about import MOST, Wanted
from readiness.compliance.story.of_people import of_site
from readiness.compliance.story.of_records import places_of
from readiness.compliance.story.versions import Row, Step, Versions, Words, tell
from readiness.foundation.database import as_json, select
from readiness.foundation.words import day, ngettext
from readiness.foundation.words import gettext as _
from readiness.people.reach import within_reach
from readiness.protocols.states import CLINICIAN


def _slugs(column: str, wanted: Wanted) -> tuple[str, dict[str, Any]]:
    """The condition that a protocol is one that is asked about, with its values; those that cover elements, too."""
    if "elements" in wanted.reads:
        plans, values = places_of("plan", [*{str(getattr(each, "plan", "")) for each in wanted.terms}])
        covering = (
            f"SELECT l.place FROM plan_element l WHERE l.way = 'protocol' AND l.plan IN ({plans}) "
            "AND (l.site_id = :site OR l.site_id IS NULL)"
        )
        return f"{column} IN ({covering})", wanted.values(**values)
    slugs = wanted.named("protocols")
    if not slugs:
        return "1 = 1", {}
    places, values = places_of("slug", slugs)
    return f"{column} IN ({places})", values


def _titles(wanted: Wanted) -> dict[str, str]:
    """By its slug what each protocol was last called; one statement."""
    chosen, values = _slugs("r.slug", wanted)
    rows = select(
        "SELECT r.slug, r.body -> 'en' ->> 'situation' AS title FROM protocol_revision r "
        f"WHERE r.approved_at <= :instant AND {chosen} ORDER BY r.approved_at, r.number",
        instant=wanted.asked.question.known.at,
        **values,
    )
    return {slug: title for slug, title in rows if title}


def tell_protocols(wanted: Wanted, story: Story) -> None:
    """Say which texts of protocols were approved, which retired, and who read them again; four statements."""
    titles = _titles(wanted)
    chosen, values = _slugs("e.subject", wanted)
    rows = select(
        "SELECT e.change_id, e.action, e.subject, d.detail FROM audit_event e LEFT JOIN audit_detail d "
        f"ON d.event_id = e.id WHERE e.action IN (:approved, :retired) AND e.change_id <= :until AND {chosen} "
        "ORDER BY e.id DESC LIMIT :most",
        approved=ProtocolApproved.action,
        retired=ProtocolRetired.action,
        until=wanted.until,
        most=MOST + 1,
        **values,
    )
    for change, action, slug, detail in rows:
        name = titles.get(slug, slug)
        if action == ProtocolRetired.action:
            story.say(change, _("Protocol ‘%(protocol)s’ was retired.", protocol=name), Of(slug))
        else:
            number = json.loads(detail or "{}").get("number", "")
            said = _("Protocol ‘%(protocol)s’: text %(number)s was approved.", protocol=name, number=number)
            story.say(change, said)
        story.lead(change, Lead(name, "protocols.show", (("slug", slug),)))
    _tell_reviews(wanted, titles, story)


def _tell_reviews(wanted: Wanted, titles: dict[str, str], story: Story) -> None:
    def said(row: Row) -> str:
        name = titles.get(row[0], row[0])
        if row[1] == CLINICIAN:
            return _("A clinician read ‘%(protocol)s’ on %(day)s.", protocol=name, day=day(row[2]))
        return _("‘%(protocol)s’ was signed for on %(day)s: it still holds.", protocol=name, day=day(row[2]))

    def also(step: Step, story: Story) -> None:
        slug: str = step.any[0]
        story.lead(step.change, Lead(titles.get(slug, slug), "protocols.show", (("slug", slug),)))

    chosen, values = _slugs("v.slug", wanted)
    words = Words("v.slug, v.kind, v.reviewed_on", said, [(_("Protocol read on"), 2, day)], also=also)
    tell(Versions("protocol_review", chosen, values, wanted.until), words, story)


def tell_lines(wanted: Wanted, story: Story) -> None:
    """Say which lines of the site's country were verified, corrected or added."""

    def said(row: Row) -> str:
        line = as_json(row[1])
        if line.get("verified") and line.get("verified_on"):
            on = day(date.fromisoformat(line["verified_on"]))
            return _("Line ‘%(line)s’ verified on %(day)s.", line=line["name"], day=on)
        return _("Line ‘%(line)s’: what it is reached by is not verified.", line=line["name"])

    def also(step: Step, story: Story) -> None:
        if step.was is not None and step.now is not None:
            story.say(step.change, said(step.now))
        name = as_json(step.any[1])["name"]
        story.lead(step.change, Lead(name, "lines.show", (("line_code", step.any[0]),)))

    where = "lower(v.content ->> 'country') = :country"
    values = {"country": wanted.about.site.country.lower()}
    words = Words("v.code, v.content", said, also=also)
    tell(Versions("own_line", where, values, wanted.until), words, story)


def tell_acknowledged(wanted: Wanted, story: Story) -> None:
    """Say which protocols somebody said they have read, and that an account is theirs; of a site's people how many."""
    titles = _titles(wanted)

    def said(row: Row) -> str:
        name = titles.get(row[0], row[0])
        return _(
            "Read ‘%(protocol)s’, text %(number)s, on %(day)s.", protocol=name, number=row[1], day=day(row[2])
        )

    slugs, values = _slugs("v.slug", wanted)
    theirs, person = _theirs(wanted)
    accounts = f"v.account_id IN (SELECT v.account_id FROM account_person v WHERE {theirs})"
    read = Versions("acknowledgement", f"{accounts} AND {slugs}", {**person, **values}, wanted.until)
    if wanted.about.person_id is None:
        for touch in read.touches():
            one, many = (
                "A protocol was read by one person.",
                "Protocols were read by people: %(count)s times.",
            )
            story.say(touch.change, ngettext(one, many, touch.new + touch.other))
        return
    words = Words("v.slug, v.number, v.acknowledged_on", said, [(_("Read on"), 2, day)])
    tell(read, words, story)
    linked = Words("v.account_id", lambda _row: _("An account was taken for theirs."))
    tell(Versions("account_person", theirs, person, wanted.until), linked, story)


def _theirs(wanted: Wanted) -> tuple[str, dict[str, Any]]:
    """Of whom the finding is about; of a site's people together those within reach."""
    if wanted.about.person_id is not None:
        return "v.person_id = :person", {"person": wanted.about.person_id}
    near = [of_site(wanted).sql, *within_reach(wanted.asked.reach, "v.person_id")]
    return " AND ".join(near), wanted.values(**wanted.asked.reach.values())
