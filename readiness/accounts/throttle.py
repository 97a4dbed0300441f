"""How often a password may be tried: by account and address, and by address. Pure.

Only the pair of account and address is held back for long, so that nobody can shut another one out
from somewhere else; and nothing is ever shut for good.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

WINDOW = timedelta(minutes=5)
AT_ACCOUNT = 10
"""Failures in the window by account and address."""
AT_ADDRESS = 100
"""Failures in the window by address: an office behind one address has many people."""
UNHURRIED = 4
"""So many failures at an account may come at any pace; each further one makes the next wait longer."""


def opens_at(failures: Sequence[tuple[datetime, bool]], now: datetime) -> datetime | None:
    """When the next attempt is let through; None: now. `failures` tells each instant, and if at this account."""
    here = [instant for instant, is_here in failures if is_here]
    waits = [_oldest_of_last(here, AT_ACCOUNT), _oldest_of_last([i for i, _here in failures], AT_ADDRESS)]
    if len(here) > UNHURRIED:
        waits.append(here[-1] + timedelta(seconds=2 ** (len(here) - UNHURRIED)))
    latest = max((wait for wait in waits if wait is not None), default=now)
    return latest if latest > now else None


def _oldest_of_last(instants: Sequence[datetime], limit: int) -> datetime | None:
    """When the window lets go of the one that fills it."""
    return instants[-limit] + WINDOW if len(instants) >= limit else None


def place_of(address: str | None) -> str:
    """What is counted as one address: an IPv6 subscriber has a /64 of them."""
    try:
        parsed = ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return f"{IPv6Address(int(parsed) >> 64 << 64)}/64"
    return str(parsed)
