"""How long to wait before something is tried again: longer each time, up to a bound, and never in step with others."""

import random
from datetime import timedelta

SERVER_AT_MOST = timedelta(minutes=10)
"""So soon after its return a server is found again, and all that waits goes out in batches."""
MESSAGE_AT_MOST = timedelta(hours=4)
GIVE_UP_AFTER = timedelta(days=5)
"""So long a message is tried that the server will not take now, counted from its first try."""
FIRST = timedelta(minutes=1)


def pause(failure_count: int, at_most: timedelta, chance: random.Random) -> timedelta:
    """The time until the next try after so many failures: doubled each time, then up to a third less."""
    doubled = FIRST * float(2 ** min(failure_count - 1, 20))
    return min(doubled, at_most) * (1 - chance.random() / 3)
