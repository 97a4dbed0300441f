"""What is asked of what is on record, and how sites and people stand to it, in words. Pure."""

from collections.abc import Mapping

from readiness.compliance.checks import (
    CheckTerms,
    CoverRecorded,
    InParts,
    LinesVerifiedWithin,
    PeopleSpeak,
    PlanElements,
    PolicyReviewedWithin,
    ProtocolAcknowledged,
    ProtocolLanguages,
    ProtocolsInPlace,
    ProtocolsReviewedWithin,
    RecordsKept,
    ResourcesVerifiedWithin,
    ResponderPerShift,
)
from readiness.compliance.days.findings import Status
from readiness.compliance.days.history import History
from readiness.compliance.days.records import PersonDay, SiteDay
from readiness.compliance.words.sentences import falls_short
from readiness.foundation.words import day as day_in_words
from readiness.foundation.words import gettext as _
from readiness.foundation.words import join, msgid, ngettext, number
from readiness.policies.plan_words import plan_in_words

NAMED = 5
"""So many things that are missing are named."""

_IN_ORDER: dict[type[CheckTerms], tuple[str, str]] = {
    ProtocolsInPlace: (msgid("protocol is in place"), msgid("protocols are in place")),
    ProtocolsReviewedWithin: (
        msgid("protocol was read again in time"),
        msgid("protocols were read again in time"),
    ),
    ProtocolLanguages: (
        msgid("protocol is there in the languages that are spoken here"),
        msgid("protocols are there in the languages that are spoken here"),
    ),
    LinesVerifiedWithin: (
        msgid("protocol links lines that were verified in time"),
        msgid("protocols link lines that were verified in time"),
    ),
    CoverRecorded: (msgid("kind of plan is recorded"), msgid("kinds of plan are recorded")),
    PlanElements: (msgid("element of the plan is covered"), msgid("elements of the plan are covered")),
    PolicyReviewedWithin: (msgid("policy was reviewed in time"), msgid("policies were reviewed in time")),
    ResponderPerShift: (
        msgid("shift of the seven days has a responder"),
        msgid("shifts of the seven days have a responder"),
    ),
    PeopleSpeak: (
        msgid("language is spoken by people who hold it"),
        msgid("languages are spoken by people who hold it"),
    ),
    ResourcesVerifiedWithin: (msgid("service was verified in time"), msgid("services were verified in time")),
    RecordsKept: (msgid("year is kept"), msgid("years are kept")),
}
"""What so many of so many are, where one is needed and where several are."""


def on_record_sentence(terms: CheckTerms | None, facts: SiteDay, history: History) -> str:
    """'4 of 6 elements of the plan are covered. Missing: …'; '' for terms that ask about something else."""
    if terms is None or type(terms) not in _IN_ORDER:
        return ""
    verdict = history.verdict
    told = _(
        "%(have)s of %(need)s %(what)s",
        have=number(verdict.have or 0),
        need=number(verdict.need or 0),
        what=_(_IN_ORDER[type(terms)][verdict.need != 1]),
    )
    if history.status is Status.DUE and history.due_on is not None:
        return f"{told}, {falls_short(history.due_on)}"
    missing = list(dict.fromkeys(terms.missing(facts))) if isinstance(terms, InParts) else []
    if not missing:
        return f"{told}."
    named = [*missing[:NAMED], *([_("and others")] if len(missing) > NAMED else [])]
    return f"{told}. " + _("Missing: %(names)s.", names="; ".join(named))


def reading_sentence(
    terms: ProtocolAcknowledged, name: str, facts: PersonDay | None, history: History
) -> str:
    """'Ana Ruiz said of 1 of 2 protocols that she read them. …'"""
    verdict = history.verdict
    told = ngettext(
        "%(name)s has acknowledged %(have)s of %(need)s protocol",
        "%(name)s has acknowledged %(have)s of %(need)s protocols",
        int(verdict.need or 0),
        name=name,
        have=number(verdict.have or 0),
        need=number(verdict.need or 0),
    )
    if history.status is Status.DUE and history.due_on is not None:
        return f"{told}. " + _("There is time until %(day)s.", day=day_in_words(history.due_on))
    unread = [] if facts is None else [text.title for text in terms.unread(facts)]
    if not unread:
        return f"{told}."
    return f"{told}. " + _("Missing: %(names)s.", names="; ".join(unread[:NAMED]))


