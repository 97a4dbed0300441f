"""A clause as it is in force: from which day, for which sites, with which terms. Pure."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby
from weakref import WeakKeyDictionary

from readiness.compliance.checks import (
    CHECKS,
    Check,
    CheckTerms,
    ContinuingEducation,
    HoldersPerHeadcount,
    Subject,
    one_of,
)
from readiness.compliance.checks.nearness import care_note
from readiness.compliance.checks.steps import ClauseText, is_read_by, pack_terms, runs, steps_of
from readiness.compliance.days.records import SiteRecords
from readiness.compliance.days.spells import Spell
from readiness.compliance.days.subjects import Asked, SiteFacts
from readiness.foundation.temporal import Question
from readiness.requirements.queries import OwnTermsSpell, Rules, rules_known
from readiness.standards.certificate_kinds import CertificateKinds
from readiness.standards.packs import Clause, Pack

_TWO_YEARS = timedelta(days=2 * 366 + 1)


@dataclass(frozen=True)
class AdoptedClause:
    """A clause of an adopted pack, for the days of one adoption: `from_on` to `until_on`.

    `texts` are those adjoining adoptions, this one among them, that ask for it by the same check: through
    them its terms, and of whom it is asked, have a past and a future beyond those days.
    """

    pack: Pack
    clause: Clause
    from_on: date
    until_on: date
    texts: Sequence[ClauseText]
    own: Sequence[OwnTermsSpell] = ()

    @cached_property
    def check(self) -> Check:
        return CHECKS[self.clause.check]

    def is_in_force(self, day: date) -> bool:
        """Whether it is this adoption that asks for the clause on a day."""
        return self.from_on <= day <= self.until_on and self.terms_on(day) is not None

    @cached_property
    def steps(self) -> list[tuple[date, CheckTerms | None]]:
        """The terms with the first day of each; None: not in force from that day."""
        return list(steps_of(self.texts, self.own))

    @cached_property
    def _days(self) -> list[date]:
        return [day for day, _terms in self.steps]

    def terms_on(self, day: date) -> CheckTerms | None:
        """The terms in force on a day; None where the clause is not in force."""
        place = bisect_right(self._days, day)
        return self.steps[place - 1][1] if place else None

    def pack_terms_on(self, day: date) -> CheckTerms | None:
        """What the pack itself asks on a day, whatever the organisation's own terms."""
        return pack_terms(self.texts, day)

    def own_on(self, day: date) -> OwnTermsSpell | None:
        """The organisation's own terms, where they are what is in force on a day."""
        return next((spell for spell in self.own if spell.from_on <= day <= spell.until_on), None)

    def asks_less_on(self, day: date) -> bool:
        """Whether the organisation's own terms ask for less than the pack on a day."""
        terms = self.terms_on(day)
        return self.own_on(day) is not None and terms is not None and self.would_ask_less(terms, day)

    def would_ask_less(self, terms: CheckTerms, day: date) -> bool:
        """Whether terms would ask for less than the pack on a day."""
        original = self.pack_terms_on(day)
        return original is not None and terms.asks_less_than(original)

    def weakened_on(self, terms: CheckTerms, from_on: date) -> date | None:
        """The first day from which terms would ask for less than the pack, by all that it has in store."""
        days = [from_on, *(day for text in self.texts for day in text.days() if day > from_on)]
        return next((day for day in sorted(days) if self.would_ask_less(terms, day)), None)

    @cached_property
    def certificates(self) -> tuple[str, ...]:
        """By what any of its terms count holders: a certificate kind, or several of which one is enough."""
        named = {terms.counted for _from_on, terms in self.steps if terms is not None}
        return tuple(sorted(name for name in named if name))

    def change_days(self) -> Iterator[date]:
        """The days on which the clause itself changes."""
        yield from self._days
        yield from (text.from_on for text in self.texts if text.from_on > self.asked_from)

    def text_days(self) -> Iterator[date]:
        """The days on which terms, or of whom it is asked, may be others."""
        yield from self._days
        for text in self.texts:
            yield from text.days()

    def text_on(self, day: date) -> ClauseText | None:
        """The clause and its pack as they are adopted on a day: they say of whom it is asked then."""
        for text in self.texts:
            if text.from_on <= day <= text.until_on:
                return text
        return None

    @cached_property
    def is_bound_by_headcount(self) -> bool:
        """Whether by any of its texts it is asked from so many people on, or up to so many."""
        bounds = (
            (text.clause.applies.headcount_from, text.clause.applies.headcount_to) for text in self.texts
        )
        return any(bound is not None for both in bounds for bound in both)

    @cached_property
    def is_bound_by_care(self) -> bool:
        """Whether by any of its texts it is asked only where no care is near."""
        return any(text.clause.applies.no_care_within is not None for text in self.texts)

    def care_note(self, site: SiteFacts, day: date) -> str:
        """What a finding says of care near the site, where by its text it makes a difference; else ''."""
        adopted = self.text_on(day)
        return "" if adopted is None else care_note(adopted.clause.applies, site, day)

    def care_days(self, site: SiteFacts) -> Iterator[date]:
        """The days from which care is said to be nearer or further away, where that makes a difference."""
        if self.is_bound_by_care:
            yield from (each.from_on for each in site.care)

    @cached_property
    def key(self) -> tuple[str, str]:
        """Its pack and its own id."""
        return self.pack.id, self.clause.id

    @cached_property
    def asked_from(self) -> date:
        """The first day on which it is asked."""
        return self.steps[0][0]

    def record_days(self, records: SiteRecords) -> Iterator[date]:
        """The days on which what was done at a site begins or ceases to count, or to be missed."""
        for _from_on, terms in self.steps:
            if terms is not None:
                yield from terms.record_days(records.for_clause(self.key))

    def period_days(self, within: Spell, as_of: date) -> Iterator[date]:
        """The days on which a period of its terms begins or is over; no further ahead than two of the longest."""
        first = max(within.from_on, self.asked_from)
        last = min(within.until_on, as_of + _TWO_YEARS)
        for _from_on, terms in self.steps:
            if terms is not None and first <= last:
                yield from terms.period_days((first, last))


