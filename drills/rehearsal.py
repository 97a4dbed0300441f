"""One exercise played in a terminal, or from a script: the same log, the same report as in a real one."""

import os
import select
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from drills import course
from drills.conduct import state_of
from drills.evaluation import RATINGS, report_of
from drills.log import Entry, to_lines
from drills.scenario import Inject, Scenario
from drills.state import PAUSED, RUNNING, State
from drills.telling import clock_text, report_text

HELP = """\
  t N        tick the expected action of inject N        u N   take it back
  o TEXT     an observation                              w TEXT   a note straight after the end
  b N K      take way K of inject N                      skip N   leave inject N out
  p          pause        r [SPEED]   go on              STOP     the stop word: everything stands still
  wait M     let M minutes of the scenario pass          next     until the next inject
  rate TASK P|S|M|U [WHY]    rate a critical task        end      end it, and rate
  ?          these words                                 q        leave it as it is"""


class Lines:
    """Lines of a file descriptor as they come, without waiting for the next one."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.waiting = b""
        self.is_closed = False

    def take(self, seconds: float | None) -> str | None:
        """The next line, or None where there is none within so many seconds (None: as long as it takes)."""
        while b"\n" not in self.waiting and not self.is_closed:
            ready, _, _ = select.select([self.descriptor], [], [], seconds)
            if not ready:
                return None
            read = os.read(self.descriptor, 65536)
            self.is_closed = not read
            self.waiting += read
        if not self.waiting:
            return None
        line, _, self.waiting = self.waiting.partition(b"\n")
        return line.decode("utf-8", "replace").strip()


@dataclass
class Rehearsal:
    """A scenario being played. `now` gives the time; what is said goes to `out`."""

    scenario: Scenario
    speed: float
    lines: Lines
    out: TextIO = field(default_factory=lambda: sys.stdout)
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    log: list[Entry] = field(default_factory=list)
    state: State = field(default_factory=state_of)
    wait_until: float = 0.0
    """Scenario minutes before which a script's next line is not read."""
    has_left: bool = False

    def note(self, kind: str, subject: str = "", value: str = "", text: str = "") -> None:
        number = len(self.log)
        self.log.append(
            Entry(
                f"terminal-{number}",
                "terminal",
                number,
                self.now(),
                kind,
                subject,
                value,
                text,
                by="terminal",
            )
        )
        self.state = state_of(self.log)

    def say(self, text: str = "") -> None:
        print(text, file=self.out, flush=True)

    def clocks(self) -> str:
        now = self.now()
        real = course.real_time(self.state, now).total_seconds() / 60
        return f"[{clock_text(real)} | scenario {clock_text(course.scenario_minutes(self.state, now))}]"

    def play(self) -> None:
        """From the start until it is ended, or until somebody leaves."""
        self._open()
        self.note("started", value=str(self.speed))
        while not self.has_left and not self.state.is_over:
            self._send_what_is_due()
            line = self._next_line()
            if line is not None:
                self.obey(line)
            elif self.lines.is_closed and not course.remaining(self.scenario, self.state):
                self.note("ended")
        if self.state.is_over:
            self._after_the_end()

    def _open(self) -> None:
        scenario = self.scenario
        self.say(
            f"{scenario.safety.label} {scenario.title} ({scenario.kind}, {scenario.duration_minutes} min)"
        )
        self.say(f"Stop word: {scenario.safety.stop_word}. {scenario.safety.opt_out}")
        self.say(HELP)

    def _send_what_is_due(self) -> None:
        for inject in course.due(self.scenario, self.state, self.now()):
            if inject in course.due(self.scenario, self.state, self.now()):
                self.note("inject_sent", inject.id)
                self._show(inject)

    def _show(self, inject: Inject) -> None:
        number = self.scenario.injects.index(inject) + 1
        self.say()
        self.say(f"{self.clocks()} {number}. {inject.sender} to {', '.join(inject.to)}, {inject.how}:")
        self.say(f"   {course.labelled(self.scenario, inject.text)}")
        if inject.expected_action:
            self.say(f"   Expected ({', '.join(inject.steps)}): {inject.expected_action}")
        for place, branch in enumerate(inject.branches, 1):
            self.say(f"   b {number} {place}: {branch.when}")

    def _next_line(self) -> str | None:
        """A line once it may be read; None when an inject is due first."""
        minute = course.scenario_minutes(self.state, self.now())
        until_due = course.seconds_until_next(self.scenario, self.state, self.now())
        if self.state.phase == RUNNING and minute < self.wait_until:
            left = (self.wait_until - minute) * 60 / self.state.spans[-1].speed
            select.select([], [], [], max(min(left, until_due if until_due is not None else left), 0))
            return None
        if self.lines.is_closed and not self.lines.waiting:
            # Nobody will say anything more: play it to its end.
            if self.state.phase != RUNNING:
                return "r" if self.state.phase == PAUSED else "end"
            select.select([], [], [], until_due or 0)
            return None
        return self.lines.take(until_due)

    def obey(self, line: str) -> None:
        """Do what a line says; what is not understood is said so."""
        word, _, rest = line.partition(" ")
        if not word:
            return
        act = _WORDS.get(word if word == "STOP" else word.lower())
        if act is None or not act(self, rest.strip()):
            self.say(f"'{line}' is not understood. '?' shows the words.")

    def inject(self, number: str) -> Inject | None:
        place = int(number) if number.isascii() and number.isdigit() else 0
        return self.scenario.injects[place - 1] if 0 < place <= len(self.scenario.injects) else None

    def _after_the_end(self) -> None:
        self.say(
            f"{self.clocks()} The end. Rate each critical task: rate TASK P|S|M|U [WHY]. An empty line: done."
        )
        for letter, meaning in RATINGS.items():
            self.say(f"   {letter}: {meaning}")
        for objective in self.scenario.objectives:
            for task in objective.tasks:
                self.say(f"   {task.id}: {task.text}")
        while not self.has_left:
            line = self.lines.take(None)
            if line is None or not line:
                break
            self.obey(line)


