"""What people without a sign-in say is wrong with a service: kept for those who verify, and nothing of who said it."""

from datetime import datetime, timedelta

from readiness.resources.models import ResourceReport

LONGEST = 1000
OPEN_OF_ONE = 5
"""So many reports of one service wait at most: more would say nothing new."""
IN_AN_HOUR = 60
"""So many reports are taken in an hour, whoever sends them. No address is kept to count by."""


def report(record: str, words: str, now: datetime) -> bool:
    """Keep a report; False where nothing was written, or where enough were."""
    told = " ".join(words.split())[:LONGEST]
    if not told:
        return False
    waiting = ResourceReport.select().where(
        (ResourceReport.record == record) & ResourceReport.closed_at.is_null()
    )
    lately = ResourceReport.select().where(ResourceReport.reported_at > now - timedelta(hours=1))
    if waiting.count() >= OPEN_OF_ONE or lately.count() >= IN_AN_HOUR:
        return False
    ResourceReport.create(record=record, words=told, reported_at=now)
    return True
