"""A year of school drills judged by plain counting: nothing here knows of the planner, of checks or of the database."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

SECURITY = {"lockdown", "evacuation", "bomb-threat", "security"}
MONTHS = [(2026, month) for month in (9, 10, 11, 12)] + [(2027, month) for month in (1, 2, 3, 4, 5, 6)]


@dataclass(frozen=True)
class Asked:
    """What must hold. `teams`: sites with so many a day; `told`: site, kind, month that are told as missing."""

    sites: Sequence[str]
    teams: Sequence[tuple[Sequence[str], int]]
    closed: tuple[date, date]
    most: int | None = None
    told: set[tuple[str, str, str]] = field(default_factory=set)


def nth(year: int, month: int, weekday: int, number: int) -> date:
    """The nth such weekday of a month; the last for -1."""
    days = [date(year, month, 1) + timedelta(days=day) for day in range(31)]
    return [day for day in days if day.month == month and day.weekday() == weekday][number - (number > 0)]


def federal_holidays() -> set[date]:
    """Those of the United States within the school year, by arithmetic."""
    return {
        nth(2026, 9, 0, 1), nth(2026, 10, 0, 2), date(2026, 11, 11), nth(2026, 11, 3, 4), date(2026, 12, 25),
        date(2027, 1, 1), nth(2027, 1, 0, 3), nth(2027, 2, 0, 3), nth(2027, 5, 0, -1), date(2027, 6, 18),
    }  # fmt: skip


def faults(rows: Sequence[tuple[str, date, str]], asked: Asked) -> list[str]:
    """Everything that does not hold, a sentence each. A row is site, day, topic."""
    found: list[str] = []
    shut, known = federal_holidays(), set(asked.sites)
    for site, day, _topic in rows:
        if day.weekday() > 4 or day in shut or asked.closed[0] <= day <= asked.closed[1]:
            found.append(f"{site} is closed on {day}")
        if site not in known or not date(2026, 9, 1) <= day <= date(2027, 8, 31):
            found.append(f"{site} on {day} is not of this plan")
    twice = [each for each, count in Counter((site, day) for site, day, _topic in rows).items() if count > 1]
    found += [f"{site} has two on {day}" for site, day in twice]
    kinds = Counter(
        (site, "fire" if topic == "fire" else "security", (day.year, day.month))
        for site, day, topic in rows
        if topic == "fire" or topic in SECURITY
    )
    for site in asked.sites:
        for kind in ("fire", "security"):
            for month in MONTHS:
                if (
                    not kinds[site, kind, month]
                    and (site, kind, f"{month[0]}-{month[1]:02}") not in asked.told
                ):
                    found.append(f"{site} lacks {kind} in {month}")
    found += _teams(rows, asked)
    if asked.most is not None:
        quarters = Counter((site, day.year, (day.month - 1) // 3) for site, day, _topic in rows)
        found += [f"{each} has {count}" for each, count in quarters.items() if count > asked.most]
    return found


def _teams(rows: Sequence[tuple[str, date, str]], asked: Asked) -> list[str]:
    team_of = {site: number for number, (sites, _most) in enumerate(asked.teams) for site in sites}
    busy = Counter((team_of[site], day) for site, day, _topic in rows)
    return [
        f"team {number} runs {count} on {day}"
        for (number, day), count in busy.items()
        if count > asked.teams[number][1]
    ]
