"""The sentences of findings about what was done at a site: exercises, reports, actions, debriefs. Pure."""

from datetime import date

from readiness.compliance.checks import (
    AfterActionWithin,
    CheckTerms,
    CorrectiveActionsClosed,
    DebriefOfferedWithin,
    ExercisesInWindow,
    ParticipationOfStaff,
    QuotaByKind,
)
from readiness.compliance.days.findings import Status
from readiness.compliance.days.history import History
from readiness.compliance.days.series import SiteSeries
from readiness.compliance.words.sentences import falls_short
from readiness.foundation.words import day as day_in_words
from readiness.foundation.words import gettext as _
from readiness.foundation.words import ngettext, number


def record_sentence(terms: CheckTerms, series: SiteSeries, history: History, as_of: date) -> str:
    """What was done at the site, and what is missing; '' for terms that ask about something else."""
    match terms:
        case ExercisesInWindow():
            return _exercises(terms, series, history, as_of)
        case QuotaByKind():
            return _quota(terms, history, as_of)
        case ParticipationOfStaff():
            return _participation(history)
        case AfterActionWithin():
            return _reports(terms, series, history, as_of)
        case CorrectiveActionsClosed():
            return _actions(history)
        case DebriefOfferedWithin():
            return _debriefs(terms, series, history, as_of)
    return ""


def _exercises(terms: ExercisesInWindow, series: SiteSeries, history: History, as_of: date) -> str:
    """'1 exercise was held in the last 12 months where 2 must be. …'"""
    verdict = history.verdict
    window = (
        ngettext("the last day", "the last %(count)s days", terms.within_days)
        if terms.within_days
        else ngettext("the last month", "the last %(count)s months", terms.within_months or 0)
    )
    counted = ngettext(
        "%(count)s exercise was held in %(window)s where %(need)s must be",
        "%(count)s exercises were held in %(window)s where %(need)s must be",
        verdict.have or 0,
        need=number(verdict.need or 0),
        window=window,
    )
    past = [
        exercise.held_on
        for exercise in series.records.exercises
        if exercise.held_on <= as_of and terms.counts(exercise)
    ]
    latest = (
        _("The latest was on %(day)s.", day=day_in_words(max(past)))
        if past
        else _("None was ever held here.")
    )
    if history.status is Status.DUE and history.due_on is not None:
        return f"{counted}, {falls_short(history.due_on)} {latest}"
    return f"{counted}. {latest}"


def _quota(terms: QuotaByKind, history: History, as_of: date) -> str:
    """'2 of 5 were held from 1 September 2026 to 31 August 2027. …'"""
    period, verdict = terms.period_of(as_of), history.verdict
    have, need = verdict.have or 0, verdict.need or 0
    is_of_now = history.status is not Status.GAP or not any(
        as_of > last_on for last_on, _need in terms.deadlines(period)
    )
    if history.status is Status.GAP and is_of_now:
        period = terms.before(period)
    counted = _(
        "%(have)s of %(need)s were held from %(first)s to %(last)s",
        have=number(have),
        need=number(need),
        first=day_in_words(terms.counted_from(period)),
        last=day_in_words(period.until_on),
    )
    if history.status is Status.GAP:
        missing = ngettext("%(count)s is to be made up", "%(count)s are to be made up", max(1, need - have))
        return f"{counted}: {missing}."
    if history.due_on is not None and have < need:
        return f"{counted}, {falls_short(history.due_on)}"
    return f"{counted}."


def _participation(history: History) -> str:
    verdict = history.verdict
    told = ngettext(
        "%(count)s person who works here was at an exercise where %(need)s must have been",
        "%(count)s people who work here were at an exercise where %(need)s must have been",
        verdict.have or 0,
        need=number(verdict.need or 0),
    )
    if history.status is Status.DUE and history.due_on is not None:
        return f"{told}, {falls_short(history.due_on)}"
    return f"{told}."


def _reports(terms: AfterActionWithin, series: SiteSeries, history: History, as_of: date) -> str:
    late = [
        each.held_on
        for each in series.records.exercises
        if each.for_clause is None
        and terms.is_about(each.kind)
        and terms.is_asked(each.held_on, as_of)
        and (each.signed_on is None or each.signed_on > as_of)
    ]
    told = _of_all(history, _("reports of exercises are signed"))
    if not late:
        return told
    first = min(late)
    return (
        told
        + " "
        + _(
            "That of %(day)s is not; it was to be by %(last)s.",
            day=day_in_words(first),
            last=day_in_words(terms.last_on(first)),
        )
    )


def _actions(history: History) -> str:
    return _of_all(history, _("corrective actions are closed, or not yet due"))


def _debriefs(terms: DebriefOfferedWithin, series: SiteSeries, history: History, as_of: date) -> str:
    waiting = [
        each.occurred_on
        for each in series.records.incidents
        if terms.is_asked(each.occurred_on, as_of) and (each.offered_on is None or each.offered_on > as_of)
    ]
    told = _of_all(history, _("incidents were followed by the offer of a debrief, or have time for it"))
    if not waiting:
        return told
    first = min(waiting)
    return (
        told
        + " "
        + _(
            "That of %(day)s was not; it was to be by %(last)s.",
            day=day_in_words(first),
            last=day_in_words(terms.last_on(first)),
        )
    )


def _of_all(history: History, what: str) -> str:
    """'3 of 4 reports of exercises are signed.'"""
    verdict = history.verdict
    return _(
        "%(have)s of %(need)s %(what)s.",
        have=number(verdict.have or 0),
        need=number(verdict.need or 0),
        what=what,
    )
