"""A machine that learns and corrects facts in any order, and asks in between: each answer is the plain model's."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from math import ceil
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from config import config_from_environment
from readiness.compliance.measuring import measure_of
from readiness.foundation.database import connected, database, open_database
from readiness.foundation.settings import with_stored
from readiness.foundation.temporal import Knowledge, Question, knowledge_at
from readiness.requirements.actions import ExemptionRequest, grant_exemption, withdraw_exemption
from readiness.requirements.models import Exemption
from readiness.requirements.own_requirements import OwnTermsRequest, set_own_terms
from readiness.settings.actions import settle
from tests.compliance.test_two_times import compare
from tests.conftest import close
from tests.factories import KINDS, adopt, write_kind
from tests.histories import CLAUSES, NEEDS, SPAN, START, Recorder, Truth, days, empty

BEGUN = date(2025, 12, 1)
CONFIG = config_from_environment({"READINESS_DUE_WITHIN_DAYS": "21"})
people, sites, lengths = st.integers(0, 2), st.integers(0, 1), st.integers(0, 60)
clauses = st.integers(0, len(CLAUSES) - 1)


@dataclass(frozen=True)
class FullTruth(Truth):
    """What is held true, with who is let off what and until when, and the numbers of one's own."""

    let_off: dict[int, tuple[int, int, date, date]] = field(default_factory=dict)
    own: tuple[tuple[int, date, int], ...] = ()

    def at_least(self, clause: int, day: date) -> int | None:
        """The organisation's own number; None while it is the pack's."""
        begun = [
            (from_on, number) for which, from_on, number in self.own if which == clause and from_on <= day
        ]
        return max(begun)[1] if begun else None

    def basic(self, site: int, clause: int, day: date) -> tuple[str, int | None, int | None]:
        least, one_per, kinds, lowest, near = NEEDS[clause]
        heads = self.headcount(site, day)
        if heads < lowest or self.has_care(site, near, day):
            return "not_applicable", None, None
        if any(a == site and b == clause and c <= day <= d for a, b, c, d in self.let_off.values()):
            return "exempted", None, None
        if heads == 0:
            return "not_applicable", None, None
        own = self.at_least(clause, day)
        need = own if own is not None else max(least, ceil(heads / one_per) if one_per else 0)
        have = self.holders(site, kinds, day)
        return ("met" if have >= need else "gap"), need, have


