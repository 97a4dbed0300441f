"""Whether a row tells of a certificate that is had already, of another, or more of the same."""

from datetime import date
from pathlib import Path

from readiness.certificates.models import Certificate
from readiness.foundation.temporal import NEVER
from tests.factories import make_certificate, make_person, make_site
from tests.imports.dropping import drop


def test_a_certificate_that_is_had_is_told_more_of_and_not_doubled(db: str, tmp_path: Path) -> None:
    person = make_person(make_site(), staff_number="1")
    make_certificate(person, "mhfa-adult", date(2025, 1, 1), date(2028, 1, 1))
    first, _ = drop(tmp_path, "certificates", ["1,mhfa-adult,2025-01-01,2027-06-30,A-1,passed"])
    again, _ = drop(tmp_path, "certificates", ["1,mhfa-adult,2025-01-01,,,passed"])
    other, _ = drop(tmp_path, "certificates", ["1,mhfa-adult,2025-01-01,2027-06-30,B-2,passed"])
    later, _ = drop(tmp_path, "certificates", ["1,mhfa-adult,2025-01-02,2027-06-30,A-1,passed"])
    assert (first.counts.changed, again.counts.unchanged, other.counts.new, later.counts.new) == (1, 1, 1, 1)
    versions = list(Certificate.select().order_by(Certificate.id))
    assert [v.expires_on for v in versions[:2]] == [date(2028, 1, 1), date(2027, 6, 30)]
    assert versions[0].fact_id == versions[1].fact_id
    assert versions[0].superseded_in == versions[1].recorded_in


def test_a_revoked_certificate_stays_revoked_when_a_file_prints_another_end(db: str, tmp_path: Path) -> None:
    person = make_person(make_site(), staff_number="1")
    make_certificate(person, "mhfa-adult", date(2025, 1, 1), date(2026, 1, 1), revoked_on=date(2025, 6, 1))
    drop(tmp_path, "certificates", ["1,mhfa-adult,2025-01-01,2027-06-30,,passed"])
    latest = Certificate.select().order_by(Certificate.id.desc()).first()
    assert (latest.expires_on, latest.revoked_on, latest.counts_until_on) == (
        date(2027, 6, 30),
        date(2025, 6, 1),
        date(2025, 5, 31),
    )


def test_rows_that_repeat_each_other_are_one_certificate(db: str, tmp_path: Path) -> None:
    make_person(make_site(), staff_number="1")
    row = "1,mhfa-adult,2025-01-01,,,passed"
    outcome, _told = drop(
        tmp_path, "certificates", [row, row, "1,mhfa-adult,2025-01-01,2027-01-01,A-1,passed"]
    )
    assert (outcome.counts.new, outcome.counts.unchanged) == (1, 2)
    (certificate,) = Certificate.select()
    assert (certificate.expires_on, certificate.number) == (date(2027, 1, 1), "A-1")


def certificates_by_number() -> dict[str, int]:
    rows = Certificate.select().where(Certificate.superseded_in == NEVER)
    return {row.number: row.fact_id for row in rows}


def test_another_number_is_another_certificate(db: str, tmp_path: Path) -> None:
    make_person(make_site(), staff_number="1")
    bare, first, second = (f"1,mhfa-adult,2025-01-01,,{number},passed" for number in ("", "A-1", "B-2"))
    drop(tmp_path, "certificates", [bare])
    outcome, _told = drop(tmp_path, "certificates", [first, second])
    assert (outcome.counts.changed, outcome.counts.new) == (1, 1)
    facts = certificates_by_number()
    assert set(facts) == {"A-1", "B-2"}
    assert facts["A-1"] != facts["B-2"]
    again, _told = drop(tmp_path, "certificates", [first, second, bare])
    assert again.counts.unchanged == 3


def test_a_row_without_a_number_does_not_swallow_those_with_one(db: str, tmp_path: Path) -> None:
    make_person(make_site(), staff_number="1")
    rows = [f"1,mhfa-adult,2025-01-01,,{number},passed" for number in ("", "A-1", "B-2")]
    outcome, _told = drop(tmp_path, "certificates", rows)
    assert (outcome.counts.new, outcome.counts.unchanged) == (2, 1)
    assert set(certificates_by_number()) == {"A-1", "B-2"}


def test_a_row_without_a_number_tells_more_of_the_same_certificate_each_time(db: str, tmp_path: Path) -> None:
    make_person(make_site(), staff_number="1")
    drop(tmp_path, "certificates", [f"1,mhfa-adult,2025-01-01,,{number},passed" for number in ("A-1", "B-2")])
    row = ["1,mhfa-adult,2025-01-01,2027-01-01,,passed"]
    (first, _told), (again, _told) = drop(tmp_path, "certificates", row), drop(tmp_path, "certificates", row)
    assert (first.counts.changed, again.counts.unchanged) == (1, 1)
