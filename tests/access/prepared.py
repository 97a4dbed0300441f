"""What has to be there before a route can be used, and what it is sent then; where the form of its page is not enough.

Each function writes facts as a user would, and gives what is sent; `path` in it takes the place of the address.
"""

import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from readiness.accounts.models import AccountSession
from readiness.certificates.kind_actions import change_kind
from readiness.certificates.models import Certificate
from readiness.classes.attending import Noted, close_class, note_attendance
from readiness.classes.enrolling import enrol
from readiness.compliance.crediting import Claim, credit_for_clause
from readiness.evidence.models import LearningActivity, ProofSubmission
from readiness.exercises.actions import plan_exercise
from readiness.exercises.following_up import finish_action
from readiness.exercises.models import CorrectiveAction
from readiness.exercises.training import ask_training
from readiness.foundation import clock
from readiness.foundation.temporal import current
from readiness.incidents.caring import offer_debrief
from readiness.incidents.sealed import grant_reading
from readiness.people.models import Membership, Person
from readiness.planning.actions import accept_plan
from readiness.protocols.actions import bring_starters
from readiness.protocols.models import ProtocolRevision
from readiness.protocols.queries import shipped_protocols
from readiness.protocols.states import State
from readiness.requirements.own_requirements import OwnTermsRequest, set_own_terms
from readiness.resources.lists import staff_cards
from readiness.standards.pack_text import pack_text
from readiness.standards.packs import shipped_packs
from tests.access.conftest import House
from tests.classes.training import desk as class_desk
from tests.classes.training import plan as plan_training
from tests.evidence.files import jpeg
from tests.exercises.playing import SCENARIO, TODAY, play, sign
from tests.factories import adopt, make_certificate, make_person, make_site, write_kind
from tests.handbook.desk import fields
from tests.resources.directories import bring, package
from tests.resources.test_workroom import TWINS

Sent = dict[str, Any]
Prepare = Callable[[House, str], Sent]
DAY = clock.today("Pacific/Pago_Pago")
"""The day there has begun everywhere."""
HOLDERS = {"check": "holders_per_headcount", "terms": {"certificate": "cpr-aed", "at_least": 1}}
COMING = date(2030, 3, 1)
SWAP = "/handbook/lines/us-988/swap"


def _own(house: House, name: str, role: str) -> Any:
    return house.values[name].own_of(role)


def _post(house: House, role: str, path: str, sent: Sent) -> str:
    """What a page answers that is used before; it takes what it was sent."""
    values = {name: value for name, value in sent.items() if name not in ("role", "path")}
    answer = house.clients[role].post(path, data={**values, "csrf_token": house.tokens[role]})
    assert answer.status_code < 400, f"{path}: {answer.text}"
    return answer.text


def _file() -> tuple[BytesIO, str]:
    return BytesIO(jpeg()), "a.jpg"


def _said(*, of: str = "cpr-aed", **more: Any) -> Sent:
    """What somebody says of a certificate."""
    return {"kind": of, "issued_on": DAY.isoformat(), "issuer": "Training Ltd", "course": "", **more}


# Certificates


def _chosen(row: Certificate) -> str:
    return f"{row.fact_id}.{row.id}"


def _held(house: House) -> Certificate:
    """A certificate that has ended, of somebody at the own site."""
    person = make_person(house.world.own_site)
    return make_certificate(person, "cpr-aed", date(2024, 1, 5), date(2026, 1, 5))


def _revoke(house: House, _role: str) -> Sent:
    return {"chosen": _chosen(_held(house)), "reason": "It was wrong.", "revoked_on": "2025-11-01"}


def _add_to_several(house: House, _role: str) -> Sent:
    people = [make_person(house.world.own_site) for _number in range(2)]
    return _said(chosen=[str(each.id) for each in people])


def _add(_house: House, _role: str) -> Sent:
    return _said(number="17")


def _renew(house: House, _role: str) -> Sent:
    return {**_said(), "chosen": _chosen(_held(house)), "renew": "1"}


def _attach(house: House, _role: str) -> Sent:
    return {"chosen": _chosen(_held(house)), "attach": "1", "file": _file()}


# Proof


def _sent_in(house: House, role: str) -> ProofSubmission:
    found: ProofSubmission = ProofSubmission.get_by_id(_own(house, "submission_id", role))
    return found


