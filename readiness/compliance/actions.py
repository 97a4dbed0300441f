"""What may be done with requirements once the checks have judged them: nothing is adopted that could not be held."""

from datetime import date

from pydantic import ValidationError

from readiness.compliance.checks import CHECKS, CheckTerms, Subject
from readiness.compliance.checks.clauses import AdoptedClause, adopted_clauses, find_clause
from readiness.compliance.checks.packs import pack_faults, unknown_kinds
from readiness.foundation.errors import Conflict, InvalidInput, NotFound, ReadinessError
from readiness.foundation.temporal import knowledge_at
from readiness.foundation.words import day as day_in_words
from readiness.foundation.words import gettext as _
from readiness.people.models import Membership
from readiness.people.queries import current_spells, get_person, get_site
from readiness.requirements.actions import ExemptionRequest, adopt_pack, grant_exemption
from readiness.requirements.own_packs import with_clause
from readiness.requirements.own_requirements import (
    ClauseRequest,
    OwnTermsRequest,
    set_own_terms,
    write_own_clause,
)
from readiness.requirements.queries import Rules, rules_known
from readiness.standards.certificate_kinds import CertificateKinds
from readiness.standards.packs import Pack, shipped_packs


def adopt_judged_pack(pack: Pack, kinds: CertificateKinds, from_on: date, actor: str, name: str = "") -> bool:
    """Adopt a pack that every check can judge; raises InvalidInput with every fault. False: nothing to change."""
    faults = pack_faults(pack, kinds, name)
    if faults:
        raise InvalidInput(faults, title=_("The pack was not adopted."))
    return adopt_pack(pack, from_on, actor)


def take_own_terms(
    request: OwnTermsRequest, kinds: CertificateKinds, actor: str, *, accepts_less: bool = False
) -> None:
    """Lay own terms over those of a clause that is adopted, once its check can read them.

    Raises InvalidInput with every fault; for a law also where they ask for less than it does, unless
    that is said to be known.
    """
    clause = get_clause(request.pack_id, request.clause_id, request.from_on)
    terms = judged_terms(request, clause, kinds)
    if terms == clause.terms_on(request.from_on):
        raise Conflict(_("These are the terms that hold already. Nothing was changed."))
    weakened_on = clause.weakened_on(terms, request.from_on)
    if clause.pack.is_law and weakened_on is not None and not accepts_less:
        raise InvalidInput(less_than_the_law(weakened_on))
    set_own_terms(request, actor)


def less_than_the_law(day: date) -> str:
    """What is said before terms are laid over a law that ask for less."""
    return _(
        "From %(day)s these terms ask for less than the law. The law still applies. Confirm that you know this, "
        "or set terms that ask for at least as much.",
        day=day_in_words(day),
    )


def get_clause(pack_id: str, clause_id: str, day: date, rules: Rules | None = None) -> AdoptedClause:
    """A clause as it is adopted on a day, by all that is known or by some rules; raises NotFound."""
    clause = find_clause(rules or rules_known(knowledge_at()), pack_id, clause_id, day)
    if clause is None:
        raise NotFound(
            _(
                "‘%(clause)s’ is not required on %(day)s. Adopt its pack from that day or earlier.",
                clause=f"{pack_id}/{clause_id}",
                day=day_in_words(day),
            )
        )
    return clause


def judged_terms(request: OwnTermsRequest, clause: AdoptedClause, kinds: CertificateKinds) -> CheckTerms:
    """Terms as the clause's check reads them; raises InvalidInput with every fault."""
    if request.check != clause.clause.check:
        raise Conflict(_("The pack now checks this clause in another way. Look at it again."))
    try:
        terms = CHECKS[request.check].terms.model_validate(request.terms)
    except ValidationError as error:
        raise InvalidInput(
            [f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}." for fault in error.errors()]
        ) from error
    unknown = [
        _("‘%(code)s’ is not a certificate kind.", code=code) for _name, code in unknown_kinds(terms, kinds)
    ]
    if unknown:
        raise InvalidInput(unknown)
    return terms


def write_judged_clause(request: ClauseRequest, kinds: CertificateKinds, actor: str) -> None:
    """Ask for a requirement of the organisation's own, once its check can judge it.

    Raises InvalidInput with every fault, Conflict where the pack is another's: a shipped one, or law.
    """
    faults = pack_faults(with_clause(None, request.clause, request.pack_id, request.pack_title), kinds)
    if faults:
        raise InvalidInput(faults, title=_("The requirement was not adopted."))
    is_law = any(
        adopted.pack.is_law
        for adopted in rules_known(knowledge_at()).packs
        if adopted.pack.id == request.pack_id
    )
    if request.pack_id in shipped_packs() or is_law:
        raise Conflict(
            _(
                "The pack ‘%(pack)s’ is not the organisation's own. Choose another id, or set own terms for it.",
                pack=request.pack_id,
            )
        )
    write_own_clause(request, actor)


def _is_unplaced(staff_number: str, day: date) -> bool:
    """Whether no site is recorded of somebody on a day."""
    if not staff_number:
        return False
    spells = current_spells(Membership, get_person(staff_number).id)
    return not any(
        isinstance(each, Membership) and each.site is not None and each.from_on <= day <= each.until_on
        for each in spells
    )


def grant_judged_exemption(request: ExemptionRequest, actor: str) -> None:
    """Exempt a site or person from a clause that is adopted; raises InvalidInput with every fault."""
    faults = exemption_faults(request)
    if faults:
        raise InvalidInput(faults)
    grant_exemption(request, actor)


def exemption_faults(request: ExemptionRequest) -> list[str]:
    """What is wrong with who is to be exempted from what, each with its field; nothing of days and reason."""
    faults: list[str] = []
    subjects = {
        clause.check.subject
        for clause in adopted_clauses(rules_known(knowledge_at()))
        if (clause.pack.id, clause.clause.id) == (request.pack_id, request.clause_id)
    }
    if not subjects:
        faults.append(_("clause: This is not required. Choose one of the requirements."))
    if Subject.PERSON in subjects and not request.staff_number:
        faults.append(_("staff_number: This requirement is about people. Say whose exemption it is."))
    if subjects == {Subject.SITE} and request.staff_number:
        faults.append(_("staff_number: This requirement is about sites. Leave this empty."))
    for field, look_up, value in (
        ("site", get_site, request.site_code),
        ("staff_number", get_person, request.staff_number),
    ):
        try:
            if value:
                look_up(value)
        except ReadinessError as unknown:
            faults += [f"{field}: {problem}" for problem in unknown.problems]
    if not request.site_code and not faults and not _is_unplaced(request.staff_number, request.from_on):
        faults.append(
            _("site: Write the code of the site. Leave it empty only for somebody who has no site.")
        )
    return faults
