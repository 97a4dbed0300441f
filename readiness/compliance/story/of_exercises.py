"""What was recorded of exercises at a site, of what followed from them, and of real incidents there."""

from datetime import date
from typing import Any

from readiness.audit.histories import Lead, Story
from readiness.compliance.facts.exercises import listed
from readiness.compliance.story.about import Wanted
from readiness.compliance.story.versions import Row, Step, Versions, Words, tell
from readiness.foundation.words import day, ngettext
from readiness.foundation.words import gettext as _

_OF_SITE = "v.exercise IN (SELECT x.fact_id FROM exercise x WHERE x.site_id = :site)"
_HELD = (
    "JOIN exercise x ON x.id = (SELECT y.id FROM exercise y WHERE y.fact_id = v.exercise "
    "AND y.recorded_in <= :until ORDER BY y.recorded_in DESC LIMIT 1)"
)


def _day_or_none(value: date | None) -> str:
    return day(value) if value else ""


def _text(value: Any) -> str:
    return str(value or "")


# The columns of an exercise, by their places in a row.
_NUMBER, _KIND, _PLANNED, _HELD_ON, _ANNOUNCED, _TOPIC, _SHIFT, _COUNT, _TRAITS, _WHY_NOT = range(10)
_EXERCISE = (
    "v.fact_id, v.kind, v.planned_on, v.held_on, v.is_announced, v.topic, v.shift, v.participant_count, v.traits, "
    "v.not_held_why"
)


def tell_exercises(wanted: Wanted, story: Story) -> None:
    """Say what was recorded of each exercise at the site."""
    versions = Versions("exercise", "v.site_id = :site", wanted.values(), wanted.until)
    for step in versions.steps([each.change for each in versions.touches()], _EXERCISE):
        _tell_exercise(step, story)
        if step.now is not None:
            story.lead(step.change, _exercise_lead(step.now[_NUMBER], step.now))


def _exercise_lead(number: int, row: Row) -> Lead:
    return Lead(_("Exercise: %(kind)s", kind=row[_KIND]), "exercises.show", (("exercise_id", number),))


def _tell_exercise(step: Step, story: Story) -> None:
    was, now, change = step.was, step.now, step.change
    if now is None:
        story.say(change, _("Exercise taken back: %(what)s", what=_of_exercise(step.any)))
        return
    if was is None or was[_HELD_ON] != now[_HELD_ON]:
        story.say(change, _of_exercise(now))
    elif was[_PLANNED] != now[_PLANNED] and now[_ANNOUNCED]:
        story.differ(change, _("Exercise planned for"), day(was[_PLANNED]), day(now[_PLANNED]))
    if now[_WHY_NOT] and (was is None or was[_WHY_NOT] != now[_WHY_NOT]):
        story.say(change, _("It was not held: %(why)s", why=now[_WHY_NOT]))
    if was is not None:
        for label, place, shown in _exercise_fields():
            if was[place] != now[place]:
                story.differ(change, label, shown(was[place]), shown(now[place]))


def _exercise_fields() -> list[tuple[str, int, Any]]:
    return [
        (_("Kind of exercise"), _KIND, _text),
        (_("What is practised"), _TOPIC, _text),
        (_("Shift"), _SHIFT, _text),
        (_("Participants"), _COUNT, _text),
        (_("Announced"), _ANNOUNCED, lambda value: _("yes") if value else _("no")),
        (_("How it is held"), _TRAITS, lambda value: ", ".join(listed(value))),
    ]


def _of_exercise(exercise: Row) -> str:
    kind, held_on = exercise[_KIND], exercise[_HELD_ON]
    if held_on is None and not exercise[_ANNOUNCED]:
        # Who reads this may take part: the day is kept back, as wherever it is told.
        return _("Exercise planned, which is not announced: %(kind)s.", kind=kind)
    if held_on is None:
        return _("Exercise planned for %(day)s: %(kind)s.", day=day(exercise[_PLANNED]), kind=kind)
    return _("Exercise held on %(day)s: %(kind)s.", day=day(held_on), kind=kind)


