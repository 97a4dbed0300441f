"""Looking after those involved: a debrief offered to everyone, followed up, and the load of those who help."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from readiness.audit.actions import Recording, recording
from readiness.audit.events.incidents import DebriefChanged, IncidentChanged
from readiness.foundation.database import among, number_list, select
from readiness.foundation.errors import Conflict, InvalidInput, NotFound
from readiness.foundation.temporal import NEVER, current, record, supersede, withdraw
from readiness.foundation.words import gettext as _
from readiness.incidents.models import Incident, IncidentHelper
from readiness.incidents.queries import get_incident, helpers_of
from readiness.incidents.telling import offer_to, tell_offered, tell_over
from readiness.people.models import Person
from readiness.people.queries import find_person
from readiness.standards.incidents import incident_rules

WAYS = ("one-to-one", "group", "outside")
"""How a debrief is offered: alone with somebody, in a group, by somebody from outside."""
ANSWERS = ("accepted", "declined")


@dataclass(frozen=True, slots=True)
class Load:
    """In how many incidents somebody helped within the short and the long span of days that end on a day."""

    short: int
    long: int

    @property
    def needs_rest(self) -> bool:
        """Whether a rest is to be proposed: many in a short time, or more in a longer one."""
        few, more = incident_rules().rest_from
        return self.short >= few or self.long >= more


def debrief_due_at(incident: Incident) -> datetime:
    """Until when a debrief is to be offered."""
    due: datetime = incident.occurred_at + timedelta(hours=incident_rules().debrief_hours)
    return due


def offer_debrief(number: int, way: str, offered_on: date, today: date, actor: str) -> None:
    """Say that a debrief was offered to everyone involved; a follow-up is then due."""
    incident = get_incident(number)
    if way not in WAYS:
        raise InvalidInput(_("way: Choose how it is offered."))
    _check_day("offered_on", offered_on, incident, today)
    follow_up_on = offered_on + timedelta(days=incident_rules().follow_up_days)
    with recording(actor) as opened:
        supersede(
            incident, opened.change, debrief_offered_on=offered_on, debrief_way=way, follow_up_on=follow_up_on
        )
        now = opened.change.recorded_at
        tell_offered(incident, now, opened)
        for helper in helpers_of(number):
            offer_to(incident, helper, now, opened)
        _note(incident, "offered", offered_on, opened)


def hold_debrief(number: int, held_on: date, today: date, actor: str) -> None:
    """Say that the debrief was held. Who came to it is written down nowhere."""
    incident = get_incident(number)
    if incident.debrief_offered_on is None:
        raise Conflict(_("Say first when it was offered."))
    _check_day("held_on", held_on, incident, today)
    with recording(actor) as opened:
        supersede(incident, opened.change, debrief_held_on=held_on)
        _note(incident, "held", held_on, opened)


def follow_up(number: int, followed_up_on: date, today: date, actor: str) -> None:
    """Say that those involved were asked again how they are."""
    incident = get_incident(number)
    if incident.debrief_offered_on is None:
        raise Conflict(_("Say first when it was offered."))
    _check_day("followed_up_on", followed_up_on, incident, today)
    with recording(actor) as opened:
        supersede(incident, opened.change, followed_up_on=followed_up_on)
        tell_over(number, opened.change.recorded_at)
        _note(incident, "followed up", followed_up_on, opened)


def _check_day(field: str, day: date, incident: Incident, today: date) -> None:
    if day > today:
        raise InvalidInput(f"{field}: " + _("That day is still to come."))
    if day < incident.occurred_on:
        raise InvalidInput(f"{field}: " + _("That day is before the incident."))


def _note(incident: Incident, what: str, day: date, opened: Recording) -> None:
    opened.note(DebriefChanged(incident.site.code, incident=incident.fact_id, what=what, on=day.isoformat()))


def name_helper(number: int, staff_number: str, actor: str) -> None:
    """Say that somebody helped, so that they are looked after too."""
    incident = get_incident(number)
    person = find_person(staff_number.strip())
    if person is None:
        raise InvalidInput(_("staff_number: There is nobody with this staff number."))
    if _helper(number, person.id) is not None:
        raise Conflict(_("staff_number: They are on the list already."))
    with recording(actor) as opened:
        helper = record(IncidentHelper, opened.change, incident=number, person=person, answer="")
        if incident.debrief_offered_on is not None:
            offer_to(incident, helper, opened.change.recorded_at, opened)
        _told(incident, "helper named", opened)


def answer_for_helper(number: int, person_id: int, answer: str, actor: str) -> None:
    """Say what a helper answered to the offer of a debrief. Declining needs no reason."""
    _get_helper(number, person_id)
    if answer not in ANSWERS:
        raise InvalidInput(_("answer: Choose an answer."))
    _change_helper(number, person_id, "helper answered", actor, answer=answer)


def rest_helper(number: int, person_id: int, until_on: date, actor: str) -> None:
    """Say that somebody who helped has a rest: until then, others are asked first."""
    _change_helper(number, person_id, "rest agreed", actor, rest_until_on=until_on)


def _change_helper(number: int, person_id: int, what: str, actor: str, **values: object) -> None:
    helper = _get_helper(number, person_id)
    with recording(actor) as opened:
        supersede(helper, opened.change, **values)
        _told(get_incident(number), what, opened)


def take_back_helper(number: int, person_id: int, actor: str) -> None:
    """Somebody was named by mistake."""
    helper = _get_helper(number, person_id)
    with recording(actor) as opened:
        withdraw(helper, opened.change)
        _told(get_incident(number), "helper taken back", opened)


def _told(incident: Incident, what: str, opened: Recording) -> None:
    opened.note(IncidentChanged(incident.site.code, incident=incident.fact_id, what=what, fields=["helpers"]))


def _get_helper(number: int, person_id: int) -> IncidentHelper:
    found = _helper(number, person_id)
    if found is None:
        raise NotFound(_("They are not on the list."))
    return found


def _helper(number: int, person_id: int) -> IncidentHelper | None:
    found: IncidentHelper | None = IncidentHelper.get_or_none(
        (IncidentHelper.incident == number) & (IncidentHelper.person == person_id) & current(IncidentHelper)
    )
    return found


def loads(person_ids: Iterable[int], day: date) -> dict[int, Load]:
    """By person, in how many incidents they helped within the spans that end on the day; all in one query."""
    short, long = incident_rules().load_days
    wanted = sorted(set(person_ids))
    rows = select(
        "SELECT h.person_id, i.occurred_on FROM incident_helper h JOIN incident i ON i.fact_id = h.incident "
        "AND i.superseded_in = :never WHERE h.superseded_in = :never AND i.occurred_on > :since "
        f"AND i.occurred_on <= :day AND {among('h.person_id', 'wanted')}",
        never=NEVER,
        since=day - timedelta(days=long),
        day=day,
        wanted=number_list(wanted),
    )
    counted = {person: [0, 0] for person in wanted}
    for person, occurred_on in rows:
        counted[person][1] += 1
        counted[person][0] += occurred_on > day - timedelta(days=short)
    return {person: Load(*numbers) for person, numbers in counted.items()}


@dataclass(frozen=True, slots=True)
class Carrying:
    """Somebody who helped of late: how often, since when a rest was agreed."""

    person: Person
    load: Load
    latest_on: date
    rest_until_on: date | None

    def is_resting(self, day: date) -> bool:
        """Whether others are asked first on a day."""
        return self.rest_until_on is not None and self.rest_until_on >= day


def carrying(site_ids: frozenset[int] | None, day: date) -> list[Carrying]:
    """Everyone who helped within the long span, at some sites or (None) at all: those who did most first."""
    long = incident_rules().load_days[1]
    found = Incident.select(Incident.fact_id, Incident.occurred_on).where(
        current(Incident)
        & (Incident.occurred_on > day - timedelta(days=long))
        & (Incident.occurred_on <= day)
    )
    if site_ids is not None:
        found = found.where(Incident.site.in_(sorted(site_ids)))
    days = {row.fact_id: row.occurred_on for row in found}
    rows = (
        IncidentHelper.select(IncidentHelper, Person)
        .join(Person)
        .where(current(IncidentHelper) & IncidentHelper.incident.in_(sorted(days)))
    )
    latest: dict[int, tuple[Person, date, date | None]] = {}
    for row in sorted(rows, key=lambda each: days[each.incident]):
        person = row.person
        before = latest.get(person.id)
        rests = [each for each in (before[2] if before else None, row.rest_until_on) if each]
        latest[person.id] = (person, days[row.incident], max(rests, default=None))
    # What they did elsewhere weighs as much, whoever asks.
    carried = loads(latest, day)
    people = [Carrying(person, carried[number], on, rest) for number, (person, on, rest) in latest.items()]
    return sorted(people, key=lambda each: (-each.load.short, -each.load.long, each.person.family_name))
