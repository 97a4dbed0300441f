"""What must be there before a clause itself can be in order, or be judged: how it is brought about, and where."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from readiness.compliance.days.findings import MissingFact
from readiness.compliance.words.cases import Case, Way
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid


@dataclass(frozen=True, slots=True)
class Remedy:
    """What brings a missing fact about: the sentence, which may name the facts, and the ways, the best first."""

    sentence: str
    ways: Callable[[Case], Iterator[Way]]


def facts_in_words(missing: Sequence[MissingFact]) -> str:
    """'Record on the page of the site: the region, the hazard.'; '' where nothing is missing."""
    return " ".join(
        _(
            each.sentence,
            facts=", ".join(fact.words for fact in dict.fromkeys(missing) if REMEDIES[fact] is each),
        )
        for each in _remedies(missing)
    )


def ways_to_facts(case: Case) -> Iterator[Way]:
    """Where what a case lacks is brought about."""
    for each in _remedies(case.missing):
        yield from each.ways(case)


def _remedies(missing: Sequence[MissingFact]) -> list[Remedy]:
    """Each once: several facts may be recorded on one page."""
    return [*{id(REMEDIES[fact]): REMEDIES[fact] for fact in missing}.values()]


def _of_site(case: Case) -> Iterator[Way]:
    site_id, _code = case.site
    yield Way(_("Complete the site"), "sites.edit", {"site_id": site_id})
    yield Way(_("See the site"), "sites.show", {"site_id": site_id})


def _of_work(case: Case) -> Iterator[Way]:
    """On the page of the person; of a site's people first who they are."""
    if case.person_id is not None:
        yield Way(_("Say where and as what they work"), "work.move", {"person_id": case.person_id})
        yield Way(_("See this person"), "people.show", {"person_id": case.person_id})
    elif not case.staff_number:
        sought = {"site": case.site[1], "clause": "/".join(case.clause), "status": case.status.value}
        yield Way(_("See of whom it is not recorded"), "compliance.index", sought)


def _of_rota(case: Case) -> Iterator[Way]:
    site_id, _code = case.site
    yield Way(_("Put somebody on duty"), "rota.add", {"site_id": site_id})
    yield Way(_("See the rota"), "duty.week", {"site_id": site_id})


def _of_speakers(case: Case) -> Iterator[Way]:
    yield Way(_("See who works here"), "people.index", {"site": case.site[1], "standing": "employed"})


def _of_keeping(_case: Case) -> Iterator[Way]:
    yield Way(_("See how long records are kept"), "privacy.settings")


def _of_protocols(_case: Case) -> Iterator[Way]:
    yield Way(_("See the protocols"), "handbook.index")


def _of_lines(_case: Case) -> Iterator[Way]:
    yield Way(_("Add a line"), "lines.add")
    yield Way(_("See the crisis lines"), "lines.index")


_SITE = Remedy(msgid("Record on the page of the site: %(facts)s."), _of_site)
_WORK = Remedy(msgid("Record where and as what they work: %(facts)s."), _of_work)

REMEDIES: dict[MissingFact, Remedy] = {
    MissingFact.COUNTRY: _SITE,
    MissingFact.REGION: _SITE,
    MissingFact.KIND: _SITE,
    MissingFact.HAZARD: _SITE,
    MissingFact.OPEN_TO_PUBLIC: _SITE,
    MissingFact.LANGUAGES: Remedy(
        msgid("Record which languages are spoken at the site, or which each of the people here speaks."),
        _of_site,
    ),
    MissingFact.SITE: _WORK,
    MissingFact.JOB_TITLE: _WORK,
    MissingFact.DEPARTMENT: _WORK,
    MissingFact.ROTA: Remedy(msgid("Make a rota: put people on duty here, shift by shift."), _of_rota),
    MissingFact.SPOKEN: Remedy(
        msgid("Record which languages those who hold the certificate speak."), _of_speakers
    ),
    MissingFact.KEEPING: Remedy(
        msgid("Set for how many years records are kept, under Settings, Privacy."), _of_keeping
    ),
    MissingFact.PROTOCOLS: Remedy(
        msgid("Have the protocols approved by somebody else than their author, and publish the handbook."),
        _of_protocols,
    ),
    MissingFact.LINE: Remedy(
        msgid("Add a line of the site’s country, and verify it against its own source."), _of_lines
    ),
}
"""For each fact that may be missing; a new one adds its line."""
