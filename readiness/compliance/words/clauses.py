"""What a clause asks, of whom, in words. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from readiness.compliance.checks import (
    CertificateEvidenceOnFile,
    CheckTerms,
    ContinuingEducation,
    EveryoneInRoleHolds,
    HoldersPerHeadcount,
)
from readiness.compliance.words.learning import learning_in_words
from readiness.compliance.words.on_record import on_record_in_words
from readiness.compliance.words.record_clauses import record_terms_in_words
from readiness.foundation.countries import place_name
from readiness.foundation.words import gettext as _
from readiness.foundation.words import join, ngettext, number
from readiness.standards.certificate_kinds import CertificateKinds
from readiness.standards.packs import Applies, Pack


@dataclass(frozen=True, slots=True)
class Names:
    """What is called how: certificate kinds by their codes, protocols by their slugs."""

    kinds: CertificateKinds
    protocols: Mapping[str, str]


def asked_in_words(terms: CheckTerms, names: Names) -> str:
    """'1 person for every 10 holds ‘CPR’, but at least 2.'"""
    kinds = names.kinds
    match terms:
        case HoldersPerHeadcount():
            return _holders(terms, kinds_in_words(terms.certificates, kinds))
        case EveryoneInRoleHolds():
            return _in_role(terms, kinds.known(terms.certificate).title)
        case ContinuingEducation():
            return learning_in_words(terms, kinds.known(terms.certificate).title)
        case CertificateEvidenceOnFile():
            return _evidence(terms, kinds.known(terms.certificate).title)
    title = kinds.known(certificate).title if (certificate := getattr(terms, "certificate", "")) else ""
    return (
        record_terms_in_words(terms) or on_record_in_words(terms, title, names.protocols) or _plainly(terms)
    )


def kinds_in_words(codes: Sequence[str], kinds: CertificateKinds) -> str:
    """'First aid at work’ or ‘Emergency first aid at work', to stand between quotation marks."""
    titles = [kinds.known(code).title for code in codes]
    if len(titles) < 2:
        return "".join(titles)
    return _("%(first)s’ or ‘%(last)s", first="’, ‘".join(titles[:-1]), last=titles[-1])


def _holders(terms: HoldersPerHeadcount, title: str) -> str:
    if terms.one_per is None:
        return ngettext(
            "%(count)s person holds ‘%(kind)s’.",
            "%(count)s people hold ‘%(kind)s’.",
            terms.at_least or 0,
            kind=title,
        )
    if terms.at_least is None or terms.at_least == 1:
        return _("1 in every %(people)s people holds ‘%(kind)s’.", people=number(terms.one_per), kind=title)
    return _(
        "1 in every %(people)s people holds ‘%(kind)s’, but %(least)s at least.",
        people=number(terms.one_per),
        kind=title,
        least=number(terms.at_least),
    )


def _in_role(terms: EveryoneInRoleHolds, title: str) -> str:
    named = join([f"‘{name}’" for name in (*terms.job_titles, *terms.departments)])
    who = _("Everyone who is, or works in, %(roles)s", roles=named) if named else _("Everyone")
    held = _("%(who)s holds ‘%(kind)s’", who=who, kind=title)
    if terms.renewed_within_months:
        held = ngettext(
            "%(held)s, issued within the last month",
            "%(held)s, issued within the last %(count)s months",
            terms.renewed_within_months,
            held=held,
        )
    if terms.within_days:
        return ngettext(
            "%(held)s, at the latest %(count)s day after joining.",
            "%(held)s, at the latest %(count)s days after joining.",
            terms.within_days,
            held=held,
        )
    return f"{held}."


def _evidence(terms: CertificateEvidenceOnFile, title: str) -> str:
    if terms.number_is_evidence:
        return _("Each holder of ‘%(kind)s’ has a copy or a number on file.", kind=title)
    return _("Each holder of ‘%(kind)s’ has a copy on file.", kind=title)


def _plainly(terms: CheckTerms) -> str:
    values: dict[str, Any] = terms.model_dump(exclude_none=True)
    return ", ".join(f"{name.replace('_', ' ')}: {value}" for name, value in values.items())


def applies_in_words(pack: Pack, applies: Applies) -> str:
    """'Sites in California, open to the public, from 10 people on'; of every site where nothing is named."""
    conditions = ", ".join(_conditions(pack, applies))
    return _("Sites %(conditions)s", conditions=conditions) if conditions else _("Every site")


def _conditions(pack: Pack, applies: Applies) -> Iterator[str]:
    if pack.jurisdiction:
        yield _("in %(place)s", place=place_name(pack.jurisdiction))
    if applies.country:
        yield _("in %(place)s", place=join([place_name(each) for each in applies.country]))
    if applies.region:
        yield _("in the region %(place)s", place=join([*applies.region]))
    if applies.kind:
        yield _("of the kind %(kinds)s", kinds=join([*applies.kind]))
    if applies.hazard:
        yield _("of the hazard %(hazards)s", hazards=join([*applies.hazard]))
    if applies.open_to_public is not None:
        yield _("open to the public") if applies.open_to_public else _("not open to the public")
    yield from _bounds(applies)


def _bounds(applies: Applies) -> Iterator[str]:
    if applies.no_care_within is not None:
        yield ngettext(
            "with no medical care within %(count)s minute",
            "with no medical care within %(count)s minutes",
            applies.no_care_within,
        )
    if applies.no_care_within_low_hazard is not None:
        yield _("or %(minutes)s where the hazard is low", minutes=number(applies.no_care_within_low_hazard))
    if applies.headcount_from is not None:
        yield _("from %(people)s people on", people=number(applies.headcount_from))
    if applies.headcount_to is not None:
        yield _("up to %(people)s people", people=number(applies.headcount_to))
