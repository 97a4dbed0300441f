"""A turn of reminding: for each time zone, once a day and at an hour that is not quiet, all that is wanted is owed.

Nothing is asked by the very day: what a missed day would have sent is still wanted the day after, until the next
stage takes its place. So a day without a scheduler loses nothing, and nobody gets several stages at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from readiness.accounts.told import accounts_on
from readiness.certificates.kinds import certificate_kinds
from readiness.followups.queries import assigned_gaps
from readiness.reminders.actions import end_turn, owe_reminders, withdraw_reminders
from readiness.reminders.assigned import Assigning
from readiness.reminders.digest import Digest, digest_window, unknown_findings
from readiness.reminders.following import Following, follow_ups
from readiness.reminders.lapsing import Lapsing, still_to_renew
from readiness.reminders.owned import Owned, owned_findings
from readiness.reminders.queries import Ending, endings, time_zones, turn_of, waiting_keys
from readiness.reminders.rules import rules_in_force
from readiness.reminders.stages import furthest
from readiness.reminders.wanted import Wanted
from readiness.reminders.working_days import WorkingDays
from readiness.standards.reminders import ReminderRules


@dataclass(frozen=True, slots=True)
class Home:
    """Where the organisation is, and what it speaks."""

    zone: str
    country: str
    language: str


def turn(home: Home, now: datetime) -> int:
    """Owe what is wanted wherever it is a working hour, and was not worked out today; how many reminders there were."""
    rules, count = rules_in_force(), 0
    for zone in time_zones(home.zone):
        local = now.astimezone(ZoneInfo(zone))
        today = local.date()
        if rules.hours.first <= local.hour < rules.hours.last and turn_of(zone) != today:
            at_work = [each for each in wanted_on(rules, home, zone, today) if is_at_work(each, home, today)]
            count += owe_reminders(at_work, zone, today, now, home.language)
            end_turn(zone, today)
    return count


def is_at_work(wanted: Wanted, home: Home, today: date) -> bool:
    """Whether it is a working day where it is about."""
    site = wanted.about.site
    return WorkingDays(site.country or home.country, site.region).are(today)


def wanted_on(rules: ReminderRules, home: Home, zone: str, today: date) -> Iterator[Wanted]:
    """All that holds in a zone on a day, owed or not, whether or not people are at work."""
    is_home, kinds, accounts = zone == home.zone, certificate_kinds(), accounts_on(today)
    between = certificate_window(rules, today)
    found = still_to_renew(endings(zone, today, between, is_home=is_home), kinds, today)
    yield from Lapsing(rules.certificate, kinds, accounts).wanted(found, today)
    following = Following(rules, accounts)
    yield from following.wanted(follow_ups(zone, follow_up_window(rules, today)), today)
    yield from Owned(rules.finding, accounts).wanted(owned_findings(zone, today), today)
    yield from Assigning(rules.assigned, accounts).wanted(assigned_gaps(zone), today)
    if is_home:
        yield from Digest(_everywhere(home, today), kinds, accounts, unknown_findings()).wanted(today)


def certificate_window(rules: ReminderRules, today: date) -> tuple[date, date]:
    """The last days of certificates of which something may be said today."""
    spans = [furthest(each) for each in (rules.certificate, *rules.certificate.kinds.values())]
    before, after = max(span[0] for span in spans), max(span[1] for span in spans)
    return today - timedelta(days=after), today + timedelta(days=before)


def follow_up_window(rules: ReminderRules, today: date) -> tuple[date, date]:
    spans = [furthest(rules.corrective_action), furthest(rules.training_need)]
    before, after = max(span[0] for span in spans), max(span[1] for span in spans)
    return today - timedelta(days=after), today + timedelta(days=before)


def _everywhere(home: Home, today: date) -> list[Ending]:
    """What ends or ended around a day in all zones, and was not renewed."""
    found = [
        each
        for zone in time_zones(home.zone)
        for each in endings(zone, today, digest_window(today), is_home=zone == home.zone)
    ]
    return still_to_renew(found, certificate_kinds(), today)


def withdraw_what_ended(home: Home, now: datetime) -> int:
    """Take back what waits and is not wanted any more: it was renewed, they left, a later stage holds."""
    waiting = waiting_keys()
    if not waiting:
        return 0
    rules = rules_in_force()
    wanted = {
        each.key
        for zone in time_zones(home.zone)
        for each in wanted_on(rules, home, zone, now.astimezone(ZoneInfo(zone)).date())
    }
    return withdraw_reminders([key for key in waiting if key not in wanted], now)
