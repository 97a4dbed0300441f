"""Logs as devices write them, for tests."""

from datetime import UTC, datetime, timedelta

from drills.log import Entry

BEGIN = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)


class Device:
    """Something that notes: it counts up, and gives each note an id of its own."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.log: list[Entry] = []

    def note(self, minutes: float, kind: str, subject: str = "", value: str = "", text: str = "") -> Entry:
        number = len(self.log)
        at = BEGIN + timedelta(minutes=minutes)
        entry = Entry(
            f"{self.name}-{number}", self.name, number, at, kind, subject, value, text, by=self.name
        )
        self.log.append(entry)
        return entry


def at(minutes: float) -> datetime:
    return BEGIN + timedelta(minutes=minutes)
