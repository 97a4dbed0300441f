"""What is counted for proposals, by five statements: openings, incidents, exercises, their actions and their runs."""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from drills.library import load_library
from drills.state import State, from_plain
from readiness.compliance.proposing.proposals import Counts, ProtocolAbout
from readiness.compliance.proposing.slowness import slow_actions
from readiness.foundation.database import as_json, select
from readiness.foundation.temporal import NEVER
from readiness.handbook.openings import month_of
from readiness.handbook.queries import openings_since
from readiness.protocols.queries import protocol_of, ready_revisions


def protocols_about() -> list[ProtocolAbout]:
    """Every protocol that is approved, with the scenarios of the library that practise it."""
    scenarios = load_library().values()
    return [
        ProtocolAbout(
            each.slug,
            protocol.en.situation,
            protocol.certificates,
            [scenario.id for scenario in scenarios if scenario.protocol == each.slug],
        )
        for each in ready_revisions()
        for protocol in [protocol_of(each)]
    ]


def counts_of(months: list[str]) -> Counts:
    """What is known now of the months; privacy cases are in no count of incidents."""
    first_on = date.fromisoformat(f"{months[-1]}-01")
    practises = {scenario.id: scenario.protocol for scenario in load_library().values()}
    weak: Counter[str] = Counter()
    for scenario, count in select(
        "SELECT x.scenario, count(*) FROM corrective_action a JOIN exercise x ON x.fact_id = a.exercise "
        "WHERE a.superseded_in = :never AND x.superseded_in = :never AND x.held_on >= :first_on "
        "AND a.rating IN ('M', 'U') GROUP BY x.scenario",
        never=NEVER,
        first_on=first_on,
    ):
        weak[practises.get(scenario, "")] += count
    exercised: dict[str, date] = {}
    for scenario, latest_on in select(
        "SELECT x.scenario, max(x.held_on) AS latest_on FROM exercise x "
        "WHERE x.superseded_in = :never AND x.held_on IS NOT NULL GROUP BY x.scenario",
        never=NEVER,
    ):
        slug = practises.get(scenario, "")
        exercised[slug] = max(latest_on, exercised.get(slug, date.min))
    slow = slow_actions(_runs(first_on), load_library())
    used, called = _in_incidents(first_on)
    return Counts(openings_since(months[-1]), used, weak, exercised, slow, called)


def _runs(first_on: date) -> Iterator[tuple[str, State]]:
    """Each exercise held since a day, by its scenario, as its log tells it; what another release kept is left out."""
    for scenario, content in select(
        "SELECT x.scenario, s.content FROM exercise x JOIN exercise_state s ON s.exercise = x.fact_id "
        "WHERE x.superseded_in = :never AND x.held_on >= :first_on",
        never=NEVER,
        first_on=first_on,
    ):
        with suppress(ValueError):
            yield scenario, from_plain(as_json(content))


def _in_incidents(first_on: date) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """How many incidents used each protocol, and called each line, by month."""
    used: Counter[tuple[str, str]] = Counter()
    called: Counter[tuple[str, str]] = Counter()
    for protocol, lines, occurred_on in select(
        "SELECT i.protocol, i.lines, i.occurred_on FROM incident i WHERE i.superseded_in = :never "
        "AND i.occurred_on >= :first_on AND NOT i.is_private",
        never=NEVER,
        first_on=first_on,
    ):
        month = month_of(occurred_on)
        if protocol:
            used[protocol, month] += 1
        for line in as_json(lines):
            called[line, month] += 1
    return used, called
