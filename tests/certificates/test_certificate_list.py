"""The list of certificates: what it shows on a day, in every order, part by part, for a reach."""

import random
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from readiness.certificates import certificate_filter
from readiness.certificates.certificate_filter import CertificateFilter
from readiness.certificates.certificate_list import CERTIFICATE_ORDERS, CertificateList, CertificateRow
from readiness.certificates.models import Certificate
from readiness.certificates.validity import CertificateStatus, Validity, last_day, status_on
from readiness.foundation.database import reading
from readiness.foundation.paging import PageRequest
from readiness.foundation.temporal import Question, knowledge_at, supersede
from readiness.people import selection
from readiness.people.reach import Reach
from readiness.people.selection import Asked, PeopleFilter, Standing
from readiness.standards.certificate_kinds import CertificateKind, CertificateKinds
from tests.factories import ask, change, make_certificate, make_person, make_site

TODAY = date(2026, 6, 30)
DAY = timedelta(days=1)
EVERYWHERE = Reach(None, TODAY)
KINDS = CertificateKinds(
    {
        "mhfa": CertificateKind(code="mhfa", title="Mental health first aid", renewal_days=60),
        "cpr": CertificateKind(code="cpr", title="CPR", renewal_days=10, grace_days=20),
    }
)


def certificates(
    sought: CertificateFilter | None = None, as_of: date = TODAY, reach: Reach = EVERYWHERE
) -> CertificateList:
    return CertificateList(sought or CertificateFilter(), Asked(ask(as_of), reach), KINDS)


def rows(asked: CertificateList, order: str = "until") -> list[CertificateRow]:
    return list(asked.page(PageRequest(CERTIFICATE_ORDERS[order], size=1000)).rows)


def numbers(asked: CertificateList, order: str = "until") -> list[str]:
    return [row.number for row in rows(asked, order)]


