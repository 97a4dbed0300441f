"""The after-action report with its improvement plan, and the evaluators' guide, as they are printed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from drills.evaluation import RATINGS, Report
from drills.scenario import Scenario
from drills.state import Note
from drills.telling import clock_text, rolled_up
from readiness.exercises.models import AfterActionReport, CorrectiveAction, Exercise, TrainingNeed
from readiness.foundation import words
from readiness.foundation.words import gettext as _
from readiness.typesetting.setting import Document

Part = dict[str, Any]
STATES = {"open": "open", "done": "done, effect to be shown", "closed": "closed"}


@dataclass(frozen=True, slots=True)
class Told:
    """A report with all that belongs on its paper. `signed` None: nobody has signed it yet."""

    exercise: Exercise
    report: Report
    signed: AfterActionReport | None
    actions: Sequence[CorrectiveAction]
    needs: Sequence[TrainingNeed]
    is_stale: bool


def report_document(told: Told, made_on: date) -> Document:
    """The after-action report and improvement plan. Signed, it bears the day of the signature."""
    report, signed = told.report, told.signed
    values = {
        "title": _("After-action report: %(title)s", title=report.scenario.title),
        "language": words.language(),
        "lead": f"{told.exercise.site.name} · {words.day(told.exercise.held_on or told.exercise.planned_on)}",
        "label": report.scenario.safety.label,
        "foot": _("After-action report of exercise %(number)s", number=told.exercise.fact_id),
        "parts": list(_report_parts(told)),
        "signature": _signature(told),
    }
    return Document("exercise.typ", values, signed.signed_on if signed and not told.is_stale else made_on)


def _signature(told: Told) -> list[str]:
    if told.signed is None:
        return [_("Not signed yet.")]
    line = _(
        "Signed by %(whom)s on %(day)s.", whom=told.signed.signed_by, day=words.day(told.signed.signed_on)
    )
    return [line, _("Something was handed in since; it is not signed for.")] if told.is_stale else [line]


def _report_parts(told: Told) -> Iterator[Part]:
    report = told.report
    if told.signed is not None:
        yield {"title": _("Summary"), "text": told.signed.summary}
    yield {
        "title": _("Together"),
        "pairs": [
            [_("Rating"), rolled_up(report.overall)],
            [_("Took part"), str(len(report.participants))],
            [_("Minutes"), _("%(real)s by the watch, %(scenario)s of the scenario",
                             real=report.real_minutes, scenario=report.scenario_minutes)],
        ],
    }  # fmt: skip
    for objective in report.objectives:
        yield {
            "title": objective.objective.text,
            "text": _("Together: %(rating)s", rating=rolled_up(objective.rollup)),
            "head": [_("Critical task"), _("Rating"), _("Seen"), _("Why")],
            "widths": [4, 2, 1, 4],
            "rows": [
                [
                    each.task.text,
                    rolled_up(each.rollup),
                    f"{sum(one.id in each.seen for one in each.expected)} / {len(each.expected)}",
                    " ".join(f"{one.rating}: {one.why}" for one in each.ratings if one.why),
                ]
                for each in objective.tasks
            ],
        }
    yield from _lines(_("Strengths"), report.strengths)
    yield from _lines(_("To be improved"), report.improvements)
    yield from _plan(told)
    yield from _lines(_("Seen"), map(_note, report.observations))
    yield from _lines(_("Straight after the end"), map(_note, report.hot_wash))
    yield from _lines(_("Feedback of those who took part"), map(_note, report.feedback))
    yield from _lines(_("The stop word was said"), map(_note, report.stop_words))
    yield {
        "title": _("What the ratings mean"),
        "pairs": [[letter, _(said)] for letter, said in RATINGS.items()],
    }


def _plan(told: Told) -> Iterator[Part]:
    """The improvement plan: what, why, who, until when, and how it stands."""
    rows = [
        [each.text, each.rating, each.owner, words.day(each.due_on), _(STATES[each.state])]
        for each in told.actions
    ] + [
        [each.text, each.rating, each.who, words.day(each.due_on), _("had") if each.met_on else _("open")]
        for each in told.needs
    ]
    if rows:
        head = [_("What"), _("Rated"), _("Who"), _("Until"), _("Standing")]
        yield {"title": _("Improvement plan"), "head": head, "widths": [5, 1, 3, 2, 2], "rows": rows}


def _lines(title: str, lines: Iterable[str]) -> Iterator[Part]:
    told = list(lines)
    if told:
        yield {"title": title, "lines": told}


def _note(note: Note) -> str:
    return f"{clock_text(note.minute)} {note.by or _('somebody')}: {note.text}"


def guide_document(exercise: Exercise, scenario: Scenario, made_on: date) -> Document:
    """What those who evaluate look for, task by task, with room to write."""
    parts: list[Part] = [
        {
            "title": _("How to watch"),
            "text": _(
                "Write down what was done and when, not what somebody is like. Say nothing until the end, but for the "
                "stop word: “%(word)s”.", word=scenario.safety.stop_word,
            ),
            "pairs": [[letter, _(said)] for letter, said in RATINGS.items()],
        }
    ]  # fmt: skip
    for objective in scenario.objectives:
        for task in objective.tasks:
            expected = [each for each in scenario.injects if each.task == task.id and each.expected_action]
            parts.append(
                {
                    "title": task.text,
                    "text": objective.text,
                    "head": [_("When"), _("What is expected"), _("Where it stands"), _("Seen, and when")],
                    "widths": [1, 4, 2, 3],
                    "rows": [
                        [clock_text(each.at), each.expected_action, ", ".join(each.steps), " "]
                        for each in expected
                    ],
                    "lines": [_("Rating: P   S   M   U      Why: ") + "." * 60],
                }
            )
    parts.append(
        {"title": _("Questions for the talk straight after the end"), "lines": list(scenario.debrief)}
    )
    values = {
        "title": _("Evaluators' guide: %(title)s", title=scenario.title),
        "language": words.language(),
        "lead": f"{exercise.site.name} · {words.day(exercise.planned_on)}",
        "label": scenario.safety.label,
        "foot": _("Evaluators' guide of exercise %(number)s", number=exercise.fact_id),
        "parts": parts,
        "signature": [],
    }
    return Document("exercise.typ", values, made_on)
