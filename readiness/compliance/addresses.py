"""Where a finding has its page."""

from urllib.parse import urlencode

from readiness.web.frame import frame_url, keep, path_of


def finding_address(pack: str, clause: str, site: str, subject: str = "") -> str:
    """The page of a clause at a site, or of one person there; of someone who has no site, the page of the person."""
    if not site:
        return frame_url("people.by_number", staff_number=subject)
    kept = {**keep(), **({"person": subject} if subject not in {"", site} else {})}
    path = path_of("compliance.show", pack_id=pack, clause_id=clause, site_code=site)
    return f"{path}?{urlencode(kept)}" if kept else path