def _approve(house: House, role: str) -> Sent:
    return {**_said(of="pfa"), "seen": str(_sent_in(house, role).version)}


def _approve_several(house: House, role: str) -> Sent:
    row = _sent_in(house, role)
    return {"chosen": f"{row.id}.{row.version}", "approve": "1"}


def _prove(house: House, _role: str) -> Sent:
    return {"path": f"/certificates/{_held(house).fact_id}/proof", "file": _file(), "photo": _file()}


def _tap(_house: House, _role: str) -> Sent:
    return _said(of="cism", photo=_file())


def _send_in(_house: House, _role: str) -> Sent:
    return _said(file=_file())


def _send_again(house: House, role: str) -> Sent:
    ProofSubmission.update(state="returned").where(
        ProofSubmission.id == _own(house, "own_submission_id", role)
    ).execute()
    return _said(of="pfa", file=_file())


def _learn(_house: House, _role: str) -> Sent:
    return {
        "title": "Safety day",
        "done_on": DAY.isoformat(),
        "hours": "8.0",
        "topic": "safety",
        "file": _file(),
    }


def _confirm_learning(house: House, role: str) -> Sent:
    number = _own(house, "activity_id", role)
    mine = (LearningActivity.fact_id == number) & current(LearningActivity)
    LearningActivity.update(confirmed_by="").where(mine).execute()
    return {"seen": str(LearningActivity.get(mine).id)}


# Classes: the one in March is over, with the two who hold something in it; the other one is to come.


def _past(house: House) -> tuple[int, Person]:
    person = make_person(house.world.own_site)
    number = plan_training(seat_count=5)
    enrol(number, [person], class_desk())
    return number, person


def _coming(house: House, **typed: Any) -> tuple[int, Person]:
    return plan_training(seat_count=5, held_on=COMING, **typed), make_person(house.world.own_site)


def _put_in(house: House, _role: str) -> Sent:
    number, person = _coming(house)
    return {"path": f"/classes/{number}/people", "people": person.staff_number, "anyway": "1"}


def _take_out(house: House, _role: str) -> Sent:
    number, person = _coming(house)
    enrol(number, [person], class_desk())
    return {"path": f"/classes/{number}/people/{person.id}/remove"}


def _note(house: House, role: str) -> Sent:
    return {"person": house.values["staff_number"].own, "state": "there"}


def _add_at_the_door(house: House, _role: str) -> Sent:
    number, person = _past(house)[0], make_person(house.world.own_site)
    return {"path": f"/classes/{number}/attendance/add", "person": person.staff_number}


def _confirm(house: House, _role: str) -> Sent:
    """Certificates of the kind are granted once HR has confirmed who was there."""
    write_kind("pfa", {"confirms_classes": True})
    number, person = _past(house)
    now = class_desk(clock.now())
    note_attendance(number, person, Noted("there", "list"), now)
    close_class(number, now)
    return {"path": f"/classes/{number}/attendance/confirm"}


def _correct(house: House, _role: str) -> Sent:
    number, person = _past(house)
    close_class(number, class_desk(clock.now()))
    return {"path": f"/classes/{number}/people/{person.id}/correct", "reason": "They were there."}


def _sign_up(house: House, _role: str) -> Sent:
    return {"path": f"/account/classes/{_coming(house, is_open=True)[0]}/sign-up"}


def _leave(house: House, role: str) -> Sent:
    number = _coming(house, is_open=True)[0]
    enrol(number, [house.world.people[role]], class_desk())
    return {"path": f"/account/classes/{number}/leave"}


def _say_how_it_was(house: House, role: str) -> Sent:
    """The class was yesterday, and they were there."""
    number = plan_training(seat_count=5, held_on=DAY - timedelta(days=1))
    note_attendance(number, house.world.people[role], Noted("there", "list"), class_desk(clock.now()))
    return {"path": f"/account/classes/{number}/feedback", "rating": "5", "words": ""}


# Gaps


def _gap(house: House, **more: Any) -> str:
    """A site where nobody holds what is asked; what its address says of the gap."""
    site = make_site("lone-site", country="US", region="")
    make_person(site)
    adopt(HOLDERS, **more)
    return "clause=tested/clause-1&of=lone-site"


def _give(house: House, _role: str) -> Sent:
    path = f"/compliance/follow-ups/give?{_gap(house)}"
    owner = AccountSession.get_by_id(house.world.sessions["hr"]).account.email
    return {
        "path": path,
        "owner": owner,
        "due_on": (DAY + timedelta(days=9)).isoformat(),
        "text": "Please.",
        "seen": "0",
    }


