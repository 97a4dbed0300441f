"""The trail's work by the clock."""

from config import config_from_environment
from readiness.audit.checkpoints import make_checkpoint
from readiness.audit.keys import signer_of
from readiness.foundation import clock
from readiness.foundation.database import connected


def make_todays_checkpoint() -> None:
    """Sign what the trail comes to, so that what is altered after it can be told from a copy of it."""
    with connected():
        make_checkpoint(signer_of(config_from_environment()), clock.now())
