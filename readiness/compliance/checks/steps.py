"""The terms of a clause from day to day: over the texts that were adopted, under the organisation's own. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from pydantic import ValidationError

from readiness.compliance.checks import CHECKS, CheckTerms
from readiness.compliance.checks.packs import terms_of
from readiness.foundation.temporal import LAST_DAY, day_after
from readiness.requirements.queries import OwnTermsSpell
from readiness.standards.packs import Applies, Clause, Pack


@dataclass(frozen=True)
class ClauseText:
    """A clause as one adoption of its pack has it, from the first to the last day."""

    pack: Pack
    clause: Clause
    from_on: date
    until_on: date

    @cached_property
    def is_for_all(self) -> bool:
        """Whether it is asked of every place, whatever is recorded of it."""
        return not self.pack.jurisdiction and self.clause.applies == Applies()

    def holds(self, day: date) -> bool:
        return self.from_on <= day <= self.until_on

    def days(self) -> Iterator[date]:
        """The days on which what the text asks may change."""
        yield self.from_on
        if self.until_on != LAST_DAY:
            yield day_after(self.until_on)
        for terms in self.clause.terms:
            if self.holds(terms.from_on):
                yield terms.from_on


def runs(texts: Sequence[ClauseText]) -> Iterator[list[ClauseText]]:
    """Texts in the order of their days, as runs that adjoin and are judged by the same check."""
    run: list[ClauseText] = []
    for text in texts:
        if run and not _continues(run[-1], text):
            yield run
            run = []
        run.append(text)
    if run:
        yield run


def _continues(earlier: ClauseText, later: ClauseText) -> bool:
    return day_after(earlier.until_on) == later.from_on and earlier.clause.check == later.clause.check


def is_read_by(own: OwnTermsSpell, clause: Clause) -> bool:
    """Whether own terms still fit the clause: they were written for its check, and it can read them."""
    return own.check == clause.check and _read(own) is not None


def _read(own: OwnTermsSpell) -> CheckTerms | None:
    try:
        return CHECKS[own.check].terms.model_validate(own.terms)
    except ValidationError:
        return None


def pack_terms(texts: Sequence[ClauseText], day: date) -> CheckTerms | None:
    """What the pack asks on a day; None where it is not adopted, or asks nothing."""
    for text in texts:
        if text.holds(day):
            terms = text.clause.terms_on(day)
            return None if terms is None else terms_of(text.clause, terms)
    return None


def steps_of(
    texts: Sequence[ClauseText], own: Sequence[OwnTermsSpell]
) -> Iterator[tuple[date, CheckTerms | None]]:
    """The terms with the first day of each, from the first day in force on; None: not in force from that day.

    Own terms take the place of the pack's, also before its first ones begin; not once it asks no more.
    """
    latest: CheckTerms | None = None
    for day in sorted(set(_change_days(texts, own))):
        terms = pack_terms(texts, day)
        if terms is not None or _is_to_begin(texts, day):
            spell = next((each for each in own if each.from_on <= day <= each.until_on), None)
            terms = _read(spell) if spell else terms
        if terms != latest:
            yield day, terms
            latest = terms


def _is_to_begin(texts: Sequence[ClauseText], day: date) -> bool:
    """Whether the clause is adopted on a day on which its first terms are still to come."""
    return any(text.holds(day) and day < text.clause.terms[0].from_on for text in texts)


def _change_days(texts: Sequence[ClauseText], own: Sequence[OwnTermsSpell]) -> Iterator[date]:
    for text in texts:
        yield from text.days()
    for spell in own:
        yield spell.from_on
        if spell.until_on != LAST_DAY:
            yield day_after(spell.until_on)
