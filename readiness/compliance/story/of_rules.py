"""What was recorded of the requirement itself, of exemptions from it, and of what the organisation measures by."""

import json

from readiness.audit.events import (
    KindRetired,
    KindWritten,
    OwnRequirementEnded,
    OwnRequirementWritten,
    OwnTermsSet,
    OwnTermsTakenBack,
    PackAdopted,
    PackCeased,
    SampleRemoved,
    SettingsChanged,
)
from readiness.audit.events.people import DepartmentRenamed
from readiness.audit.histories import Lead, Of, Story, tell_events
from readiness.compliance.story.about import MOST, Wanted
from readiness.compliance.story.versions import Row, Step, Versions, Words
from readiness.foundation.database import select
from readiness.foundation.words import day, ngettext
from readiness.foundation.words import gettext as _

DUE = "due_within_days"
RULES = frozenset(
    each.action
    for each in (
        PackAdopted, PackCeased, OwnTermsSet, OwnTermsTakenBack, OwnRequirementWritten, OwnRequirementEnded,
    )
)  # fmt: skip


# What the sample adopted was deleted with it, and so was what was laid over it: of both only the trail tells.
_STANDS = """NOT EXISTS (
    SELECT 1 FROM audit_event r WHERE r.action = :removed AND r.change_id > e.change_id AND (
      EXISTS (SELECT 1 FROM change c WHERE c.id = e.change_id AND c.is_sample)
      OR EXISTS (
        SELECT 1 FROM audit_event a JOIN change c ON c.id = a.change_id
        WHERE a.action = :adopted AND a.subject = :pack AND c.is_sample AND a.change_id < r.change_id)
      AND NOT EXISTS (SELECT 1 FROM adoption d WHERE d.pack_id = :pack AND d.recorded_in < r.change_id)))"""


def tell_rules(wanted: Wanted, story: Story) -> None:
    """Say when the clause came to be asked, and by other terms; one statement. What went with a sample is not told."""
    clause = wanted.about.clause
    tell_events(
        ["/".join(clause.key), clause.pack.id],
        story,
        RULES,
        where=_STANDS,
        removed=SampleRemoved.action,
        adopted=PackAdopted.action,
        pack=clause.pack.id,
    )


def tell_exemptions(wanted: Wanted, story: Story) -> None:
    """Say from when until when it was not asked of whom the finding is about."""
    pack_id, clause_id = wanted.about.clause.key
    values = {
        "pack": pack_id,
        "clause": clause_id,
        "code": wanted.about.site.code,
        "number": wanted.about.staff_number,
    }
    where = "v.pack_id = :pack AND v.clause_id = :clause AND v.site_code = :code AND v.staff_number = :number"

    def said(row: Row) -> str:
        return _("Exempted from %(day)s until %(end)s.", day=day(row[0]), end=day(row[1]))

    versions = Versions("exemption", where, values, wanted.until)
    fields = [(_("Exempted from"), 0, day), (_("Exempted until"), 1, day)]
    words = Words("v.from_on, v.until_on", said, fields)
    own = Story(Of(wanted.about.staff_number or wanted.about.site.code))
    touches = [each.change for each in versions.touches()]
    for step in versions.steps(touches, words.columns):
        if step.now is None:
            own.say(step.change, _("Exemption taken back: it never held."))
        else:
            _tell_exemption(step, words, own)
    story.take(own, own.said, whose="")


def _tell_exemption(step: Step, words: Words, story: Story) -> None:
    if step.was is None or step.now is None:
        story.say(step.change, words.said(step.any))
        return
    for label, place, shown in words.fields:
        if step.was[place] != step.now[place]:
            story.differ(step.change, label, shown(step.was[place]), shown(step.now[place]))


def tell_measure(wanted: Wanted, story: Story) -> None:
    """Say which certificate kinds that count were changed, and what was settled to be due; one statement."""
    subjects = {f"subject_{place}": subject for place, subject in enumerate([DUE, *wanted.held])}
    rows = select(
        "SELECT e.change_id, e.subject, d.detail FROM audit_event e LEFT JOIN audit_detail d ON d.event_id = e.id "
        "WHERE e.action IN (:settled, :written, :retired) AND e.change_id <= :until "
        f"AND e.subject IN ({', '.join(f':{name}' for name in subjects)}) ORDER BY e.id DESC LIMIT :most",
        settled=SettingsChanged.action,
        written=KindWritten.action,
        retired=KindRetired.action,
        until=wanted.until,
        most=MOST + 1,
        **subjects,
    )
    for change, subject, detail in rows:
        if subject == DUE:
            days = json.loads(detail or "{}").get("values", {}).get(DUE)
            one, many = (
                "Settled: what ends within a day is due.",
                "Settled: what ends within %(count)s days is due.",
            )
            told_now = (
                _("Settled: what is due goes by the environment again.")
                if days is None
                else ngettext(one, many, days)
            )
            story.say(change, told_now)
        else:
            title = wanted.kinds.known(subject).title
            story.say(change, _("The certificate kind ‘%(kind)s’ was changed.", kind=title))
            story.lead(change, Lead(title, "settings.kind", (("kind_code", subject),)))


def tell_departments(wanted: Wanted, story: Story) -> None:
    """Say which departments were named otherwise, where people are asked by theirs; one statement."""
    if not any(getattr(each, "departments", ()) for each in wanted.terms):
        return
    rows = select(
        "SELECT e.change_id, e.subject, d.detail FROM audit_event e LEFT JOIN audit_detail d ON d.event_id = e.id "
        "WHERE e.action = :renamed AND e.change_id <= :until ORDER BY e.id DESC LIMIT :most",
        renamed=DepartmentRenamed.action,
        until=wanted.until,
        most=MOST + 1,
    )
    for change, name, detail in rows:
        story.differ(change, _("Department"), json.loads(detail or "{}").get("before", ""), name)
