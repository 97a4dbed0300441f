"""Classes as tests plan them: on a day of their own, with few seats."""

from datetime import UTC, datetime, timedelta
from typing import Any

from readiness.classes.actions import ClassDetails, Desk, plan_class
from readiness.classes.models import ClassAttendance, Enrolment
from readiness.foundation.temporal import current
from readiness.notices.models import OutboxMessage

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
"""When most of what is tested happens."""
THAT_DAY = datetime(2026, 3, 10, tzinfo=UTC).date()


def desk(now: datetime = NOW, actor: str = "hr@example.org") -> Desk:
    return Desk(actor, now)


def plan(seat_count: int = 2, **typed: Any) -> int:
    """Plan a class from 9 to 17 o'clock in New York, elsewhere, for a kind that grants its certificate at once."""
    details = {
        "kind": "pfa",
        "held_on": THAT_DAY,
        "begins": "9:00",
        "ends": "17:00",
        "place": "Hall 2, Main Street",
        "time_zone": "America/New_York",
        "trainer": "Sam Poe",
        "seat_count": seat_count,
    }
    return plan_class(ClassDetails(**{**details, **typed}), desk())


AT_THE_DOOR = datetime(2026, 3, 10, 13, 5, tzinfo=UTC)
AFTERWARDS = datetime(2026, 3, 10, 21, 30, tzinfo=UTC)
NEXT_DAY = AFTERWARDS + timedelta(days=1)


def states(number: int) -> dict[str, str]:
    """How people stand to a class, by staff number."""
    rows = Enrolment.select().where((Enrolment.training_class == number) & current(Enrolment))
    return {row.person.staff_number: row.state for row in rows}


def noted(number: int) -> dict[str, str]:
    """What is noted of who was there, by staff number."""
    rows = ClassAttendance.select().where(
        (ClassAttendance.training_class == number) & current(ClassAttendance)
    )
    return {row.person.staff_number: row.state for row in rows}


def told() -> list[tuple[str, str]]:
    """What is owed to whom, in the order in which it came to be owed."""
    return [
        (row.kind.removeprefix("classes."), row.recipient)
        for row in OutboxMessage.select().order_by(OutboxMessage.id)
    ]