def tell_attendance(wanted: Wanted, story: Story) -> None:
    """Say of how many it was recorded that they were at an exercise; who, its own page tells. Two statements."""
    versions = Versions("exercise_attendance", _OF_SITE, wanted.values(), wanted.until)
    changes = [each.change for each in versions.touches()]
    columns = "v.exercise, x.kind, x.held_on"
    for touch, (exercise, kind, held_on) in versions.touches_by_owner(changes, "exercise", columns, _HELD):
        named = _of_day(kind, held_on)
        if touch.new:
            said = ngettext(
                "One person was at the %(exercise)s.",
                "%(count)s people were at the %(exercise)s.",
                touch.new,
                exercise=named,
            )
            story.say(touch.change, said)
        if touch.other:
            said = ngettext(
                "At the %(exercise)s: of one it was corrected or taken back that they were there.",
                "At the %(exercise)s: of %(count)s it was corrected or taken back that they were there.",
                touch.other,
                exercise=named,
            )
            story.say(touch.change, said)
        story.lead(touch.change, _exercise_lead(exercise, [exercise, kind]))


def _of_day(kind: str, held_on: date | None) -> str:
    return _("%(kind)s of %(day)s", kind=kind, day=day(held_on)) if held_on else kind


def tell_reports(wanted: Wanted, story: Story) -> None:
    """Say which reports of exercises at the site were signed."""

    def said(row: Row) -> str:
        return _(
            "Report of the %(exercise)s signed on %(day)s.", exercise=_of_day(row[1], row[2]), day=day(row[3])
        )

    def also(step: Step, story: Story) -> None:
        story.lead(step.change, _exercise_lead(step.any[0], step.any))

    fields = [(_("Report signed on"), 3, day)]
    words = Words("v.exercise, x.kind, x.held_on, v.signed_on", said, fields, _HELD, also)
    tell(Versions("after_action_report", _OF_SITE, wanted.values(), wanted.until), words, story)


def tell_actions(wanted: Wanted, story: Story) -> None:
    """Say which corrective actions exercises at the site opened, and what became of them."""

    def said(row: Row) -> str:
        if row[4]:
            return _("Corrective action closed on %(day)s: %(text)s.", day=day(row[4]), text=row[1])
        return _("Corrective action, due on %(day)s: %(text)s.", day=day(row[2]), text=row[1])

    def also(step: Step, story: Story) -> None:
        if step.was is not None and step.now is not None:
            story.say(step.change, _("That is of the corrective action ‘%(text)s’.", text=step.now[1]))
        lead = Lead(_("Corrective action"), "actions.show", (("action_id", step.any[0]),))
        story.lead(step.change, lead)

    fields = [
        (_("Corrective action, due on"), 2, day),
        (_("Corrective action, done on"), 3, _day_or_none),
        (_("Corrective action, closed on"), 4, _day_or_none),
    ]
    words = Words("v.fact_id, v.text, v.due_on, v.done_on, v.closed_on", said, fields, also=also)
    tell(Versions("corrective_action", _OF_SITE, wanted.values(), wanted.until), words, story)


def tell_incidents(wanted: Wanted, story: Story) -> None:
    """Say that something happened at the site, and when a debrief was offered; what it was, its own page tells."""

    def said(row: Row) -> str:
        offered = _(" A debrief was offered on %(day)s.", day=day(row[2])) if row[2] else ""
        return _("Incident of %(day)s recorded.", day=day(row[1])) + offered

    def also(step: Step, story: Story) -> None:
        if step.change in story.said:
            title = _("Incident of %(day)s", day=day(step.any[1]))
            story.lead(step.change, Lead(title, "incident.show", (("incident_id", step.any[0]),)))

    fields = [(_("Day of the incident"), 1, day), (_("Debrief offered on"), 2, _day_or_none)]
    words = Words("v.fact_id, v.occurred_on, v.debrief_offered_on", said, fields, also=also)
    tell(Versions("incident", "v.site_id = :site", wanted.values(), wanted.until), words, story)


def tell_credits(wanted: Wanted, story: Story) -> None:
    """Say which real incidents were credited as exercises for the clause."""

    def said(row: Row) -> str:
        return _("The incident of %(day)s was credited as an exercise.", day=day(row[0]))

    pack_id, clause_id = wanted.about.clause.key
    where = "v.site_id = :site AND v.pack_id = :pack AND v.clause_id = :clause"
    values = wanted.values(pack=pack_id, clause=clause_id)
    fields = [(_("Incident credited, of"), 0, day)]
    tell(
        Versions("incident_credit", where, values, wanted.until), Words("v.occurred_on", said, fields), story
    )
