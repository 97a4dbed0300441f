"""The way out of a finding: what would close it, and the page on which that is done. Pure."""

from collections.abc import Callable, Iterator

from readiness.compliance.checks import (
    AfterActionWithin,
    CertificateEvidenceOnFile,
    CheckTerms,
    ContinuingEducation,
    CorrectiveActionsClosed,
    CoverRecorded,
    DebriefOfferedWithin,
    EveryoneInRoleHolds,
    ExercisesInWindow,
    HoldersPerHeadcount,
    LinesVerifiedWithin,
    ParticipationOfStaff,
    PeopleSpeak,
    PlanElements,
    PolicyReviewedWithin,
    ProtocolAcknowledged,
    ProtocolLanguages,
    ProtocolsInPlace,
    ProtocolsReviewedWithin,
    QuotaByKind,
    RecordsKept,
    ResourcesVerifiedWithin,
    ResponderPerShift,
)
from readiness.compliance.days.findings import Finding, Status
from readiness.compliance.words.cases import Case, Way
from readiness.compliance.words.missing import facts_in_words, ways_to_facts
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid


def ways_out(case: Case, terms: CheckTerms | None) -> list[Way]:
    """What closes the gap, the best first: the page offers the first that the account may open."""
    if not case.status.asks_for_action or terms is None:
        return []
    if case.missing:
        exempt = () if case.status is Status.CANNOT_TELL else _exempt(case)
        return [*ways_to_facts(case), *exempt]
    if type(terms) in _PAGES:
        label, endpoint = _PAGES[type(terms)]
        return [Way(_(label), endpoint), *_exempt(case)]
    return [*_WAYS[type(terms)](case, terms), *_exempt(case)]


def remedy(finding: Finding) -> str:
    """What would close it: first what is missing, where anything is; else what the clause itself says of that."""
    return facts_in_words(finding.missing) or finding.clause.remedy


def exempting(case: Case) -> Way | None:
    """The form that exempts the site or the person of a finding, filled in; None where nothing is asked of it."""
    return next(_exempt(case)) if case.status.asks_for_action else None


def _train(case: Case, terms: HoldersPerHeadcount | EveryoneInRoleHolds | PeopleSpeak) -> Iterator[Way]:
    """Everyone who could hold it and does not: today, or on the day on which there will be too few."""
    lacked = [terms.certificate, *getattr(terms, "or_certificates", ())]
    day = {"as_of": case.due_on.isoformat()} if case.status is Status.DUE and case.due_on else {}
    yield Way(
        _("See who could be trained or renew"),
        "people.index",
        {"site": case.site[1], "standing": "employed", "without": lacked, **day},
    )


def _qualify(case: Case, terms: EveryoneInRoleHolds) -> Iterator[Way]:
    if case.person_id is not None:
        missing: dict[str, str | int] = {"person_id": case.person_id, "kind": terms.certificate}
        yield Way(_("Add the certificate"), "certificate.add", missing)
        yield Way(_("See this person"), "people.show", {"person_id": case.person_id})
    elif not case.staff_number and not terms.job_titles and not terms.departments:
        yield from _train(case, terms)
    elif not case.staff_number:
        yield Way(_("See who falls short"), "compliance.index", _those_short(case))


def _prove(case: Case, terms: CertificateEvidenceOnFile) -> Iterator[Way]:
    """Proof belongs to a certificate, and is added where that is corrected."""
    if case.staff_number:
        kind = {"kind": terms.certificate} if len(case.counting) == 1 else {}
        found = {"site": case.site[1], "q": case.staff_number, "periods": "latest", **kind}
        yield Way(_("See the certificate"), "certificates.index", found)
    else:
        yield Way(_("See whose proof is missing"), "compliance.index", _those_short(case))


def _learn(case: Case, _terms: ContinuingEducation) -> Iterator[Way]:
    """What was learned is written down, by whoever may, on the page of the person."""
    if case.person_id is not None:
        yield Way(_("Write down what was learned"), "learning.add", {"person_id": case.person_id})
        yield Way(_("See this person"), "people.show", {"person_id": case.person_id})
    elif not case.staff_number:
        yield Way(_("See who falls short"), "compliance.index", _those_short(case))


