"""What an earlier release published is published anew by this one, which could not show it otherwise."""

import logging

from readiness.foundation.errors import ReadinessError
from readiness.handbook.actions import Press, publish_lines
from readiness.handbook.edition import FORMAT
from readiness.handbook.queries import edition_format, latest_switch

log = logging.getLogger(__name__)


def is_of_earlier_release() -> bool:
    """Whether the current edition is of a form that only an earlier release can show.

    One of a later release is left alone: while machines are brought to it one by one, the older and the newer must not
    publish against each other for ever.
    """
    present = latest_switch()
    return present is not None and bool(present.name) and edition_format(present.name) < FORMAT


def renew(at: Press, actor: str) -> bool:
    """Publish again what is published, where an earlier release made it; whether that was done.

    The same revisions and the same lines: an upgrade publishes nothing that nobody published. Whatever keeps it from
    being published is told in the log and keeps nothing from starting.
    """
    try:
        return is_of_earlier_release() and publish_lines(at, actor) is not None
    except ReadinessError as refused:
        log.warning("%s %s", refused.title, " ".join(refused.problems))
    except Exception:
        # A fault of ours must not keep the service down, whose phones have the handbook still.
        log.exception("The handbook of an earlier release cannot be published anew")
    return False
