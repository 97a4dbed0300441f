"""The story of one finding: by its check, the facts that its verdict is made of, each of whose changes is told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from readiness.audit.histories import HistoryEntry, Story
from readiness.compliance.story.about import MOST, Subject, Wanted
from readiness.compliance.story.facts_of_people import AWAY, EMPLOYED, LEARNED, WORK
from readiness.compliance.story.of_exercises import (
    tell_actions,
    tell_attendance,
    tell_credits,
    tell_exercises,
    tell_incidents,
    tell_reports,
)
from readiness.compliance.story.of_people import (
    AT_THE_TIME,
    WHILE_IT_COUNTS,
    Whose,
    members_of,
    of_site,
    tell_certificates,
    tell_of_people,
)
from readiness.compliance.story.of_protocols import tell_acknowledged, tell_lines, tell_protocols
from readiness.compliance.story.of_records import (
    tell_covers,
    tell_elements,
    tell_kept_years,
    tell_policies,
    tell_rota,
    tell_services,
)
from readiness.compliance.story.of_roles import those_asked
from readiness.compliance.story.of_rules import tell_departments, tell_exemptions, tell_measure, tell_rules
from readiness.compliance.story.of_sites import (
    Heads,
    heads_of,
    tell_heads,
    tell_site_facts,
    tell_spoken,
)
from readiness.people.selection import FEW as FEW_PEOPLE
from readiness.people.selection import Asked
from readiness.people.site_history import tell_headcounts
from readiness.standards.certificate_kinds import CertificateKinds

Teller = Callable[[Wanted, Story], None]


@dataclass(frozen=True, slots=True)
class FindingStory:
    """Some changes, the latest first; `older_than`: before which change there are more, None: there are none."""

    entries: Sequence[HistoryEntry]
    older_than: int | None


def _theirs(wanted: Wanted, at_site: Whose) -> Whose:
    """Of whom the finding is about; where it is about each of a site's people, of all of them."""
    if wanted.about.person_id is None:
        return at_site
    return Whose("v.person_id = :person", {"person": wanted.about.person_id})


def _their_work(wanted: Wanted, story: Story) -> None:
    """Say when whom it asks was employed, worked here, or was away."""
    there = of_site(wanted, AT_THE_TIME)
    for kind, at_site in ((EMPLOYED, there), (WORK, members_of(wanted)), (AWAY, there)):
        tell_of_people(kind, _theirs(wanted, those_asked(wanted, at_site)), wanted, story)


def _held(wanted: Wanted, story: Story) -> None:
    if wanted.held:
        there = those_asked(wanted, of_site(wanted, WHILE_IT_COUNTS))
        tell_certificates(_theirs(wanted, there), wanted, story)


def _learned(wanted: Wanted, story: Story) -> None:
    tell_of_people(LEARNED, _theirs(wanted, of_site(wanted)), wanted, story)


OF_CHECK: Mapping[str, tuple[Heads, tuple[Teller, ...]]] = {
    "holders_per_headcount": (Heads.HOLDERS, (_held,)),
    "everyone_in_role_holds": (Heads.NOBODY, (_their_work, _held, tell_departments)),
    "certificate_evidence_on_file": (Heads.NOBODY, (_their_work, _held)),
    "continuing_education": (Heads.NOBODY, (_their_work, _held, _learned)),
    "protocol_acknowledged": (Heads.NOBODY, (_their_work, tell_protocols, tell_acknowledged)),
    "exercises_in_window": (Heads.ANYBODY, (tell_exercises, tell_attendance, tell_credits)),
    "quota_by_kind": (Heads.ANYBODY, (tell_exercises, tell_attendance, tell_credits)),
    "participation_of_staff": (Heads.EVERYONE, (tell_exercises, tell_attendance)),
    "after_action_within": (Heads.NOBODY, (tell_exercises, tell_reports)),
    "corrective_actions_closed": (Heads.NOBODY, (tell_exercises, tell_reports, tell_actions)),
    "debrief_offered_within": (Heads.NOBODY, (tell_incidents,)),
    "protocols_in_place": (Heads.NOBODY, (tell_protocols,)),
    "protocols_reviewed_within": (Heads.NOBODY, (tell_protocols,)),
    "protocol_languages": (Heads.EVERYONE, (tell_protocols, tell_spoken)),
    "lines_verified_within": (Heads.NOBODY, (tell_protocols, tell_lines)),
    "resources_verified_within": (Heads.NOBODY, (tell_services,)),
    "cover_recorded": (Heads.NOBODY, (tell_covers,)),
    "plan_elements": (Heads.NOBODY, (tell_elements, tell_protocols)),
    "policy_reviewed_within": (Heads.NOBODY, (tell_policies,)),
    "records_kept": (Heads.NOBODY, (tell_kept_years,)),
    "responder_per_shift": (Heads.ANYBODY, (tell_rota,)),
    "people_speak": (Heads.HOLDERS, (_held, tell_spoken)),
}
"""By its check: what of who works at the site decides, and what else is told. A check that is not here has no story."""

OF_EVERY_CHECK: tuple[Teller, ...] = (tell_rules, tell_exemptions, tell_measure, tell_site_facts)


def finding_story(
    about: Subject,
    asked: Asked,
    kinds: CertificateKinds,
    older_than: int | None = None,
    *,
    many: int = FEW_PEOPLE,
) -> FindingStory:
    """What was recorded by the knowledge asked about, and before a change; of others than those within reach numbers.

    As many statements for ten people as for a million, and for one change as for thousands.
    """
    known = asked.question.known.number
    wanted = Wanted(about, asked, kinds, known if older_than is None else min(known, older_than - 1), many)
    story = Story()
    heads, tellers = OF_CHECK[about.clause.clause.check]
    for tell in (*OF_EVERY_CHECK, *tellers):
        tell(wanted, story)
    if not wanted.is_of_all:
        tell_heads(heads_of(heads, wanted), wanted, story)
    elif heads_of(heads, wanted):
        tell_headcounts(about.site, story)
    entries = story.entries(wanted.until, MOST + 1)
    has_more = len(entries) > MOST
    return FindingStory(entries[:MOST], entries[MOST - 1].author.change if has_more else None)