class Answers(RuleBasedStateMachine):
    """Facts come to be known, are corrected and taken back; at any time any day is asked about, by any knowledge."""

    @initialize()
    def begin(self) -> None:
        for table in ("exemption", "own_terms", "own_kind", "setting"):
            database.execute_sql(f"DELETE FROM {table}")
        empty()
        for code, kind in KINDS.by_code.items():
            write_kind(code, {"title": kind.title, "covers": list(kind.covers)})
        adopt(*CLAUSES, from_on=BEGUN)
        self.recorder = Recorder()
        self.recorder.truth = FullTruth(ahead=CONFIG.due_within_days)
        for person in range(3):
            self._do("employ", person, 0, "", START - timedelta(days=5), SPAN - 10 * person)
            self._do("move", person, person % 2, "", START, 0)

    def _do(self, *operation: Any) -> None:
        self.recorder.do(*operation)

    def _know(self, **changed: Any) -> None:
        self.recorder.truth = replace(self.recorder.truth, **changed)
        self.recorder.known.append((knowledge_at(), self.recorder.truth))

    @property
    def truth(self) -> FullTruth:
        assert isinstance(self.recorder.truth, FullTruth)
        return self.recorder.truth

    @rule(
        person=people,
        site=sites,
        day=days,
        length=lengths,
        what=st.sampled_from(["employ", "move", "leave", "head", "care"]),
    )
    def somebody(self, person: int, site: int, day: date, length: int, what: str) -> None:
        self._do(what, person, site, "", day, length)

    @rule(person=people, kind=st.sampled_from(["mhfa", "cpr", "full"]), day=days, length=lengths)
    def certify(self, person: int, kind: str, day: date, length: int) -> None:
        self._do("certify", person, 0, kind, day, length)

    @rule(day=days, which=lengths, what=st.sampled_from(["expire", "revoke", "withdraw"]))
    def correct_a_certificate(self, day: date, which: int, what: str) -> None:
        self._do(what, 0, 0, "", day, which)

    @rule(site=sites, clause=clauses, day=days, length=lengths)
    def let_off(self, site: int, clause: int, day: date, length: int) -> None:
        until_on = day + timedelta(days=length)
        grant_exemption(
            ExemptionRequest("tested", f"clause-{clause + 1}", "ab"[site], day, until_on, "moving"), "a test"
        )
        fact = Exemption.select().order_by(Exemption.fact_id.desc()).first().fact_id
        self._know(let_off={**self.truth.let_off, fact: (site, clause, day, until_on)})

    @precondition(lambda self: self.truth.let_off)
    @rule(which=lengths, day=days)
    def end_it_early(self, which: int, day: date) -> None:
        fact = sorted(self.truth.let_off)[which % len(self.truth.let_off)]
        site, clause, from_on, until_on = self.truth.let_off[fact]
        if until_on < day:
            return
        withdraw_exemption(fact, day, "moved", "a test")
        rest = {key: value for key, value in self.truth.let_off.items() if key != fact}
        if from_on < day:
            rest[fact] = (site, clause, from_on, day - timedelta(days=1))
        self._know(let_off=rest)

    @rule(clause=st.integers(0, 1), day=days, number=st.integers(1, 3))
    def ask_for_more_or_less(self, clause: int, day: date, number: int) -> None:
        terms = {"certificate": CLAUSES[clause]["terms"]["certificate"], "at_least": number}  # type: ignore[index]
        name = f"clause-{clause + 1}"
        set_own_terms(
            OwnTermsRequest("tested", name, "holders_per_headcount", terms, day, "a test"), "a test"
        )
        kept = tuple(each for each in self.truth.own if each[0] != clause or each[1] < day)
        self._know(own=(*kept, (clause, day, number)))

    @rule(ahead=st.sampled_from([None, 0, 7, 45]))
    def look_ahead_otherwise(self, ahead: int | None) -> None:
        if settle(CONFIG, {"due_within_days": ahead}, "a test"):
            self._know(ahead=CONFIG.due_within_days if ahead is None else ahead)

    @rule(covers=st.booleans())
    def let_another_kind_count(self, covers: bool) -> None:
        write_kind("full", {"title": "Full course", "covers": ["mhfa"] if covers else []})
        self._know(full_covers=covers)

    @rule(day=st.integers(-5, SPAN + 40), which=st.integers(0, 1_000), is_now=st.booleans())
    def ask(self, day: int, which: int, is_now: bool) -> None:
        knowledge, truth = self.recorder.known[-1 if is_now else which % len(self.recorder.known)]
        self._compare(Question(START + timedelta(days=day), knowledge), truth)

    def _compare(self, question: Question, truth: Truth) -> None:
        compare(question, truth, measure_of(with_stored(CONFIG)))

    def teardown(self) -> None:
        """At the end the first and the middle of what was known are asked about once more."""
        if hasattr(self, "recorder"):
            known: list[tuple[Knowledge, Truth]] = self.recorder.known
            for knowledge, truth in (known[0], known[len(known) // 2], known[-1]):
                self._compare(Question(START + timedelta(days=SPAN // 2), knowledge), truth)


def run(url: str, examples: int, steps: int) -> None:
    """Let the machine go, on a database of its own."""
    open_database(url, connections=2)
    try:
        with connected():
            run_state_machine_as_test(
                Answers,
                settings=settings(
                    max_examples=examples,
                    stateful_step_count=steps,
                    deadline=None,
                    suppress_health_check=list(HealthCheck),
                ),
            )
    finally:
        close()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_whatever_is_learned_and_corrected_every_answer_is_that_of_the_plain_model(
    request: pytest.FixtureRequest, kind: str
) -> None:
    run(request.getfixturevalue("sqlite_url" if kind == "sqlite" else "copied_postgresql_url"), 3, 15)
