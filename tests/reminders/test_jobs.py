"""The jobs as the timetable runs them, by settings of the environment."""

from datetime import timedelta
from pathlib import Path

import pytest

from config import config_from_environment
from readiness.foundation import clock
from readiness.foundation.errors import ConfigurationError
from readiness.notices.actions import Message, owe
from readiness.notices.models import OutboxMessage
from readiness.notices.webhook import webhook_of
from readiness.notices.webhook_actions import set_webhook
from readiness.reminders.jobs import deliver_what_still_holds
from tests.factories import change
from tests.notices.mailbox import opened_mailbox


def test_the_job_sends_what_is_due_and_takes_back_what_holds_no_more(
    db: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = {"name": "Ana", "certificate": "CPR", "ends_on": "2026-06-30", "is_over": False, "site": ""}
    with change() as opened:
        now = clock.now()
        owe(Message("x", "notices.test", "ana@harbor.org", {"by": "Tom"}, now), opened)
        stale = f"reminders/certificate:1/{clock.today('UTC') + timedelta(days=7)}/before-7/person:1"
        owe(Message(stale, "reminders.certificate", "tom@harbor.org", certificate, now), opened)
    with opened_mailbox() as mailbox:
        settings = {
            "DATA_DIR": str(tmp_path),
            "DATABASE_URL": db,
            "BASE_URL": "https://readiness.harbor.org",
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(mailbox.port),
            "SMTP_TLS": "none",
            "SMTP_SENDER": "readiness@harbor.org",
        }
        for name in ("DATA_DIR", "DATABASE_URL"):
            monkeypatch.setenv(f"READINESS_{name}", settings[name])
        deliver_what_still_holds()
        assert mailbox.mails == []  # no server is set: it is held
        for name, value in settings.items():
            monkeypatch.setenv(f"READINESS_{name}", value)
        deliver_what_still_holds()
    assert mailbox.recipients == ["ana@harbor.org"]
    assert OutboxMessage.get(OutboxMessage.key == stale).state == "withdrawn"
    set_webhook("https://127.0.0.1:1/hook", "a test")
    assert webhook_of(config_from_environment()) is not None
    deliver_what_still_holds()  # nothing is owed by it: nobody is asked


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"SMTP_HOST": "mail"}, "SMTP_SENDER is needed"),
        ({"SMTP_HOST": "mail", "SMTP_SENDER": "a@b.org"}, "BASE_URL is needed"),
        ({"SMTP_SENDER": "a@b.org\nBcc: c@d.org"}, "no e-mail address"),
        ({"SMTP_TLS": "maybe"}, "SMTP_TLS"),
    ],
)
def test_settings_of_mail_that_do_not_fit_stop_the_start(settings: dict[str, str], told: str) -> None:
    with pytest.raises(ConfigurationError, match=told):
        config_from_environment({f"READINESS_{name}": value for name, value in settings.items()})
