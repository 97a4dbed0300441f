"""Years that an installation has behind it: people who moved, certificates that lapsed, records that were mended."""

from datetime import date, timedelta

from bench.generate import KINDS, TODAY
from readiness.foundation import clock
from readiness.foundation.database import execute, select, transaction
from readiness.foundation.temporal import NEVER, Change

MENDED, MOVED = 10, 5
"""In each year one certificate in so many is mended, and one person in so many moves to another site."""

_CERTIFICATE = (
    "fact_id, recorded_in, superseded_in, person_id, kind, issued_on, expires_on, counts_until_on, revoked_reason, "
    "issuer, number, evidence"
)
_MEMBERSHIP = (
    "fact_id, recorded_in, superseded_in, person_id, site_id, department_id, job_title, from_on, until_on"
)


def add_years(years: int) -> None:
    """Add so many years: each with as many certificates as there are people, all of them lapsed since."""
    for year in range(1, years + 1):
        with transaction():
            change = Change.create(recorded_at=clock.now()).id
            _lapsed(change, year)
            _mended(change, year)
            _moved(change, TODAY - timedelta(days=365 * year), year)


def _last_fact(table: str) -> int:
    (last,) = next(select(f"SELECT coalesce(max(fact_id), 0) FROM {table}"))
    return int(last)


def _lapsed(change: int, year: int) -> None:
    """One for each person, issued in one of twelve months and over before today."""
    before = _last_fact("certificate")
    for month in range(12):
        issued_on = TODAY - timedelta(days=365 * (year + 1) + 30 * month)
        execute(
            f"INSERT INTO certificate ({_CERTIFICATE}) SELECT :before + id, :change, :never, id, :kind, :issued_on, "
            ":until_on, :until_on, '', 'Provider 1', '', '' FROM person WHERE id % 12 = :month",
            before=before,
            change=change,
            never=NEVER,
            kind=KINDS[(year + month) % len(KINDS)],
            issued_on=issued_on,
            until_on=issued_on + timedelta(days=364),
            month=month,
        )


def _mended(change: int, year: int) -> None:
    mended = "superseded_in = :never AND recorded_in < :change AND fact_id % :every = :rest"
    values = {"never": NEVER, "change": change, "every": MENDED, "rest": year % MENDED}
    columns = _CERTIFICATE.replace("recorded_in", ":change").replace("issuer", "'Mended'")
    execute(
        f"INSERT INTO certificate ({_CERTIFICATE}) SELECT {columns} FROM certificate WHERE {mended}", **values
    )
    execute(f"UPDATE certificate SET superseded_in = :change WHERE {mended}", **values)


def _moved(change: int, day: date, year: int) -> None:
    """Until that day they were at another site than since."""
    (sites,) = next(select("SELECT max(id) FROM site"))
    moved = (
        "superseded_in = :never AND recorded_in < :change AND from_on < :day AND until_on > :day "
        "AND person_id % :every = :rest"
    )
    values = {"never": NEVER, "change": change, "day": day, "every": MOVED, "rest": year % MOVED}
    since = _MEMBERSHIP.replace("recorded_in", ":change").replace("from_on", ":since")
    until = (
        _MEMBERSHIP.replace("fact_id", ":before + id")
        .replace("recorded_in", ":change")
        .replace("site_id", "1 + site_id % :sites")
        .replace("until_on", ":day")
    )
    execute(
        f"INSERT INTO membership ({_MEMBERSHIP}) SELECT {until} FROM membership WHERE {moved}",
        before=_last_fact("membership"),
        sites=sites,
        **values,
    )
    execute(
        f"INSERT INTO membership ({_MEMBERSHIP}) SELECT {since} FROM membership WHERE {moved}",
        since=day + timedelta(days=1),
        **values,
    )
    execute(f"UPDATE membership SET superseded_in = :change WHERE {moved}", **values)
