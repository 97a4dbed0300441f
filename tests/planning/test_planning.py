"""Planning a year, without a database: every hard rule holds or what is open is told; what clashes is told by pairs."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.compliance.checks import ExercisesInWindow, QuotaByKind
from readiness.compliance.days.records import HeldExercise
from readiness.foundation.errors import InvalidInput
from readiness.planning.clashing import OPENING, QUARTERLY, clash_at
from readiness.planning.constraints import Closed, Constraints, closed_lines, repeating_lines, team_lines
from readiness.planning.greedy import plan_greedily
from readiness.planning.improving import improve, is_possible
from readiness.planning.needs import forms_for, needs_of, rule_of
from readiness.planning.open_days import Place, closed_days, every_day
from readiness.planning.opening import open_shifts, open_weekdays, opening_lines, shift_lines
from readiness.planning.shapes import Proposal, Quarterly, Rule, SiteYear, Team, Year

FIRST, LAST = date(2026, 9, 1), date(2027, 8, 31)
DAYS = every_day(FIRST, LAST)


def rule(key: str, terms: Any) -> Rule:
    found = rule_of(key, key, terms)
    assert found is not None
    return found


def quota(key: str, topic: str, **terms: Any) -> Rule:
    asked = {"topics": (topic,), "at_least": 1, "period": "month", **terms}
    return rule(key, QuotaByKind.model_validate(asked))


FIRE = quota("fire", "fire")
SECURITY = rule("security", QuotaByKind(at_least=1, period="month", topics=("lockdown", "bomb-threat")))
HOSPITAL = rule("two", QuotaByKind(at_least=2, kinds=("full-scale", "tabletop"), spacing_days=60))
NIGHT = rule("shifts", ExercisesInWindow(at_least=1, within_months=3, shifts=("day", "night")))


def a_site(code: str, rules: list[Rule], closed: dict[date, str] | None = None, **more: Any) -> SiteYear:
    shut = {day: "weekend" for day in DAYS if day.weekday() > 4} | (closed or {})
    needs = tuple(need for each in rules for need in needs_of(each, FIRST, LAST))
    days = tuple(day for day in DAYS if day not in shut)
    return SiteYear(code, days, needs, tuple(forms_for(rules)), closed=shut, **more)


def check(year: Year, proposal: Proposal) -> None:
    """Every hard rule, counted plainly, by nothing of the planner's."""
    by_site = {site.code: [each for each in proposal.dates if each.site == site.code] for site in year.sites}
    for site in year.sites:
        dates = by_site[site.code]
        fixed = {each.held_on for each in site.standing}
        assert all(each.day in site.days and each.day not in fixed for each in dates if not each.repeats)
        assert max(Counter(each.day for each in dates).values(), default=0) <= 1
        missing = Counter[Any]()
        for lack in proposal.unmet:
            if lack.site == site.code:
                missing[lack.need] += lack.missing
        for need in site.needs:
            held = sorted(
                each.held_on
                for each in (*site.standing, *(each.form.on(each.day) for each in dates))
                if need.from_on <= each.held_on <= need.until_on
                and need.rule.counted.counts(each)
                and (need.shift is None or each.shift == need.shift)
            )
            spacing, apart = need.rule.counted.spacing_days or 0, list[date]()
            for day in held:
                if not apart or (day - apart[-1]).days >= spacing:
                    apart.append(day)
            assert len(apart) + missing[need] >= need.at_least
    for limit in year.quarterly:
        quarters = Counter(
            (each.day.year, (each.day.month - 1) // 3) for each in proposal.dates if each.site in limit.sites
        )
        assert max(quarters.values(), default=0) <= limit.most
    for team in year.teams:
        busy = Counter(each.day for each in proposal.dates if each.site in team.sites)
        assert max(busy.values(), default=0) <= team.a_day


shut_days = st.lists(st.integers(0, 364), max_size=25).map(
    lambda places: {FIRST + timedelta(days=place): "closed" for place in places}
)


@given(
    st.lists(
        st.tuples(st.lists(st.sampled_from([FIRE, SECURITY, HOSPITAL, NIGHT]), unique=True, max_size=3), shut_days),
        min_size=1, max_size=4,
    ),
    st.integers(1, 9),
)  # fmt: skip
@settings(max_examples=15, deadline=None)
def test_every_hard_rule_holds_or_what_is_open_is_told_and_the_better_plan_is_never_worse(
    told: list[tuple[list[Rule], dict[date, str]]], most: int
) -> None:
    sites = [a_site(f"s{place}", rules, closed) for place, (rules, closed) in enumerate(told)]
    codes = [site.code for site in sites]
    year = Year(
        sites, [Team("all", frozenset(codes), 1)], [Quarterly(frozenset({code}), most) for code in codes]
    )
    proposal = plan_greedily(year)
    check(year, proposal)
    assert plan_greedily(year) == proposal
    better, progress = improve(year, proposal, 2, lambda _progress, _proposal: None)
    check(year, better)
    assert progress.bound <= better.cost <= proposal.cost


def test_one_exercise_serves_several_rules_and_what_stands_already_counts() -> None:
    any_two = rule("any", QuotaByKind(at_least=2))
    fire = quota("fire", "fire", at_least=3, period="year")
    standing = [HeldExercise(date(2026, 10, 5), "drill", "fire")]
    year = Year([a_site("hq", [any_two, fire], standing=standing)])
    proposal = plan_greedily(year)
    # The calendar year of 2026 has one already and needs another; that of 2027 is not over within the plan.
    assert [each.form.topic for each in proposal.dates] == ["fire", "fire"]
    assert not proposal.unmet


def test_a_year_that_cannot_be_says_which_two_rules_clash() -> None:
    six = quota("six-a-quarter", "fire", at_least=6, period="quarter", year_begins="09-01")
    lockdown = quota("lockdown", "lockdown", period="year", year_begins="09-01")
    site = a_site("hq", [six, lockdown])
    year = Year([site], quarterly=[Quarterly(frozenset({"hq"}), 4)])
    assert plan_greedily(year).unmet
    clash = clash_at(year, [site], DAYS)
    assert clash is not None
    assert set(clash.rules) == {"six-a-quarter", QUARTERLY}
    assert is_possible(replace(year, quarterly=[]))
    assert is_possible(Year([a_site("hq", [lockdown])], quarterly=year.quarterly))


def test_a_month_that_is_closed_clashes_with_what_is_asked_in_it() -> None:
    closed = {day: "renovation" for day in DAYS if (day.year, day.month) == (2027, 2)}
    site = a_site("hq", [FIRE, SECURITY], closed)
    clash = clash_at(Year([site]), [site], DAYS)
    assert clash is not None
    assert len(clash.rules) == 2
    assert "closed: renovation" in clash.rules
    fine = a_site("hq", [FIRE, SECURITY])
    assert clash_at(Year([fine]), [fine], DAYS) is None


def test_a_rule_of_recurrence_has_exceptions_and_keeps_its_days() -> None:
    (repeating,) = repeating_lines(
        "hq: fire from 2026-09-01 RRULE:FREQ=MONTHLY;BYDAY=2TU except 2026-12-08", ["hq"]
    )
    days = list(repeating.days(FIRST, date(2027, 1, 31)))
    assert days == [date(2026, 9, 8), date(2026, 10, 13), date(2026, 11, 10), date(2027, 1, 12)]


def test_holidays_are_those_of_the_country_and_region_and_every_line_at_fault_is_told() -> None:
    kept = Constraints(closed=(Closed(date(2026, 12, 21), date(2026, 12, 31), "Winter break"),))
    closed = closed_days(Place("hq", "US", "MA"), FIRST, LAST, kept, {})
    assert closed[date(2027, 4, 19)] == "holiday: Patriots' Day"
    assert date(2027, 4, 19) not in closed_days(Place("hq", "US", "US-PA"), FIRST, LAST, kept, {})
    assert closed[date(2026, 12, 22)] == "Winter break"
    with pytest.raises(InvalidInput) as refused:
        closed_lines("2026-10-05 @ nowhere: Fair\n\n2026-13-01: What\nsoon", ["hq"])
    assert len(refused.value.problems) == 3
    (team,) = team_lines("North: hq, * = 2", ["hq"])
    assert (team.name, team.sites, team.a_day) == ("North", ("hq", "*"), 2)


OPENING_HOURS = opening_lines("hq: Mo-Fr 08:00-18:00; Sa 09:00–12:30\n*: Su 22:00-02:00", {"hq", "west"})
SHIFTS = shift_lines("day 07:00-15:00\nevening 15:00-17:30\nnight 22:00-06:00\nany")


def test_opening_hours_leave_a_shift_the_weekdays_of_which_an_hour_is_open() -> None:
    assert open_weekdays(OPENING_HOURS, "hq") == frozenset(range(7))
    assert open_weekdays(OPENING_HOURS, "west") == frozenset({6})
    assert open_weekdays(OPENING_HOURS[:2], "west") is None
    assert dict(open_shifts(OPENING_HOURS, SHIFTS, "hq")) == {
        "day": {0, 1, 2, 3, 4, 5}, "evening": {0, 1, 2, 3, 4}, "night": {6},
    }  # fmt: skip
    assert open_shifts(OPENING_HOURS[:2], SHIFTS, "west") == ()


@pytest.mark.parametrize(
    "line", ["hq Mo 08:00-18:00", "hq: Xy 08:00-18:00", "hq: Mo 08:00-08:00", "nowhere: Mo 08:00-09:00", "hq: Mo"]
)  # fmt: skip
def test_opening_hours_that_cannot_be_read_are_told_with_their_line(line: str) -> None:
    with pytest.raises(InvalidInput, match="opening: Line 2: "):
        opening_lines(f"hq: Mo-Fr 08:00-18:00\n{line}", {"hq"})


def test_on_each_shift_exercises_are_planned_only_while_the_site_is_open() -> None:
    shifts = (("day", frozenset({0, 1, 2, 3, 4})), ("night", frozenset({3})))
    year = Year([a_site("hq", [NIGHT], open_shifts=shifts)])
    proposal = plan_greedily(year)
    better, _progress = improve(year, proposal, 2, lambda _progress, _proposal: None)
    for plan in (proposal, better):
        check(year, plan)
        assert not plan.unmet
        assert {each.day.weekday() for each in plan.dates if each.form.shift == "night"} == {3}


def test_a_shift_on_which_the_site_is_never_open_clashes_with_what_is_asked_on_it() -> None:
    site = a_site("hq", [NIGHT], open_shifts=(("night", frozenset()),))
    year = Year([site])
    assert {lack.need.shift for lack in plan_greedily(year).unmet} == {"night"}
    clash = clash_at(year, [site], DAYS)
    assert clash is not None
    assert set(clash.rules) == {"shifts", OPENING}