@pytest.fixture(params=["few to begin with", "many to begin with"])
def either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways of reading a list must give the same."""
    if request.param == "many to begin with":
        monkeypatch.setattr(selection, "FEW", 0)
        monkeypatch.setattr(certificate_filter, "FEW", 0)


def make_many() -> None:
    """Forty certificates around the day, from a fixed seed, of three people and three kinds."""
    chance = random.Random(7)  # noqa: S311
    people = [make_person(staff_number=f"P{number}") for number in range(3)]
    for number in range(40):
        issued_on = TODAY - timedelta(days=chance.randrange(-20, 200))
        length = chance.choice((None, 15, 40, 100, 300))
        revoked = chance.choice((None, None, None, -5, 0, 5))
        make_certificate(
            chance.choice(people),
            chance.choice(("mhfa", "cpr", "forgotten")),
            issued_on,
            None if length is None else issued_on + timedelta(days=length),
            revoked_on=None if revoked is None else TODAY + timedelta(days=revoked),
            number=f"N{number}",
        )


@pytest.mark.parametrize("status", CertificateStatus)
def test_a_status_lists_exactly_what_has_it_on_the_day(
    db: str, either_way: None, status: CertificateStatus
) -> None:
    make_many()
    usual = CertificateKind(code="forgotten", title="forgotten")
    expected = {
        row.number
        for row in Certificate.select()
        if status_on(
            Validity(row.issued_on, row.expires_on, row.revoked_on), KINDS.by_code.get(row.kind, usual), TODAY
        )
        is status
    }
    assert expected
    for order in ("until", "kind", "person", "issued"):
        listed = rows(certificates(CertificateFilter(status=status)), order)
        assert {row.number for row in listed} == expected
        assert {row.status for row in listed} == {status}


@pytest.mark.parametrize(("within", "kind"), [(0, ""), (30, ""), (30, "cpr"), (400, "mhfa")])
def test_what_ends_soon_counts_on_the_day_and_ends_within_the_days(
    db: str, either_way: None, within: int, kind: str
) -> None:
    make_many()
    make_certificate(make_person(), "cpr", TODAY - DAY, TODAY, number="today")
    expected = {
        row.number
        for row in Certificate.select()
        if row.issued_on <= TODAY <= (row.expires_on or date.min)
        and (row.revoked_on is None or row.revoked_on > TODAY)
        and (row.expires_on or date.max) <= TODAY + timedelta(days=within)
        and kind in ("", row.kind)
    }
    for order in ("until", "kind", "person", "issued"):
        assert (
            set(numbers(certificates(CertificateFilter(kind=kind, expiring_within=within)), order))
            == expected
        )


ORDERED = {
    "until": lambda row: (row.counts_until_on, row.id),
    "kind": lambda row: (row.kind, row.counts_until_on, row.id),
    "issued": lambda row: (row.issued_on, row.id),
    "person": lambda row: (row.person.name_key, row.person.id, row.kind, row.issued_on, row.id),
}


@pytest.mark.parametrize(("order", "is_descending"), list(product(ORDERED, [False, True])))
def test_each_order_is_read_part_by_part_each_row_once(
    db: str, either_way: None, order: str, is_descending: bool
) -> None:
    make_many()
    sought = CertificateFilter(PeopleFilter(words=("ana",)))
    expected = [row.number for row in sorted(Certificate.select(), key=ORDERED[order], reverse=is_descending)]
    first = PageRequest(CERTIFICATE_ORDERS[order], is_descending, size=7)
    seen = list(certificates(sought).page(first).rows)
    while (after := certificates(sought).page(replace(first, edge=seen[-1].key))).rows:
        seen += after.rows
    assert [row.number for row in seen] == expected
    before = certificates(sought).page(replace(first, edge=seen[20].key, is_before=True))
    assert [row.number for row in before.rows] == expected[13:20]
    with reading():
        assert [row.number for row in certificates(sought).every(replace(first, size=None))] == expected


def test_a_period_that_a_later_one_took_over_is_left_out_when_only_the_latest_are_asked_for(
    db: str, either_way: None
) -> None:
    ana, tom = make_person(), make_person()
    make_certificate(ana, "cpr", date(2022, 1, 1), date(2024, 1, 1), number="old")
    make_certificate(ana, "cpr", date(2024, 1, 1), date(2026, 12, 31), number="new")
    make_certificate(ana, "mhfa", date(2022, 1, 1), date(2024, 1, 1), number="lapsed")
    make_certificate(tom, "cpr", date(2022, 1, 1), None, number="for ever")
    make_certificate(tom, "cpr", date(2023, 1, 1), date(2030, 1, 1), revoked_on=TODAY, number="revoked")
    make_certificate(tom, "mhfa", date(2022, 1, 1), date(2026, 9, 1), number="present")
    make_certificate(tom, "mhfa", TODAY + DAY, date(2028, 9, 1), number="to come")
    latest = CertificateFilter(is_latest=True)
    assert set(numbers(certificates(latest))) == {
        "new",
        "lapsed",
        "for ever",
        "revoked",
        "present",
        "to come",
    }
    assert "old" in numbers(certificates(latest, date(2023, 6, 1)))
    assert "present" not in numbers(certificates(latest, TODAY + DAY))


def test_a_row_tells_whose_it_is_and_where_they_work(db: str) -> None:
    person = make_person(make_site("oslo", name="Oslo office"), staff_number="one")
    make_certificate(person, "mhfa", date(2024, 1, 1), date(2026, 8, 1), issuer="Red Cross", number="N1")
    (row,) = rows(certificates())
    assert (row.staff_number, row.site_name, row.kind_title) == (
        "one",
        "Oslo office",
        "Mental health first aid",
    )
    assert (row.issuer, row.number, row.status) == ("Red Cross", "N1", CertificateStatus.DUE)


def test_certificates_of_those_who_left_are_asked_for_apart(db: str, either_way: None) -> None:
    for number, until_on in (("here", date.max), ("left", TODAY - DAY)):
        make_certificate(make_person(employed_until=until_on), "cpr", date(2025, 1, 1), number=number)
    assert numbers(certificates(CertificateFilter(PeopleFilter(standing=Standing.EMPLOYED)))) == ["here"]
    assert numbers(certificates(CertificateFilter(PeopleFilter(standing=Standing.ENDED)))) == ["left"]


def test_a_manager_sees_certificates_of_the_own_people_only(db: str, either_way: None) -> None:
    oslo, bergen = make_site("oslo"), make_site("bergen")
    for site in (oslo, bergen):
        make_certificate(make_person(site), "cpr", date(2025, 1, 1), date(2026, 7, 1), number=site.code)
    make_certificate(make_person(), "cpr", date(2025, 1, 1), number="nowhere")
    reach = Reach(frozenset({oslo.id}), TODAY)
    assert numbers(certificates(reach=reach)) == ["oslo"]
    for sought in (
        CertificateFilter(PeopleFilter(words=("ana",))),
        CertificateFilter(status=CertificateStatus.DUE),
        CertificateFilter(kind="cpr", expiring_within=30),
    ):
        assert numbers(certificates(sought, reach=reach)) == ["oslo"]
    assert numbers(certificates(CertificateFilter(PeopleFilter(site_id=bergen.id)), reach=reach)) == []


def test_the_list_by_what_was_known_shows_what_was_known(db: str, either_way: None) -> None:
    certificate = make_certificate(make_person(), "cpr", date(2025, 1, 1), date(2026, 7, 1), number="N1")
    before = knowledge_at()
    with change() as opened:
        expires_on = date(2027, 1, 1)
        until = last_day(Validity(certificate.issued_on, expires_on))
        supersede(certificate, opened.change, expires_on=expires_on, counts_until_on=until)
    make_certificate(make_person(), "cpr", date(2025, 1, 1), number="N2")
    assert [row.expires_on for row in rows(certificates())] == [date(2027, 1, 1), None]
    then = CertificateList(CertificateFilter(), Asked(Question(TODAY, before), EVERYWHERE), KINDS)
    assert [row.expires_on for row in rows(then)] == [date(2026, 7, 1)]
