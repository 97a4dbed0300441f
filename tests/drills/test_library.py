"""What is shipped: a scenario for each situation, its own injects, actions that the handbook asks for, safe words."""

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from drills.library import load_library
from drills.scenario import KINDS, Scenario
from readiness.standards.protocols import SHIPPED

LIBRARY = load_library()
FIRST_TWELVE = {
    "suicide", "overdose", "home", "aggression", "panic", "psychosis", "intoxication", "support", "shock",
    "bereavement", "depression", "disaster",
}  # fmt: skip
BESIDES = {
    "debrief-for-the-helpers": "helpers",
    "stairwell-b": "panic",
    "a-message-before-nine": "threat",
    "the-line-is-dead": "suicide",
}
EACH = pytest.mark.parametrize("scenario", LIBRARY.values(), ids=LIBRARY.keys())


def steps_of(path: Path) -> set[str]:
    """Every step of a protocol as scenarios name them."""
    text = tomllib.loads(path.read_text(encoding="utf-8"))["en"]
    numbers = range(1, len(text["steps"]) + 1)
    levels = {choice["level"] for choice in text["choices"]}
    return {f"{path.stem}:{name}" for name in ("first", *map(str, numbers), *levels)}


STEPS = {step for path in SHIPPED.glob("*.toml") for step in steps_of(path)}


def test_each_of_the_first_twelve_situations_is_practised_and_four_more() -> None:
    assert {scenario.protocol for name, scenario in LIBRARY.items() if name not in BESIDES} == FIRST_TWELVE
    assert {name: LIBRARY[name].protocol for name in BESIDES} == BESIDES
    assert set(LIBRARY) >= {"talks-of-suicide", "aggression-at-the-counter"}


def test_every_kind_of_exercise_and_the_disciplines_are_there() -> None:
    assert {scenario.kind for scenario in LIBRARY.values()} == set(KINDS)
    present = {role.discipline for scenario in LIBRARY.values() for role in scenario.roles}
    assert present >= {"emergency-team", "psychiatry", "social-work", "first-aider", "manager", "counselling"}


@EACH
def test_what_is_expected_stands_in_the_handbook(scenario: Scenario) -> None:
    named = {step for inject in scenario.injects for step in inject.steps}
    assert named - STEPS == set()
    own = {step for step in named if step.split(":")[0] == scenario.protocol}
    assert len(own) >= (1 if scenario.id == "the-line-is-dead" else 5), "it practises its own protocol"
    assert all(inject.steps for inject in scenario.injects if inject.expected_action)


def test_no_two_scenarios_share_an_inject_or_what_keeps_them_safe() -> None:
    for what in ("text", "expected_action", "id"):
        told = Counter(getattr(each, what) for scenario in LIBRARY.values() for each in scenario.injects)
        allowed = {"hand-over", "afterwards"} if what == "id" else set()
        assert {words for words, times in told.items() if times > 1} - allowed == set()
    for what in ("announcement", "consent", "opt_out", "stop_word", "support"):
        told = Counter(getattr(scenario.safety, what) for scenario in LIBRARY.values())
        assert [words for words, times in told.items() if times > 1] == []


METHODS = re.compile(
    r"\b(pills?|noose|rope|hang(ed|ing)? (him|her|them)sel(f|ves)|milligrams?|mg|bullets?|gunshots?|bridge|"
    r"syringe|fentanyl|heroin|wrists?)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("name", ["talks-of-suicide", "the-line-is-dead", "overdose-in-the-restroom",
                                  "cards-for-a-low-week", "an-empty-chair"])  # fmt: skip
def test_no_way_of_dying_is_described(name: str) -> None:
    """Safe messaging: means are asked about, never named."""
    for inject in LIBRARY[name].injects:
        assert not METHODS.search(f"{inject.text} {inject.expected_action}"), inject.id


@EACH
def test_everyone_can_stop_and_nothing_is_played_that_hurts(scenario: Scenario) -> None:
    safety = scenario.safety
    assert safety.stop_word not in {each.text for each in scenario.injects}
    assert not safety.may_be_unannounced or scenario.kind in {"drill", "functional", "full-scale"}
    assert len(scenario.sources) >= 2
    assert scenario.reviewed_by == "", "no clinician has read one yet: the day it is so, name who"
