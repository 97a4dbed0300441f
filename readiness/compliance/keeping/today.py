"""Keeping today's findings true: what was touched is noted at once, and judged afresh a few sites at a time.

A *turn* says for which day and by which knowledge everything that is kept is true, but for the
sites that were touched and are not done. Taking a turn is short, however much was touched. Judging
goes on for as long as it must, in small pieces: whoever ends in the middle loses at most one, two
at once do each other no harm, and no lock is held meanwhile.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from hashlib import sha256

from readiness.compliance.checks.clauses import AdoptedClause, adopted_clauses
from readiness.compliance.days.spells import Spell
from readiness.compliance.facts import subjects
from readiness.compliance.facts.on_record import reads_of
from readiness.compliance.judging.ahead import HORIZON
from readiness.compliance.judging.asking import Measure
from readiness.compliance.judging.standings import standings
from readiness.compliance.keeping import kept_rows
from readiness.compliance.keeping.afresh import Judged, by_few, judged, keep
from readiness.compliance.keeping.kept_rows import StaleSite, Turn
from readiness.compliance.keeping.reached import (
    sites_that_come_due,
    sites_whose_exemptions_change,
    sites_whose_people_change,
    sites_whose_records_change,
)
from readiness.compliance.keeping.touched import (
    FEW,
    Step,
    Touched,
    certificates_learned_of,
    has_other_sites,
    is_learned_of_all,
    is_learned_of_others,
    site_ids,
    sites_learned_of,
    sites_learned_of_on_record,
)
from readiness.foundation import clock, words
from readiness.foundation.database import execute, lock
from readiness.foundation.ending import until_asked_to_end
from readiness.foundation.passing import passing_transaction
from readiness.foundation.remembering import Lately
from readiness.foundation.temporal import Question, day_after, knowledge_at
from readiness.requirements.queries import Rules, rules_known

EDITION = 12
"""To be raised whenever the same facts give other findings or other sentences: all are then judged afresh."""

PIECE, SMALLEST, STEPS = 5000, 500, 10
"""So many people at most are judged, at least one site, between two writings; of fewer so that there are some steps.

