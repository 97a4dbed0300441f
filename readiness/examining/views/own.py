"""Whose is what in the auditor's room: an auditor changes the own alone; HR and administrators answer."""

from readiness.accounts.standing import Moment
from readiness.foundation import clock
from readiness.foundation.errors import NotFound
from readiness.foundation.words import gettext as _
from readiness.web.access import EDITORS, Role, current_account
from readiness.web.settings import settings

VISITORS = (Role.AUDITOR, *EDITORS)


def moment() -> Moment:
    """Now, and the organisation's day."""
    return Moment(clock.now(), clock.today(settings().time_zone))


def check_own(account_id: int) -> None:
    """Raise NotFound for what is another account's: that it exists is not told either."""
    if account_id != current_account().id:
        raise NotFound(_("Check the address, or go back to the start."), title=_("There is no such page."))


def check_seen(account_id: int) -> None:
    """The same, but those who answer see what anybody asks, draws and keeps."""
    if current_account().role is Role.AUDITOR:
        check_own(account_id)
