"""A mail server for tests: keeps what arrives, and refuses or fails as it is told."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from config import Config
from readiness.foundation import clock
from readiness.notices.claiming import Worker
from readiness.notices.delivering import Delivery, worker_name
from readiness.notices.mailing import MailServer
from readiness.notices.messages import MAIL

KEY = b"a key that signs the links of tests"


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


class Mailbox:
    """What arrived, in order. `answers` says what is answered to an address; `connections` how many there were."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.answers: dict[str, str] = {}
        self.data_answer = "250 taken"
        self.connections = 0
        self.port = free_port()
        self._controller: Any = None

    async def handle_EHLO(  # noqa: N802
        self, _server: SMTP, session: Any, _envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        answer = self.answers.get(address, "250 known")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server: SMTP, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self.data_answer.startswith("250"):
            mail = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(mail, EmailMessage)
            self.mails.append(mail)
            self.recipients += envelope.rcpt_tos
        return self.data_answer

    def open(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def close(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    @property
    def config(self) -> Config:
        return Config(
            organisation="Harbor, Inc.",
            base_url="https://readiness.harbor.org",
            smtp_host="127.0.0.1",
            smtp_port=self.port,
            smtp_tls="none",
            smtp_sender="readiness@harbor.org",
            smtp_reply_to="hr@harbor.org",
        )

    def delivery(self, *, a_day: int = 20, now: Any = clock.now, **worker: Any) -> Delivery:
        """Delivering to this server."""
        return Delivery(
            MailServer(self.config),
            Worker(worker_name(), MAIL, a_day=a_day, **worker),
            self.config.base_url,
            KEY,
            now,
        )


@contextmanager
def opened_mailbox() -> Iterator[Mailbox]:
    box = Mailbox()
    box.open()
    try:
        yield box
    finally:
        box.close()