def on_record_in_words(terms: CheckTerms, certificate: str, protocols: Mapping[str, str]) -> str:
    """What is asked; '' for terms that ask about something else.

    `certificate`: the title of the kind; `protocols`: what each is called, by its slug.
    """
    named = join([f"‘{protocols.get(slug, slug)}’" for slug in getattr(terms, "protocols", ())])
    which = named or _("Every protocol that is in place")
    match terms:
        case ProtocolsInPlace():
            return _("These protocols are approved and in place: %(names)s.", names=named)
        case ProtocolsReviewedWithin():
            by = (
                _("read by a clinician")
                if terms.by_clinician
                else _("approved, or signed that they still hold,")
            )
            return _("%(which)s: %(by)s within %(window)s.", which=which, by=by, window=_window(terms))
        case ProtocolLanguages():
            return _(
                "%(which)s: in every language that %(percent)s percent of those who work here speak.",
                which=which, percent=terms.percent,
            )  # fmt: skip
        case ProtocolAcknowledged():
            return _reading(terms, named)
        case LinesVerifiedWithin():
            return _(
                "%(which)s: each links a line (%(kinds)s), and all that it links were verified within %(days)s days.",
                which=which, kinds=join([*terms.kinds]), days=number(terms.within_days),
            )  # fmt: skip
        case ResourcesVerifiedWithin():
            return _services(terms)
    return _plans(terms) or _present(terms, certificate)


def _plans(terms: CheckTerms) -> str:
    match terms:
        case CoverRecorded():
            return _("A plan that holds on the day is recorded: %(kinds)s.", kinds=join([*terms.kinds]))
        case PlanElements():
            return _(
                "Each of %(count)s elements of the plan ‘%(plan)s’ is covered.",
                count=number(len(terms.elements)), plan=plan_in_words(terms.plan),
            )  # fmt: skip
        case PolicyReviewedWithin():
            names = join([f"‘{name}’" for name in terms.policies])
            return _("Reviewed within %(window)s: %(names)s.", window=_window(terms), names=names)
        case RecordsKept():
            return ngettext(
                "Records of %(records)s are kept for %(count)s year.",
                "Records of %(records)s are kept for %(count)s years.",
                terms.years, records=_(terms.records),
            )  # fmt: skip
    return ""


def _present(terms: CheckTerms, certificate: str) -> str:
    match terms:
        case ResponderPerShift():
            held = _(" who hold ‘%(kind)s’", kind=certificate) if terms.certificate else ""
            return _(
                "Responders%(held)s on each shift of the rota, leave taken off: at least %(count)s.",
                held=held, count=number(terms.at_least),
            )  # fmt: skip
        case PeopleSpeak():
            languages = [*terms.languages]
            if terms.percent is not None:
                languages.append(
                    _("what %(percent)s percent of those who work here speak", percent=terms.percent)
                )
            return _(
                "At least %(count)s who hold ‘%(kind)s’ and speak each of: %(languages)s.",
                count=number(terms.at_least), kind=certificate, languages=join(languages),
            )  # fmt: skip
    return ""


def _reading(terms: ProtocolAcknowledged, names: str) -> str:
    who = join([f"‘{name}’" for name in terms.job_titles]) if terms.job_titles else _("Everyone")
    told = _(
        "%(who)s: has acknowledged %(names)s as they are now, within %(days)s days of the text, and of beginning here",
        who=who, names=names, days=number(terms.within_days),
    )  # fmt: skip
    return f"{told}{_(' or as something else') if terms.again_on_change else ''}."


def _services(terms: ResourcesVerifiedWithin) -> str:
    near = _(" in the site’s region") if terms.near else ""
    return _(
        "Services%(near)s, verified within %(days)s days: at least %(count)s.",
        near=near, days=number(terms.within_days), count=number(terms.at_least),
    )  # fmt: skip


def _window(terms: ProtocolsReviewedWithin | PolicyReviewedWithin) -> str:
    if terms.within_months is not None:
        return _("%(count)s months", count=number(terms.within_months))
    return _("%(count)s days", count=number(terms.within_days or 0))
