"""Keys with which programs read reports: each is an account's own, and reads what the account may read."""

from dataclasses import dataclass
from datetime import date, datetime

from readiness.accounts.queries import known_account
from readiness.audit.actions import recording
from readiness.audit.events.reports import ReportKeyMade
from readiness.foundation.database import select
from readiness.reports.models import ReportKey
from readiness.web.access import Account
from readiness.web.sessions import hashed, new_token


@dataclass(frozen=True, slots=True)
class KnownKey:
    """When an account's key was made, and the day on which it was used last."""

    made_at: datetime
    last_used_on: date | None


def key_of(account_id: int) -> KnownKey | None:
    """The key of an account; None where it has none."""
    row = ReportKey.get_or_none(ReportKey.account == account_id)
    return None if row is None else KnownKey(row.made_at, row.last_used_on)


def make_key(account_id: int, actor: str, now: datetime) -> str:
    """Make an account's key; it is told here once, and the one before works no more."""
    key = new_token()
    with recording(actor) as opened:
        ReportKey.delete().where(ReportKey.account == account_id).execute()
        ReportKey.create(account=account_id, key_hash=hashed(key), made_at=now)
        opened.note(ReportKeyMade(actor, is_made=True))
    return key


def remove_key(account_id: int, actor: str) -> bool:
    """Take an account's key away; False where it had none."""
    with recording(actor) as opened:
        removed = ReportKey.delete().where(ReportKey.account == account_id).execute()
        opened.note(ReportKeyMade(actor, is_made=False))
    return bool(removed)


def account_of(key: str, today: date) -> Account | None:
    """Whose key it is; None where it is nobody's, or its account may not sign in on this day."""
    rows = select("SELECT account_id, last_used_on FROM report_key WHERE key_hash = :hash", hash=hashed(key))
    for account_id, last_used_on in rows:
        known = known_account(account_id)
        if known.refusal(today) is not None:
            return None
        if last_used_on != today:  # one writing a day, not one a question
            ReportKey.update(last_used_on=today).where(ReportKey.account == account_id).execute()
        return known.account
    return None