def _say(house: House, _role: str) -> Sent:
    return {"path": f"/compliance/follow-ups/say?{_gap(house)}", "text": "Soon."}


def _ask(house: House, _role: str) -> Sent:
    return {"path": f"/compliance/follow-ups/ask?{_gap(house, jurisdiction='US-CA')}"}


# Exercises


def _answer(_house: House, _role: str) -> Sent:
    return {"answer": "yes"}


def _start(_house: House, _role: str) -> Sent:
    return {"kind": "started", "value": "60"}


def _reopen(house: House, role: str) -> Sent:
    number = _own(house, "action_id", role)
    action = CorrectiveAction.get((CorrectiveAction.fact_id == number) & current(CorrectiveAction))
    finish_action(action.fact_id, "It is done.", DAY, DAY, "a test")
    return {"reason": "It was not."}


# Accounts, calendars


def _sign_out(house: House, _role: str) -> Sent:
    account = AccountSession.get_by_id(house.world.sessions["employee"]).account.id
    return {"path": f"/settings/accounts/{account}/sign-out"}


def _calendar(_house: House, _role: str) -> Sent:
    return {"kind": "site", "site": "own-site"}


# Incidents


def _reader(house: House, _role: str) -> Sent:
    return {"email": AccountSession.get_by_id(house.world.sessions["hr"]).account.email}


def _ask_again(house: House, role: str) -> Sent:
    offer_debrief(_own(house, "incident_id", role), "group", DAY, DAY, "a test")
    return {"followed_up_on": DAY.isoformat()}


def _help(house: House, _role: str) -> Sent:
    return {"staff_number": make_person(house.world.own_site).staff_number}


def _rest(_house: House, _role: str) -> Sent:
    return {"what": "rest", "until_on": (DAY + timedelta(days=14)).isoformat()}


def _write_sealed(house: House, _role: str) -> Sent:
    account = AccountSession.get_by_id(house.world.sessions["hr"]).account
    grant_reading(account.email, DAY, "a test")
    return {"role": "hr", "people": "Some words.", "account": "", "witnesses": ""}


def _read_sealed(house: House, role: str) -> Sent:
    """It is sealed with the key of this installation."""
    path = f"/incidents/{_own(house, 'incident_id', 'hr')}/sealed/write"
    _post(house, "hr", path, _write_sealed(house, role))
    return {"role": "hr", "reason": "A claim is open."}


def _asked_for_exercises(*, is_credited: bool) -> Prepare:
    """An incident that may count for a clause, or counts already."""

    def prepare(house: House, role: str) -> Sent:
        adopt(
            {
                "check": "exercises_in_window",
                "terms": {"at_least": 1, "within_months": 12, "incidents_count": True},
            }
        )
        number, claim = _own(house, "incident_id", role), Claim("tested", "clause-1", "The log, in folder 12")
        if is_credited:
            credit_for_clause(number, claim, DAY, "a test")
        return {"pack": claim.pack_id, "clause": claim.clause_id, "proof": claim.proof}

    return prepare


# Protocols and lines


def _other_about(_house: House, _role: str) -> Sent:
    return {"review_months": "6"}


def _other_text(_house: House, _role: str) -> Sent:
    return {"first": "Sit down with them."}


def _text_of_another(house: House, role: str) -> Sent:
    """What a protocol says that is whole already, in the one that is begun."""
    page = house.clients[role].get("/handbook/protocols/panic/edit/en").text
    return {name: value for name, value in fields(page).items() if name not in ("csrf_token", "seen")}


def _in_state(state: State) -> Prepare:
    """The protocol, written by somebody else, as it stands in a state."""

    def prepare(_house: House, _role: str) -> Sent:
        bring_starters([each for each in shipped_protocols().values() if each.slug != "panic"], "a test")
        ProtocolRevision.update(state=state).where(ProtocolRevision.slug == "panic").execute()
        return {"reason": "It is not clear.", "seen": "1"}

    return prepare


def _all_seen(house: House, role: str) -> Sent:
    return {**_in_state(State.REVIEW)(house, role), "seen": "panic 1"}


