"""A scenario: what an exercise practises, who takes part, what happens when, and how it is kept safe."""

from dataclasses import dataclass
from datetime import date
from typing import Any

KINDS = ("seminar", "workshop", "tabletop", "game", "drill", "functional", "full-scale")
"""The kinds of exercise of HSEEP: four that are talked through, three that are acted out."""

DISCIPLINES = (
    "controller", "evaluator", "actor", "employee", "manager", "first-aider", "emergency-team", "psychiatry",
    "social-work", "counselling", "security", "facilities", "reception", "communications", "family",
)  # fmt: skip
WAYS = ("in person", "phone", "radio", "e-mail", "message", "screen", "public address", "paper")
NEEDS = ("language", "hearing", "sight", "mobility", "remote", "neurodiversity", "distress")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a scenario file. `key` is its place, counted from one: inject[3].to."""

    file: str
    key: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}, {self.key}: {self.sentence}" if self.key else f"{self.file}: {self.sentence}"


class ScenarioError(ValueError):
    """A scenario cannot be used; `faults` holds every reason."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, faults)))


@dataclass(frozen=True, slots=True)
class Task:
    """A critical task: something that must be seen done for its objective to be met."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Objective:
    """What the exercise is to show."""

    id: str
    text: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Role:
    """Someone in the exercise."""

    id: str
    title: str
    discipline: str
    brief: str
    is_optional: bool


@dataclass(frozen=True, slots=True)
class Branch:
    """A way that the exercise may take after an inject."""

    when: str
    goes_to: str


@dataclass(frozen=True, slots=True)
class Inject:
    """Something that the players are told or meet, `at` so many minutes of scenario time.

    `steps`: where the expected action stands in the handbook, as protocol and step ('suicide:2').
    """

    id: str
    at: int
    sender: str
    to: tuple[str, ...]
    how: str
    text: str
    expected_action: str
    steps: tuple[str, ...]
    task: str
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Safety:
    """How the exercise is kept from harming those who take part.

    `may_be_unannounced`: the very day may be kept back; that exercises are held is announced all the same.
    """

    announcement: str
    may_be_unannounced: bool
    consent: str
    opt_out: str
    stop_word: str
    support: str
    label: str


@dataclass(frozen=True, slots=True)
class Adaptation:
    """How the exercise is made fit for a need."""

    need: str
    how: str


@dataclass(frozen=True, slots=True)
class Source:
    """Public guidance that the scenario rests on, and the day it was read."""

    title: str
    url: str
    read_on: date
    note: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """A whole scenario. Times are minutes of scenario time."""

    id: str
    title: str
    language: str
    kind: str
    situation: str
    protocol: str
    summary: str
    duration_minutes: int
    participants: tuple[int, int]
    objectives: tuple[Objective, ...]
    roles: tuple[Role, ...]
    injects: tuple[Inject, ...]
    materials: tuple[str, ...]
    safety: Safety
    adaptations: tuple[Adaptation, ...]
    debrief: tuple[str, ...]
    sources: tuple[Source, ...]
    reviewed_by: str


def scenario_from(content: dict[str, Any]) -> Scenario:
    """A scenario from the plain values of a file that `checking.faults_of` found nothing wrong with."""
    safety = content["safety"]
    return Scenario(
        id=content["id"],
        title=content["title"],
        language=content["language"],
        kind=content["kind"],
        situation=content["situation"],
        protocol=content["protocol"],
        summary=content["summary"],
        duration_minutes=content["duration_minutes"],
        participants=(content["participants"]["from"], content["participants"]["to"]),
        objectives=tuple(_objective(each) for each in content["objective"]),
        roles=tuple(
            Role(each["id"], each["title"], each["discipline"], each["brief"], each.get("optional", False))
            for each in content["role"]
        ),
        injects=tuple(_inject(each) for each in content["inject"]),
        materials=tuple(content["materials"]),
        safety=Safety(
            safety["announcement"], safety.get("may_be_unannounced", False), safety["consent"], safety["opt_out"],
            safety["stop_word"], safety["support"], safety["label"],
        ),
        adaptations=tuple(Adaptation(each["need"], each["how"]) for each in content["adaptation"]),
        debrief=tuple(content["debrief"]),
        sources=tuple(
            Source(each["title"], each["url"], each["read_on"], each.get("note", "")) for each in content["source"]
        ),
        reviewed_by=content.get("reviewed_by", ""),
    )  # fmt: skip


def _objective(content: dict[str, Any]) -> Objective:
    tasks = tuple(Task(each["id"], each["text"]) for each in content["task"])
    return Objective(content["id"], content["text"], tasks)


def _inject(content: dict[str, Any]) -> Inject:
    return Inject(
        id=content["id"],
        at=minutes(content["at"]),
        sender=content["from"],
        to=tuple(content["to"]),
        how=content["how"],
        text=content["text"],
        expected_action=content.get("expected_action", ""),
        steps=tuple(content.get("steps", ())),
        task=content.get("task", ""),
        branches=tuple(Branch(each["when"], each["goes_to"]) for each in content.get("branch", ())),
    )


def minutes(at: str) -> int:
    """Scenario time written as hours and minutes ('01:05') in minutes; raises ValueError."""
    hours, separator, rest = at.partition(":")
    if not (separator and hours.isdigit() and rest.isdigit() and len(rest) == 2 and int(rest) < 60):
        raise ValueError(f"'{at}' is no time. Write hours and minutes, such as 00:05.")
    return int(hours) * 60 + int(rest)
