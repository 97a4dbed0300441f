"""Handing mail to a server by SMTP: one connection for a batch, and what its refusals mean."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from config import Config
from readiness.notices.claiming import Claimed
from readiness.notices.letters import Letter, as_html, as_text
from readiness.notices.messages import message_id
from readiness.notices.outcomes import Outgoing, Refused, ServerFailed

TIMEOUT = 20
"""Seconds for each answer of the server: a message takes far less than a lease even where each comes late."""
TOO_LARGE = 552
GOES_AWAY = 421


@dataclass(frozen=True, slots=True)
class MailServer:
    """The server to which mail is handed, and in whose name."""

    config: Config

    @contextmanager
    def opened(self) -> Iterator["MailConnection"]:
        """A connection, signed in; raises ServerFailed."""
        try:
            connection = self._connected()
        except (OSError, smtplib.SMTPException) as error:
            raise ServerFailed(in_words(error)) from error
        try:
            yield MailConnection(connection, self.config)
        finally:
            with suppress(OSError, smtplib.SMTPException):
                connection.quit()
            connection.close()

    def _connected(self) -> smtplib.SMTP:
        config = self.config
        safe = None if config.smtp_tls == "none" else ssl.create_default_context()
        if config.smtp_tls == "tls":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                config.smtp_host, config.smtp_port, timeout=TIMEOUT, context=safe
            )
        else:
            connection = smtplib.SMTP(config.smtp_host, config.smtp_port, timeout=TIMEOUT)
        try:
            if config.smtp_tls == "starttls":
                connection.starttls(context=safe)
            if config.smtp_user:
                connection.login(config.smtp_user, config.smtp_password.get_secret_value())
        except BaseException:
            connection.close()
            raise
        return connection


@dataclass(frozen=True, slots=True)
class MailConnection:
    """A connection through which messages go, one after the other."""

    connection: smtplib.SMTP
    config: Config

    def send(self, outgoing: Outgoing) -> None:
        """Hand over one message; raises Refused where it is not taken, ServerFailed where none would be."""
        mail = as_mail(outgoing.claimed, outgoing.letter, outgoing.link, self.config)
        mail["Date"] = format_datetime(outgoing.at)
        try:
            self.connection.send_message(mail)
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            raise Refused(f"{code} {_text(said)}", is_final=code >= 500) from error
        except (smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as error:
            is_of_message = isinstance(error, smtplib.SMTPDataError) or error.smtp_code == TOO_LARGE
            if not is_of_message or error.smtp_code == GOES_AWAY:
                raise ServerFailed(in_words(error)) from error
            raise Refused(in_words(error), is_final=error.smtp_code >= 500) from error
        except (OSError, smtplib.SMTPException) as error:
            raise ServerFailed(in_words(error), was_under_way=True) from error


def as_mail(claimed: Claimed, letter: Letter, link: str, config: Config) -> EmailMessage:
    """The message as mail, without its date. No part of it can add a header: the library refuses ends of lines."""
    mail = EmailMessage()
    organisation = " ".join(config.organisation.split())
    mail["Subject"] = letter.subject
    mail["From"] = Address(organisation, addr_spec=config.smtp_sender)
    mail["To"] = Address(addr_spec=claimed.recipient)
    if config.smtp_reply_to:
        mail["Reply-To"] = Address(addr_spec=config.smtp_reply_to)
    mail["Message-ID"] = message_id(claimed.key, claimed.resent_count, config.smtp_sender)
    mail["Auto-Submitted"] = "auto-generated"  # so that nobody's holiday answers
    mail["Content-Language"] = letter.language
    mail.set_content(as_text(letter, link, organisation))
    mail.add_alternative(as_html(letter, link, organisation), subtype="html")
    return mail


def in_words(error: Exception) -> str:
    """What the server said, or what became of the connection."""
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    return str(error) or type(error).__name__


def _text(said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join(text.split())
