"""What the timetable runs of notices."""

from datetime import timedelta

from config import Config, config_from_environment
from readiness.foundation import clock
from readiness.foundation.database import connected, execute
from readiness.foundation.settings import with_stored
from readiness.notices.claiming import Worker
from readiness.notices.delivering import Delivery, deliver, worker_name
from readiness.notices.links import signing_key
from readiness.notices.mailing import MailServer
from readiness.notices.messages import MAIL

LINKS_FOR = timedelta(days=30)


def deliver_mail() -> None:
    """Send the mail that is due; without a server it is held."""
    with connected():
        config = with_stored(config_from_environment())
        if config.smtp_host:
            deliver(by_mail(config))


def by_mail(config: Config) -> Delivery:
    """Delivering by the server of these settings."""
    worker = Worker(worker_name(), MAIL, a_day=config.mails_a_day)
    return Delivery(MailServer(config), worker, config.base_url, signing_key(config), clock.now)


def forget_links() -> None:
    """Delete one-tap links that have long been of no use."""
    with connected():
        execute("DELETE FROM notice_link WHERE expires_at < :before", before=clock.now() - LINKS_FOR)
