"""Whether an entry fits the scenario that is played: what it names must be there."""

from drills.evaluation import RATINGS
from drills.log import Entry
from drills.scenario import Scenario

ABOUT_INJECTS = frozenset(
    {"inject_sent", "inject_skipped", "branch_taken", "action_ticked", "action_unticked"}
)
ABOUT_PEOPLE = frozenset({"joined", "left", "substituted"})
WORDS = frozenset({"observation", "hot_wash", "feedback"})


def misfit(scenario: Scenario, entry: Entry) -> str:
    """Why an entry does not fit, in a sentence; '' where it does."""
    if entry.kind in ABOUT_INJECTS:
        return _about_inject(scenario, entry)
    if entry.kind == "rating":
        return _about_rating(scenario, entry)
    if entry.kind in ABOUT_PEOPLE and not entry.subject.strip():
        return "subject: name the person."
    if entry.kind == "substituted" and not entry.value.strip():
        return "value: name who takes the place."
    if entry.kind in WORDS and not entry.text.strip():
        return "text: is empty. Write something."
    return ""


def _about_inject(scenario: Scenario, entry: Entry) -> str:
    inject = next((each for each in scenario.injects if each.id == entry.subject), None)
    if inject is None:
        return f"subject: this scenario has no inject '{entry.subject}'."
    if entry.kind == "branch_taken" and entry.value not in {branch.goes_to for branch in inject.branches}:
        return f"value: '{inject.id}' has no branch to '{entry.value}'."
    return ""


def _about_rating(scenario: Scenario, entry: Entry) -> str:
    known = {objective.id for objective in scenario.objectives}
    known |= {task.id for objective in scenario.objectives for task in objective.tasks}
    if entry.subject not in known:
        return f"subject: this scenario has no task or objective '{entry.subject}'."
    if entry.value and entry.value not in RATINGS:
        return "value: a rating is P, S, M or U."
    return ""