def _swap(house: House, role: str) -> Sent:
    """What will stand on the pages was looked at before."""
    form = fields(house.clients[role].get(SWAP).text)
    return fields(_post(house, role, SWAP, {**form, "stand_in": "us-911", "reason": "It does not answer."}))


def _put_back(house: House, role: str) -> Sent:
    _post(house, role, SWAP, _swap(house, role))
    return {"reason": "It answers again."}


# What the organisation asks of itself, and what it is


def _schedule(house: House, _role: str) -> Sent:
    to = str(AccountSession.get_by_id(house.world.sessions["hr"]).account.id)
    return {
        "report": "gaps",
        "form": "pdf",
        "every": "week",
        "first_on": clock.today("Pacific/Kiritimati").isoformat(),
        "recipients": [to],
    }


def _take_terms_back(_house: House, _role: str) -> Sent:
    terms = {"certificate": "pfa", "at_least": 2}
    wanted = OwnTermsRequest("tested", "clause-1", "holders_per_headcount", terms, date(2026, 3, 1), "Safer")
    set_own_terms(wanted, "a test")
    return {"from_on": DAY.isoformat(), "reason": "Enough"}


def _own_kind(_house: House, _role: str) -> Sent:
    change_kind("pfa", {"validity_years": 2}, "a test")
    return {}


def _looked(house: House, role: str, path: str, sent: Sent) -> Sent:
    """What would be was looked at before."""
    return {**sent, "seen": fields(_post(house, role, path, sent))["seen"]}


def _set_terms(house: House, role: str) -> Sent:
    sent = {"term_certificate": "pfa", "term_at_least": "3", "from_on": DAY.isoformat(), "reason": "Safer"}
    return _looked(house, role, "/compliance/requirements/tested/clause-1/terms", sent)


def _send_pack(house: House, role: str) -> Sent:
    text = pack_text(shipped_packs()["own-policy"]).replace('id = "own-policy"', 'id = "mine"', 1)
    return _looked(house, role, "/compliance/send-pack", {"from_on": DAY.isoformat(), "text": text})


def _move_back(house: House, role: str) -> Sent:
    person, page = make_person(house.world.own_site), "/people/{}/move"
    form = fields(house.clients[role].get(page.format(person.id)).text)
    move = {**form, "site": "other-site", "from_on": DAY.isoformat(), "reason": "A new office."}
    _post(house, role, page.format(person.id), move)
    moved = Membership.select().where((Membership.person == person) & current(Membership))
    return {"path": f"/people/moves/{max(each.fact_id for each in moved)}/take-back", "reason": "Not yet."}


def _erase(house: House, _role: str) -> Sent:
    """Somebody who has left."""
    person = make_person(house.world.own_site, employed_until=date(2026, 2, 1))
    path = f"/people/{person.id}/privacy/erase"
    return {"path": path, "reason": "They asked for it.", "typed": person.staff_number}


def _undo_year(house: House, role: str) -> Sent:
    accept_plan(_own(house, "year_plan_id", role), "a test")
    return {}


def _doubles(house: House, role: str) -> Sent:
    """Two services of one organisation that are probably one."""
    with tempfile.TemporaryDirectory() as folder:
        bring(package(Path(folder) / "twins.zip", TWINS))
    cards = {card.name: card.id for card in staff_cards()}
    return {"dropped": cards["Counseling"], "kept": cards["Counselling"]}


def _part(house: House, role: str) -> Sent:
    sent = _doubles(house, role)
    _post(house, role, "/handbook/resources/doubles/merge", sent)
    return {"dropped": sent["dropped"]}


# What follows from exercises


def _sign(house: House, role: str) -> Sent:
    """It was run and rated."""
    number = plan_exercise("own-site", SCENARIO, TODAY, "a test")
    play(number, {"call-911": "U"})
    page = house.clients[role].get(f"/exercises/{number}/report").text
    return {**fields(page), "path": f"/exercises/{number}/sign", "summary": "What it showed."}


def _close(house: House, _role: str) -> Sent:
    """What was to be done is done, and a later exercise shows its effect."""
    first, second = (plan_exercise("own-site", SCENARIO, TODAY, "a test") for _turn in range(2))
    play(first, {"call-911": "U"})
    sign(first)
    action = CorrectiveAction.get(
        current(CorrectiveAction)
        & (CorrectiveAction.kind == "corrective action")
        & (CorrectiveAction.exercise == first)
    )
    finish_action(action.fact_id, "It is on the card.", TODAY, TODAY, "a test")
    play(second, {"call-911": "P"}, day=2)
    sign(second, day=2)
    return {"path": f"/exercises/actions/{action.fact_id}/close", "effect": str(second)}


