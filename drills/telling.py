"""An after-action report as plain text, to be read in a terminal or kept as Markdown."""

from collections.abc import Iterable, Iterator

from drills.evaluation import RATINGS, ObjectiveResult, Report, Rollup
from drills.state import Note

UNRATED = "not rated"


def report_text(report: Report) -> str:
    """The whole report."""
    return "\n".join(_lines(report)) + "\n"


def rolled_up(rollup: Rollup) -> str:
    """Such as: 'M (1 P, 1 M, 2 not rated)'."""
    parts = [f"{count} {rating}" for rating, count in rollup.counts]
    if rollup.not_rated:
        parts.append(f"{rollup.not_rated} {UNRATED}")
    return f"{rollup.worst or UNRATED} ({', '.join(parts)})"


def clock_text(minutes: float) -> str:
    """Minutes of the scenario's clock as hours, minutes and seconds."""
    seconds = round(minutes * 60)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _lines(report: Report) -> Iterator[str]:
    scenario = report.scenario
    yield f"# After-action report: {scenario.title}"
    yield ""
    yield f"{scenario.safety.label} {scenario.kind}, protocol '{scenario.protocol}'."
    if report.started_at:
        ended = f"{report.ended_at:%H:%M}" if report.ended_at else "not ended"
        yield (
            f"{report.started_at:%d %B %Y, %H:%M} to {ended} UTC; {report.real_minutes} minutes by the watch, "
            f"{report.scenario_minutes} of the scenario."
        )
    yield f"Overall: {rolled_up(report.overall)}."
    yield from _objectives(report.objectives)
    yield from _section("Strengths", report.strengths)
    yield from _section("To be improved", report.improvements)
    yield from _section(
        "What follows", [f"{each.kind.capitalize()}: {each.text}" for each in report.proposals]
    )
    yield from _section("Said and seen", map(_note, report.observations))
    yield from _section("Straight after the end", map(_note, report.hot_wash))
    yield from _section("Feedback", map(_note, report.feedback))
    yield from _section("The stop word was said", map(_note, report.stop_words))
    yield from _section(
        "Injects",
        [f"{clock_text(each.minute)} {each.inject}" for each in report.timeline]
        + [f"not sent: {each.id}" for each in report.not_sent],
    )
    yield from _section(
        "Kept in the log, and changed nothing", [f"{each.kind}: {each.why}" for each in report.void]
    )
    yield from _section("What the ratings mean", [f"{letter}: {said}" for letter, said in RATINGS.items()])


def _objectives(results: Iterable[ObjectiveResult]) -> Iterator[str]:
    for result in results:
        yield ""
        yield f"## {result.objective.text}"
        yield ""
        yield f"Together: {rolled_up(result.rollup)}."
        for each in result.tasks:
            seen = sum(inject.id in each.seen for inject in each.expected)
            of_expected = f"{seen} of {len(each.expected)} expected actions seen"
            yield f"- {each.rollup.worst or UNRATED}: {each.task.text} ({of_expected})"


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    lines = list(lines)
    if lines:
        yield ""
        yield f"## {title}"
        yield ""
        yield from (f"- {line}" for line in lines)


def _note(note: Note) -> str:
    about = f" [{note.about}]" if note.about else ""
    late = " (late)" if note.is_late else ""
    return f"{clock_text(note.minute)}{about} {note.by or 'somebody'}: {note.text}{late}"
