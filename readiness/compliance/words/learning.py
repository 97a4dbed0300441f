"""What is asked of people to go on learning, and how they stand to it, in words. Pure."""

from datetime import date

from readiness.compliance.checks import ContinuingEducation
from readiness.compliance.days.findings import Status
from readiness.compliance.days.history import History
from readiness.compliance.days.series import PersonSeries
from readiness.foundation.words import day as day_in_words
from readiness.foundation.words import gettext as _
from readiness.foundation.words import join, ngettext, number


def learning_in_words(terms: ContinuingEducation, title: str) -> str:
    """'Each holder of ‘CPR’ learns for 8 hours within 12 months, about ‘safety’.'"""
    named = join([f"‘{name}’" for name in terms.job_titles])
    who = _("Everyone")
    if terms.certificate:
        who = _("Each holder of ‘%(kind)s’", kind=title)
    elif named:
        who = _("Everyone who is %(roles)s", roles=named)
    return _("%(who)s: %(what)s%(topics)s.", who=who, what=_wanted(terms), topics=_about(terms))


def _wanted(terms: ContinuingEducation) -> str:
    hours = ngettext("one hour of learning", "%(count)s hours of learning", terms.hours or 0)
    times = ngettext("one activity", "%(count)s activities", terms.at_least or 0)
    both = [words for words, asked in ((hours, terms.hours), (times, terms.at_least)) if asked]
    within = ngettext("within one month", "within %(count)s months", terms.within_months)
    return f"{join(both)} {within}"


def _about(terms: ContinuingEducation) -> str:
    return _(" about %(topics)s", topics=join([f"‘{name}’" for name in terms.topics])) if terms.topics else ""


def learning_sentence(terms: ContinuingEducation, series: PersonSeries, history: History, as_of: date) -> str:
    """'Ana Ruiz: 4 of 8 hours in the last 12 months. The latest was on 3 May 2026.'"""
    counting = terms.counting(series.person.learned, as_of)
    have = _have(terms, sum(each.minutes for each in counting), len(counting))
    within = ngettext("in the last month", "in the last %(count)s months", terms.within_months)
    sentence = f"{series.person.name}: {have} {within}{_about(terms)}."
    if history.status is Status.DUE and history.due_on is not None:
        return f"{sentence} {_('There is time until %(day)s.', day=day_in_words(history.due_on))}"
    latest = max((each.done_on for each in counting), default=None)
    if latest is not None:
        return f"{sentence} {_('The latest was on %(day)s.', day=day_in_words(latest))}"
    return sentence


def _have(terms: ContinuingEducation, minutes: int, count: int) -> str:
    parts = []
    if terms.hours is not None:
        parts.append(
            _("%(have)s of %(need)s hours", have=number(round(minutes / 60, 1)), need=number(terms.hours))
        )
    if terms.at_least is not None:
        parts.append(_("%(have)s of %(need)s activities", have=number(count), need=number(terms.at_least)))
    return join(parts)
