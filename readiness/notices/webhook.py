"""The second way out: each message posted as JSON to an address of the organisation's, signed.

The headers are those of Standard Webhooks: `webhook-id`, `webhook-timestamp`, and `webhook-signature` with HMAC-SHA256
over `id.timestamp.body` by the shared secret, so that whoever has it can tell that a message is ours, whole and fresh.
"""

import hmac
import http.client
import json
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import SplitResult, urlsplit

from config import Config
from readiness.foundation.errors import InvalidInput
from readiness.foundation.settings import stored
from readiness.foundation.words import gettext as _
from readiness.notices.letters import as_text
from readiness.notices.messages import message_id
from readiness.notices.outcomes import Outgoing, Refused, ServerFailed
from readiness.web.secret_key import secret_key

SETTING = "webhook"
TIMEOUT = 20
LOOPBACK = ("localhost", "127.0.0.1", "::1")
NOT_NOW = (408, 425, 429)


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where messages are posted, and the secret that signs them."""

    url: str
    secret: bytes

    @property
    def shown_secret(self) -> str:
        """The secret as people copy it."""
        return f"whsec_{b64encode(self.secret).decode()}"

    def signature(self, name: str, timestamp: int, body: bytes) -> str:
        signed = hmac.digest(self.secret, f"{name}.{timestamp}.".encode() + body, sha256)
        return f"v1,{b64encode(signed).decode()}"


def has_webhook() -> bool:
    """Whether messages are posted somewhere too."""
    return stored(SETTING) is not None


def webhook_of(config: Config) -> Webhook | None:
    """Where messages are posted; None where nobody said. Its secret comes from a kept salt and the installation's."""
    kept = stored(SETTING)
    if kept is None:
        return None
    made = hmac.digest(secret_key(config).encode(), f"webhook {kept['salt']}".encode(), sha256)
    return Webhook(kept["url"], made)


def checked_url(url: str) -> str:
    """The address, if something may be posted there; raises InvalidInput."""
    parts = urlsplit(url)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    if (
        not is_safe
        or not parts.hostname
        or parts.username
        or parts.fragment
        or not url.isascii()
        or " " in url
    ):
        raise InvalidInput(
            _("url: Write an address that begins with https://, without a name or password in it.")
        )
    return url


@dataclass(frozen=True, slots=True)
class WebhookServer:
    """The server to which messages are posted."""

    webhook: Webhook
    config: Config

    @contextmanager
    def opened(self) -> Iterator["WebhookConnection"]:
        """One connection for a batch; raises ServerFailed."""
        parts = urlsplit(self.webhook.url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=TIMEOUT)
        try:
            connection.connect()
        except OSError as error:
            raise ServerFailed(str(error) or type(error).__name__) from error
        try:
            yield WebhookConnection(connection, parts, self)
        finally:
            connection.close()


@dataclass(frozen=True, slots=True)
class WebhookConnection:
    """A connection through which messages are posted, one after the other."""

    connection: http.client.HTTPConnection
    parts: SplitResult
    server: WebhookServer

    def send(self, outgoing: Outgoing) -> None:
        """Post one message; raises Refused where this one is not taken, ServerFailed where none would be."""
        body = json.dumps(payload(outgoing, self.server.config), ensure_ascii=False).encode()
        name, timestamp = _name(outgoing), int(outgoing.at.timestamp())
        headers = {
            "content-type": "application/json; charset=utf-8",
            "user-agent": "Readiness",
            "webhook-id": name,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": self.server.webhook.signature(name, timestamp, body),
        }
        path = (self.parts.path or "/") + (f"?{self.parts.query}" if self.parts.query else "")
        try:
            self.connection.request("POST", path, body, headers)
            answer = self.connection.getresponse()
            answer.read(65_536)
        except (OSError, http.client.HTTPException) as error:
            raise ServerFailed(str(error) or type(error).__name__, was_under_way=True) from error
        if answer.status >= 500:
            raise ServerFailed(f"{answer.status} {answer.reason}", was_under_way=True)
        if answer.status >= 300:
            raise Refused(f"{answer.status} {answer.reason}", is_final=answer.status not in NOT_NOW)


def payload(outgoing: Outgoing, config: Config) -> dict[str, object]:
    """What is posted of a message. No one-tap link is in it: whoever reads it is not the person."""
    claimed, letter = outgoing.claimed, outgoing.letter
    return {
        "type": claimed.kind,
        "timestamp": outgoing.at.isoformat(),
        "data": {
            "id": _name(outgoing),
            "to": claimed.recipient,
            "language": letter.language,
            "subject": letter.subject,
            "text": as_text(letter, outgoing.link, config.organisation),
            "why": letter.why,
            "link": outgoing.link,
            "due_at": claimed.due_at.isoformat(),
        },
    }


def _name(outgoing: Outgoing) -> str:
    return (
        message_id(outgoing.claimed.key, outgoing.claimed.resent_count, "x@webhook")
        .strip("<>")
        .partition("@")[0]
    )
