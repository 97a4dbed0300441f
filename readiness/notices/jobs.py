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
from readiness.notices.messages import MAIL, WEBHOOK
from readiness.notices.outcomes import Server
from readiness.notices.ways import way_named
from readiness.notices.webhook import WebhookServer, webhook_of

LINKS_FOR = timedelta(days=30)
POSTS_A_DAY = 10_000
"""So many about one address are posted in a day: it is not the person who gets them."""


def deliver_messages(config: Config, before: Callable[[], object]) -> None:
    """Send what is due by each way that is set up, once `before` was done; by a way that is not, it is held.

    Nothing is done before a server that is known not to answer is to be tried again.
    """
    ready = [each for each in ways_out(config) if way_named(each.worker.way).is_open(clock.now())]
    if ready:
        before()
    for delivery in ready:
        deliver(delivery)


def ways_out(config: Config) -> list[Delivery]:
    """Each way that is set up."""
    servers: dict[str, Server] = {}
    if config.smtp_host:
        servers[MAIL] = MailServer(config)
    webhook = webhook_of(config)
    if webhook is not None:
        servers[WEBHOOK] = WebhookServer(webhook, config)
    most = {MAIL: config.mails_a_day, WEBHOOK: POSTS_A_DAY}
    return [
        Delivery(
            server,
            Worker(worker_name(), way, a_day=most[way]),
            config.base_url,
            signing_key(config),
            clock.now,
        )
        for way, server in servers.items()
    ]


def forget_links() -> None:
    """Delete one-tap links that have long been of no use."""
    with connected():
        execute("DELETE FROM notice_link WHERE expires_at < :before", before=clock.now() - LINKS_FOR)
