"""What we knew when of one finding: the recorded changes that touched it, each in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from readiness.audit.histories import HistoryEntry, Story, tell_events
from readiness.certificates.history import tell_certificate
from readiness.certificates.models import Certificate
from readiness.compliance.checks import ExercisesInWindow, HoldersPerHeadcount, QuotaByKind
from readiness.compliance.checks.clauses import AdoptedClause, counting_as
from readiness.exercises.models import Exercise
from readiness.foundation.database import among, number_list, select
from readiness.foundation.temporal import NEVER, known_sql
from readiness.foundation.words import day, ngettext
from readiness.foundation.words import gettext as _
from readiness.people.history import tell_work
from readiness.people.models import Person, Site
from readiness.people.reach import within_reach
from readiness.people.selection import Asked
from readiness.people.site_history import tell_headcounts
from readiness.requirements.models import Exemption
from readiness.standards.certificate_kinds import CertificateKinds

MOST = 20
"""So many changes are told."""
FEW = 5
"""A change of more certificates than so many is told by their number."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a finding is about: a site, or somebody there; '' and None for the site itself."""

    clause: AdoptedClause
    site: Site
    staff_number: str = ""
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class FindingStory:
    """The latest changes, the latest first; `has_more`: there were earlier ones."""

    entries: Sequence[HistoryEntry]
    has_more: bool


def finding_story(about: Subject, asked: Asked, kinds: CertificateKinds) -> FindingStory:
    """What was recorded by the knowledge asked about, of those within reach; at most ten statements."""
    story = Story()
    clause = about.clause
    terms = [each for _from_on, each in clause.steps if each is not None]
    tell_events(["/".join(clause.key), clause.pack.id], story)
    _tell_exemptions(about, story)
    held = {kind for code in clause.certificates for kind in counting_as(code, kinds)}
    if held:
        _tell_certificates(_Certificates(about, asked, sorted(held)), kinds, story)
    if about.person_id is not None:
        tell_work(about.person_id, story)
    elif clause.is_bound_by_headcount or any(isinstance(each, HoldersPerHeadcount) for each in terms):
        tell_headcounts(about.site, story)
    if any(isinstance(each, ExercisesInWindow | QuotaByKind) for each in terms):
        _tell_exercises(about.site, story)
    entries = story.entries(asked.question.known.number, MOST + 1)
    return FindingStory(entries[:MOST], len(entries) > MOST)


class _Certificates:
    """SQL for the certificates v behind a finding: of the person, or of who works at the site while they count."""

    def __init__(self, about: Subject, asked: Asked, kinds: Sequence[str]) -> None:
        names = {f"kind_{place}": kind for place, kind in enumerate(kinds)}
        self.known = asked.question.known.number
        self.values: dict[str, Any] = {**names, **asked.reach.values()}
        parts = [f"v.kind IN ({', '.join(f':{name}' for name in names)})"]
        parts += within_reach(asked.reach, "v.person_id")
        if about.person_id is not None:
            parts.append("v.person_id = :person")
            self.values["person"] = about.person_id
        else:
            parts.append(
                f"v.person_id IN (SELECT m.person_id FROM membership m WHERE {known_sql('m')} AND "
                "m.site_id = :site AND m.from_on <= v.counts_until_on AND m.until_on >= v.issued_on)"
            )
            self.values |= {"site": about.site.id, "known": self.known}
        self.sql = " AND ".join(parts)

    def changes(self) -> list[tuple[int, int, int]]:
        """The latest changes, each with how many certificates were new in it, and how many otherwise than before."""
        sides = " UNION ALL ".join(
            f"SELECT v.{column} AS change_id, v.fact_id, {is_new} AS new, {1 - is_new} AS gone "
            f"FROM certificate v WHERE v.{column} <= :until AND {self.sql}"
            for column, is_new in (("recorded_in", 1), ("superseded_in", 0))
        )
        rows = select(
            "SELECT c.change_id, sum(1 - c.gone), sum(c.gone) FROM (SELECT s.change_id, s.fact_id, "
            f"max(s.gone) AS gone FROM ({sides}) s GROUP BY s.change_id, s.fact_id) c "
            "GROUP BY c.change_id ORDER BY c.change_id DESC LIMIT :most",
            until=self.known,
            most=MOST + 1,
            **self.values,
        )
        return [(change, int(new), int(other)) for change, new, other in rows]

    def touched_in(self, changes: Sequence[int]) -> list[int]:
        """The numbers of those that were recorded or superseded in these changes."""
        rows = select(
            f"SELECT DISTINCT v.fact_id FROM certificate v WHERE ({among('v.recorded_in', 'changes')} "
            f"OR {among('v.superseded_in', 'changes')}) AND {self.sql}",
            changes=number_list(changes),
            **self.values,
        )
        return [fact_id for (fact_id,) in rows]


