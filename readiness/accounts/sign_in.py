"""Signing in and out: attempts are counted before they are judged, sessions are rows."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from readiness.accounts import throttle
from readiness.accounts.models import Account, AccountSession
from readiness.accounts.passwords import hash_password, turn, verify
from readiness.accounts.queries import (
    email_key,
    failures_since,
    find_account,
    find_session,
    get_account,
    known_account,
)
from readiness.accounts.standing import KnownAccount, Limits, Moment
from readiness.audit.actions import Recording, recording
from readiness.audit.events.accounts import UNKNOWN, SessionRevoked, SignedIn, SignInRefused
from readiness.foundation.database import execute, lock, write_if_free
from readiness.foundation.errors import NotAllowed, TooMany
from readiness.foundation.passing import passing_transaction
from readiness.foundation.words import gettext as _
from readiness.web.access import SignedIn as Visitor
from readiness.web.sessions import hashed, new_token

SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Browser:
    """Where a request comes from."""

    address: str
    user_agent: str


@dataclass(frozen=True, slots=True)
class Proof:
    """An account whose password was given; `is_outdated`: it should be kept anew, with today's cost.

    `who` and `place`: by what its attempts are counted.
    """

    known: KnownAccount
    is_outdated: bool
    who: str
    place: str

    def forget_attempts(self) -> None:
        """Count them no more; within the change that follows, so that they take no commit of their own."""
        execute(
            "DELETE FROM sign_in_attempt WHERE who_hash = :who AND address = :place",
            who=self.who, place=self.place,
        )  # fmt: skip


def prove(email: str, password: str, browser: Browser, moment: Moment) -> Proof:
    """Judge a password; raises NotAllowed in the same words whatever is wrong, TooMany where it is throttled.

    The attempt stays counted until what is proved is made use of (`Proof.forget_attempts`).
    """
    place = throttle.place_of(browser.address)
    who = hashed(email_key(email))
    _check_throttle(who, place, moment.now)
    with turn():
        _count_attempt(who, place, moment.now)
        known = find_account(email)
        verdict = verify(password, known.password_hash if known else "")
    reason = "wrong password" if known else "no such account"
    if known is not None and verdict.is_right:
        reason = known.refusal(moment.today) or ""
        if not reason:
            return Proof(known, verdict.is_outdated, who, place)
    _refuse(known, reason, browser)
    raise NotAllowed(_("The e-mail address or the password is not right."))


def sign_in(email: str, password: str, browser: Browser, moment: Moment) -> Visitor:
    """Begin a session; raises what `prove` raises."""
    proof = prove(email, password, browser, moment)
    account_id = proof.known.account.id
    new_hash = hash_password(password) if proof.is_outdated else None
    with recording(proof.known.account.email) as opened:
        known = known_account(account_id)
        if known.password_hash != proof.known.password_hash or known.refusal(moment.today):
            raise NotAllowed(_("The account was changed just now. Try again."))
        if new_hash:
            Account.update(password_hash=new_hash).where(Account.id == account_id).execute()
        proof.forget_attempts()
        return begin_session(known, browser, moment.now, opened)


def _check_throttle(who: str, place: str, now: datetime) -> None:
    opens_at = throttle.opens_at(failures_since(now - throttle.WINDOW, place, who), now)
    if opens_at is not None:
        seconds = max(1, round((opens_at - now).total_seconds()))
        raise TooMany(_("The e-mail address or the password was wrong too often."), seconds=seconds)


def _count_attempt(who: str, place: str, now: datetime) -> None:
    """Count it as failed before it is judged, so that many at once cannot all slip through.

    It counts for minutes, and at once for everybody: it need not outlast a power failure.
    """
    with passing_transaction():
        lock("attempt")
        _check_throttle(who, place, now)
        execute(
            "INSERT INTO sign_in_attempt (who_hash, address, attempted_at) VALUES (:who, :place, :now)",
            who=who, place=place, now=now,
        )  # fmt: skip


def _refuse(known: KnownAccount | None, reason: str, browser: Browser) -> None:
    subject = known.account.email if known else UNKNOWN
    with recording(UNKNOWN if known is None else subject) as opened:
        opened.note(SignInRefused(subject, address=browser.address, reason=reason))


def begin_session(known: KnownAccount, browser: Browser, now: datetime, opened: Recording) -> Visitor:
    """Begin a session of an account within a change that is open."""
    token = new_token()
    ((session,),) = execute(
        "INSERT INTO account_session (account_id, token_hash, created_at, last_seen_at, user_agent, address, "
        "employment_change) VALUES (:account, :token, :now, :now, :agent, :address, :employment) RETURNING id",
        account=known.account.id, token=hashed(token), now=now, agent=browser.user_agent[:200],
        address=browser.address, employment=known.employment_change,
    )  # fmt: skip
    opened.note(SignedIn(known.account.email, session=session, address=browser.address))
    return Visitor(known.account, session, token)


def visitor(token: str, moment: Moment, limits: Limits) -> Visitor | None:
    """Who is signed in by a token; None where its session is gone or holds no more."""
    session = find_session(hashed(token))
    if session is None or not session.holds(moment, limits):
        return None
    if moment.now - session.last_seen_at >= SEEN_EVERY:
        # An update, never an insert: a session that was ended meanwhile stays ended. And a page does
        # not wait for whoever is writing just now.
        write_if_free(
            "UPDATE account_session SET last_seen_at = :now WHERE id = :id", now=moment.now, id=session.id
        )
    return Visitor(session.known.account, session.id, token)


def end_sessions(account: Account, reason: str, opened: Recording, *, but: int | None = None) -> int:
    """End the sessions of an account, all but one; gives how many."""
    condition = (AccountSession.account == account.id) & (AccountSession.id != (but or 0))
    ended = [row.id for row in AccountSession.select(AccountSession.id).where(condition)]
    if ended:
        AccountSession.delete().where(AccountSession.id.in_(ended)).execute()
        opened.note(SessionRevoked(account.email, sessions=ended, reason=reason))
    return len(ended)


def end_other_sessions(account_id: int, session_id: int, actor: str) -> int:
    """End every session of an account but one; gives how many."""
    with recording(actor) as opened:
        account = get_account(account_id)
        ended = end_sessions(account, "signed out elsewhere", opened, but=session_id)
        if not ended:
            opened.note(SessionRevoked(account.email, sessions=[], reason="signed out elsewhere"))
    return ended


def end_session(account_id: int, session_id: int, reason: str, actor: str) -> bool:
    """End one session of an account; False where it has ended already, or is another's."""
    with recording(actor) as opened:
        account = get_account(account_id)
        ended = (
            AccountSession.delete()
            .where((AccountSession.id == session_id) & (AccountSession.account == account_id))
            .execute()
        )
        opened.note(SessionRevoked(account.email, sessions=[session_id] * ended, reason=reason))
    return bool(ended)
