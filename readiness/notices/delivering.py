"""Delivering what is owed: batches are claimed, written, handed over and accounted for, until nothing is due."""

import logging
import os
import random
import secrets
import socket
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta

from readiness.foundation.errors import ConfigurationError
from readiness.notices import claiming, links
from readiness.notices.backoff import GIVE_UP_AFTER, MESSAGE_AT_MOST, pause
from readiness.notices.claiming import Claimed, Worker, claim, failed, give_back, is_mine, keep
from readiness.notices.letters import letter_of
from readiness.notices.messages import MAIL, is_reserved
from readiness.notices.outcomes import Connection, Outgoing, Refused, Server, ServerFailed
from readiness.notices.ways import it_answers, it_failed, way_named

log = logging.getLogger(__name__)

TAP_LASTS = timedelta(days=7)
RUNS_FOR = 50.0
"""Seconds after which a run begins no other batch: the next tick goes on."""


def worker_name() -> str:
    """A name that no other worker has."""
    return f"{socket.gethostname()[:60]}/{os.getpid()}/{secrets.token_hex(4)}"


@dataclass(frozen=True, slots=True)
class Delivery:
    """What delivering needs: to whom one connects, as whom, by which clock."""

    server: Server
    worker: Worker
    base_url: str
    link_key: bytes
    now: Callable[[], datetime]
    chance: random.Random = field(default_factory=random.SystemRandom)


def deliver(delivery: Delivery) -> int:
    """Send what is due; how many messages went out. The server's failure is noted, and ends the run."""
    until = time.monotonic() + RUNS_FOR
    count = 0
    while time.monotonic() < until:
        now, way = delivery.now(), way_named(delivery.worker.way)
        if not way.is_open(now):
            break
        # While nobody knows whether the server is back, one message asks for all.
        batch = claim(replace(delivery.worker, most=1) if way.failure_count else delivery.worker, now)
        if not batch:
            break
        count += _send(delivery, batch)
    return count


def _send(delivery: Delivery, batch: list[Claimed]) -> int:
    """Send a batch through one connection; what is left when the server fails is given back."""
    count, left = 0, list(batch)
    kept_at = delivery.now()
    try:
        with delivery.server.opened() as connection:
            it_answers(delivery.worker.way)
            while left:
                now = delivery.now()
                if now - kept_at > delivery.worker.lease / 3:
                    keep(delivery.worker, [each.id for each in left], now)
                    kept_at = now
                count += _send_one(delivery, connection, left[0])
                left.pop(0)
    except ServerFailed as failure:
        now = delivery.now()
        next_at = it_failed(delivery.worker.way, str(failure), now, delivery.chance)
        log.warning("%s: nothing goes out (%s), tried again at %s", delivery.worker.way, failure, next_at)
        if failure.was_under_way:
            _try_later(delivery, left.pop(0), str(failure))
        give_back(delivery.worker, [each.id for each in left], next_at, str(failure))
    return count


def _send_one(delivery: Delivery, connection: Connection, claimed: Claimed) -> int:
    """Send one message, if it is still ours to send, and say what became of it."""
    now = delivery.now()
    if not is_mine(delivery.worker, claimed.id, now):
        return 0
    if delivery.worker.way == MAIL and is_reserved(claimed.recipient):
        failed(delivery.worker, claimed.id, "The address is that of an example.", None, now)
        return 0
    try:
        letter = letter_of(claimed.kind, claimed.content, claimed.language)
        connection.send(Outgoing(claimed, letter, _link(delivery, claimed, now), now))
    except Refused as refusal:
        if refusal.is_final:
            failed(delivery.worker, claimed.id, str(refusal), None, now)
        else:
            _try_later(delivery, claimed, str(refusal))
        return 0
    except (ConfigurationError, ValueError) as error:  # a fault of ours must not keep the others waiting
        failed(delivery.worker, claimed.id, str(error), None, now)
        return 0
    claiming.sent(claimed, asdict(letter), delivery.now())
    return 1


def _try_later(delivery: Delivery, claimed: Claimed, why: str) -> None:
    """It is tried again after a while; after days of that, a person has to look at it."""
    now = delivery.now()
    later = now + pause(claimed.attempt_count + 1, MESSAGE_AT_MOST, delivery.chance)
    is_over = now - claimed.due_at > GIVE_UP_AFTER and claimed.attempt_count > 0
    failed(delivery.worker, claimed.id, why, None if is_over else later, now)


def _link(delivery: Delivery, claimed: Claimed, now: datetime) -> str:
    """The address that the message leads to: always below the one that the installation is known by."""
    path = claimed.link
    if delivery.worker.way == MAIL and claimed.tap_purpose and claimed.person is not None:
        opens = links.LinkFor(claimed.person, claimed.tap_purpose, claimed.tap_subject)
        path = links.path(links.make(opens, now, now + TAP_LASTS, delivery.link_key))
    return delivery.base_url + path if path.startswith("/") else ""
