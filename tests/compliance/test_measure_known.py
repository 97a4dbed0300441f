"""By what is measured, settings and certificate kinds alike, is answered as it was known."""

from datetime import date, timedelta

from config import Config, config_from_environment
from readiness.audit.actions import recording
from readiness.audit.events import SettingsChanged
from readiness.certificates.kind_actions import change_kind, remove_kind
from readiness.certificates.kinds import kinds_known
from readiness.compliance.days.findings import Status
from readiness.compliance.judging.assess import assess
from readiness.compliance.judging.standings import standings
from readiness.compliance.keeping.today import bring_up_to_date
from readiness.compliance.measuring import keeping_of, measure_of
from readiness.foundation.settings import Setting, with_stored
from readiness.foundation.temporal import Question, knowledge_at
from readiness.settings.actions import settle
from tests.factories import adopt, make_certificate, make_person, make_site
from tests.statements import counting

TODAY = date(2026, 6, 30)
ENVIRONMENT = config_from_environment({"READINESS_DUE_WITHIN_DAYS": "21"})
ONE = {"check": "holders_per_headcount", "terms": {"certificate": "pfa", "at_least": 1}}
EVERYONE = {"check": "everyone_in_role_holds", "terms": {"certificate": "pfa"}}


def present() -> Config:
    return with_stored(ENVIRONMENT)


def status(question: Question) -> Status:
    """How the one site stands, of which findings and numbers say the same."""
    (finding,) = (each for each in assess(question, measure_of(present())) if each.subject == each.site)
    (standing,) = standings(question, measure_of(present()))
    assert standing.status is finding.status
    return finding.status


def test_what_was_due_as_known_then_stays_so_whatever_is_settled_since(db: str) -> None:
    make_certificate(make_person(make_site()), "pfa", date(2024, 1, 1), TODAY + timedelta(days=25))
    adopt(ONE)
    then = Question(TODAY, knowledge_at())
    assert status(then) is Status.MET
    settle(ENVIRONMENT, {"due_within_days": 30}, "ada")
    settled = Question(TODAY, knowledge_at())
    assert (status(then), status(settled)) == (Status.MET, Status.DUE)
    settle(ENVIRONMENT, {"due_within_days": None}, "ada")
    now = Question(TODAY, knowledge_at())
    assert (status(then), status(settled), status(now)) == (Status.MET, Status.DUE, Status.MET)


def test_what_the_environment_said_is_told_by_the_change_that_took_its_place(db: str) -> None:
    then = knowledge_at()
    settle(ENVIRONMENT, {"due_within_days": 45}, "ada")
    other = config_from_environment({"READINESS_DUE_WITHIN_DAYS": "90"})
    measure = measure_of(with_stored(other))
    assert (measure.at(then).due_days, measure.due_days) == (21, 45)


def test_a_trail_of_earlier_releases_that_did_not_tell_it_stands_for_what_is_shipped(db: str) -> None:
    began = knowledge_at()
    Setting.create(key="due_within_days", content=60)
    told = []
    for days in (45, 60):
        with recording("ada") as opened:
            opened.note(SettingsChanged("due_within_days", values={"due_within_days": days}))
        told.append(knowledge_at())
    measure = measure_of(present())
    assert [measure.at(each).due_days for each in (began, *told)] == [30, 45, 60]


def test_which_kinds_counted_and_when_they_were_to_be_renewed_is_told_as_it_was_known(db: str) -> None:
    person = make_person(make_site())
    make_certificate(person, "mhfa-adult", date(2025, 1, 1), TODAY + timedelta(days=40))
    adopt(ONE, EVERYONE)
    change_kind("mhfa-adult", {"covers": ["pfa"]}, "ada")
    covered = Question(TODAY, knowledge_at())
    change_kind("pfa", {"renewal_days": 10}, "ada")
    shortened = Question(TODAY, knowledge_at())
    remove_kind("mhfa-adult", "ada")
    now = Question(TODAY, knowledge_at())
    assert [status(each) for each in (covered, shortened, now)] == [Status.MET, Status.MET, Status.GAP]
    told = [
        next(each.status for each in assess(asked, measure_of(present())) if each.clause.id == "clause-2")
        for asked in (covered, shortened, now)
    ]
    assert told == [Status.DUE, Status.MET, Status.GAP]
    assert kinds_known(covered.known)["pfa"].renewal_days == 60
    assert kinds_known(shortened.known)["mhfa-adult"].covers == ("pfa",)
    assert kinds_known(now.known)["mhfa-adult"].covers == ()


def test_two_changes_of_a_kind_in_one_go_are_one_piece_of_knowledge(db: str) -> None:
    change_kind("pfa", {"renewal_days": 10}, "ada")
    change_kind("pfa", {"renewal_days": 20}, "ada")
    measure = measure_of(present())
    assert [change for change, _measure in measure.before] == sorted(
        {change for change, _m in measure.before}
    )
    assert measure.kinds["pfa"].renewal_days == 20


def test_what_is_kept_is_judged_anew_when_the_measure_changes_and_the_week_before_is_not(db: str) -> None:
    make_certificate(make_person(make_site()), "pfa", date(2024, 1, 1), TODAY + timedelta(days=25))
    adopt(ONE)
    assert bring_up_to_date(keeping_of(present()))
    settle(ENVIRONMENT, {"due_within_days": 30}, "ada")
    keeping = keeping_of(present())
    before = Question(TODAY, knowledge_at(keeping.week_at))
    assert keeping.measure.at(before.known).due_days == 21


def test_the_measure_asks_as_much_after_many_changes_as_after_one(db: str) -> None:
    settle(ENVIRONMENT, {"due_within_days": 30}, "ada")
    config = present()
    with counting() as few:
        measure_of(config)
    for days in range(40, 60):
        settle(ENVIRONMENT, {"due_within_days": days}, "ada")
        change_kind("pfa", {"renewal_days": days}, "ada")
    with counting() as many:
        measure_of(config)
    assert len(many) == len(few) == 3