_CLAUSES: WeakKeyDictionary[Rules, Sequence[AdoptedClause]] = WeakKeyDictionary()


def adopted_clauses(rules: Rules) -> Sequence[AdoptedClause]:
    """Every clause of every adoption, with the organisation's own terms; made once of the same rules."""
    found = _CLAUSES.get(rules)
    if found is None:
        found = _CLAUSES[rules] = tuple(_adopted(rules))
    return found


def _adopted(rules: Rules) -> list[AdoptedClause]:
    found: list[AdoptedClause] = []
    for _pack_id, adoptions in groupby(rules.packs, key=lambda adopted: adopted.pack.id):
        texts: dict[str, list[ClauseText]] = defaultdict(list)
        for adopted in adoptions:
            for clause in adopted.pack.clause:
                texts[clause.id].append(ClauseText(adopted.pack, clause, adopted.from_on, adopted.until_on))
        for clause_texts in texts.values():
            found += _clauses(clause_texts, rules)
    return found


def _clauses(texts: Sequence[ClauseText], rules: Rules) -> Iterator[AdoptedClause]:
    for run in runs(texts):
        for text in run:
            own = [
                spell
                for spell in rules.own_terms.get((text.pack.id, text.clause.id), ())
                if is_read_by(spell, text.clause)
            ]
            yield AdoptedClause(text.pack, text.clause, text.from_on, text.until_on, run, own)


def is_asked(question: Question) -> bool:
    """Whether anything at all is asked on the day. Without it, that nothing falls short says nothing."""
    return any(clause.is_in_force(question.as_of) for clause in adopted_clauses(rules_known(question.known)))


def find_clause(rules: Rules, pack_id: str, clause_id: str, day: date) -> AdoptedClause | None:
    """The clause as an adoption asks for it on a day; None where nothing is asked by that name then."""
    return next(
        (
            clause
            for clause in adopted_clauses(rules)
            if (clause.pack.id, clause.clause.id) == (pack_id, clause_id)
            and clause.from_on <= day <= clause.until_on
        ),
        None,
    )


def counting_as(counted: str, kinds: CertificateKinds) -> tuple[str, ...]:
    """The kinds that count as what is asked for: as any of several where one of them is enough."""
    return tuple(sorted({kind for code in one_of(counted) for kind in kinds.counting_as(code)}))


def asked_by(clauses: Sequence[AdoptedClause], kinds: CertificateKinds) -> Asked:
    """The certificate kinds that the clauses ask for, each with those that count as it."""
    return Asked(
        {counted: counting_as(counted, kinds) for clause in clauses for counted in clause.certificates},
        has_learning=any(clause.check.terms is ContinuingEducation for clause in clauses),
    )


def site_clauses(clauses: Sequence[AdoptedClause]) -> list[AdoptedClause]:
    return [clause for clause in clauses if clause.check.subject is Subject.SITE]


def person_clauses(clauses: Sequence[AdoptedClause]) -> list[AdoptedClause]:
    return [clause for clause in clauses if clause.check.subject is Subject.PERSON]


def is_counted(clause: AdoptedClause) -> bool:
    """Whether nothing is looked at but how many people a site has, and how many of them hold something."""
    return clause.check.terms is HoldersPerHeadcount
