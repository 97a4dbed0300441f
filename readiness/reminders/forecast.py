"""What will be sent when, if nothing is done: for one person, a site, or everybody, up to a year ahead."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from readiness.accounts.told import accounts_on
from readiness.certificates.kinds import certificate_kinds
from readiness.foundation.database import select
from readiness.notices.letters import Letter, letter_of
from readiness.reminders.following import Following, FollowUp, follow_ups
from readiness.reminders.lapsing import Lapsing, still_to_renew
from readiness.reminders.queries import AtSite, Ending, endings, reminded, time_zones
from readiness.reminders.rules import rules_in_force
from readiness.reminders.stages import escalation_of, sending_days, stages_of
from readiness.reminders.turning import Home, certificate_window, follow_up_window
from readiness.reminders.wanted import Wanted
from readiness.reminders.working_days import WorkingDays
from readiness.standards.reminders import ReminderRules

YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Whose:
    """Of whom it is asked; None: of everybody."""

    person: int | None = None
    site: int | None = None

    def has(self, person: int | None, site: AtSite) -> bool:
        return self.person in (None, person) and self.site in (None, site.id)


@dataclass(frozen=True, slots=True)
class Coming:
    """A reminder that will be sent on a day, if nothing is done before."""

    on: date
    wanted: Wanted

    def letter(self, language: str) -> Letter:
        """In the words in which it will be sent."""
        words = self.wanted.words
        return letter_of(words.kind, words.content, self.wanted.language(language))


def coming(home: Home, now: datetime, whose: Whose) -> list[Coming]:
    """Every reminder of the year ahead, in the order of their days."""
    rules = rules_in_force()
    found = [
        each
        for zone in time_zones(home.zone)
        for each in _in_zone(rules, home, zone, now.astimezone(ZoneInfo(zone)).date(), whose)
    ]
    return sorted(found, key=lambda each: (each.on, each.wanted.key))


def _in_zone(rules: ReminderRules, home: Home, zone: str, today: date, whose: Whose) -> Iterator[Coming]:
    first, last = certificate_window(rules, today)
    kinds, accounts = certificate_kinds(), accounts_on(today)
    found = endings(zone, today, (first, last + YEAR), is_home=zone == home.zone, person=whose.person)
    lapsing = Lapsing(rules.certificate, kinds, accounts)
    asked = [each for each in still_to_renew(found, kinds, today) if whose.has(each.person.person, each.site)]
    wanted = [each for ending in asked for each in _of_ending(lapsing, ending, home, today)]
    if whose.person is None:
        following = Following(rules, accounts)
        first, last = follow_up_window(rules, today)
        wanted += [
            each
            for follow_up in follow_ups(zone, (first, last + YEAR))
            if whose.has(None, follow_up.site)
            for each in _of_follow_up(following, follow_up, home, today)
        ]
    wanted = [each for each in wanted if each.on <= today + YEAR]
    had = reminded(each.wanted.about.what for each in wanted)
    yield from (each for each in wanted if each.wanted.in_ledger not in had)


def _of_ending(lapsing: Lapsing, ending: Ending, home: Home, today: date) -> Iterator[Coming]:
    rules = lapsing.rules.of_kind(ending.kind)
    working = WorkingDays(ending.site.country or home.country, ending.site.region)
    stages = [*stages_of(rules, ending.ends_on), *escalation_of(rules, ending.ends_on)]
    for day, stage in sending_days(stages, working, today):
        yield from (Coming(day, each) for each in lapsing.wanted([ending], day) if each.stage == stage.name)


def _of_follow_up(following: Following, follow_up: FollowUp, home: Home, today: date) -> Iterator[Coming]:
    rules = following.of(follow_up.source)
    stages = [*stages_of(rules, follow_up.due_on), *escalation_of(rules, follow_up.due_on)]
    working = WorkingDays(follow_up.site.country or home.country, follow_up.site.region)
    for day, stage in sending_days(stages, working, today):
        yield from (
            Coming(day, each) for each in following.wanted([follow_up], day) if each.stage == stage.name
        )


@dataclass(frozen=True, slots=True)
class Past:
    """A reminder that there was: its day, stage and message."""

    on: date
    stage: str
    message: int | None
    state: str


def past_of(person: int, most: int = 20) -> list[Past]:
    """The latest reminders about someone."""
    rows = select(
        "SELECT r.owed_on, r.stage, o.id, o.state FROM reminder r LEFT JOIN outbox_message o "
        "ON o.key = r.message_key WHERE r.person = :person ORDER BY r.owed_on DESC, r.id DESC LIMIT :most",
        person=person,
        most=most,
    )
    return [Past(on, stage, message, state or "") for on, stage, message, state in rows]
