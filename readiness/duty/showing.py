"""Those who are on duty as their colleagues see them: who agreed, with what they agreed to."""

from collections.abc import Iterable
from dataclasses import dataclass

from readiness.duty.hours import time_words
from readiness.duty.phones import dialled
from readiness.duty.presence import OnDuty
from readiness.duty.roster import Shown
from readiness.duty.skills import short_words


@dataclass(frozen=True, slots=True)
class Colleague:
    """Someone on duty, as a card or a page shows them."""

    shown: Shown
    skills: str
    dialled: str
    from_time: str
    until_time: str
    says_so: bool


def colleagues(present: Iterable[OnDuty]) -> list[Colleague]:
    """Those who agreed to be shown, in the same order."""
    return [
        Colleague(
            shown,
            ", ".join(short_words(skill.kind, skill.title) for skill in each.skills),
            dialled(shown.phone),
            time_words(each.from_minute),
            time_words(each.until_minute),
            each.says_so,
        )
        for each in present
        if (shown := each.responder.shown) is not None
    ]
