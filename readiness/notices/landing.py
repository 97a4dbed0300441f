"""Where one-tap links lead: each purpose says what its page asks and what its button does, or which page is its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from readiness.notices.links import FoundLink

_LANDINGS = "readiness_landings"


@dataclass(frozen=True, slots=True)
class Told:
    """What a page asks before anything is done: a title, a sentence, the words of its one button."""

    title: str
    sentence: str
    button: str


@dataclass(frozen=True, slots=True)
class Landing:
    """A purpose whose page has one button. `act` calls `links.spend` in its change, and says what was done."""

    told: Callable[[FoundLink], Told]
    act: Callable[[FoundLink, datetime], str]


@dataclass(frozen=True, slots=True)
class OwnPage:
    """A purpose with a page of its own: an endpoint that looks by `links.find`, and spends by POST.

    `argument`: the name by which its address takes the token.
    """

    endpoint: str
    argument: str = "tap_token"


def offer_landing(app: Any, purpose: str, landing: Landing | OwnPage) -> None:
    """Say where links of a purpose lead."""
    app.extensions.setdefault(_LANDINGS, {})[purpose] = landing


def landing_of(app: Any, purpose: str) -> Landing | OwnPage | None:
    """Where links of a purpose lead; None where nobody said."""
    found: Landing | OwnPage | None = app.extensions.get(_LANDINGS, {}).get(purpose)
    return found
