"""Certificates of which any is enough, L74's bands by headcount and hazard, and certificates that grow too old."""

from datetime import date, timedelta

from readiness.compliance.days.findings import Finding, Status
from readiness.compliance.judging.asking import Measure
from readiness.compliance.judging.assess import assess
from readiness.compliance.judging.standings import standings
from readiness.people.actions import set_headcount
from readiness.requirements.actions import adopt_pack
from readiness.requirements.queries import packs_asking_for
from readiness.standards.certificate_kinds import load_certificate_kinds
from readiness.standards.packs import shipped_packs
from tests.factories import adopt, ask, make_certificate, make_person, make_site

TODAY = date(2026, 6, 30)
MEASURE = Measure(load_certificate_kinds(), due_days=30)


def findings(as_of: date = TODAY) -> list[Finding]:
    return list(assess(ask(as_of), MEASURE))


def asked(as_of: date = TODAY) -> dict[str, tuple[str, Status, int | None, int | None]]:
    """Of each site, the one clause that is asked of it."""
    return {
        each.site: (each.clause.id, each.status, each.need, each.have)
        for each in findings(as_of)
        if each.status is not Status.NOT_APPLICABLE
    }


def test_britain_asks_by_headcount_and_hazard_and_whoever_holds_both_counts_once(db: str) -> None:
    adopt_pack(shipped_packs()["gb-first-aid"], date(2020, 1, 1), "a test")
    bands = {
        "a": ("low", 24), "b": ("low", 25), "c": ("low", 50), "d": ("Low", 101), "e": ("higher", 4),
        "f": ("higher", 5), "g": ("high", 51), "h": ("", 20),
    }  # fmt: skip
    for code, (hazard, people) in bands.items():
        site = make_site(code, country="GB", hazard=hazard)
        set_headcount(code, date(2020, 1, 1), people, "a test")
        both, one = make_person(site), make_person(site)
        make_certificate(both, "efaw", date(2025, 1, 1), date(2027, 12, 31))
        make_certificate(both, "faw", date(2025, 1, 1), date(2027, 12, 31))
        make_certificate(one, "appointed-person", date(2025, 1, 1), None)
    make_site("us", country="US", hazard="low")
    assert asked() | {"h": ()} == {
        "a": ("low-appointed-person", Status.MET, 1, 2),
        "b": ("low-emergency-first-aider", Status.MET, 1, 1),
        "c": ("low-emergency-first-aider", Status.MET, 1, 1),
        "d": ("low-first-aiders", Status.GAP, 2, 1),
        "e": ("higher-appointed-person", Status.MET, 1, 2),
        "f": ("higher-first-aider", Status.MET, 1, 1),
        "g": ("higher-first-aiders", Status.GAP, 2, 1),
        "h": (),
    }
    assert asked()["h"][1] is Status.CANNOT_TELL
    told = {
        (each.site, each.clause, each.status, each.need, each.have) for each in standings(ask(TODAY), MEASURE)
    }
    assert told == {(e.site, e.clause.id, e.status, e.need, e.have) for e in findings()}
    reason = next(each.reason for each in findings() if (each.site, each.have) == ("f", 1))
    assert "‘Emergency first aid at work (EFAW)’ or ‘First aid at work (FAW)’" in reason
    assert packs_asking_for("faw") == ["gb-first-aid"]  # so that the kind cannot be removed


def test_a_certificate_that_still_runs_may_be_too_old(db: str) -> None:
    ana = make_person(make_site("leeds"), given_name="Ana", family_name="Ruiz")
    make_certificate(ana, "emergency-preparedness", date(2024, 6, 30), None)
    terms = {"certificate": "emergency-preparedness", "renewed_within_months": 24}
    adopt({"check": "everyone_in_role_holds", "terms": terms})
    for back, status in ((61, Status.MET), (60, Status.MET), (59, Status.DUE), (0, Status.DUE)):
        (finding,) = findings(TODAY - timedelta(days=back))
        assert (finding.status, finding.due_on) == (status, TODAY + timedelta(days=1))
    (finding,) = findings(TODAY + timedelta(days=1))
    assert (finding.status, finding.since) == (Status.GAP, TODAY + timedelta(days=1))
    assert finding.reason == (
        "Ana Ruiz's ‘Emergency preparedness (staff training)’ is of 30 June 2024; "
        "it must not be older than 24 months."
    )
    make_certificate(ana, "emergency-preparedness", date(2026, 6, 1), None)
    assert findings(TODAY + timedelta(days=1))[0].status is Status.MET