def _train(house: House, role: str) -> Sent:
    number = _own(house, "need_id", role)
    person = make_person(house.world.own_site)
    ask_training(number, "pfa", [person.staff_number], "a test")
    return {"class": str(_coming(house)[0])}


PREPARED: dict[str, Prepare] = {
    "/settings/accounts/<int:account_id>/sign-out": _sign_out,
    "/account/calendars": _calendar,
    "/certificates/revoke": _revoke,
    "/certificates/add": _add_to_several,
    "/people/<int:person_id>/certificates/add": _add,
    "/certificates/renew": _renew,
    "/certificates/attach": _attach,
    "/certificates/proof/approve": _approve_several,
    "/certificates/proof/<int:submission_id>/approve": _approve,
    "/certificates/<int:certificate_id>/proof": _prove,
    "/proof/<tap_token>": _tap,
    "/mine/proof/add": _send_in,
    "/mine/proof/<int:own_submission_id>/again": _send_again,
    "/mine/learning/add": _learn,
    "/certificates/learning/<int:activity_id>/confirm": _confirm_learning,
    "/classes/<int:class_id>/people": _put_in,
    "/classes/<int:class_id>/people/<int:person_id>/remove": _take_out,
    "/classes/<int:class_id>/attendance/note": _note,
    "/classes/<int:class_id>/attendance/add": _add_at_the_door,
    "/classes/<int:class_id>/attendance/confirm": _confirm,
    "/classes/<int:class_id>/people/<int:person_id>/correct": _correct,
    "/account/classes/<int:class_id>/sign-up": _sign_up,
    "/account/classes/<int:class_id>/leave": _leave,
    "/account/classes/<int:class_id>/feedback": _say_how_it_was,
    "/compliance/follow-ups/give": _give,
    "/compliance/follow-ups/say": _say,
    "/compliance/follow-ups/ask": _ask,
    "/invited/<invitation_token>": _answer,
    "/exercises/<int:exercise_id>/entries": _start,
    "/exercises/actions/<int:action_id>/reopen": _reopen,
    "/incidents/readers": _reader,
    "/incidents/<int:incident_id>/debrief/followed-up": _ask_again,
    "/incidents/<int:incident_id>/helpers": _help,
    "/incidents/<int:incident_id>/helpers/<int:person_id>": _rest,
    "/incidents/<int:incident_id>/sealed": _read_sealed,
    "/incidents/<int:incident_id>/sealed/write": _write_sealed,
    "/incidents/<int:incident_id>/credit": _asked_for_exercises(is_credited=False),
    "/incidents/<int:incident_id>/credit/take-back": _asked_for_exercises(is_credited=True),
    "/handbook/protocols/<slug>/edit": _other_about,
    "/handbook/protocols/<slug>/edit/<language>": _other_text,
    "/handbook/begun/<begun_slug>/<part>": _text_of_another,
    "/handbook/protocols/<slug>/send": _in_state(State.DRAFT),
    "/handbook/protocols/<slug>/approve": _in_state(State.REVIEW),
    "/handbook/approve": _all_seen,
    "/handbook/protocols/<slug>/send-back": _in_state(State.REVIEW),
    "/handbook/lines/<line_code>/swap": _swap,
    "/handbook/lines/<line_code>/put-back": _put_back,
    "/compliance/requirements/<pack_id>/<clause_id>/terms": _set_terms,
    "/compliance/send-pack": _send_pack,
    "/people/moves/<int:fact_id>/take-back": _move_back,
    "/people/<int:person_id>/privacy/erase": _erase,
    "/exercises/year/<int:year_plan_id>/undo": _undo_year,
    "/handbook/resources/doubles/merge": _doubles,
    "/handbook/resources/doubles/undo": _part,
    "/exercises/<int:exercise_id>/sign": _sign,
    "/exercises/actions/<int:action_id>/close": _close,
    "/exercises/needs/<int:need_id>/invite": _train,
    "/report-schedules/add": _schedule,
    "/compliance/requirements/<pack_id>/<clause_id>/terms/take-back": _take_terms_back,
    "/settings/kinds/<kind_code>/remove": _own_kind,
}
