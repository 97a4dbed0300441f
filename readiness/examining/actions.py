"""What may be done in the auditor's room: saving questions, drawing samples, asking and answering."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from readiness.accounts.queries import known_account, who_can_sign_in
from readiness.accounts.standing import Moment
from readiness.audit.actions import Recording, recording
from readiness.audit.events.examining import (
    AuditRequestClosed,
    AuditRequestMade,
    AuditRequestSaid,
    QuestionForgotten,
    QuestionSaved,
    SampleDrawn,
)
from readiness.examining.drawing import draw
from readiness.examining.models import (
    ANSWERED,
    CLOSED,
    OPEN,
    AuditRemark,
    AuditRequest,
    EvidenceSample,
    SavedQuestion,
)
from readiness.examining.queries import Population, get_question, get_request, numbers_of
from readiness.foundation.errors import Conflict, InvalidInput
from readiness.foundation.stepping import step
from readiness.foundation.temporal import Knowledge
from readiness.foundation.words import gettext as _
from readiness.notices.actions import Message, owe
from readiness.web.access import Account, Role

MOST_DRAWN = 500
ANSWERING = (Role.HR, Role.ADMIN)
# A browser reads a backslash as a slash, leaves out tabs and line ends, and goes elsewhere by two slashes.
_IS_HERE = re.compile(r"/(?![/\\])[^\s\\]*").fullmatch


def save_question(title: str, report: str, asked: dict[str, Any], account: Account, moment: Moment) -> int:
    """Keep a question to a report; gives its number."""
    if not title.strip():
        raise InvalidInput(_("title: Write what it is for."))
    with recording(account.email) as opened:
        row = SavedQuestion.create(
            account=account.id, title=title.strip(), report=report, asked=asked, saved_at=moment.now
        )
        opened.note(QuestionSaved(title.strip(), report=report, asked=asked))
    return int(row.id)


def forget_question(question_id: int, account: Account) -> None:
    """Keep a question no longer."""
    with recording(account.email) as opened:
        row = get_question(question_id)
        row.delete_instance()
        opened.note(QuestionForgotten(row.title, report=row.report))


@dataclass(frozen=True, slots=True)
class Draw:
    """What is to be drawn: of which certificates, by which knowledge, how many. `seed` '': one is made."""

    population: Population
    knowledge: Knowledge
    wanted: int
    seed: str = ""


def draw_sample(wish: Draw, account: Account, moment: Moment) -> int:
    """Draw certificates by chance and keep which they are; gives the sample's number."""
    faults = []
    if not 1 <= wish.wanted <= MOST_DRAWN:
        faults.append(_("wanted: choose from 1 to %(most)s.", most=MOST_DRAWN))
    if wish.population.until_on < wish.population.from_on:
        faults.append(_("until_on: this day is before the first one."))
    if len(wish.seed) > 64:
        faults.append(_("seed: at most 64 characters."))
    if faults:
        raise InvalidInput(faults)
    seed = wish.seed.strip() or secrets.token_hex(8)
    drawn, seen = draw(numbers_of(wish.population, wish.knowledge), wish.wanted, seed)
    if not seen:
        raise InvalidInput(
            _("There is nothing to draw from: no such certificate was issued from the first to the last day.")
        )
    told = wish.population
    with recording(account.email) as opened:
        row = EvidenceSample.create(
            account=account.id, seed=seed, wanted=wish.wanted, from_on=told.from_on, until_on=told.until_on,
            site=told.site, kind=told.kind, change=wish.knowledge.number, known_at=wish.knowledge.at,
            population=seen, drawn=drawn, drawn_at=moment.now,
        )  # fmt: skip
        opened.note(
            SampleDrawn(
                f"sample {row.id}", seed=seed, wanted=wish.wanted, population=seen, drawn=drawn,
                from_on=told.from_on.isoformat(), until_on=told.until_on.isoformat(),
            )
        )  # fmt: skip
    return int(row.id)


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said about a request, with a page of this service that goes with it, or ''."""

    words: str
    link: str = ""

    @property
    def path(self) -> str:
        """The page as a link leads to it: what was chosen on a page may have spaces, as the name of a site."""
        before, mark, query = self.link.strip().partition("?")
        return before + mark + query.replace(" ", "%20")

    def faults(self) -> list[str]:
        """What is wrong with it, each named by its field."""
        found = [] if self.words.strip() else [_("words: Write what you mean.")]
        if self.path and not _IS_HERE(self.path):
            found.append(_("link: Write the path of a page of this service, such as /reports/gaps."))
        return found


def ask_for(title: str, remark: Remark, account: Account, moment: Moment) -> int:
    """Ask the organisation for something; whoever answers is told. Gives the request's number."""
    faults = ([] if title.strip() else [_("title: Write in a few words what you ask for.")]) + remark.faults()
    if faults:
        raise InvalidInput(faults)
    with recording(account.email) as opened:
        row = AuditRequest.create(account=account.id, title=title.strip(), state=OPEN, asked_at=moment.now)
        _say(row, remark, account.email, moment)
        opened.note(AuditRequestMade(row.title, request=row.id))
        _tell(row, _who_answers(moment), account, moment, opened)
    return int(row.id)


def say(request_id: int, remark: Remark, account: Account, moment: Moment) -> None:
    """Answer a request, or, by whose it is, ask on; the other side is told."""
    if remark.faults():
        raise InvalidInput(remark.faults())
    with recording(account.email) as opened:
        row = get_request(request_id)
        is_own = row.account_id == account.id
        state = OPEN if is_own else ANSWERED
        if not step(AuditRequest.state, row.id, (OPEN, ANSWERED), state=state):
            raise Conflict(_("It is closed. Ask anew."))
        _say(row, remark, account.email, moment)
        opened.note(AuditRequestSaid(row.title, request=row.id, state=state))
        asker = known_account(row.account_id)
        readers = (
            _who_answers(moment) if is_own else [asker.account] if asker.refusal(moment.today) is None else []
        )
        _tell(row, readers, account, moment, opened)


def close(request_id: int, account: Account, moment: Moment) -> None:
    """Whoever asked has what was asked for."""
    with recording(account.email) as opened:
        row = get_request(request_id)
        if not step(AuditRequest.state, row.id, (OPEN, ANSWERED), state=CLOSED, closed_at=moment.now):
            raise Conflict(_("It is closed already."))
        opened.note(AuditRequestClosed(row.title, request=row.id))


def _say(row: AuditRequest, remark: Remark, by: str, moment: Moment) -> None:
    AuditRemark.create(
        request=row.id, by=by, words=remark.words.strip(), link=remark.path, said_at=moment.now
    )


def _who_answers(moment: Moment) -> list[Account]:
    return [each for role in ANSWERING for each in who_can_sign_in(role, moment.today)]


def _tell(
    row: AuditRequest, readers: Sequence[Account], by: Account, moment: Moment, opened: Recording
) -> None:
    said = AuditRemark.select().where(AuditRemark.request == row.id).count()
    for reader in readers:
        owe(
            Message(
                key=f"auditor/requests/{row.id}/{said}/{reader.id}",
                kind="auditor.request",
                recipient=reader.email,
                content={"title": row.title, "by": by.name, "is_answer": row.account_id != by.id},
                due_at=moment.now,
                link=f"/auditor/requests/{row.id}",
            ),
            opened,
        )
