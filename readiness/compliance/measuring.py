"""By what this organisation measures, now and as it was known: its certificate kinds, and its settings."""

import json
from dataclasses import replace

from config import Config
from readiness.audit.events import SettingsChanged
from readiness.certificates.kinds import certificate_kinds, kinds_before
from readiness.compliance.judging.asking import Measure
from readiness.compliance.keeping.today import Keeping
from readiness.foundation import clock
from readiness.foundation.database import select
from readiness.web.once import until_changed

SETTING = "due_within_days"


def measure_of(config: Config) -> Measure:
    """The measure that holds with these settings, and those that held before; the database must be open."""
    days = config.due_within_days
    return until_changed(("measure", days), lambda: _measure(days))


def _measure(due_days: int) -> Measure:
    kinds, days = kinds_before(), due_days_before()
    last = Measure(certificate_kinds(), due_days)
    before = []
    for change in sorted({number for number, _held in (*kinds, *days)}):
        earlier_kinds = next((held for number, held in kinds if number >= change), last.kinds)
        earlier_days = next((held for number, held in days if number >= change), last.due_days)
        before.append((change, Measure(earlier_kinds, earlier_days)))
    return replace(last, before=tuple(before))


def due_days_before() -> list[tuple[int, int]]:
    """How many days ahead was 'due' until which change, the first ones first; one statement, answered by the trail.

    What the environment said is told by the change that took its place; earlier releases did not tell it, and what
    is shipped stands for it there.
    """
    found: list[tuple[int, int]] = []
    held = None
    for change, detail in select(
        "SELECT e.change_id, d.detail FROM audit_event e JOIN audit_detail d ON d.event_id = e.id "
        "WHERE e.action = :settled AND e.subject = :setting ORDER BY e.id",
        settled=SettingsChanged.action,
        setting=SETTING,
    ):
        said = json.loads(detail or "{}")
        before = said.get("before", {}).get(SETTING, held)
        found.append((change, before if isinstance(before, int) else Config.model_fields[SETTING].default))
        held = said.get("values", {}).get(SETTING)
    return found


def keeping_of(config: Config) -> Keeping:
    """What is kept today with these settings, for jobs and views; the database must be open."""
    today = clock.today(config.time_zone)
    return Keeping.on(today, measure_of(config), config.time_zone, config.language)
