"""Certificate kinds of the organisation: seen everywhere through one function, never rewriting the past."""

from datetime import date
from pathlib import Path

import pytest

from readiness.certificates.kind_actions import add_kind, change_kind, remove_kind, retire_kind
from readiness.certificates.kinds import certificate_kinds
from readiness.certificates.models import Certificate, OwnKind
from readiness.certificates.validity import expiry
from readiness.compliance.days.findings import Status
from readiness.compliance.judging.asking import Measure
from readiness.compliance.judging.assess import assess
from readiness.foundation.database import connected, open_database, select
from readiness.foundation.errors import Conflict, InvalidInput, NotFound
from readiness.requirements.actions import adopt_pack
from readiness.standards.packs import shipped_packs
from tests.commands import Terminal
from tests.conftest import close
from tests.factories import adopt, ask, make_certificate, make_person, make_site

INDUCTION = {
    "title": "Site induction",
    "validity_years": 1,
    "renewal_days": 30,
    "aliases": ["induction", "gate talk"],
}


def test_an_own_kind_is_known_by_code_title_and_alias(db: str) -> None:
    add_kind("site-induction", INDUCTION, "hr@example.org")
    kinds = certificate_kinds()
    found = {kinds.find(name) for name in ("Site Induction", "GATE-TALK", "site_induction")}
    assert found == {kinds["site-induction"]}
    assert expiry(kinds["site-induction"], date(2026, 3, 1)) == date(2027, 3, 1)
    assert "mhfa-adult" in kinds


def test_a_kind_is_refused_with_every_fault(db: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        add_kind("x", {"title": "CPR", "covers": ["nothing"], "aliases": ["same", "Same"]}, "hr")
    assert len(refused.value.problems) == 3
    with pytest.raises(InvalidInput, match="validity_years"):
        add_kind("x", {"title": "X", "validity_years": 0}, "hr")
    with pytest.raises(InvalidInput, match="small letters"):
        add_kind("Not a code", INDUCTION, "hr")
    with pytest.raises(Conflict, match="already"):
        add_kind("cpr-aed", INDUCTION, "hr")
    assert list(select("SELECT code FROM own_kind")) == []


def test_a_shipped_kind_gets_the_organisations_own_validity_and_gives_it_back(db: str) -> None:
    change_kind("pfa", {"validity_years": 2, "renewal_days": 60}, "hr@example.org")
    kind = certificate_kinds()["pfa"]
    assert (kind.validity_years, kind.title) == (2, "Psychological first aid")
    assert OwnKind.get(OwnKind.code == "pfa").content == {"validity_years": 2}
    change_kind("cpr-aed", {"validity_years": None}, "hr@example.org")
    assert certificate_kinds()["cpr-aed"].validity_years is None
    with pytest.raises(InvalidInput, match="title"):
        change_kind("pfa", {"title": "Another"}, "hr@example.org")
    remove_kind("pfa", "hr@example.org")
    assert certificate_kinds()["pfa"].validity_years is None


def test_a_change_of_validity_leaves_certificates_that_are_recorded_as_they_are(db: str) -> None:
    held = make_certificate(make_person(), "pfa", date(2020, 1, 1))
    change_kind("pfa", {"validity_years": 2}, "hr@example.org")
    assert Certificate.get_by_id(held.id).counts_until_on == date(9999, 12, 31)


def test_a_kind_in_use_can_be_retired_but_not_removed(db: str) -> None:
    add_kind("site-induction", INDUCTION, "hr@example.org")
    add_kind("full-induction", {"title": "Full induction", "covers": ["site-induction"]}, "hr@example.org")
    adopt({"check": "holders_per_headcount", "terms": {"certificate": "site-induction", "at_least": 1}})
    site = make_site()
    make_certificate(make_person(site), "full-induction", date(2026, 1, 1))
    with pytest.raises(Conflict) as refused:
        remove_kind("site-induction", "hr@example.org")
    assert len(refused.value.problems) == 3
    retire_kind("site-induction", is_retired=True, actor="hr@example.org")
    kinds = certificate_kinds()
    assert "site-induction" not in [kind.code for kind in kinds.offered]
    (finding,) = assess(ask(date(2026, 6, 30)), Measure(kinds, 30))
    assert finding.status is Status.MET
    retire_kind("site-induction", is_retired=False, actor="hr@example.org")
    assert "site-induction" in [kind.code for kind in certificate_kinds().offered]


def test_a_kind_that_nothing_speaks_of_is_removed(db: str) -> None:
    add_kind("site-induction", INDUCTION, "hr@example.org")
    remove_kind("site-induction", "hr@example.org")
    assert "site-induction" not in certificate_kinds()
    with pytest.raises(NotFound):
        remove_kind("site-induction", "hr@example.org")


def test_a_kind_that_is_no_longer_known_stops_nothing(db: str) -> None:
    site = make_site()
    make_certificate(make_person(site), "gone", date(2026, 1, 1))
    adopt({"check": "holders_per_headcount", "terms": {"certificate": "gone", "at_least": 1}})
    (finding,) = assess(ask(date(2026, 6, 30)), Measure(certificate_kinds(), 30))
    assert (finding.status, "‘gone’" in finding.reason) == (Status.MET, True)


def test_imports_and_answers_of_the_command_line_see_own_kinds(terminal: Terminal, tmp_path: Path) -> None:
    open_database(terminal.database_url)
    with connected():
        add_kind("site-induction", INDUCTION, "hr@example.org")
        adopt_pack(shipped_packs()["own-policy"], date(2026, 1, 1), "hr@example.org")
    close()
    staff = tmp_path / "staff.csv"
    staff.write_text("Employee ID,Given name,Family name,Site\n7,Ana,Ruiz,LEEDS\n")
    held = tmp_path / "held.csv"
    held.write_text("Employee ID,Course,Date\n7,Gate talk,2026-03-01\n")
    terminal.good("import", "staff", staff)
    terminal.good("import", "certificates", held)
    out = terminal.good("export", "certificates", "--format", "csv", "--out", "-", "--as-of", "2026-06-30")
    assert "site-induction,Site induction,2026-03-01,2027-03-01,valid" in out
