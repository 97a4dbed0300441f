"""Who is asked to take part: invited by mail, answered in one tap, expected; and what reaches them by mail."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from drills.course import labelled
from drills.log import Entry
from drills.scenario import Inject, Scenario
from readiness.audit.actions import Recording, recording
from readiness.audit.events.exercises import ExerciseInvited, InvitationAnswered
from readiness.exercises.at_site import scenario_at
from readiness.exercises.models import Exercise, ExerciseInvitation
from readiness.exercises.queries import get_exercise, people_named
from readiness.foundation.database import select
from readiness.foundation.errors import InvalidInput, NotFound
from readiness.foundation.temporal import NEVER
from readiness.foundation.words import gettext as _
from readiness.notices.actions import Message, Tap, owe, withdraw
from readiness.notices.links import FoundLink, spend
from readiness.people.models import Person
from readiness.people.queries import find_person

PURPOSE = "exercise-invitation"
YES, NO, SUBSTITUTE = "yes", "no", "substitute"
ANSWERS = (YES, NO, SUBSTITUTE)
MOST_PEOPLE = 500
BY_MAIL = "e-mail"
"""How an inject reaches people, as a scenario says it; such a one goes out as mail too."""
STOPS = frozenset({"stop_word", "ended"})


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody who said that they come, or comes for somebody else. `name`: as the list of who is here has it."""

    name: str
    shown: str
    role: str
    stands_in_for: str
    email: str
    person: int | None


def works_at(site_id: int, day: date) -> list[str]:
    """The staff numbers of those who work at a site on a day."""
    rows = select(
        "SELECT DISTINCT p.staff_number FROM membership m JOIN person p ON p.id = m.person_id "
        "JOIN employment e ON e.person_id = p.id AND e.superseded_in = :never AND e.from_on <= :day "
        "AND e.until_on >= :day WHERE m.site_id = :site AND m.superseded_in = :never AND m.from_on <= :day "
        "AND m.until_on >= :day AND p.superseded_in = :never ORDER BY p.staff_number LIMIT :most",
        never=NEVER,
        day=day,
        site=site_id,
        most=MOST_PEOPLE,
    )
    return [number for (number,) in rows]


def invite_people(
    exercise_id: int, staff_numbers: Sequence[str], role: str, now: datetime, actor: str
) -> int:
    """Ask people to take part, in a role of the scenario ('': whichever); gives how many were not asked before.

    Raises InvalidInput naming every staff number that is nobody's.
    """
    exercise = get_exercise(exercise_id)
    scenario = scenario_at(exercise)
    if exercise.held_on is not None:
        raise InvalidInput(_("This exercise was held. Nobody is invited any more."))
    if role and role not in {each.id for each in scenario.roles}:
        raise InvalidInput(_("role: The scenario has no such role."))
    people = people_named(staff_numbers)
    with recording(actor) as opened:
        asked = sum(_invite(exercise, scenario, each, role, now, opened) for each in people)
        opened.note(ExerciseInvited(exercise.site.code, exercise=exercise_id, people=asked))
    return asked


def _invite(
    exercise: Exercise, scenario: Scenario, person: Person, role: str, now: datetime, opened: Recording
) -> bool:
    """Whoever was asked before, whatever they answered, is not asked again."""
    number, safety = exercise.fact_id, scenario.safety
    content = {
        "label": safety.label,
        "given_name": person.given_name,
        "situation": scenario.situation,
        "site": exercise.site.name,
        "planned_on": exercise.planned_on.isoformat() if exercise.is_announced else "",
        "minutes": scenario.duration_minutes,
        "announcement": safety.announcement,
        "consent": safety.consent,
        "opt_out": safety.opt_out,
        "stop_word": safety.stop_word,
        "support": safety.support,
    }
    message = Message(
        f"exercises/{number}/invited/{person.id}", "exercises.invitation", person.email, content, now,
        person=person.id, tap=Tap(PURPOSE, f"exercise:{number}"),
    )  # fmt: skip
    if not owe(message, opened):
        return False
    ExerciseInvitation.create(
        exercise=number, person=person, role=role, answer="", substitute="", invited_at=now
    )
    return True


