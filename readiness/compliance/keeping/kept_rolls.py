"""Rolls of sites as they are kept beside their findings, and a site from day to day made of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from readiness.compliance.checks.clauses import AdoptedClause, is_counted
from readiness.compliance.days.rolls import (
    HEADS,
    Ending,
    Rolls,
    Row,
    count_of,
    ending,
    lapsed,
    packed,
    unpacked,
)
from readiness.compliance.days.series import NAMED, Holders, NamedDay, SiteSeries
from readiness.compliance.facts import subjects
from readiness.foundation.database import among, execute, select, word_list
from readiness.foundation.temporal import Question


def rolls_for(clauses: Sequence[AdoptedClause]) -> Rolls:
    """The rolls of some clauses, empty still."""
    counted = {each for clause in clauses if is_counted(clause) for each in clause.certificates}
    return {HEADS: [], **{each: [] for each in sorted(counted)}}


def kept_rolls(site_id: int, counted: Collection[str]) -> Rolls | None:
    """These rolls of a site; None where one of them is not kept."""
    rows = select(
        f"SELECT k.counted, k.days FROM kept_roll k WHERE k.site_id = :site AND {among('k.counted', 'counted')}",
        site=site_id,
        counted=word_list(sorted(counted)),
    )
    found = {each: unpacked(bytes(days)) for each, days in rows}
    return found if found.keys() >= set(counted) else None


def keep_rolls(site_id: int, rolls: Mapping[str, Sequence[Row]]) -> None:
    """Make these the rolls of a site; others of it stay."""
    for counted, rows in rolls.items():
        execute(
            "INSERT INTO kept_roll (site_id, counted, days) VALUES (:site, :counted, :days) "
            "ON CONFLICT (site_id, counted) DO UPDATE SET days = excluded.days",
            site=site_id,
            counted=counted,
            days=packed(rows),
        )


def forget_rolls(site_id: int) -> None:
    """Keep none of a site."""
    execute("DELETE FROM kept_roll WHERE site_id = :site", site=site_id)


def lay(series: SiteSeries, rolls: Rolls, question: Question) -> None:
    """Make a site from day to day what all its people make it, by its rolls."""
    heads = rolls[HEADS]
    series.headcount = count_of(heads)
    for counted, rows in rolls.items():
        if counted != HEADS:
            series.holders[counted] = HoldersByRoll(count_of(rows), rows=rows, heads=heads, question=question)


@dataclass(slots=True, kw_only=True)
class HoldersByRoll(Holders):
    """Holders by their roll: who is nearest to the line is looked for when a sentence is to name them."""

    rows: Sequence[Row]
    heads: Sequence[Row]
    question: Question

    def last_lapsed(self) -> list[NamedDay]:
        found = lapsed(self.rows, self.heads, self.question.as_of, NAMED)
        return sorted(self._named(found), reverse=True)[:NAMED]

    def next_ending(self) -> list[NamedDay]:
        return sorted(self._named(ending(self.rows, self.question.as_of, NAMED)))[:NAMED]

    def _named(self, endings: Sequence[Ending]) -> list[NamedDay]:
        people = sorted({each.person for each in endings})
        names = subjects.names_of(self.question, people) if people else {}
        return [NamedDay(each.until_on, names[each.person], each.is_revoked) for each in endings]
