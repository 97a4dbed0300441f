"""What would be if something else were asked: held against the same facts, writing nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from heapq import nsmallest
from typing import NamedTuple

from readiness.compliance.days.findings import Finding, Status
from readiness.compliance.judging.asking import Measure
from readiness.compliance.judging.assess import assess
from readiness.compliance.judging.lately import is_of_many
from readiness.compliance.judging.places import Place, findings_at, most_urgent_places, place_of
from readiness.compliance.judging.standings import counted_asking
from readiness.compliance.judging.tally import Progress, tally
from readiness.foundation.database import reading
from readiness.foundation.temporal import LAST_DAY, Question, day_before
from readiness.foundation.turns import in_turn
from readiness.foundation.words import gettext as _
from readiness.foundation.words import number
from readiness.people.numbered import names_with_numbers
from readiness.people.queries import site_titles
from readiness.requirements.queries import AdoptedPack, OwnTermsSpell, Rules
from readiness.standards.packs import Pack

EXAMPLES = 10
"""How many findings that ask for something a preview shows whole."""

_ORDER = tuple(Status)


@dataclass(frozen=True, slots=True)
class Preview:
    """How many findings of each status there would be, and the first of those that would ask for something."""

    as_of: date
    counts: Mapping[Status, int]
    examples: Sequence[Finding]
    names: Mapping[str, str] = field(default_factory=dict)

    def called(self, subject: str) -> str:
        """What the subject of an example is called: a site by its name, a person by name and staff number."""
        return self.names.get(subject, subject)

    @property
    def sentence(self) -> str:
        """'9 met, 2 gaps (Leeds: 3 of 16; Ana Ruiz (P-42): 0 of 1), 1 cannot tell'."""
        parts = [_part(status, self.counts[status], self) for status in _ORDER if self.counts.get(status, 0)]
        return ", ".join(parts) or _("nobody is asked anything")


def _part(status: Status, count: int, seen: Preview) -> str:
    word = {
        Status.MET: _("met"),
        Status.DUE: _("due"),
        Status.GAP: _("gap") if count == 1 else _("gaps"),
        Status.NOT_APPLICABLE: _("not applicable"),
        Status.EXEMPTED: _("exempted"),
        Status.CANNOT_TELL: _("cannot tell"),
    }[status]
    shown = [each for each in seen.examples if each.status is status and each.need is not None]
    if len({each.clause.id for each in seen.examples}) > 1:
        shown = []  # a number alone would not say of what
    named = "; ".join(
        _(
            "%(subject)s: %(have)s of %(need)s",
            subject=seen.called(each.subject),
            have=each.have,
            need=each.need,
        )
        for each in shown[:3]
    )
    if named and status is Status.GAP:
        return f"{number(count)} {word} ({named}{' …' if count > 3 else ''})"
    return f"{number(count)} {word}"


def preview(rules: Rules, question: Question, measure: Measure) -> Preview:
    """The findings that these rules alone would bring on a day, counted."""
    if is_of_many(question, None):
        with in_turn():
            return preview_counted(rules, question, measure)
    return preview_assessed(rules, question, measure)


def preview_assessed(rules: Rules, question: Question, measure: Measure) -> Preview:
    """By an assessment of everyone."""
    counts: Counter[Status] = Counter()
    examples: list[Finding] = []
    for finding in assess(question, measure, rules=rules):
        counts[finding.status] += 1
        if finding.status.asks_for_action:
            examples.append(finding)
            if len(examples) > 4 * EXAMPLES:
                examples = nsmallest(EXAMPLES, examples, key=place_of)
    return _named(Preview(question.as_of, counts, nsmallest(EXAMPLES, examples, key=place_of)))


def _named(seen: Preview) -> Preview:
    sites = {each.site for each in seen.examples if each.subject == each.site}
    people = {each.subject for each in seen.examples} - sites
    return replace(seen, names=site_titles(sites) | names_with_numbers(people))


def preview_counted(rules: Rules, question: Question, measure: Measure) -> Preview:
    """By what the database counts; the examples alone are told whole."""
    return told_whole(count_preview(rules, question, measure), rules, question, measure)


class Counted(NamedTuple):
    """A preview before its examples are told: which these are."""

    counts: Mapping[Status, int]
    places: Sequence[Place]


def count_preview(
    rules: Rules, question: Question, measure: Measure, progress: Progress = lambda _people: None
) -> Counted:
    """What takes long of a preview of many people."""
    with reading():
        asking = counted_asking(question, measure, rules=rules)
        counted = tally(asking, progress=progress)
        counts: Counter[Status] = Counter()
        for stand, count in counted.items():
            counts[stand.status] += count
        return Counted(counts, most_urgent_places(counted, asking, EXAMPLES, rules))


def told_whole(counted: Counted, rules: Rules, question: Question, measure: Measure) -> Preview:
    """A preview with its examples."""
    told = findings_at(question, measure, counted.places, rules)
    examples = [told[place.key] for place in counted.places if place.key in told]
    return _named(Preview(question.as_of, counted.counts, examples))


def if_adopted(pack: Pack, from_on: date, present: Rules) -> Rules:
    """The pack alone, held to from a day on, with the own terms that are laid over it."""
    own = {key: spells for key, spells in present.own_terms.items() if key[0] == pack.id}
    return Rules([AdoptedPack(pack, from_on, LAST_DAY)], own)


def if_terms_were(key: tuple[str, str], own: OwnTermsSpell | None, from_on: date, present: Rules) -> Rules:
    """One clause alone, as it is adopted, with other own terms from a day on; None: with the pack's own."""
    pack_id, clause_id = key
    packs = [
        replace(adopted, pack=only)
        for adopted in present.packs
        if (only := _only(adopted, pack_id, clause_id))
    ]
    earlier = [
        replace(spell, until_on=min(spell.until_on, day_before(from_on)))
        for spell in present.own_terms.get(key, ())
        if spell.from_on < from_on
    ]
    return Rules(packs, {key: [*earlier, own] if own else earlier})


def _only(adopted: AdoptedPack, pack_id: str, clause_id: str) -> Pack | None:
    clauses = tuple(clause for clause in adopted.pack.clause if clause.id == clause_id)
    if adopted.pack.id != pack_id or not clauses:
        return None
    return adopted.pack.model_copy(update={"clause": clauses})