def invited(link: FoundLink) -> ExerciseInvitation:
    """The invitation that a one-tap link answers; raises NotFound where it is of something else, or no more."""
    subject = link.opens.subject.removeprefix("exercise:")
    found: ExerciseInvitation | None = None
    if link.opens.purpose == PURPOSE and subject.isdigit():
        found = ExerciseInvitation.get_or_none(
            (ExerciseInvitation.exercise == int(subject)) & (ExerciseInvitation.person == link.opens.person)
        )
    if found is None:
        raise NotFound(
            _("It was answered already. Ask whoever sent it."), title=_("This link does not work.")
        )
    return found


def answer(link: FoundLink, said: str, substitute: str, now: datetime) -> None:
    """Answer an invitation. A no deletes it: whoever declines is on no list, and gives no reason.

    Raises InvalidInput for what is no answer, and for a substitute without a name.
    """
    row = invited(link)
    if said not in ANSWERS:
        raise InvalidInput(_("Choose an answer."))
    if said == SUBSTITUTE and not substitute.strip():
        raise InvalidInput(_("substitute: Write who comes instead: name or staff number."))
    exercise = get_exercise(row.exercise)
    with recording("an invitation") as opened:
        spend(link, now)
        if said == NO:
            row.delete_instance()
        else:
            row.answer, row.substitute = said, substitute.strip() if said == SUBSTITUTE else ""
            row.save()
        opened.note(InvitationAnswered(exercise.site.code, exercise=exercise.fact_id))


def take_off(exercise_id: int, person_id: int, actor: str) -> None:
    """Somebody said otherwise that they do not come."""
    row = ExerciseInvitation.get_or_none(
        (ExerciseInvitation.exercise == exercise_id) & (ExerciseInvitation.person == person_id)
    )
    if row is None:
        raise NotFound(_("They are not on the list."))
    with recording(actor) as opened:
        row.delete_instance()
        opened.note(InvitationAnswered(get_exercise(exercise_id).site.code, exercise=exercise_id))


def expected(exercise_id: int) -> list[Expected]:
    """Who said that they come, and who comes in somebody's place."""
    rows = ExerciseInvitation.select(ExerciseInvitation, Person).join(Person)
    rows = rows.where((ExerciseInvitation.exercise == exercise_id) & (ExerciseInvitation.answer != ""))
    return [_expected(row) for row in rows.order_by(Person.family_name, Person.given_name, Person.id)]


def _expected(row: ExerciseInvitation) -> Expected:
    person: Person = row.person
    if row.answer != SUBSTITUTE:
        name = f"{person.given_name} {person.family_name}".strip() or person.staff_number
        return Expected(person.staff_number, name, row.role, "", person.email, person.id)
    other = find_person(row.substitute)
    shown = f"{other.given_name} {other.family_name}".strip() if other else row.substitute
    email = other.email if other else ""
    return Expected(row.substitute, shown, row.role, person.staff_number, email, other.id if other else None)


def unanswered_count(exercise_id: int) -> int:
    """How many have not answered yet; who they are is told to nobody."""
    return int(
        ExerciseInvitation.select()
        .where((ExerciseInvitation.exercise == exercise_id) & (ExerciseInvitation.answer == ""))
        .count()
    )


def mail_injects(exercise: Exercise, added: Iterable[Entry], opened: Recording) -> None:
    """Send injects that reach people by e-mail to those who are expected in their roles, within the run's change.

    The stop word, and the end, take back what has not gone out.
    """
    scenario, now = scenario_at(exercise), opened.change.recorded_at
    injects = {each.id: each for each in scenario.injects}
    for entry in added:
        if entry.kind in STOPS:
            withdraw(f"exercises/{exercise.fact_id}/inject/", now)
        elif entry.kind == "inject_sent" and entry.subject in injects:
            inject = injects[entry.subject]
            if inject.how == BY_MAIL:
                _mail(exercise, scenario, inject, now, opened)


def _mail(exercise: Exercise, scenario: Scenario, inject: Inject, now: datetime, opened: Recording) -> None:
    content = {
        "label": scenario.safety.label,
        "sender": inject.sender,
        "text": labelled(scenario, inject.text),
        "stop_word": scenario.safety.stop_word,
    }
    for each in expected(exercise.fact_id):
        if each.email and ("all" in inject.to or each.role in inject.to):
            key = f"exercises/{exercise.fact_id}/inject/{inject.id}/{each.name}"
            owe(Message(key, "exercises.inject", each.email, content, now, person=each.person), opened)
