"""Settling when people are reminded."""

from typing import Any

from readiness.audit.actions import recording
from readiness.audit.events.reminders import ReminderRulesChanged
from readiness.certificates.kinds import certificate_kinds
from readiness.foundation.errors import ConfigurationError, InvalidInput
from readiness.foundation.settings import Setting
from readiness.foundation.words import gettext as _
from readiness.reminders.rules import SETTING, laid_over_shipped


def settle_rules(content: dict[str, Any] | None, actor: str) -> None:
    """Keep rules of the organisation's own, or (None) take those of the release again; raises InvalidInput."""
    if content is not None:
        known = certificate_kinds()
        unknown = [code for code in content["certificate"]["kinds"] if code not in known]
        if unknown:
            raise InvalidInput(_("kinds: There is no certificate kind ‘%(code)s’.", code=unknown[0]))
        try:
            laid_over_shipped(content)
        except ConfigurationError as error:
            raise InvalidInput(error.problems) from error
    with recording(actor) as opened:
        Setting.delete().where(Setting.key == SETTING).execute()
        if content is not None:
            Setting.create(key=SETTING, content=content)
        opened.note(ReminderRulesChanged("", content=content))
