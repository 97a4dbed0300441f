"""One-tap links: what a person may do from a message without signing in. Signed, used once, short-lived.

A token is a random number and its signature: one that was guessed is refused before the database is asked. Only a hash
is kept. Looking never uses a link up, since mail is opened by scanners before people; the POST that follows does.
"""

import hmac
import re
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from config import Config
from readiness.foundation.database import execute, select
from readiness.foundation.errors import NotFound
from readiness.foundation.words import gettext as _
from readiness.notices.models import NoticeLink
from readiness.web.secret_key import secret_key
from readiness.web.sessions import hashed

_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}\.[A-Za-z0-9_-]{24}")


@dataclass(frozen=True, slots=True)
class LinkFor:
    """What a link opens, and whose it is. `person` is the person's number, `subject` what it is about."""

    person: int
    purpose: str
    subject: str


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link that works still."""

    id: int
    opens: LinkFor
    expires_at: datetime


def signing_key(config: Config) -> bytes:
    """What signs links: derived from the installation's secret, and good for nothing else."""
    return hmac.digest(secret_key(config).encode(), b"one-tap links", "sha256")


def make(opens: LinkFor, now: datetime, expires_at: datetime, key: bytes) -> str:
    """Make a link; gives its token, which is told here once. Its address is `path(token)`."""
    number = secrets.token_urlsafe(24)
    token = f"{number}.{_signature(number, key)}"
    NoticeLink.create(
        token_hash=hashed(token),
        person=opens.person,
        purpose=opens.purpose,
        subject=opens.subject,
        made_at=now,
        expires_at=expires_at,
    )
    return token


def path(token: str) -> str:
    """Where a link leads."""
    return f"/tap/{token}"


def find(token: str, now: datetime, key: bytes) -> FoundLink:
    """The link with this token, still to be used; raises NotFound in the same words whatever is wrong."""
    number, _dot, signature = token.partition(".")
    if not _TOKEN.fullmatch(token) or not hmac.compare_digest(signature, _signature(number, key)):
        raise gone()
    rows = select(
        "SELECT id, person, purpose, subject, expires_at FROM notice_link "
        "WHERE token_hash = :hash AND used_at IS NULL AND expires_at > :now",
        hash=hashed(token),
        now=now,
    )
    for id_, person, purpose, subject, expires_at in rows:
        return FoundLink(id_, LinkFor(person, purpose, subject), expires_at)
    raise gone()


def spend(link: FoundLink, now: datetime) -> None:
    """Use it up, within the change that it leads to: of many who try at once one succeeds, the others get NotFound.

    Earlier and later links of the same person to the same are used up with it: one answer is enough.
    """
    mine = execute(
        "UPDATE notice_link SET used_at = :now WHERE id = :id AND used_at IS NULL", id=link.id, now=now
    )
    if mine.rowcount != 1:
        raise gone()
    execute(
        "UPDATE notice_link SET used_at = :now "
        "WHERE person = :person AND purpose = :purpose AND subject = :subject AND used_at IS NULL",
        now=now,
        person=link.opens.person,
        purpose=link.opens.purpose,
        subject=link.opens.subject,
    )


def gone() -> NotFound:
    """What is said of a link that does not work, whatever the reason."""
    return NotFound(
        _("It was used already, or is too old. Sign in to do it there, or ask those who sent it to you."),
        title=_("This link does not work any more."),
    )


def _signature(number: str, key: bytes) -> str:
    return urlsafe_b64encode(hmac.digest(key, number.encode(), sha256)[:18]).decode()
