"""What would have to be booked is summed up: seats and classes of each kind, at each site and in all."""

from datetime import date

from readiness.training.booking import CLASS_OF, to_book
from readiness.training.lacking import LATE, NO_CLASS, NO_SEAT, NOBODY, Lack

DAY = date(2026, 6, 30)


def lack(site: str, certificate: str, missing: int, why: str = NO_CLASS, first_on: date = DAY) -> Lack:
    return Lack(site, "own", "a", certificate, False, why, first_on, date(2026, 9, 30), missing, 90)


def test_seats_of_a_kind_are_summed_over_sites_and_one_seat_serves_every_requirement_of_a_site() -> None:
    later = date(2026, 8, 1)
    cpr, mhfa = to_book(
        [
            lack("leeds", "mhfa", 2, first_on=later),
            lack("leeds", "mhfa", 3, NO_SEAT),
            lack("york", "mhfa", 1),
            lack("york", "cpr", CLASS_OF + 1, first_on=later),
        ]
    )
    assert (cpr.certificate, cpr.seats, cpr.classes, cpr.first_on) == ("cpr", CLASS_OF + 1, 2, later)
    assert (mhfa.certificate, mhfa.seats, mhfa.classes, mhfa.first_on) == ("mhfa", 4, 2, DAY)
    assert [(each.site, each.seats) for each in mhfa.sites] == [("leeds", 3), ("york", 1)]


def test_what_another_class_would_not_close_is_not_booked() -> None:
    assert to_book([lack("leeds", "mhfa", 2, NOBODY), lack("leeds", "cpr", 2, LATE)]) == []