def _about_inject(kind: str) -> "Callable[[Rehearsal, str], bool]":
    def act(rehearsal: Rehearsal, rest: str) -> bool:
        inject = rehearsal.inject(rest)
        if inject:
            rehearsal.note(kind, inject.id)
        return inject is not None

    return act


def _with_text(kind: str) -> "Callable[[Rehearsal, str], bool]":
    def act(rehearsal: Rehearsal, rest: str) -> bool:
        if rest:
            rehearsal.note(kind, text=rest)
        return bool(rest)

    return act


def _changing(kind: str, said: str) -> "Callable[[Rehearsal, str], bool]":
    def act(rehearsal: Rehearsal, rest: str) -> bool:
        rehearsal.note(kind, value=rest if kind == "resumed" else "")
        if said:
            rehearsal.say(f"{rehearsal.clocks()} {said}")
        return True

    return act


def _branch(rehearsal: Rehearsal, rest: str) -> bool:
    number, _, way = rest.partition(" ")
    inject = rehearsal.inject(number)
    if inject is None or not way.isdigit() or not 0 < int(way) <= len(inject.branches):
        return False
    rehearsal.note("branch_taken", inject.id, inject.branches[int(way) - 1].goes_to)
    return True


def _rate(rehearsal: Rehearsal, rest: str) -> bool:
    task, _, more = rest.partition(" ")
    rating, _, why = more.partition(" ")
    known = {each.id for objective in rehearsal.scenario.objectives for each in objective.tasks}
    if task not in known or rating.upper() not in RATINGS:
        return False
    rehearsal.note("rating", task, rating.upper(), why)
    return True


def _wait(rehearsal: Rehearsal, rest: str) -> bool:
    try:
        minutes = float(rest)
    except ValueError:
        return False
    rehearsal.wait_until = course.scenario_minutes(rehearsal.state, rehearsal.now()) + minutes
    return True


def _next(rehearsal: Rehearsal, rest: str) -> bool:
    ahead = course.remaining(rehearsal.scenario, rehearsal.state)
    if ahead:
        rehearsal.wait_until = ahead[0].at + 0.001
    return not rest


def _help(rehearsal: Rehearsal, _rest: str) -> bool:
    rehearsal.say(HELP)
    return True


def _leave(rehearsal: Rehearsal, _rest: str) -> bool:
    rehearsal.has_left = True
    return True


_WORDS: dict[str, Callable[[Rehearsal, str], bool]] = {
    "t": _about_inject("action_ticked"),
    "u": _about_inject("action_unticked"),
    "skip": _about_inject("inject_skipped"),
    "o": _with_text("observation"),
    "w": _with_text("hot_wash"),
    "b": _branch,
    "p": _changing("paused", "Paused. The scenario's clock stands still."),
    "r": _changing("resumed", ""),
    "STOP": _changing(
        "stop_word", "STOP. Everything stands still. See how people are. 'r' goes on, 'end' ends it."
    ),
    "end": _changing("ended", ""),
    "rate": _rate,
    "wait": _wait,
    "next": _next,
    "?": _help,
    "q": _leave,
}


def rehearse(scenario: Scenario, speed: float, folder: Path | None) -> int:
    """Play a scenario with the lines of standard input; write log and report into `folder`, if one is named."""
    rehearsal = Rehearsal(scenario, speed, Lines(sys.stdin.fileno()))
    rehearsal.play()
    told = report_text(report_of(scenario, rehearsal.state, rehearsal.now()))
    rehearsal.say()
    rehearsal.say(told)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        log, report = folder / f"{scenario.id}.log.jsonl", folder / f"{scenario.id}.report.md"
        log.write_text("".join(f"{line}\n" for line in to_lines(rehearsal.log)), encoding="utf-8")
        report.write_text(told, encoding="utf-8")
        rehearsal.say(f"Written: {log}, {report}")
    return 0
