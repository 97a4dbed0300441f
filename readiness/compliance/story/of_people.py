"""What was recorded of people: who came, moved, left or was away, what they hold, speak, learned and read.

Whoever is out of the reader's reach is named nowhere: that a site has one more or one less is told by the number.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from readiness.audit.histories import Lead, Of, Story
from readiness.certificates.history import tell_certificate
from readiness.certificates.models import Certificate
from readiness.compliance.story.about import Wanted
from readiness.compliance.story.facts_of_people import OfPeople
from readiness.compliance.story.of_leavers import not_here, with_holders_gone, with_people_gone
from readiness.compliance.story.versions import Step, Touch, Versions, few
from readiness.foundation.temporal import NEVER
from readiness.foundation.words import gettext as _
from readiness.foundation.words import ngettext
from readiness.people.models import Person
from readiness.people.reach import within_reach


@dataclass(frozen=True, slots=True)
class Whose:
    """Of whom something is told: a condition on v, with its values; `until`: nothing that was recorded later.

    `is_named`: few of one change are told by name, not by their number. `is_of_many`: as `Versions` has it.
    """

    sql: str
    values: dict[str, Any] = field(default_factory=dict)
    is_named: bool = True
    is_of_many: bool = False
    until: int = NEVER


def of_site(wanted: Wanted, days: str = "") -> Whose:
    """Those who were ever known to work at the site; `days`: a condition on their membership m of that time."""
    here = f"m.site_id = :site AND m.recorded_in <= :until{days}"
    one = f"EXISTS (SELECT 1 FROM membership m WHERE m.person_id = v.person_id AND {here} LIMIT 1)"
    # Where they are few they are looked for; where they are many, what is told of is looked at from the last one back.
    few = "v.person_id IN (SELECT m.person_id FROM membership m WHERE m.site_id = :site AND m.recorded_in <= :until)"
    return Whose(
        one if wanted.is_of_many else f"{few} AND {one}" if days else few,
        wanted.values(),
        is_of_many=wanted.is_of_many,
    )


AT_THE_TIME = " AND m.from_on <= v.until_on AND m.until_on >= v.from_on"
# At one time all three were known, and on one day all three held: that somebody was once thought to stay for ever
# tells nothing of a certificate that was recorded after it was known that they had left.
_KNOWN_TOGETHER = "{0}.recorded_in < {1}.superseded_in AND {0}.superseded_in > {1}.recorded_in"
WHILE_IT_COUNTS = (
    " AND m.from_on <= v.counts_until_on AND m.until_on >= v.issued_on AND "
    + _KNOWN_TOGETHER.format("m", "v")
    + " AND EXISTS (SELECT 1 FROM employment e WHERE e.person_id = m.person_id "
    "AND e.from_on <= v.counts_until_on AND e.until_on >= v.issued_on "
    "AND e.from_on <= m.until_on AND e.until_on >= m.from_on AND "
    + _KNOWN_TOGETHER.format("e", "v")
    + " AND "
    + _KNOWN_TOGETHER.format("e", "m")
    + ")"
)


def members_of(wanted: Wanted) -> Whose:
    """Of whom the membership v is one of the site."""
    column = "v.site_id + 0" if wanted.is_of_many else "v.site_id"
    return Whose(f"{column} = :site", wanted.values(), is_of_many=wanted.is_of_many)


def tell_of_people(kind: OfPeople, whose: Whose, wanted: Wanted, story: Story) -> None:
    """Say what was recorded of people, by their names or, of many in one change, by their number; two statements."""
    reach = " AND ".join(within_reach(wanted.asked.reach, "v.person_id"))
    where, values = whose.sql, whose.values
    if reach and not kind.is_counted:
        where, values = f"{where} AND {reach}", {**values, **wanted.asked.reach.values()}
    until = min(wanted.until, whose.until)
    versions = Versions(kind.table, where, values, until, is_of_many=whose.is_of_many)
    touches = versions.touches()
    named = few(touches) if whose.is_named else []
    unnamed = [each for each in touches if each.change not in named]
    gone = not_here(versions, [each.change for each in unnamed if each.new > 1], wanted)
    for each in unnamed:
        _say_number(kind, each, gone.get(each.change, 0), wanted, story)
    person = f"v.person_id, p.given_name, p.family_name, p.staff_number, CASE WHEN {reach or 'TRUE'} THEN 1 ELSE 0 END"
    read = Versions(kind.table, where, {**values, **wanted.asked.reach.values()}, until)
    joins = f"JOIN person p ON p.id = v.person_id {kind.joins}"
    others: Counter[tuple[int, bool]] = Counter()
    for step in read.steps(named, f"{person}, {kind.columns}", joins):
        if step.any[4]:
            _say_named(kind, step, wanted, story)
        else:
            others[step.change, step.was is None] += 1
    for (change, is_new), count in others.items():
        for sentence in kind.numbers.of(count if is_new else 0, 0 if is_new else count):
            story.say_of_others(change, sentence)


def _say_number(kind: OfPeople, touch: Touch, gone: int, wanted: Wanted, story: Story) -> None:
    say = (
        story.say
        if wanted.asked.reach.site_ids is None and not wanted.about.staff_number
        else story.say_of_others
    )
    if touch.new:
        with_gone = with_people_gone if kind.is_of_work else with_holders_gone
        say(touch.change, with_gone(kind.numbers.new(touch.new), gone))
    if touch.other:
        say(touch.change, kind.numbers.other(touch.other))


def _say_named(kind: OfPeople, step: Step, wanted: Wanted, story: Story) -> None:
    person_id, given, family, number, _reach = step.any[:5]
    own, label = Story(Of(number)), kind.label()
    said = [None if row is None else kind.said(row[5:]) for row in (step.was, step.now)]
    match said:
        case [was, None]:
            own.say(step.change, _("Taken back: %(what)s.", what=f"{label} {was}"))
        case [None, now]:
            own.say(step.change, f"{label} {now}.")
        case [str(was), str(now)] if was != now:
            own.differ(step.change, label, was, now)
    take(own, (person_id, f"{given} {family}".strip() or number), step.change, wanted, story)


def take(own: Story, person: tuple[int, str], change: int, wanted: Wanted, story: Story) -> None:
    """Tell of somebody at a site by their name, with the way to their page; of whom the finding is about, without."""
    if change not in own.said:
        return
    number, name = person
    is_theirs = wanted.about.person_id == number
    story.take(own, [change], whose="" if is_theirs else name)
    if not is_theirs:
        story.lead(change, Lead(name, "people.show", (("person_id", number),)))


def tell_certificates(whose: Whose, wanted: Wanted, story: Story) -> None:
    """Say what was recorded of certificates that count, of those within reach; three statements."""
    names = {f"kind_{place}": kind for place, kind in enumerate(wanted.held)}
    kind = "v.kind || ''" if whose.is_of_many else "v.kind"
    where = [f"{kind} IN ({', '.join(f':{name}' for name in names)})", whose.sql]
    where += within_reach(wanted.asked.reach, "v.person_id")
    values = {**names, **whose.values, **wanted.asked.reach.values()}
    versions = Versions("certificate", " AND ".join(where), values, wanted.until, is_of_many=whose.is_of_many)
    touches = versions.touches()
    changes = few(touches)
    many = [each for each in touches if each.change not in changes]
    gone = not_here(versions, [each.change for each in many if each.new], wanted)
    for each in many:
        _say_many_certificates(each, gone.get(each.change, 0), story)
    if not changes:
        return
    touched = [Certificate.recorded_in << changes, Certificate.superseded_in << changes]
    numbers = {step.any[0] for step in versions.steps(changes, "v.fact_id")}
    rows = Certificate.select(Certificate, Person).join(Person)
    rows = rows.where((Certificate.fact_id << numbers) & (touched[0] | touched[1]))
    found: dict[int, list[Certificate]] = {}
    for version in rows.order_by(Certificate.fact_id, Certificate.recorded_in, Certificate.id):
        found.setdefault(version.fact_id, []).append(version)
    for number, versions_of_one in found.items():
        person = versions_of_one[0].person
        own = Story(Of(person.staff_number, number))
        tell_certificate(versions_of_one, wanted.kinds, own)
        name = f"{person.given_name} {person.family_name}".strip() or person.staff_number
        for change in changes:
            take(own, (person.id, name), change, wanted, story)
            if change in own.said:
                story.lead(
                    change,
                    Lead(
                        _("Certificate of %(name)s", name=name),
                        "certificates.show",
                        (("certificate_id", number),),
                    ),
                )


def _say_many_certificates(touch: Touch, gone: int, story: Story) -> None:
    if touch.new:
        said = ngettext("One certificate was recorded.", "%(count)s certificates were recorded.", touch.new)
        story.say(touch.change, with_holders_gone(said, gone))
    if touch.other:
        one = "One certificate was corrected, revoked or withdrawn."
        story.say(
            touch.change,
            ngettext(one, "%(count)s certificates were corrected, revoked or withdrawn.", touch.other),
        )
