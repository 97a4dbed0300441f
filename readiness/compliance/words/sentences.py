"""The sentences of findings: what is missing, who is nearest to it, from when. Pure."""

from collections.abc import Sequence
from datetime import date

from readiness.compliance.checks import EveryoneInRoleHolds, HoldersPerHeadcount
from readiness.compliance.days.findings import Status
from readiness.compliance.days.history import History
from readiness.compliance.days.series import NAMED, NamedDay, PersonSeries, SiteSeries
from readiness.compliance.days.spells import spell_on
from readiness.compliance.days.subjects import is_revoked_after
from readiness.foundation.temporal import day_after, day_before
from readiness.foundation.words import day as day_in_words
from readiness.foundation.words import gettext as _
from readiness.foundation.words import ngettext, number


def exempted_sentence(until_on: date, reason: str, granted_by: str) -> str:
    """'Exempted until 31 March 2027: Site closes in March (by hr@example.org).'"""
    return _(
        "Exempted until %(day)s: %(reason)s (by %(who)s).",
        day=day_in_words(until_on),
        reason=reason.strip().rstrip("."),
        who=granted_by,
    )


def holders_sentence(
    terms: HoldersPerHeadcount, kind_title: str, series: SiteSeries, history: History, as_of: date
) -> str:
    """'1 person holds ‘CPR’ where 2 must (51 people work here): 1 too few. …'"""
    verdict = history.verdict
    have, need = verdict.have or 0, verdict.need or 0
    counted = ngettext(
        "%(count)s person holds ‘%(kind)s’ where %(need)s must",
        "%(count)s people hold ‘%(kind)s’ where %(need)s must",
        have,
        need=number(need),
        kind=kind_title,
    )
    people = ngettext("%(count)s person works here", "%(count)s people work here", series.headcount_on(as_of))
    holders = series.holders[terms.counted]
    if history.status is Status.GAP:
        missing = ngettext("%(count)s too few", "%(count)s too few", need - have)
        return f"{counted} ({people}): {missing}. {_lapsed(holders.last_lapsed(), have)}"
    if history.status is Status.DUE and history.due_on is not None:
        ending = _ending(holders.next_ending(), history.due_on)
        return f"{counted} ({people}), {falls_short(history.due_on)} {ending}".rstrip()
    return f"{counted} ({people})."


def _lapsed(lapsed: Sequence[NamedDay], have: int) -> str:
    if not lapsed:
        return _("Nobody else here held one before.") if have else _("Nobody here has held one.")
    return " ".join(map(_ended, lapsed[:NAMED]))


def _ended(each: NamedDay) -> str:
    if each.is_revoked:
        revoked_on = day_in_words(day_after(each.until_on))
        return _("%(name)s's certificate was revoked from %(day)s on.", name=each.name, day=revoked_on)
    return _("%(name)s's certificate ended on %(day)s.", name=each.name, day=day_in_words(each.until_on))


def falls_short(due_on: date) -> str:
    """'but too few from 1 July 2026 on.'"""
    return _("but too few from %(day)s on.", day=day_in_words(due_on))


def _ending(ending: Sequence[NamedDay], due_on: date) -> str:
    """Those whose cover ends before the gap opens, by name."""
    names = [each for each in ending if each.until_on < due_on]
    return " ".join(
        _("%(name)s counts until %(day)s.", name=each.name, day=day_in_words(each.until_on)) for each in names
    )


def role_sentence(
    terms: EveryoneInRoleHolds, kind_title: str, series: PersonSeries, history: History, as_of: date
) -> str:
    """'Ana Ruiz's ‘De-escalation’ certificate ended on 31 March 2026.'"""
    name = series.person.name
    held = series.held()
    now = spell_on(held, as_of)
    if now is not None and not history.verdict.have and history.status is not Status.CANNOT_TELL:
        return _too_old(terms, kind_title, series, as_of)
    if history.status is Status.CANNOT_TELL:
        return f"{name}: {history.verdict.why}"
    if now is not None:
        if history.due_on is None:
            return _("%(name)s holds ‘%(kind)s’.", name=name, kind=kind_title)
        return _(
            "%(name)s holds ‘%(kind)s’ until %(day)s.",
            name=name,
            kind=kind_title,
            day=day_in_words(day_before(history.due_on)),
        )
    past = [spell.until_on for spell in held if spell.until_on < as_of]
    missing = (
        _their_end(kind_title, series, max(past))
        if past
        else _("%(name)s has not held ‘%(kind)s’.", name=name, kind=kind_title)
    )
    if history.status is Status.DUE and history.due_on is not None:
        until = _("There is time until %(day)s.", day=day_in_words(day_before(history.due_on)))
        return f"{missing} {until}"
    return missing


def _their_end(kind_title: str, series: PersonSeries, last_on: date) -> str:
    """What somebody held until a day: it ended by its own date, or was revoked."""
    name = series.person.name
    if is_revoked_after(last_on, series.certificates):
        return _(
            "%(name)s's ‘%(kind)s’ certificate was revoked from %(day)s on.",
            name=name,
            kind=kind_title,
            day=day_in_words(day_after(last_on)),
        )
    return _(
        "%(name)s's ‘%(kind)s’ certificate ended on %(day)s.",
        name=name,
        kind=kind_title,
        day=day_in_words(last_on),
    )


def _too_old(terms: EveryoneInRoleHolds, kind_title: str, series: PersonSeries, as_of: date) -> str:
    """What runs still, and was issued too long ago."""
    issued_on = max(each.spell.from_on for each in series.certificates if each.spell.holds(as_of))
    return ngettext(
        "%(name)s's ‘%(kind)s’ is of %(day)s; it must not be older than one month.",
        "%(name)s's ‘%(kind)s’ is of %(day)s; it must not be older than %(count)s months.",
        terms.renewed_within_months or 0,
        name=series.person.name,
        kind=kind_title,
        day=day_in_words(issued_on),
    )


def evidence_sentence(kind_title: str, series: PersonSeries, history: History) -> str:
    """'No proof of Ana Ruiz's ‘CPR’ certificate is on file.'"""
    name = series.person.name
    if not history.verdict.have:
        return _("No proof of %(name)s's ‘%(kind)s’ certificate is on file.", name=name, kind=kind_title)
    if history.status is Status.DUE and history.due_on is not None:
        return _(
            "Proof of %(name)s's ‘%(kind)s’ certificate is on file for the one that ends on %(day)s, "
            "not for the one that follows.",
            name=name,
            kind=kind_title,
            day=day_in_words(day_before(history.due_on)),
        )
    return _("Proof of %(name)s's ‘%(kind)s’ certificate is on file.", name=name, kind=kind_title)


def asks_less() -> str:
    """What is said beside a finding by own terms that ask for less than the law does."""
    return _("By terms of the organisation's own, which ask for less than the law.")
