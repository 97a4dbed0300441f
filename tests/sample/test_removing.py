"""Removing the sample: nothing hollow stays, what goes with it is said before, and nobody removes it unasked."""

import json
import os
import subprocess
import sys
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from readiness.accounts.told import accounts_on
from readiness.audit.models import AuditDetail, AuditEvent
from readiness.evidence.models import LearningActivity
from readiness.followups.actions import Told, Wish, give
from readiness.followups.models import GapEntry, GapThread
from readiness.followups.queries import Gap
from readiness.foundation import clock
from readiness.foundation.temporal import record
from readiness.notices.models import OutboxMessage
from readiness.people.models import Person, Site
from readiness.planning.models import YearPlan, YearPlanDate
from readiness.policies.models import PolicyReview
from readiness.requirements.actions import ExemptionRequest, adopt_pack, grant_exemption
from readiness.requirements.models import Exemption, OwnTerms
from readiness.sample import add_sample, made_here, remove_sample, what_goes
from readiness.standards.certificate_kinds import load_certificate_kinds
from readiness.standards.packs import shipped_packs
from readiness.training.actions import READY, ask_for_plan
from readiness.training.models import TrainingPlan, TrainingPlanSeat
from readiness.web.access import Role
from tests.commands import ROOT, Terminal
from tests.factories import change, make_person, make_site
from tests.reminders.test_reminding import make_account
from tests.signing_in import post, sign_in

TODAY = date(2026, 11, 29)
KINDS = load_certificate_kinds()
PACK = "own-policy"
STORY = f"/compliance/findings/{PACK}/exercise-twice-a-year/own"


def set_terms(pack_id: str) -> None:
    with change() as opened:
        record(
            OwnTerms, opened.change, pack_id=pack_id, clause_id="first-aid", check_name="x", terms={},
            from_on=TODAY, reason="More of it.", set_by="hr@example.org",
        )  # fmt: skip


def give_gap(site: Site, pack_id: str, person: int = 0) -> None:
    reader = accounts_on(TODAY).of(Role.HR)[0]
    wish = Wish(reader, TODAY + timedelta(days=9), "Please.", 0)
    gap = Gap(pack_id, "exercise-twice-a-year", site.id, site.code, person)
    give(gap, wish, Told("Exercise", "None was held.", site.name, ""), TODAY, clock.now(), "hr@example.org")


def plan_training(*people: Person) -> None:
    number = ask_for_plan(TODAY, TODAY + timedelta(days=90), "none", "hr@example.org")
    TrainingPlan.update(stage=READY).where(TrainingPlan.id == number).execute()
    for person in people:
        TrainingPlanSeat.create(
            plan=number, person=person, training_class=999999, kind="pfa", held_on=TODAY, until_on=TODAY,
            covers=[], renews=False, load=1,
        )  # fmt: skip


def plan_year(*codes: str) -> None:
    now = clock.now()
    plan = YearPlan.create(
        first_on=TODAY,
        last_on=TODAY,
        sites=[],
        asked={},
        stage=READY,
        made_by="x",
        made_at=now,
        beaten_at=now,
    )
    for code in codes:
        YearPlanDate.create(
            plan=plan, site_code=code, day=TODAY, kind="drill", topic="", shift="", traits=[],
            is_announced=True, repeats=False,
        )  # fmt: skip


def exempt(pack_id: str, site: str) -> None:
    until = TODAY + timedelta(days=30)
    grant_exemption(
        ExemptionRequest(pack_id, "exercise-twice-a-year", site, TODAY, until, "Closed."), "hr@example.org"
    )


@pytest.fixture
def mixed(db: str) -> str:
    """A sample beside a real site and person, and each thing that HR may make: of the sample, and of their own."""
    make_account("hr", "hr@example.org")
    real, ana = make_site("real"), make_person()
    adopt_pack(shipped_packs()["mental-health-cover"], date(2024, 1, 1), "hr@example.org")
    plan_training()  # an empty one from before the sample
    add_sample(TODAY, KINDS)
    hull = Site.get(Site.code == "hull")
    invented = Person.get(Person.is_sample)
    for pack in (PACK, "mental-health-cover"):
        set_terms(pack)
        give_gap(real, pack)
        exempt(pack, "real")
    give_gap(hull, "mental-health-cover")
    plan_training(invented)
    plan_training(invented, ana)
    plan_year("hull")
    plan_year("hull", "real")
    with change() as opened:
        record(
            PolicyReview, opened.change, site=hull, name="Plan", reviewed_on=TODAY, reviewed_by="hr", note=""
        )
        record(
            LearningActivity, opened.change, person=invented, done_on=TODAY, minutes=30, topic="", title="A talk",
            entered_by="hr",
        )  # fmt: skip
    return db


