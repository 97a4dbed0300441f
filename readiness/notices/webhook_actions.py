"""What may be done with the webhook: saying where messages are posted, with a new secret, and ceasing to."""

import secrets
from datetime import datetime

from readiness.audit.actions import recording
from readiness.audit.events.notices import WebhookChanged
from readiness.foundation.settings import Setting
from readiness.notices.messages import OPEN_STATES, WEBHOOK, WITHDRAWN
from readiness.notices.models import OutboxMessage
from readiness.notices.webhook import SETTING, checked_url


def set_webhook(url: str, actor: str) -> None:
    """Post every message to this address from now on, signed by a new secret; raises InvalidInput."""
    checked_url(url)
    with recording(actor) as opened:
        Setting.delete().where(Setting.key == SETTING).execute()
        Setting.create(key=SETTING, content={"url": url, "salt": secrets.token_hex(16)})
        opened.note(WebhookChanged(url, is_on=True))


def end_webhook(now: datetime, actor: str) -> None:
    """Post nothing any more; what waits to be posted is taken back."""
    with recording(actor) as opened:
        OutboxMessage.update(state=WITHDRAWN, ended_at=now, claimed_by="").where(
            (OutboxMessage.way == WEBHOOK) & OutboxMessage.state.in_(OPEN_STATES)
        ).execute()
        Setting.delete().where(Setting.key == SETTING).execute()
        opened.note(WebhookChanged("", is_on=False))
