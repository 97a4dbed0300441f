"""Reads of what people learned."""

from datetime import date

from readiness.evidence.models import EvidenceFile, LearningActivity
from readiness.foundation.errors import NotFound
from readiness.foundation.temporal import Knowledge, current, known
from readiness.foundation.words import gettext as _
from readiness.people.models import Person


def get_activity(activity_id: int) -> LearningActivity:
    """What we hold true of something that was learned, by its number (`fact_id`); raises NotFound."""
    found: LearningActivity | None = (
        LearningActivity.select(LearningActivity, Person)
        .join(Person)
        .where((LearningActivity.fact_id == activity_id) & current(LearningActivity))
        .first()
    )
    if found is None:
        raise NotFound(_("Check the address, or go back to the start."), title=_("There is no such page."))
    return found


def find_same_activity(person_id: int, done_on: date | None, title: str) -> bool:
    """Whether the same is written down already."""
    same = (
        (LearningActivity.person == person_id)
        & (LearningActivity.done_on == done_on)
        & (LearningActivity.title == title)
        & current(LearningActivity)
    )
    return bool(LearningActivity.select().where(same).exists())


def activities_of(person_id: int, knowledge: Knowledge, most: int = 50) -> list[LearningActivity]:
    """What someone learned, by what was known, the latest first."""
    return list(
        LearningActivity.select(LearningActivity, EvidenceFile)
        .left_outer_join(EvidenceFile)
        .where((LearningActivity.person == person_id) & known(LearningActivity, knowledge))
        .order_by(LearningActivity.done_on.desc(), LearningActivity.id.desc())
        .limit(most)
    )


def unconfirmed(most: int) -> list[LearningActivity]:
    """What people wrote down themselves and nobody has looked at, the longest wait first."""
    return list(
        LearningActivity.select(LearningActivity, Person, EvidenceFile)
        .join(Person)
        .switch(LearningActivity)
        .left_outer_join(EvidenceFile)
        .where((LearningActivity.confirmed_by == "") & current(LearningActivity))
        .order_by(LearningActivity.id)
        .limit(most)
    )
