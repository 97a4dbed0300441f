"""The pages of the outbox and the webhook: what waits, why something did not go out, sending it again."""

import hmac
import json
import threading
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from flask.testing import FlaskClient

from config import Config
from readiness.foundation.database import execute
from readiness.foundation.errors import InvalidInput
from readiness.notices.actions import Message, Tap, owe
from readiness.notices.claiming import Worker
from readiness.notices.delivering import Delivery, deliver
from readiness.notices.models import OutboxMessage
from readiness.notices.webhook import Webhook, WebhookServer, checked_url, webhook_of
from readiness.notices.webhook_actions import end_webhook, set_webhook
from readiness.web.access import Role
from tests.factories import change
from tests.notices.mailbox import KEY
from tests.signing_in import post, sign_in

NOW = datetime(2026, 6, 30, 14, 6, tzinfo=UTC)


def owe_one(recipient: str, **values: Any) -> OutboxMessage:
    with change() as opened:
        owe(Message(f"x/{recipient}", "notices.test", recipient, {"by": "Ana"}, NOW, **values), opened)
    found: OutboxMessage = OutboxMessage.get(OutboxMessage.key == f"x/{recipient}")
    return found


def test_a_message_that_could_not_be_sent_is_found_read_and_sent_again(client: FlaskClient) -> None:
    sign_in(client, Role.HR)
    owe_one("ana@harbor.org")
    dead = owe_one("tom@harbor.org", person=7, tap=Tap("proof", "certificate:1"))
    OutboxMessage.update(state="dead", last_error="550 no such person", ended_at=NOW).where(
        OutboxMessage.id == dead.id
    ).execute()
    page = client.get("/settings/outbox")
    assert "Mail is held" in page.text
    assert "One message could not be sent." in page.text
    narrowed = client.get("/settings/outbox?state=dead").text
    assert "tom@harbor.org" in narrowed
    assert "ana@harbor.org" not in narrowed
    shown = client.get(f"/settings/outbox/{dead.id}").text
    for words in ("550 no such person", "You get this because Ana asked", "made when it goes out"):
        assert words in shown
    path = f"/settings/outbox/{dead.id}"
    assert post(client, f"{path}/send-again", form_at=path).status_code == 302
    row = OutboxMessage.get_by_id(dead.id)
    assert (row.state, row.resent_count) == ("waiting", 1)
    taken = client.get("/settings/outbox?format=csv").text
    assert taken.count("@harbor.org") == 2
    assert client.get("/settings/outbox/999").status_code == 404


class Receiver:
    """A server to which messages are posted; `answers` says what it answers, one after another."""

    def __init__(self) -> None:
        self.answers: list[int] = []
        self.got: list[tuple[dict[str, str], bytes]] = []

    @contextmanager
    def opened(self) -> Iterator[str]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                receiver.got.append(({k.lower(): v for k, v in self.headers.items()}, body))
                self.send_response(receiver.answers.pop(0) if receiver.answers else 204)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_arguments: Any) -> None: ...

        server = HTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/hook?team=1"
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


def test_each_message_is_posted_too_signed_and_without_the_persons_link(db: str, tmp_path: Any) -> None:
    config = Config(data_dir=tmp_path, base_url="https://readiness.harbor.org")
    receiver = Receiver()
    receiver.answers = [204, 500, 400]
    with receiver.opened() as url:
        set_webhook(url, "a test")
        webhook = webhook_of(config)
        assert webhook is not None
        for name in ("ana", "tom", "eve"):
            owe_one(f"{name}@harbor.org", person=7, tap=Tap("proof", "x"), link="/account")
        assert OutboxMessage.select().where(OutboxMessage.way == "webhook").count() == 3
        now = [NOW]
        server = WebhookServer(webhook, config)
        delivery = Delivery(server, Worker("one", "webhook"), config.base_url, KEY, lambda: now[0])
        assert deliver(delivery) == 1  # the second gets 500: the server fails, nothing more is tried
        now[0] += timedelta(minutes=2)
        assert deliver(delivery) == 1  # 400 is for good; the third is taken
    states = {
        row.recipient: row.state for row in OutboxMessage.select().where(OutboxMessage.way == "webhook")
    }
    assert sorted(states.values()) == ["dead", "sent", "sent"]
    headers, body = receiver.got[0]
    secret = b64decode(webhook.shown_secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = b64encode(hmac.digest(secret, signed, sha256)).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    told = json.loads(body)
    assert told["type"] == "notices.test"
    assert told["data"]["link"] == "https://readiness.harbor.org/account"
    assert b"/tap/" not in body
    owe_one("before@harbor.org")
    end_webhook(NOW, "a test")
    assert OutboxMessage.get(OutboxMessage.key == "x/before@harbor.org#posted").state == "withdrawn"
    owe_one("late@harbor.org")
    assert OutboxMessage.select().where(OutboxMessage.recipient == "late@harbor.org").count() == 1


@pytest.mark.parametrize(
    "url", ["http://example.org/", "ftp://a.b", "https://u:p@a.b/", "https:///x", "https://a b/", "x"]
)
def test_nothing_is_posted_to_an_address_that_is_not_safe(url: str) -> None:
    with pytest.raises(InvalidInput):
        checked_url(url)


def test_a_webhook_of_another_installation_has_another_secret(db: str, tmp_path: Any) -> None:
    set_webhook("https://hooks.harbor.org/x", "a test")
    mine = [webhook_of(Config(data_dir=tmp_path / name)) for name in ("a", "a", "b")]
    assert mine[0] == mine[1] != mine[2]
    assert Webhook("x", b"1").signature("id", 1, b"") != Webhook("x", b"2").signature("id", 1, b"")
    assert "secret" not in str(list(execute("SELECT content FROM setting")))