def test_what_stands_on_the_sample_alone_goes_with_it_and_what_is_ones_own_stays(mixed: str) -> None:
    foretold = what_goes()
    assert (foretold.own_terms, foretold.exemptions, foretold.gaps) == (1, 1, 2)
    assert (foretold.training_plans, foretold.year_plans) == (1, 1)
    assert remove_sample("hr@example.org") == foretold
    assert [row.pack_id for row in OwnTerms.select()] == ["mental-health-cover"]
    assert [row.pack_id for row in Exemption.select()] == ["mental-health-cover"]
    assert [(row.pack_id, row.site_code) for row in GapThread.select()] == [("mental-health-cover", "real")]
    assert GapEntry.select().count() == 1
    assert OutboxMessage.select().where(OutboxMessage.kind == "followups.given").count() == 1
    assert TrainingPlan.select().count() == 2
    assert [row.person.is_sample for row in TrainingPlanSeat.select()] == [False]
    assert YearPlan.select().count() == 1
    assert [row.site_code for row in YearPlanDate.select()] == ["real"]
    removed = AuditEvent.get(AuditEvent.action == "sample removed")
    told = json.loads(AuditDetail.get(AuditDetail.event == removed).detail)
    assert (told["own_terms"], told["gaps"], told["training_plans"]) == (1, 2, 1)
    assert "own-policy" in told["packs"]
    assert "mental-health-cover" not in told["packs"], (
        "it was adopted here before the sample was, and is still"
    )


def test_what_goes_is_named_with_its_number_and_nothing_else(mixed: str) -> None:
    told = made_here(what_goes())
    assert "Own terms that were set on 1 requirement of the sample." in told
    assert "1 plan of training in which nobody would be left." in told
    assert "2 gaps that were given to somebody or spoken of, with what was said of them." in told
    remove_sample("hr@example.org")
    add_sample(TODAY, KINDS)
    assert made_here(what_goes()) == []


def test_what_the_sample_adopted_is_told_of_no_finding_of_one_s_own(client: FlaskClient) -> None:
    sign_in(client, Role.HR)
    post(client, "/welcome/sample", form_at="/welcome")
    post(client, "/welcome/sample/remove", form_at="/welcome/sample/remove")
    make_site("own")
    adopt_pack(shipped_packs()[PACK], date(2024, 1, 1), "hr@example.org")
    story = client.get(STORY).text
    assert "Pack adopted: own-policy, from 1 January 2024 on" in story
    assert story.count("Pack adopted") == 1


def test_what_was_adopted_here_before_the_sample_went_is_still_told(client: FlaskClient) -> None:
    sign_in(client, Role.HR)
    adopt_pack(shipped_packs()[PACK], date(2023, 1, 1), "hr@example.org")
    make_site("own")
    post(client, "/welcome/sample", form_at="/welcome")
    assert client.get(STORY).text.count("Pack adopted") == 1
    post(client, "/welcome/sample/remove", form_at="/welcome/sample/remove")
    assert "Pack adopted: own-policy, from 1 January 2023 on" in client.get(STORY).text


def test_the_page_says_what_goes_before_it_goes(client: FlaskClient) -> None:
    sign_in(client, Role.HR)
    post(client, "/welcome/sample", form_at="/welcome")
    page = "/welcome/sample/remove"
    assert "12 sites, 1,200 people" in client.get(page).text
    assert "stands on the sample alone" not in client.get(page).text
    set_terms(PACK)
    shown = client.get(page).text
    assert "Own terms that were set on 1 requirement of the sample." in shown
    assert "What is your own stays" not in shown
    post(client, page)
    assert "The sample is gone: 12 sites, 1,200 people." in client.get("/welcome").text


def test_no_script_removes_it_without_saying_that_it_is_sure(terminal: Terminal) -> None:
    terminal.good("init", "--sample")
    refused = terminal.run("sample", "remove")
    assert refused.status == 1
    assert "12 sites, 1,200 people" in refused.out
    assert "readiness sample remove --yes" in refused.err
    title = shipped_packs()[PACK].title
    ending = "What it alone is held to is asked of nobody any more, until you adopt it yourselves:"
    (told,) = [line for line in refused.out.splitlines() if line.startswith(ending)]
    assert title in told
    assert "Removed the sample organisation" in terminal.good("sample", "remove", "--yes")


def at_a_terminal(terminal: Terminal, answer: str) -> subprocess.CompletedProcess[str]:
    """Remove it where somebody sits and answers."""
    theirs, ours = os.openpty()
    os.write(theirs, answer.encode())
    try:
        return subprocess.run(
            [sys.executable, "-m", "readiness", "sample", "remove"],
            stdin=ours, capture_output=True, text=True, cwd=ROOT, check=False,
            env={
                **os.environ,
                "READINESS_DATABASE_URL": terminal.database_url,
                "READINESS_DATA_DIR": str(terminal.folder),
            },
        )  # fmt: skip
    finally:
        os.close(theirs)
        os.close(ours)


def test_a_terminal_is_asked_and_no_means_no(terminal: Terminal) -> None:
    terminal.good("init", "--sample")
    declined = at_a_terminal(terminal, "n\n")
    assert declined.returncode == 1
    assert "Remove it? It cannot be brought back." in declined.stdout
    assert "Removed" not in declined.stdout
    agreed = at_a_terminal(terminal, "y\n")
    assert agreed.returncode == 0, agreed.stderr
    assert "Removed the sample organisation: 12 sites, 1,200 people." in agreed.stdout
