"""The gap that an address is about: it must be one today, within reach of who asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from readiness.compliance.addresses import finding_addresses
from readiness.compliance.days.findings import MissingFact
from readiness.compliance.days.subjects import NO_SITE
from readiness.compliance.lists.finding_list import FINDING_ORDERS, AssessedFindings, FindingFilter, key_of
from readiness.compliance.measuring import measure_of
from readiness.followups.missing import missing_of
from readiness.followups.queries import Gap
from readiness.foundation.errors import InvalidInput, NotFound
from readiness.foundation.temporal import Question, knowledge_at
from readiness.foundation.words import gettext as _
from readiness.people.asking import asked_today
from readiness.people.profile import profile
from readiness.people.queries import get_person, get_site
from readiness.web.access import check_site
from readiness.web.frame import frame
from readiness.web.settings import settings


@dataclass(frozen=True, slots=True)
class AskedGap:
    """A gap of today, with what is told of it and where its page is."""

    gap: Gap
    title: str
    reason: str
    site_name: str
    staff_number: str
    address: str
    missing: Sequence[MissingFact] = ()

    @property
    def is_of_nowhere(self) -> bool:
        return self.gap.site_id == NO_SITE.id


def asked_gap(arguments: Mapping[str, str]) -> AskedGap:
    """From ?clause=PACK/CLAUSE&of=SITE&person=NUMBER; raises NotFound where it is no gap today."""
    pack, _slash, clause = arguments.get("clause", "").partition("/")
    if not clause:
        raise InvalidInput(_("This address names no gap. Open one under Compliance, and go on from there."))
    code, number = arguments.get("of", ""), arguments.get("person", "")
    site_id, name = NO_SITE.id, _("No site recorded")
    if code:
        site = get_site(code)
        check_site(site.id)
        site_id, name = site.id, site.name
    else:
        check_site(None)
    person = profile(get_person(number).id, asked_today()).id if number else 0
    sought = FindingFilter(pack=pack, clause=clause, subject=number, site_codes=[code])
    question = Question(frame().today, knowledge_at())
    found = sorted(
        AssessedFindings(sought, question, measure_of(settings())).all(),
        key=key_of(FINDING_ORDERS["urgency"]),
    )
    worst = next((each for each in found if each.status.asks_for_action), None)
    if worst is None:
        raise NotFound(_("This is not a gap today. See Compliance for those that are."))
    gap = Gap(pack, clause, site_id, code, person)
    address = finding_addresses()(pack, clause, code, number)
    return AskedGap(gap, worst.clause.title, worst.reason, name, number, address, missing_of(found))
