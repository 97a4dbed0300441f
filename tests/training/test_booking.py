"""What would have to be booked is summed up: seats and classes of each kind, at each site and in all."""

from collections.abc import Sequence
from datetime import date

import pytest

from readiness.training.booking import CLASS_OF, to_book
from readiness.training.lacking import Lack
from readiness.training.reasons import ENGAGED, FAR, FULL, GOING, LATE, NO_CLASS, NO_SEAT, NOBODY, UNTIL

DAY = date(2026, 6, 30)


def lack(
    site: str,
    certificate: str,
    missing: int,
    why: str = NO_CLASS,
    first_on: date = DAY,
    about: Sequence[str] = (),
) -> Lack:
    last_on = date(2026, 9, 30)
    return Lack(site, "own", "a", certificate, False, why, first_on, last_on, missing, 90, None, about)


def test_seats_of_a_kind_are_told_for_each_site_and_one_seat_serves_every_requirement_of_a_site() -> None:
    later = date(2026, 8, 1)
    lines = to_book(
        [
            lack("leeds", "mhfa", 2, first_on=later),
            lack("leeds", "mhfa", 3, NO_SEAT),
            lack("york", "mhfa", 1),
            lack("york", "cpr", CLASS_OF + 1, first_on=later),
        ]
    )
    assert [
        (each.certificate, each.site, each.seats, each.classes, each.class_seats, each.first_on)
        for each in lines
    ] == [
        ("cpr", "york", CLASS_OF + 1, 2, CLASS_OF // 2 + 1, later),
        ("mhfa", "leeds", 3, 1, 3, DAY),
        ("mhfa", "york", 1, 1, 1, DAY),
    ]


@pytest.mark.parametrize("why", [NO_CLASS, FAR, FULL, NO_SEAT, ENGAGED])
def test_what_another_class_would_close_is_booked(why: str) -> None:
    assert [each.seats for each in to_book([lack("leeds", "mhfa", 2, why)])] == [2]


@pytest.mark.parametrize("why", [UNTIL, LATE, NOBODY, GOING])
def test_what_another_class_would_not_close_is_not_booked(why: str) -> None:
    assert to_book([lack("leeds", "mhfa", 2, why)]) == []


def test_a_class_is_best_held_in_a_language_only_where_all_that_is_missing_is_about_that_one() -> None:
    spanish, french, any_language = (
        lack("york", "mhfa", 1, about=["es"]),
        lack("york", "mhfa", 1, about=["fr"]),
        lack("york", "mhfa", 1),
    )
    on_a_shift = lack("york", "mhfa", 1, about=["0/480/960"])
    for lacks, language in (
        ([spanish], "es"),
        ([spanish, spanish], "es"),
        ([spanish, french], ""),
        ([spanish, any_language], ""),
        ([lack("york", "mhfa", 2, about=["es", "fr"])], ""),
        ([on_a_shift], ""),
    ):
        assert [each.language for each in to_book(lacks)] == [language]
