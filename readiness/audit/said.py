"""What an event says, as the chain covers it. Pure."""

import json
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Said:
    """What an event says, as far as the chain covers it. `commitment` stands for its details, which may be erased.

    The other two commitments stand for actor and subject; '' in rows of earlier releases, whose hash covers these.
    """

    change: int
    recorded_at: datetime
    actor: str
    action: str
    subject: str
    commitment: str
    actor_commitment: str = ""
    subject_commitment: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """An event as it is kept. `salt` and `detail` are None where they were erased, the salts of names ''."""

    number: int
    said: Said
    previous_hash: str
    hash: str
    salt: str | None
    detail: str | None
    actor_salt: str = ""
    subject_salt: str = ""


def canonical_json(value: object) -> str:
    """One text for one value: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
