"""Whether mail is held: no server is set, and messages are posted nowhere either."""

from config import Config
from readiness.foundation.words import gettext as _
from readiness.notices.webhook import has_webhook


def is_mail_held(config: Config) -> bool:
    """Whether what is owed goes out by no way."""
    return not config.smtp_host and not has_webhook()


def or_held(said: str, config: Config) -> str:
    """What is said of mail that goes out, and that it is held where it is."""
    return f"{said} {_('Mail is held: no mail server is set.')}" if is_mail_held(config) else said
