"""A year of the sample organisation by a moved clock: the timetable ticks every hour, and things happen meanwhile."""

import random
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import psycopg
import time_machine

from readiness.accounts.models import Account, AccountSite
from readiness.certificates.kinds import certificate_kinds
from readiness.certificates.models import Certificate
from readiness.certificates.validity import expiry
from readiness.foundation import clock
from readiness.foundation.temporal import current, supersede
from readiness.people.models import Employment, Membership, Person, Site
from readiness.reminders.models import Reminder
from readiness.reminders.turning import Home, turn
from readiness.requirements.actions import ExemptionRequest, grant_exemption
from readiness.sample import add_sample
from tests.factories import change, make_certificate, make_leave
from tests.reminders.recomputed import Line, ledger

BEGIN = date(2026, 10, 1)
HOME = Home("America/New_York", "US", "en")
HOUR = timedelta(hours=1)


def hours(first: date, last: date) -> Iterator[datetime]:
    """Every hour from the first to the last day, in UTC, as the timetable ticks."""
    tick = datetime.combine(first, time(0, 5), UTC)
    while tick.date() <= last:
        yield tick
        tick += HOUR


def settle_in() -> None:
    """The sample on the first day, someone of HR, and managers of two sites."""
    with time_machine.travel(datetime.combine(BEGIN, time(), UTC), tick=False):
        add_sample(BEGIN, certificate_kinds())
        for role, codes in (("hr", ()), ("manager", ("leeds",)), ("manager", ("miami", "dallas"))):
            name = f"{role}{len(codes)}"
            account = Account.create(
                email=f"{name}@harbor.org", email_key=f"{name}@harbor.org", name=name, name_key=name, role=role,
                password_hash="x", created_at=clock.now(),
            )  # fmt: skip
            for code in codes:
                AccountSite.create(account=account, site=Site.get(Site.code == code))


def live_through(ticks: Iterable[datetime]) -> list[datetime]:
    """Let the clock tick through these instants; every few hours something happens to somebody."""
    chance, lived = random.Random(20261001), []  # noqa: S311
    for number, tick in enumerate(ticks):
        with time_machine.travel(tick, tick=False):
            if number % 6 == 0:
                _something_happens(chance, tick)
            turn(HOME, tick)
        lived.append(tick)
    return lived


def _something_happens(chance: random.Random, now: datetime) -> None:
    """To whom a certificate ends within the months around: it is renewed, revoked; they leave, move, are away or exempt."""
    today = now.date()
    near = Certificate.counts_until_on.between(today - timedelta(days=40), today + timedelta(days=100))
    found = list(Certificate.select().where(near & current(Certificate)).order_by(Certificate.fact_id))
    if not found:
        return
    what = chance.choice(("renewed", "renewed", "revoked", "left", "moved", "away", "exempted", "corrected"))
    may_be_exempted = [each for each in found if each.kind == "de-escalation"]
    certificate = chance.choice(may_be_exempted if what == "exempted" and may_be_exempted else found)
    person = certificate.person
    match what:
        case "renewed":
            kind = certificate_kinds()[certificate.kind]
            make_certificate(person, kind.code, today, expiry(kind, today) or today + timedelta(days=700))
        case "revoked":
            with change() as opened:
                day = max(certificate.issued_on, today - timedelta(days=1))
                supersede(
                    certificate,
                    opened.change,
                    revoked_on=today,
                    counts_until_on=min(day, certificate.counts_until_on),
                )
        case "left":
            _end(Employment, person, today + timedelta(days=chance.randrange(10)))
        case "moved":
            site = chance.choice(list(Site.select().order_by(Site.id)))
            with change() as opened:
                for spell in Membership.select().where((Membership.person == person) & current(Membership)):
                    supersede(spell, opened.change, site=site)
        case "away":
            make_leave(person, today, today + timedelta(days=chance.randrange(60)))
        case "exempted":
            work = Membership.get((Membership.person == person) & current(Membership))
            place = Site.get_by_id(work.site).code
            until = today + timedelta(days=chance.randrange(1, 90))
            pack, clause = chance.choice(
                [("own-policy", "managers-de-escalate"), ("own-policy", "proof-on-file")]
            )
            wish = ExemptionRequest(pack, clause, place, today, until, "a reason", person.staff_number)
            with change() as opened:
                grant_exemption(wish, "a test", opened)
        case "corrected":
            with change() as opened:
                day = certificate.counts_until_on + timedelta(days=chance.randrange(-20, 20))
                supersede(certificate, opened.change, expires_on=day, counts_until_on=day)


def _end(model: Any, person: Person, day: date) -> None:
    with change() as opened:
        for spell in model.select().where((model.person == person) & current(model)):
            if spell.from_on <= day <= spell.until_on:
                supersede(spell, opened.change, until_on=day)


def kept() -> set[Line]:
    """The ledger as it stands."""
    return {(row.who, row.what, row.due_on, row.stage, row.owed_on) for row in Reminder.select()}


def recomputed(url: str, ticks: list[datetime]) -> set[Line]:
    """The ledger as it must stand, from the rows of the database and nothing of ours."""
    connection: Any = (
        sqlite3.connect(url.removeprefix("sqlite:///")) if url.startswith("sqlite") else psycopg.connect(url)
    )
    try:
        return ledger(lambda sql: connection.execute(sql).fetchall(), ticks, (HOME.zone, HOME.country))
    finally:
        connection.close()
