"""What a plan of a site breaks as it stands: told at once when something in it is moved. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from readiness.foundation.words import day as day_in_words
from readiness.foundation.words import gettext as _
from readiness.foundation.words import ngettext
from readiness.planning.ground import Ground
from readiness.planning.shapes import PlannedDate, SiteYear, Year, quarter_of
from readiness.planning.wishes import spread_of


def broken(
    year: Year, site: SiteYear, dates: Sequence[PlannedDate], on_day: Mapping[date, Sequence[str]]
) -> list[str]:
    """A sentence for each thing that does not hold; `on_day` are the sites that have an exercise on a day."""
    return [
        *_days(site, dates),
        *_needs(site, dates),
        *_quarters(year, site, dates),
        *_teams(year, site, dates, on_day),
    ]


def _days(site: SiteYear, dates: Sequence[PlannedDate]) -> Iterator[str]:
    for each in sorted(dates, key=lambda planned: planned.day):
        if each.day not in site.closed and not site.is_open(each.form.shift, each.day):
            yield _(
                "%(day)s: not open on the shift %(shift)s.",
                day=day_in_words(each.day),
                shift=each.form.shift,
            )
    there = Counter(each.day for each in dates)
    for day, count in sorted(there.items()):
        if day in site.closed:
            yield _("%(day)s: not open (%(why)s).", day=day_in_words(day), why=site.closed[day])
        if count > 1:
            yield _("%(day)s: %(count)s exercises on one day.", day=day_in_words(day), count=count)


def _needs(site: SiteYear, dates: Sequence[PlannedDate]) -> Iterator[str]:
    for need, missing in Ground(site).missing(dates):
        yield ngettext(
            "%(rule)s: %(count)s is missing from %(first)s to %(last)s.",
            "%(rule)s: %(count)s are missing from %(first)s to %(last)s.",
            missing,
            rule=need.rule.title,
            first=day_in_words(need.from_on),
            last=day_in_words(need.until_on),
        )


def _quarters(year: Year, site: SiteYear, dates: Sequence[PlannedDate]) -> Iterator[str]:
    held = [*(each.day for each in dates), *(each.held_on for each in site.standing)]
    for limit in year.quarterly:
        if limit.sites != {site.code}:
            continue
        for (number, quarter), count in sorted(Counter(map(quarter_of, held)).items()):
            if count > limit.most:
                yield _(
                    "%(count)s exercises in quarter %(quarter)s of %(year)s; nobody is to be in more than %(most)s.",
                    count=count,
                    quarter=quarter + 1,
                    year=number,
                    most=limit.most,
                )


def _teams(
    year: Year, site: SiteYear, dates: Sequence[PlannedDate], on_day: Mapping[date, Sequence[str]]
) -> Iterator[str]:
    for team in year.teams:
        if site.code not in team.sites:
            continue
        for each in dates:
            busy = sum(code in team.sites for code in on_day.get(each.day, ()))
            if busy > team.a_day:
                yield _(
                    "%(day)s: the team %(team)s has %(count)s exercises, and can run %(most)s.",
                    day=day_in_words(each.day),
                    team=team.name,
                    count=busy,
                    most=team.a_day,
                )


def explained(site: SiteYear, planned: PlannedDate, dates: Sequence[PlannedDate]) -> list[str]:
    """Why an exercise is on its day: what it serves, until when, of how many days, what is less good."""
    ground = Ground(site)
    if planned.repeats:
        return [_("It repeats by its rule, and stays where it is.")]
    served = [ground.needs[place] for place in ground.windows.served(planned.form, planned.day)]
    # Of a rule whose window moves with the day, the one that ends first says enough.
    first = {need.rule.key: need for need in sorted(served, key=lambda each: each.until_on, reverse=True)}
    told = [
        _(
            "%(rule)s: from %(first)s to %(last)s, where %(open)s of %(days)s days are open.",
            rule=need.rule.title,
            first=day_in_words(need.from_on),
            last=day_in_words(need.until_on),
            open=len([day for day in site.days if need.from_on <= day <= need.until_on]),
            days=(need.until_on - need.from_on).days + 1,
        )
        for need in first.values()
    ]
    if not told:
        return [_("No requirement asks for it.")]
    return [*told, *_wishes(ground, planned, dates)]


def _wishes(ground: Ground, planned: PlannedDate, dates: Sequence[PlannedDate]) -> Iterator[str]:
    """What the day does well, and what it does not."""
    spread = spread_of(ground.site)
    weekday = sum(each.day.weekday() == planned.day.weekday() for each in dates)
    month = sum((each.day.year, each.day.month) == (planned.day.year, planned.day.month) for each in dates)
    if weekday <= spread.weekday and month <= spread.month:
        yield _("Neither its weekday nor its month has more exercises here than its share.")
    if weekday > spread.weekday:
        yield _(
            "Its weekday has %(count)s exercises here, where %(share)s were even.",
            count=weekday,
            share=spread.weekday,
        )
    if month > spread.month:
        yield _(
            "Its month has %(count)s exercises here, where %(share)s were even.",
            count=month,
            share=spread.month,
        )
    if ground.windows.is_late(planned.form, planned.day):
        yield _("It is near the end of its time: there is little room to make it up.")
