"""Whether mail is held: no server is set, and messages are posted nowhere either."""

from config import Config
from readiness.foundation.words import gettext as _
from readiness.notices.webhook import has_webhook


def is_mail_held(config: Config) -> bool:
    """Whether what is owed goes out by no way."""
    return not config.smtp_host and not has_webhook()


def or_held(said: str, config: Config) -> str:
    """What is said of mail that goes out, and that it is held where it is."""
    return f"{said} {held_words()}" if is_mail_held(config) else said


def held_words() -> str:
    """That mail is held, and where that is changed."""
    return _(
        "Mail is held: no mail server is set. It goes out once READINESS_SMTP_HOST names one, or a webhook is set "
        "under Settings."
    )