def _tell_certificates(behind: _Certificates, kinds: CertificateKinds, story: Story) -> None:
    changes = behind.changes()
    few = [change for change, new, other in changes if new + other <= FEW]
    for change, new, other in changes:
        if new + other > FEW:
            _say_many(change, new, other, story)
    numbers = behind.touched_in(few)
    rows = Certificate.select(Certificate, Person).join(Person).where(Certificate.fact_id << numbers)
    found: dict[int, list[Certificate]] = {}
    for version in rows.order_by(Certificate.fact_id, Certificate.recorded_in, Certificate.id):
        found.setdefault(version.fact_id, []).append(version)
    for versions in found.values():
        own, person = Story(), versions[0].person
        tell_certificate(versions, kinds, own)
        name = f"{person.given_name} {person.family_name}".strip() or person.staff_number
        story.take(own, few, whose="" if "person" in behind.values else name)


def _say_many(change: int, new: int, other: int, story: Story) -> None:
    if new:
        story.say(
            change, ngettext("One certificate was recorded.", "%(count)s certificates were recorded.", new)
        )
    if other:
        one = "One certificate was corrected, revoked or withdrawn."
        story.say(
            change, ngettext(one, "%(count)s certificates were corrected, revoked or withdrawn.", other)
        )


def _tell_exemptions(about: Subject, story: Story) -> None:
    pack_id, clause_id = about.clause.key
    rows = Exemption.select().where(
        (Exemption.pack_id == pack_id)
        & (Exemption.clause_id == clause_id)
        & (Exemption.site_code == about.site.code)
        & (Exemption.staff_number == about.staff_number)
    )
    found = list(rows.order_by(Exemption.fact_id, Exemption.recorded_in))
    earlier = {(each.fact_id, each.superseded_in): each for each in found}
    followed = {(each.fact_id, each.recorded_in) for each in found}
    for each in found:
        was = earlier.get((each.fact_id, each.recorded_in))
        if was is not None:
            story.differ(each.recorded_in, _("Exempted until"), day(was.until_on), day(each.until_on))
        else:
            sentence = _(
                "Exempted from %(day)s until %(end)s.", day=day(each.from_on), end=day(each.until_on)
            )
            story.say(each.recorded_in, sentence)
        if each.superseded_in != NEVER and (each.fact_id, each.superseded_in) not in followed:
            story.say(each.superseded_in, _("Exemption taken back: it never held."))


def _tell_exercises(site: Site, story: Story) -> None:
    rows = Exercise.select().where(Exercise.site == site.id)
    found = list(rows.order_by(Exercise.fact_id, Exercise.recorded_in, Exercise.id))
    earlier = {(each.fact_id, each.superseded_in): each for each in found}
    followed = {(each.fact_id, each.recorded_in) for each in found}
    for each in found:
        was = earlier.get((each.fact_id, each.recorded_in))
        if was is None or was.held_on != each.held_on:
            story.say(each.recorded_in, _of_exercise(each))
        elif was.planned_on != each.planned_on and each.is_announced:
            story.differ(
                each.recorded_in, _("Exercise planned for"), day(was.planned_on), day(each.planned_on)
            )
        if each.superseded_in != NEVER and (each.fact_id, each.superseded_in) not in followed:
            story.say(each.superseded_in, _("Exercise taken back: %(what)s", what=_of_exercise(each)))


def _of_exercise(exercise: Exercise) -> str:
    if exercise.held_on is None and not exercise.is_announced:
        # Who reads this may take part: the day is kept back, as wherever it is told.
        return _("Exercise planned, which is not announced: %(kind)s.", kind=exercise.kind)
    if exercise.held_on is None:
        return _("Exercise planned for %(day)s: %(kind)s.", day=day(exercise.planned_on), kind=exercise.kind)
    return _("Exercise held on %(day)s: %(kind)s.", day=day(exercise.held_on), kind=exercise.kind)
