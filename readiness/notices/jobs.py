"""What the timetable runs of notices."""

from collections.abc import Callable
from datetime import timedelta

from config import Config
from readiness.foundation import clock
from readiness.foundation.database import connected, execute
from readiness.notices.claiming import Worker
from readiness.notices.delivering import Delivery, deliver, worker_name
from readiness.notices.links import signing_key
from readiness.notices.mailing import MailServer
from readiness.notices.messages import MAIL
from readiness.notices.ways import way_named

LINKS_FOR = timedelta(days=30)


def deliver_messages(config: Config, before: Callable[[], object]) -> None:
    """Send the mail that is due, once `before` was done; without a server it is held.

    Nothing is done before a server that is known not to answer is to be tried again.
    """
    if config.smtp_host and way_named(MAIL).is_open(clock.now()):
        before()
        deliver(by_mail(config))


def by_mail(config: Config) -> Delivery:
    """Delivering by the server of these settings."""
    worker = Worker(worker_name(), MAIL, a_day=config.mails_a_day)
    return Delivery(MailServer(config), worker, config.base_url, signing_key(config), clock.now)


def forget_links() -> None:
    """Delete one-tap links that have long been of no use."""
    with connected():
        execute("DELETE FROM notice_link WHERE expires_at < :before", before=clock.now() - LINKS_FOR)
