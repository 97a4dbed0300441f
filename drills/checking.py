"""Whether a scenario file can be used: its form first, then whether it makes sense. Every fault is named."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from drills.reading import Reader, did_you_mean
from drills.scenario import (
    DISCIPLINES,
    KINDS,
    NEEDS,
    WAYS,
    Fault,
    Scenario,
    minutes,
    scenario_from,
)

PROTOCOLS = (
    "suicide", "overdose", "home", "aggression", "panic", "psychosis", "intoxication", "support", "shock",
    "bereavement", "depression", "disaster", "refusal", "threat", "relative", "aftercare", "helpers",
)  # fmt: skip
SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")
STEP = re.compile(rf"({'|'.join(PROTOCOLS)}):(first|danger|unsafe|worried|[1-9][0-9]?)")
"""A step of a protocol, as an expected action names it: suicide:2, its first sentence, or a way of its branch."""
STAFF = ("controller", "evaluator", "actor")
"""Those who run the exercise: nothing is expected of them as players."""


def check_files(paths: Iterable[Path]) -> tuple[dict[str, Scenario], list[Fault]]:
    """The good scenarios of some files by id, and every fault of the others."""
    scenarios: dict[str, Scenario] = {}
    faults: list[Fault] = []
    for path in paths:
        content, unreadable = _read(path)
        found = unreadable or [
            Fault(path.name, key, sentence) for key, sentence in faults_of(content, path.stem)
        ]
        faults += found
        if not found:
            scenarios[path.stem] = scenario_from(content)
    return scenarios, faults


def _read(path: Path) -> tuple[dict[str, Any], list[Fault]]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig")), []
    except UnicodeDecodeError:
        return {}, [Fault(path.name, "", "is not UTF-8. Save it as UTF-8.")]
    except tomllib.TOMLDecodeError as error:
        return {}, [Fault(path.name, "", f"is not TOML: {error}.")]
    except OSError as error:
        return {}, [Fault(path.name, "", f"cannot be read: {error.strerror}.")]


@dataclass
class _Seen:
    """What a file names, to be held against itself."""

    objectives: list[str] = field(default_factory=list)
    tasks: list[str] = field(default_factory=list)
    roles: dict[str, str] = field(default_factory=dict)
    injects: list[str] = field(default_factory=list)
    times: list[int] = field(default_factory=list)
    players_met: set[str] = field(default_factory=set)
    tasks_shown: set[str] = field(default_factory=set)
    branches: dict[str, list[str]] = field(default_factory=dict)


def faults_of(content: dict[str, Any], stem: str) -> list[tuple[str, str]]:
    """Every fault of a scenario's plain values, as its key and a sentence; `stem` is the file's name."""
    faults: list[tuple[str, str]] = []
    reader = Reader(content, "", faults)
    seen = _Seen()
    _check_head(reader, stem)
    duration = reader.number("duration_minutes")
    _check_objectives(reader, seen)
    _check_roles(reader, seen)
    _check_injects(reader, seen, duration)
    _check_safety(reader)
    for adaptation in reader.tables("adaptation"):
        adaptation.choice("need", NEEDS)
        adaptation.text("how")
    reader.texts("materials")
    reader.texts("debrief", at_least=5)
    for source in reader.tables("source"):
        source.text("title")
        if not source.text("url").startswith("https://"):
            source.fault("url", "must be an address that begins with https://.")
        source.day("read_on")
        source.text("note", needed=False)
    reader.text("reviewed_by", needed=False)
    reader.close()
    _check_use(reader, seen)
    _check_branches(reader, seen)
    return faults


def _check_head(reader: Reader, stem: str) -> None:
    name = reader.text("id")
    if name and not SLUG.fullmatch(name):
        reader.fault("id", f"'{name}' must be small letters, digits and hyphens.")
    if name and name != stem:
        reader.fault("id", f"'{name}' must be '{stem}', as the file is named.")
    reader.text("title")
    if reader.text("language") and not re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", reader.text("language")):
        reader.fault("language", "must be a language, such as en or es.")
    reader.choice("kind", KINDS)
    reader.text("situation")
    reader.choice("protocol", PROTOCOLS)
    reader.text("summary")
    for participants in reader.one_table("participants"):
        fewest, most = participants.number("from"), participants.number("to")
        if fewest and most and most < fewest:
            participants.fault("to", f"{most} is fewer than {fewest}.")


def _unique(reader: Reader, name: str, known: Sequence[str]) -> None:
    if name and name in known:
        reader.fault("id", f"'{name}' is used twice.")
    elif name and not SLUG.fullmatch(name):
        reader.fault("id", f"'{name}' must be small letters, digits and hyphens.")


def _check_objectives(reader: Reader, seen: _Seen) -> None:
    for objective in reader.tables("objective"):
        name = objective.text("id")
        _unique(objective, name, seen.objectives)
        seen.objectives.append(name)
        objective.text("text")
        for task in objective.tables("task"):
            name = task.text("id")
            _unique(task, name, seen.tasks)
            seen.tasks.append(name)
            task.text("text")


def _check_roles(reader: Reader, seen: _Seen) -> None:
    for role in reader.tables("role"):
        name = role.text("id")
        _unique(role, name, list(seen.roles))
        if name == "all":
            role.fault("id", "'all' stands for everyone. Choose another.")
        role.text("title")
        seen.roles[name] = role.choice("discipline", DISCIPLINES)
        role.text("brief")
        role.flag("optional", needed=False)
    if seen.roles and "controller" not in seen.roles.values():
        reader.fault(
            "role", "someone must run the exercise: a role with the discipline controller is needed."
        )


def _check_injects(reader: Reader, seen: _Seen, duration: int) -> None:
    for inject in reader.tables("inject"):
        name = inject.text("id")
        _unique(inject, name, seen.injects)
        seen.injects.append(name)
        _check_time(inject, seen, duration)
        inject.text("from")
        players = _check_receivers(inject, seen)
        inject.choice("how", WAYS)
        inject.text("text")
        expected = inject.text("expected_action", needed=False)
        if players and not expected.strip():
            inject.fault(
                "expected_action", "is needed where players are told something: what should they do?"
            )
        _check_steps(inject, is_needed=bool(expected.strip()))
        task = inject.text("task", needed=False)
        if task:
            seen.tasks_shown.add(task)
            if task not in seen.tasks:
                inject.fault("task", f"'{task}' is no task of an objective.{did_you_mean(task, seen.tasks)}")
        seen.branches[name] = []
        for branch in inject.tables("branch", needed=False):
            branch.text("when")
            seen.branches[name].append(branch.text("goes_to"))


def _check_steps(inject: Reader, *, is_needed: bool) -> None:
    """What is expected of players stands in a protocol: otherwise the exercise teaches something else."""
    if not is_needed:
        if "steps" in inject.table:
            inject.fault(
                "steps", "no action is expected here. Write expected_action, or leave the steps out."
            )
            inject.asked.append("steps")
        return
    for name in inject.texts("steps"):
        if not STEP.fullmatch(name):
            inject.fault(
                "steps",
                f"'{name}' names no step. Write protocol and number, such as suicide:2, or suicide:first, "
                "suicide:danger, suicide:unsafe, suicide:worried.",
            )


def _check_time(inject: Reader, seen: _Seen, duration: int) -> None:
    at = inject.text("at")
    if not at:
        return
    try:
        time = minutes(at)
    except ValueError as error:
        inject.fault("at", str(error))
        return
    if seen.times and time < seen.times[-1]:
        inject.fault("at", f"{at} is before the inject above it. Put them in the order of their times.")
    if duration and time > duration:
        inject.fault("at", f"{at} is after the end of the exercise ({duration} minutes).")
    seen.times.append(time)


def _check_receivers(inject: Reader, seen: _Seen) -> list[str]:
    """Check who is told, and give the players among them."""
    players = []
    for name in inject.texts("to"):
        if name == "all":
            receivers = [role for role, discipline in seen.roles.items() if discipline not in STAFF]
        elif name in seen.roles:
            receivers = [name]
        else:
            inject.fault("to", f"'{name}' is no role.{did_you_mean(name, list(seen.roles))}")
            continue
        seen.players_met.update(receivers)
        players += [role for role in receivers if seen.roles[role] not in STAFF]
    return players


def _check_safety(reader: Reader) -> None:
    for safety in reader.one_table("safety"):
        for key in ("announcement", "consent", "stop_word", "support"):
            safety.text(key)
        safety.flag("may_be_unannounced", needed=False)
        opt_out = safety.text("opt_out").casefold()
        if opt_out and not any(word in opt_out for word in ("reason", "motivo", "razón", "razones")):
            safety.fault("opt_out", "must say that nobody needs a reason to step out.")
        if safety.flag("simulated_violence"):
            safety.fault("simulated_violence", "must be false: no exercise here plays an assault.")
        label = safety.text("label")
        if label and "exercise" not in label.casefold() and "ejercicio" not in label.casefold():
            safety.fault("label", "must say that this is an exercise: it goes on everything that is sent.")


def _check_use(reader: Reader, seen: _Seen) -> None:
    for task in seen.tasks:
        if task and task not in seen.tasks_shown:
            reader.fault(
                "objective", f"no inject shows the task '{task}'. Let one do so, or leave the task out."
            )
    for role, discipline in seen.roles.items():
        if role and discipline not in STAFF and role not in seen.players_met:
            reader.fault("role", f"no inject is for the role '{role}'. Give it one, or leave the role out.")


def _check_branches(reader: Reader, seen: _Seen) -> None:
    """A branch leads to a later inject; so nothing goes in a circle."""
    places = {name: place for place, name in enumerate(seen.injects)}
    for number, name in enumerate(seen.injects, 1):
        for target in seen.branches.get(name, []):
            if not target:
                continue
            if target not in places:
                hint = did_you_mean(target, seen.injects)
                reader.fault(f"inject[{number}].branch", f"'{target}' is no inject.{hint}")
            elif places[target] <= places[name]:
                reader.fault(f"inject[{number}].branch", f"'{target}' comes no later. A branch leads onward.")