def _exercise(case: Case, _terms: ExercisesInWindow | QuotaByKind | ParticipationOfStaff) -> Iterator[Way]:
    """One is planned here, by whoever may; others see what is planned already."""
    yield Way(_("Plan an exercise"), "exercises.plan", {"site": case.site[1]})
    yield Way(_("See the exercises here"), "exercises.index", {"site": case.site[1]})


def _sign(case: Case, _terms: AfterActionWithin) -> Iterator[Way]:
    """Those that were held, and whose report nobody has signed."""
    yield Way(
        _("See whose report is not signed"), "exercises.index", {"site": case.site[1], "standing": "unsigned"}
    )


def _act(case: Case, _terms: CorrectiveActionsClosed) -> Iterator[Way]:
    yield Way(_("See what is open"), "actions.index", {"site": case.site[1]})


def _offer(case: Case, _terms: DebriefOfferedWithin) -> Iterator[Way]:
    """It is offered, and written down, on the page of the incident."""
    yield Way(_("See the incidents here"), "incidents.index", {"site": case.site[1]})


def _read(case: Case, _terms: ProtocolAcknowledged) -> Iterator[Way]:
    """Whoever has not read it does so on their own page: others see who it is."""
    if case.staff_number:
        yield Way(_("See the protocols"), "handbook.index")
    else:
        yield Way(_("See who falls short"), "compliance.index", _those_short(case))


def _man(case: Case, _terms: ResponderPerShift) -> Iterator[Way]:
    yield Way(_("See the rota"), "duty.week", {"site_id": case.site[0]})


def _plan(case: Case, terms: PlanElements) -> Iterator[Way]:
    asked = {"plan": terms.plan, "elements": ",".join(terms.elements), "site": case.site[1]}
    yield Way(_("Say where it is covered"), "policies.plan", asked)


def _exempt(case: Case) -> Iterator[Way]:
    """Where nothing else can be done here, whoever may can say that it need not be."""
    someone = {"person": case.staff_number} if case.staff_number else {}
    about = {"clause": "/".join(case.clause), "of": case.site[1], **someone}
    yield Way(_("Grant an exemption"), "exemptions.grant", about)


def _those_short(case: Case) -> dict[str, str]:
    status = Status.DUE if case.status is Status.DUE else Status.GAP
    return {"site": case.site[1], "clause": "/".join(case.clause), "status": status.value}


_WAYS: dict[type[CheckTerms], Callable[..., Iterator[Way]]] = {
    HoldersPerHeadcount: _train,
    EveryoneInRoleHolds: _qualify,
    CertificateEvidenceOnFile: _prove,
    ContinuingEducation: _learn,
    ExercisesInWindow: _exercise,
    QuotaByKind: _exercise,
    ParticipationOfStaff: _exercise,
    AfterActionWithin: _sign,
    CorrectiveActionsClosed: _act,
    DebriefOfferedWithin: _offer,
    ProtocolAcknowledged: _read,
    ResponderPerShift: _man,
    PeopleSpeak: _train,
    PlanElements: _plan,
}
"""For each check by its terms; a new check adds its line, here or where it leads to one page alone."""

_PAGES: dict[type[CheckTerms], tuple[str, str]] = {
    ProtocolsInPlace: (msgid("See the protocols"), "handbook.index"),
    ProtocolsReviewedWithin: (msgid("See the protocols"), "handbook.index"),
    ProtocolLanguages: (msgid("See the protocols"), "handbook.index"),
    LinesVerifiedWithin: (msgid("See the crisis lines"), "lines.index"),
    ResourcesVerifiedWithin: (msgid("See what is to be verified"), "resources.queue"),
    CoverRecorded: (msgid("Write down the plan"), "resources.plans"),
    PolicyReviewedWithin: (msgid("Write down a review"), "policies.index"),
    RecordsKept: (msgid("See how long records are kept"), "privacy.settings"),
}
"""Where what closes the gap is done on one page, whatever the case."""
