"""Where a finding has its page."""

from functools import lru_cache
from urllib.parse import urlencode

from flask import url_for

from readiness.web.frame import frame_url, keep


def finding_address(pack: str, clause: str, site: str, subject: str = "") -> str:
    """The page of a clause at a site, or of one person there; of someone who has no site, the page of the person."""
    if not site:
        return frame_url("people.by_number", staff_number=subject)
    kept = {**keep(), **({"person": subject} if subject not in {"", site} else {})}
    path = _path(pack, clause, site)
    return f"{path}?{urlencode(kept)}" if kept else path


@lru_cache(maxsize=50_000)
def _path(pack: str, clause: str, site: str) -> str:
    """Put together once: a page leads to hundreds of findings."""
    return url_for("compliance.show", pack_id=pack, clause_id=clause, site_code=site)
