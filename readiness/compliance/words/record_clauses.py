"""What a clause asks about exercises, reports, actions and debriefs, in words. Pure."""

from collections.abc import Iterator

from readiness.compliance.checks import (
    AfterActionWithin,
    CheckTerms,
    CorrectiveActionsClosed,
    DebriefOfferedWithin,
    ExercisesInWindow,
    ParticipationOfStaff,
    QuotaByKind,
)
from readiness.exercises.topics import TOPIC_WORDS, TRAIT_WORDS
from readiness.foundation.words import gettext as _
from readiness.foundation.words import join, msgid, ngettext, number, yearly_day

_PERIODS = {
    "year": msgid("in each year"),
    "quarter": msgid("in each quarter"),
    "month": msgid("in each month"),
}


def record_terms_in_words(terms: CheckTerms) -> str:
    """What is asked about what was done at a site; '' for terms that ask about something else."""
    match terms:
        case ExercisesInWindow():
            return _joined([_counted(terms, _window(terms)), *_which(terms)])
        case QuotaByKind():
            return _joined([_counted(terms, _(_PERIODS[terms.period])), *_times(terms), *_which(terms)])
        case ParticipationOfStaff():
            share = _(
                "%(percent)s %% of those who work here were at an exercise within %(window)s",
                percent=terms.percent,
                window=_window(terms),
            )
            return _joined([share, *_kinds(terms.kinds)])
        case AfterActionWithin():
            return _joined([_days(_("The report is signed"), terms.within_days), *_kinds(terms.kinds)])
        case CorrectiveActionsClosed():
            ended = _("done") if terms.done_is_enough else _("closed")
            grace = _days(_("at the latest"), terms.grace_days) if terms.grace_days else ""
            told = _("Every corrective action is %(ended)s by its day", ended=ended)
            return _joined([told, *([grace] if grace else [])])
        case DebriefOfferedWithin():
            return _joined([_days(_("A debrief is offered after each incident"), terms.within_days)])
    return ""


def _joined(parts: list[str]) -> str:
    return ", ".join(parts) + "."


def _days(told: str, days: int) -> str:
    return ngettext("%(told)s within %(count)s day", "%(told)s within %(count)s days", days, told=told)


def _window(terms: ExercisesInWindow | ParticipationOfStaff) -> str:
    if terms.within_months is not None:
        return ngettext("%(count)s month", "%(count)s months", terms.within_months)
    return ngettext("%(count)s day", "%(count)s days", terms.within_days or 0)


def _counted(terms: ExercisesInWindow | QuotaByKind, when: str) -> str:
    if isinstance(terms, QuotaByKind):
        return ngettext(
            "%(count)s exercise %(when)s", "%(count)s exercises %(when)s", terms.at_least, when=when
        )
    return ngettext(
        "%(count)s exercise within %(window)s", "%(count)s exercises within %(window)s", terms.at_least,
        window=when,
    )  # fmt: skip


def _times(terms: QuotaByKind) -> Iterator[str]:
    if terms.year_begins != "01-01":
        yield _("in the year that begins on %(day)s", day=yearly_day(terms.year_begins))
    if terms.not_before:
        yield _("from %(day)s on", day=yearly_day(terms.not_before))
    if terms.by:
        yield _("by %(day)s", day=yearly_day(terms.by))
    if terms.first_within_days:
        yield _days(_("the first"), terms.first_within_days)
    if terms.months_excluded:
        yield _("not in the months %(months)s", months=join([*terms.months_excluded]))


def _which(terms: ExercisesInWindow | QuotaByKind) -> Iterator[str]:
    yield from _kinds(terms.kinds)
    if terms.topics:
        yield _(
            "of what is practised: %(topics)s", topics=join([_(TOPIC_WORDS[each]) for each in terms.topics])
        )
    for trait in terms.traits:
        yield _(TRAIT_WORDS[trait])
    if terms.announced:
        yield _("announced") if terms.announced == "announced" else _("not announced")
    if terms.shifts:
        yield _("on each of the shifts %(shifts)s", shifts=join([*terms.shifts]))
    if terms.spacing_days:
        yield ngettext("%(count)s day apart", "%(count)s days apart", terms.spacing_days)
    if terms.participants_at_least:
        yield _("with at least %(people)s people there", people=number(terms.participants_at_least))


def _kinds(kinds: tuple[str, ...]) -> Iterator[str]:
    if kinds:
        yield _("of these kinds: %(kinds)s", kinds=join([*kinds]))
