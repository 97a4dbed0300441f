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

from readiness.compliance import facts, kept_rows
from readiness.compliance.ahead import HORIZON
from readiness.compliance.asking import Measure
from readiness.compliance.assess import assess
from readiness.compliance.beginning import beginning
from readiness.compliance.clauses import AdoptedClause, adopted_clauses, asked_by
from readiness.compliance.findings import Finding
from readiness.compliance.kept_rows import StaleSite, Turn
from readiness.compliance.on_record_facts import reads_of
from readiness.compliance.spells import Spell
from readiness.compliance.standings import standings
from readiness.compliance.subjects import NO_SITE
from readiness.compliance.touched import (
    Step,
    Touched,
    certificates_learned_of,
    is_learned_of_all,
    sites_learned_of,
    sites_learned_of_on_record,
    sites_that_come_due,
    sites_whose_exemptions_change,
    sites_whose_people_change,
    sites_whose_records_change,
)
from readiness.foundation import clock, words
from readiness.foundation.database import execute, lock, transaction
from readiness.foundation.temporal import Question, day_after, knowledge_at
from readiness.requirements.queries import ClauseKey, rules_known

EDITION = 7
"""To be raised whenever the same facts give other findings or other sentences: all are then judged afresh."""

PIECE = 5000
"""So many people are judged, at least one site, between two writings."""

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


def take_turn(keeping: Keeping) -> Turn:
    """The turn of today and of all that is known; notes which sites are no longer true."""
    while True:
        before = kept_rows.latest_turn()
        if before is not None and is_current(before, keeping, knowledge_at().number):
            return before
        now = Question(keeping.today, knowledge_at())
        rules = rules_known(now.known)
        turn = Turn(
            before.number + 1 if before else 1,
            now,
            _measured_by(keeping),
            _hash([repr(rules)]),
            before.week_on if before else None,
            before.week_known if before else None,
        )
        site_ids = {site.code: site.id for site in (*facts.all_sites(now), NO_SITE)}
        touched = _touched(before, turn, adopted_clauses(rules), keeping.measure, site_ids)
        if _is_written(before, turn, touched, set(site_ids.values())):
            return turn


def _is_written(before: Turn | None, turn: Turn, touched: Touched, site_ids: set[int]) -> bool:
    """Write a turn, unless another took one since."""
    with transaction():
        lock("kept")
        latest = kept_rows.latest_turn()
        if (latest.number if latest else 0) != (before.number if before else 0):
            return False
        present = kept_rows.kept_site_ids()
        new = site_ids - present
        by_kinds = (touched.by_kinds & site_ids) - touched.sites - new
        changed = Touched((touched.sites & site_ids) | new, by_kinds, touched.kinds)
        kept_rows.touch(turn, changed, present - site_ids)
        kept_rows.write_turn(turn)
    return True


def _touched(
    before: Turn | None,
    turn: Turn,
    clauses: Sequence[AdoptedClause],
    measure: Measure,
    site_ids: dict[str, int],
) -> Touched:
    """The sites of which something may be other than in the turn before."""
    everything = set(site_ids.values())
    if before is None or _is_measured_anew(before, turn):
        return Touched(everything)
    step = Step(before.question, turn.question)
    if any(step.has_day(day) for clause in clauses for day in _days_of(clause, step)):
        return Touched(everything)
    reads = reads_of(clauses)
    if is_learned_of_all(step, reads):
        return Touched(everything)
    touched = (
        sites_learned_of(step)
        | sites_learned_of_on_record(step, reads)
        | sites_whose_exemptions_change(step, site_ids)
    )
    if step.before.as_of != step.now.as_of:
        in_force = [clause for clause in clauses if clause.is_in_force(step.now.as_of)]
        touched |= sites_whose_people_change(step)
        touched |= sites_whose_records_change(step, in_force, measure)
        touched |= sites_that_come_due(step.now, in_force, measure)
    return Touched(touched, *certificates_learned_of(step))


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

    Then nothing is judged, and what is kept of the sites that were touched is of an earlier turn.
    """
    turn = take_turn(keeping)
    stale = kept_rows.stale_sites()
    if most_people is not None and sum(site.people for site in stale) > most_people:
        return False
    for piece in _pieces(stale):
        judge(turn, keeping, piece)
    return True


def _pieces(sites: Sequence[StaleSite]) -> Iterator[list[StaleSite]]:
    piece: list[StaleSite] = []
    for site in sites:
        if piece and sum(each.people for each in piece) + site.people > PIECE:
            yield piece
            piece = []
        piece.append(site)
    if piece:
        yield piece


def judge(turn: Turn, keeping: Keeping, sites: Sequence[StaleSite]) -> None:
    """Judge some sites by a turn, and keep what is found; what another did meanwhile stays."""
    only = _clauses_to_judge(turn, keeping, sites)
    found: dict[str, list[Finding]] = {site.code: [] for site in sites}
    begins: dict[str, list[Finding]] = {site.code: [] for site in sites}
    # Where no clause asks for what changed, nobody's facts are read.
    if only is None or only:
        with words.speaking(keeping.language):
            for finding in assess(turn.question, keeping.measure, list(found), only=only):
                found[finding.site].append(finding)
            for finding in beginning(turn.question, keeping.measure, list(begins), only=only):
                begins[finding.site].append(finding)
    with transaction():
        lock("kept")
        wanted = kept_rows.awaiting(turn, [site.id for site in sites])
        for site in sites:
            if site.id in wanted:
                kept_rows.replace_findings(site.id, found[site.code], only)
                if site.id != NO_SITE.id:
                    kept_rows.replace_standings(site.id, [*found[site.code], *begins[site.code]], only)
        kept_rows.mark_done(turn, wanted, clock.now())


def _clauses_to_judge(turn: Turn, keeping: Keeping, sites: Sequence[StaleSite]) -> set[ClauseKey] | None:
    """The clauses that see certificates of the kinds of which alone something changed; None: every clause."""
    if not all(site.kinds for site in sites):
        return None
    kinds = frozenset[str]().union(*(site.kinds for site in sites))
    counting = keeping.measure.at(turn.question.known).kinds
    return {
        clause.key
        for clause in adopted_clauses(rules_known(turn.question.known))
        if "rota" in reads_of([clause]) or not kinds.isdisjoint(asked_by([clause], counting).held)
    }


def keep_week(keeping: Keeping, most_people: int | None = None) -> None:
    """Keep how the sites stood a week ago by what was known then, if that is not kept yet.

    Nothing is done where more people than `most_people` would have to be looked at.
    """
    turn = take_turn(keeping)
    question = Question(keeping.week_on, knowledge_at(keeping.week_at))
    if (turn.week_on, turn.week_known) == (question.as_of, question.known.number):
        return
    if most_people is not None and facts.has_more_people(most_people):
        return
    stood = standings(question, keeping.measure)
    site_ids = {site.code: site.id for site in facts.all_sites(turn.question)}
    with transaction():
        lock("kept")
        latest = kept_rows.latest_turn()
        if latest is not None:
            kept_rows.replace_week(stood, site_ids)
            kept_rows.write_turn(replace(latest, week_on=question.as_of, week_known=question.known.number))


def forget() -> None:
    """Have everything judged afresh: facts were removed, not superseded, so that nobody can tell what changed."""
    execute("UPDATE kept_turn SET measured_by = ''")
