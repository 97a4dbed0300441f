"""The ledger of reminders, worked out again from the rows of the database: nothing of the service is imported here.

What was known at each tick is read from the instants of the changes; the rules stand here as the handbook of an
organisation would have them, in numbers of its own.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import holidays

Rows = Callable[[str], Iterable[tuple[Any, ...]]]
Line = tuple[str, str, date, str, date]
"""Who, what, which due day, which stage, on which day."""

NEVER = 2**31 - 1
PLAIN = ((60, 30, 7), (1, 14), 21)
RULES = {"mhfa-adult": ((90, 30, 7), (1, 14), 21), "mhfa-youth": ((90, 30, 7), (1, 14), 21)}
CATCH_UP = 30
ENGLAND = {"England": "ENG"}


def a_day(value: Any) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def an_instant(value: Any) -> datetime:
    return (
        datetime.fromisoformat(value).replace(tzinfo=UTC) if isinstance(value, str) else value.astimezone(UTC)
    )


@dataclass
class Known:
    """A row with the instants from which and until which it was known."""

    values: tuple[Any, ...]
    since: datetime
    until: datetime

    def at(self, instant: datetime) -> bool:
        return self.since <= instant < self.until


@dataclass
class Organisation:
    """All facts, with when they were known."""

    certificates: list[Known]
    employment: dict[int, list[Known]]
    membership: dict[int, list[Known]]
    leave: dict[int, list[Known]]
    exemptions: list[Known]
    sites: dict[int, tuple[str, str, str, str]]
    staff_numbers: dict[int, str]
    kinds_of_clause: dict[tuple[str, str], set[str]]
    managers: list[tuple[int, set[int]]]
    hr: list[int]
    of_person: dict[int, list[Known]] = field(default_factory=lambda: defaultdict(list))


def read(rows: Rows) -> Organisation:
    instants = {number: an_instant(at) for number, at in rows("SELECT id, recorded_at FROM change")}
    end = datetime.max.replace(tzinfo=UTC)

    def known(sql: str) -> list[Known]:
        return [
            Known(values, instants[since], instants.get(until, end))
            for since, until, *rest in rows(sql)
            for values in [tuple(rest)]
        ]

    def by_person(sql: str) -> dict[int, list[Known]]:
        found: dict[int, list[Known]] = defaultdict(list)
        for each in known(sql):
            found[each.values[0]].append(each)
        return found

    spell = "SELECT recorded_in, superseded_in, person_id, from_on, until_on"
    clauses: dict[tuple[str, str], set[str]] = defaultdict(set)
    for pack_id, content in rows("SELECT pack_id, content FROM pack_text"):
        told = json.loads(content) if isinstance(content, str) else content
        for clause in told["clause"]:
            if clause["check"] != "certificate_evidence_on_file":
                clauses[pack_id, clause["id"]] |= {terms.get("certificate") for terms in clause["terms"]}
    accounts = list(rows("SELECT id, role FROM account WHERE password_hash <> '' ORDER BY id"))
    sites_of: dict[int, set[int]] = defaultdict(set)
    for account, site in rows("SELECT account_id, site_id FROM account_site"):
        sites_of[account].add(site)
    found = Organisation(
        known(
            "SELECT recorded_in, superseded_in, fact_id, person_id, kind, counts_until_on, revoked_on, expires_on "
            "FROM certificate ORDER BY fact_id"
        ),
        by_person(f"{spell} FROM employment"),
        by_person(f"{spell}, site_id FROM membership"),
        by_person(f"{spell} FROM leave"),
        known(
            "SELECT recorded_in, superseded_in, pack_id, clause_id, site_code, staff_number, from_on, until_on "
            "FROM exemption WHERE staff_number <> ''"
        ),
        {row[0]: tuple(row[1:]) for row in rows("SELECT id, code, country, region, time_zone FROM site")},
        dict(rows("SELECT id, staff_number FROM person")),
        clauses,
        [(account, sites_of[account]) for account, role in accounts if role == "manager"],
        [account for account, role in accounts if role == "hr"],
    )
    for each in found.certificates:
        found.of_person[each.values[1]].append(each)
    return found


def _covering(spells: list[Known], day: date, at: datetime) -> Known | None:
    return next((s for s in spells if s.at(at) and a_day(s.values[1]) <= day <= a_day(s.values[2])), None)


def works(country: str, region: str, day: date, _calendars: dict[tuple[str, str], Any] = {}) -> bool:  # noqa: B006
    key = (country, region)
    if key not in _calendars:
        _calendars[key] = holidays.country_holidays(country, subdiv=ENGLAND.get(region, region) or None)
    return day.weekday() < 5 and day not in _calendars[key]


def stage_of(kind: str, end: date, day: date) -> str | None:
    """The latest stage whose day has come, if nobody has to catch up for too long."""
    before, after, _escalated = RULES.get(kind, PLAIN)
    days = [(end - timedelta(days=n), f"before-{n}") for n in before]
    days += [(end + timedelta(days=n), f"after-{n}") for n in after]
    begun = [each for each in sorted(days) if each[0] <= day]
    if not begun or day > end + timedelta(days=after[-1] + CATCH_UP):
        return None
    return begun[-1][1]


def is_escalated(kind: str, end: date, day: date) -> bool:
    since = (day - end).days - RULES.get(kind, PLAIN)[2]
    return 0 <= since <= CATCH_UP


def open_certificates(
    all_: Organisation, day: date, at: datetime
) -> Iterator[tuple[int, int, str, date, int]]:
    """Certificate, person, kind, last day and site of what somebody employed and not away has to renew."""
    for each in all_.certificates:
        number, person, kind, until, revoked, expires = each.values
        if not each.at(at) or revoked is not None or expires is None or abs((a_day(until) - day).days) > 130:
            continue
        end = a_day(until)
        longest = max(
            (a_day(o.values[3]), -o.values[0])
            for o in all_.of_person[person]
            if o.at(at) and o.values[4] is None and o.values[2] == kind
        )
        if longest != (end, -number) or _covering(all_.employment[person], day, at) is None:
            continue
        if _covering(all_.leave[person], day, at) is not None:
            continue
        place = _covering(all_.membership[person], day, at)
        if place is None:
            continue  # in the sample everyone has a site
        site = place.values[3]
        code = all_.sites[site][0]
        excused = any(
            e.at(at)
            and e.values[2:4] == (code, all_.staff_numbers[person])
            and a_day(e.values[4]) <= day <= a_day(e.values[5])
            and kind in all_.kinds_of_clause[e.values[0], e.values[1]]
            for e in all_.exemptions
        )
        if not excused:
            yield number, person, kind, end, site


def ledger(rows: Rows, ticks: Iterable[datetime], home: tuple[str, str]) -> set[Line]:
    """What must stand in the ledger after these ticks. `home`: the organisation's time zone and country."""
    all_, lines = read(rows), dict[tuple[str, str, date, str], date]()
    done: dict[str, date] = {}
    zones = sorted({home[0], *(site[3] for site in all_.sites.values())})
    for tick in ticks:
        for zone in zones:
            local = tick.astimezone(ZoneInfo(zone))
            day = local.date()
            if not 9 <= local.hour < 17 or done.get(zone) == day:
                continue
            done[zone] = day
            for line in _of_a_day(all_, zone, day, tick):
                lines.setdefault(line, day)
            if zone == home[0] and works(home[1], "", day):
                for line in _digests(all_, day, tick):
                    lines.setdefault(line, day)
    return {(*line, day) for line, day in lines.items()}


def _of_a_day(all_: Organisation, zone: str, day: date, at: datetime) -> Iterator[tuple[str, str, date, str]]:
    for number, person, kind, end, site in open_certificates(all_, day, at):
        _code, country, region, zone_of_site = all_.sites[site]
        if zone_of_site != zone or not works(country, region, day):
            continue
        what, stage = f"certificate:{number}", stage_of(kind, end, day)
        if stage is not None:
            yield f"person:{person}", what, end, stage
        if is_escalated(kind, end, day):
            above = [account for account, sites in all_.managers if site in sites] or all_.hr
            yield from ((f"account:{account}", what, end, "escalated") for account in above)


def _digests(all_: Organisation, day: date, at: datetime) -> Iterator[tuple[str, str, date, str]]:
    monday = day - timedelta(days=day.weekday())
    month = timedelta(days=30)
    told = [each for each in open_certificates(all_, day, at) if monday - month <= each[3] <= monday + month]
    if told:
        yield from ((f"account:{account}", "digest", monday, "digest") for account in all_.hr)
    for account, sites in all_.managers:
        if any(each[4] in sites for each in told):
            yield f"account:{account}", "digest", monday, "digest"
