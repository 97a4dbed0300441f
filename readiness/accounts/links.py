"""Links to choose a password: single-use, short-lived, kept as a hash, handed over by a person."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from readiness.accounts.models import Account, AccountLink
from readiness.audit.actions import Recording
from readiness.audit.events.accounts import LinkIssued
from readiness.foundation.errors import NotFound
from readiness.foundation.words import gettext as _
from readiness.foundation.words import ngettext
from readiness.web.sessions import hashed, new_token

FIRST, INVITE, RESET = "first administrator", "invitation", "reset"
LASTS = {FIRST: timedelta(days=7), INVITE: timedelta(days=7), RESET: timedelta(hours=1)}


@dataclass(frozen=True, slots=True)
class IssuedLink:
    """A link to hand over. Its token is told here once, and kept nowhere."""

    token: str
    purpose: str

    @property
    def path(self) -> str:
        return f"/links/{self.token}"

    @property
    def lasts(self) -> str:
        """For how long it works, in words."""
        lasts = LASTS[self.purpose]
        if lasts.days:
            return ngettext("one day", "%(count)s days", lasts.days)
        return ngettext("one hour", "%(count)s hours", lasts.seconds // 3600)


def issue_link(account: Account | None, purpose: str, now: datetime, opened: Recording) -> IssuedLink:
    """Make a link within a change that is open; earlier ones of the account die."""
    token = new_token()
    mine = AccountLink.account.is_null() if account is None else AccountLink.account == account.id
    AccountLink.delete().where(mine & AccountLink.used_at.is_null()).execute()
    expires_at = now + LASTS[purpose]
    AccountLink.create(
        account=account, purpose=purpose, token_hash=hashed(token), created_at=now, expires_at=expires_at
    )
    subject = FIRST if account is None else account.email
    opened.note(LinkIssued(subject, purpose=purpose, expires_at=expires_at.isoformat()))
    return IssuedLink(token, purpose)


def get_link(token: str, now: datetime) -> AccountLink:
    """The link with this token, still to be used; raises NotFound in the same words whatever is wrong."""
    link: AccountLink | None = (
        AccountLink.select(AccountLink, Account)
        .left_outer_join(Account)
        .where(AccountLink.token_hash == hashed(token))
        .first()
    )
    if link is None or link.used_at or link.expires_at <= now or (link.account and link.account.is_disabled):
        raise _gone()
    return link


def take_link(link: AccountLink, now: datetime) -> None:
    """Use it up within a change that is open: of many who try at once, one succeeds."""
    taken = (
        AccountLink.update(used_at=now)
        .where((AccountLink.id == link.id) & AccountLink.used_at.is_null())
        .execute()
    )
    if taken != 1:
        raise _gone()


def _gone() -> NotFound:
    return NotFound(
        _("It was used already, is too old, or a newer one was made. Ask an administrator for a new link."),
        title=_("This link does not work any more."),
    )
