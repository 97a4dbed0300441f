"""What is done about accounts by the clock."""

from datetime import timedelta

from readiness.accounts.models import AccountLink, AccountSession, SignInAttempt
from readiness.foundation import clock
from readiness.foundation.database import connected

ATTEMPTS_FOR = timedelta(days=1)
LINKS_FOR = timedelta(days=30)
SESSIONS_FOR = timedelta(days=8)
"""Longer than the longest session that the settings allow."""


def forget_what_ended() -> None:
    """Delete what has no use any more: the audit trail keeps what happened."""
    now = clock.now()
    with connected():
        SignInAttempt.delete().where(SignInAttempt.attempted_at < now - ATTEMPTS_FOR).execute()
        AccountLink.delete().where(AccountLink.expires_at < now - LINKS_FOR).execute()
        AccountSession.delete().where(AccountSession.created_at < now - SESSIONS_FOR).execute()
