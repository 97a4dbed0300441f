"""A week with its gaps: hours that the rota keeps on some days are missed on the others. Pure."""

from datetime import date

from readiness.duty.roster import Days, Responder, Said, Shift, SiteRoster, Skill
from readiness.duty.views.week import nobody_words
from readiness.duty.week import is_kept, week_of
from tests.duty.rotas import TODAY

TRAINED = (Skill("first-aid", "First aid", Days()),)
DAY_SHIFT = (8 * 60, 17 * 60)


def site(*responders: Responder) -> SiteRoster:
    return SiteRoster("here", "UTC", "", responders)


def shifts(
    weekdays: tuple[int, ...], hours: tuple[int, int] = DAY_SHIFT, days: Days | None = None
) -> tuple[Shift, ...]:
    return tuple(Shift(weekday, *hours, days or Days()) for weekday in weekdays)


def someone(
    *of: Shift, number: int = 1, **more: tuple[Days, ...] | tuple[Said, ...] | tuple[Skill, ...]
) -> Responder:
    return Responder(number, of, **{"employed": (Days(),), "skills": TRAINED, **more})  # type: ignore[arg-type]


def test_a_day_without_what_other_days_have_is_told_and_a_weekend_is_of_its_own() -> None:
    keeper = someone(*shifts((0, 2, 3, 4)))
    assert nobody_words(week_of(site(keeper), TODAY)) == ["Tuesday morning", "Tuesday afternoon"]
    assert nobody_words(week_of(site(), TODAY)) == []
    weekend = someone(*shifts((5,), (20 * 60, 2 * 60)))
    assert nobody_words(week_of(site(weekend), TODAY)) == ["Saturday night", "Sunday evening"]


def test_part_of_a_day_is_told_by_its_hours() -> None:
    other = someone(*shifts((0, 1, 2, 3)), number=2)
    half = someone(*shifts((4,), (8 * 60, 15 * 60 + 30)))
    assert nobody_words(week_of(site(half, other), TODAY)) == ["Friday 15:30–17:00"]


def test_whoever_is_away_or_lapsed_stands_there_with_the_reason_and_does_not_count() -> None:
    tuesday = date(2026, 12, 1)
    reasons = {
        "leave": someone(*shifts((0, 1)), on_leave=(Days(tuesday, tuesday),)),
        "absent": someone(*shifts((0, 1)), absent=(Days(tuesday, tuesday),)),
        "not employed": someone(*shifts((0, 1)), employed=(Days(until_on=TODAY),)),
        "no certificate": someone(*shifts((0, 1)), skills=(Skill("a", "A", Days(until_on=TODAY)),)),
    }
    for why, keeper in reasons.items():
        plan = week_of(site(keeper), TODAY)[1]
        assert [turn.why_not for turn in plan.cells[1].turns] == [why]
        assert plan.open_parts == ["morning", "afternoon"]


def test_a_night_shift_stands_on_both_days_and_counts_on_the_second_too() -> None:
    keeper = someone(*shifts((0,), (22 * 60, 6 * 60)))
    monday, tuesday, *_rest = week_of(site(keeper), TODAY)
    assert [(turn.from_minute, turn.until_minute) for turn in monday.cells[3].turns] == [(22 * 60, 24 * 60)]
    assert [(turn.from_minute, turn.until_minute) for turn in tuesday.cells[0].turns] == [(0, 6 * 60)]
    assert is_kept(site(keeper), date(2026, 12, 3), 23 * 60)
    assert not is_kept(site(keeper), date(2026, 12, 3), 12 * 60)
    assert not is_kept(site(keeper), date(2026, 12, 5), 23 * 60)
