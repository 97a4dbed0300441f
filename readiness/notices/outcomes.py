"""What goes out, and what a server may say to it."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from readiness.notices.claiming import Claimed
from readiness.notices.letters import Letter


class Refused(Exception):
    """This one message was not taken: for good, or for now."""

    def __init__(self, why: str, *, is_final: bool) -> None:
        self.is_final = is_final
        super().__init__(why)


class ServerFailed(Exception):
    """No message would be taken now. `was_under_way`: one was, and may have arrived."""

    def __init__(self, why: str, *, was_under_way: bool = False) -> None:
        self.was_under_way = was_under_way
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message in words, with the address that it leads to, at the instant at which it goes."""

    claimed: Claimed
    letter: Letter
    link: str
    at: datetime


class Connection(Protocol):
    """Something through which messages go."""

    def send(self, outgoing: Outgoing) -> None: ...


class Server(Protocol):
    """Something to which one connects."""

    def opened(self) -> AbstractContextManager[Connection]: ...