Whoever waits sees how far it is.
"""

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Keeping:
    """The day that is kept, by what is measured, in the language whose words are kept.

    `week_at` is the last instant of the day a week before.
    """

    today: date
    measure: Measure
    week_at: datetime
    language: str

    @property
    def week_on(self) -> date:
        """The day a week before."""
        return self.today - WEEK

    @classmethod
    def on(cls, today: date, measure: Measure, time_zone: str, language: str) -> "Keeping":
        return cls(today, measure, clock.end_of_day(today - WEEK, time_zone), language)


def is_current(turn: Turn, keeping: Keeping, known: int) -> bool:
    """Whether the latest turn is of this day and measure and knows everything, to the change with this number."""
    return (
        turn.question.as_of == keeping.today
        and turn.question.known.number == known
        and turn.measured_by == _measured_by(keeping)
    )


_RULES: Lately[str, Rules] = Lately(8)


def _rules_of(turn: Turn) -> Rules:
    """What is asked by a turn: its digest tells it from all else."""
    return _RULES.get(turn.asked_by, lambda: rules_known(turn.question.known))


def take_turn(keeping: Keeping, at_once: int = 0) -> Turn:
    """The turn of today and of all that is known; notes which sites are no longer true.

    Where no more people than `at_once` have other certificates, and nothing else is otherwise, it judges these first,
    while no lock is held, and writes turn and findings as one.
    """
    while True:
        before, known = kept_rows.latest_turn(), knowledge_at()
        if before is not None and is_current(before, keeping, known.number):
            return before
        rules = rules_known(known)
        _RULES.hold(rules.digest, rules)
        turn = Turn(
            before.number + 1 if before else 1,
            Question(keeping.today, known),
            _measured_by(keeping),
            rules.digest,
            before.week_on if before else None,
            before.week_known if before else None,
        )
        touched = _touched(before, turn, adopted_clauses(rules), keeping.measure)
        found = _found_at_once(turn, keeping, touched) if len(touched.people) <= at_once else []
        if _is_written(before, turn, touched, found):
            return turn


def _found_at_once(turn: Turn, keeping: Keeping, touched: Touched) -> list[Judged]:
    """What certificates of few people come to at the sites that they touch; nothing where more is to be looked at."""
    if not touched.people or touched.sites or touched.there is not None:
        return []
    sites = kept_rows.sites_done(touched)
    with words.speaking(keeping.language):
        found = [by_few(turn.question, keeping.measure, _rules_of(turn), site) for site in sites]
    judged_ones = [each for each in found if each is not None]
    return judged_ones if len(judged_ones) == len(touched.by_kinds) else []


def _is_written(before: Turn | None, turn: Turn, touched: Touched, found: Sequence[Judged]) -> bool:
    """Write a turn, with what is found of all that it touches if it is, unless another took one since."""
    with passing_transaction():
        lock("kept")
        latest = kept_rows.latest_turn()
        if (latest.number if latest else 0) != (before.number if before else 0):
            return False
        if found:
            for each in found:
                keep(each)
            kept_rows.mark_done(turn, touched.by_kinds, clock.now())
        else:
            kept_rows.touch(turn, touched)
        kept_rows.write_turn(turn)
    return True


def _touched(before: Turn | None, turn: Turn, clauses: Sequence[AdoptedClause], measure: Measure) -> Touched:
    """The sites of which something may be other than in the turn before."""
    if before is None or _is_measured_anew(before, turn):
        return _everything(turn)
    step = Step(before.question, turn.question)
    if not step.is_within_a_day and any(
        step.has_day(day) for clause in clauses for day in _days_of(clause, step)
    ):
        return _everything(turn)
    reads = reads_of(clauses)
    if is_learned_of_all(step, reads):
        return _everything(turn)
    touched = sites_learned_of_on_record(step, reads)
    if not step.is_within_a_day or is_learned_of_others(step):
        touched |= sites_learned_of(step) | sites_whose_exemptions_change(step)
    if not step.is_within_a_day:
        in_force = [clause for clause in clauses if clause.is_in_force(step.now.as_of)]
        touched |= sites_whose_people_change(step)
        touched |= sites_whose_records_change(step, in_force, measure)
        touched |= sites_that_come_due(step.now, in_force, measure)
    there = set(site_ids(turn.question).values()) if has_other_sites(step) else None
    return replace(certificates_learned_of(step), sites=touched, there=there)


def _everything(turn: Turn) -> Touched:
    everything = set(site_ids(turn.question).values())
    return Touched(everything, there=everything)


def _days_of(clause: AdoptedClause, step: Step) -> Iterator[date]:
    """The days on which a clause changes or comes into sight, a period begins, or another adoption asks for it."""
    yield from (day - HORIZON for day in clause.change_days() if day > step.before.as_of)
    yield from clause.period_days(Spell(step.before.as_of, step.now.as_of), step.now.as_of)
    yield from clause.change_days()
    yield clause.from_on
    yield day_after(clause.until_on)


def _is_measured_anew(before: Turn, turn: Turn) -> bool:
    """Whether the same facts may give other findings, or knowledge or days ran backwards."""
    return (
        before.measured_by != turn.measured_by
        or before.asked_by != turn.asked_by
        or turn.question.as_of < before.question.as_of
        or turn.question.known.number < before.question.known.number
    )


def _measured_by(keeping: Keeping) -> str:
    return _hash_of_measure(keeping.measure, keeping.language)


@lru_cache(maxsize=8)
def _hash_of_measure(measure: Measure, language: str) -> str:
    return _hash([repr(measure), language, str(EDITION)])


def _hash(parts: Sequence[str]) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()


def bring_up_to_date(keeping: Keeping, most_people: int | None = None) -> bool:
    """Judge afresh every site that is no longer true; False where there was more to do than `most_people`.

    A process that was asked to end leaves the rest to the next one.

    Then nothing is judged, and what is kept of the sites that were touched is of an earlier turn.
    """
    turn = take_turn(keeping, FEW if most_people is None else most_people)
    stale = kept_rows.stale_sites()
    if most_people is not None and sum(map(_people, stale)) > most_people:
        return False
    for piece in until_asked_to_end(_pieces(stale)):
        judge(turn, keeping, piece)
    return True


def _people(site: StaleSite) -> int:
    """So many people are to be looked at for a site."""
    return len(site.people) if site.kinds and site.people else site.people_count


def _pieces(sites: Sequence[StaleSite]) -> Iterator[list[StaleSite]]:
    piece: list[StaleSite] = []
    most = min(PIECE, max(SMALLEST, sum(map(_people, sites)) // STEPS))
    for site in sites:
        if piece and sum(map(_people, [*piece, site])) > most:
            yield piece
            piece = []
        piece.append(site)
    if piece:
        yield piece


def judge(turn: Turn, keeping: Keeping, sites: Sequence[StaleSite]) -> None:
    """Judge some sites by a turn, and keep what is found; what another did meanwhile stays."""
    with words.speaking(keeping.language):
        found = list(judged(turn.question, keeping.measure, _rules_of(turn), sites))
    with passing_transaction():
        lock("kept")
        wanted = kept_rows.awaiting(turn, [site.id for site in sites])
        for each in found:
            if each.site.id in wanted:
                keep(each)
        kept_rows.mark_done(turn, wanted, clock.now())


def keep_week(keeping: Keeping, most_people: int | None = None) -> None:
    """Keep how the sites stood a week ago by what was known then, if that is not kept yet.

    Nothing is done where more people than `most_people` would have to be looked at.
    """
    turn = take_turn(keeping)
    question = Question(keeping.week_on, knowledge_at(keeping.week_at))
    if (turn.week_on, turn.week_known) == (question.as_of, question.known.number):
        return
    if most_people is not None and subjects.has_more_people(most_people):
        return
    stood = standings(question, keeping.measure)
    site_ids = {site.code: site.id for site in subjects.all_sites(turn.question)}
    with passing_transaction():
        lock("kept")
        latest = kept_rows.latest_turn()
        if latest is not None:
            kept_rows.replace_week(stood, site_ids)
            kept_rows.write_turn(replace(latest, week_on=question.as_of, week_known=question.known.number))


def forget() -> None:
    """Have everything judged afresh: facts were removed, not superseded, so that nobody can tell what changed."""
    execute("UPDATE kept_turn SET measured_by = ''")
