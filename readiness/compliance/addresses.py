"""Where findings have their pages."""

from collections.abc import Callable
from urllib.parse import urlencode

from readiness.web.frame import frame_url, keep, path_of

Address = Callable[..., str]


def finding_addresses(*, by_all_known: bool = False) -> Address:
    """The addresses of findings, for a page with many: what the frame carries on is put together once.

    Asked for with pack, clause, site and, for one person there, the staff number. Someone who has no site has the
    page of a person. `by_all_known`: as it is known now, whatever is known on this page.
    """
    kept = {name: value for name, value in keep().items() if not (by_all_known and name == "known_at")}
    query = f"?{urlencode(kept)}" if kept else ""

    def address(pack: str, clause: str, site: str, subject: str = "") -> str:
        if not site:
            anew = {"known_at": None} if by_all_known else {}
            return frame_url("people.by_number", staff_number=subject, **anew)
        path = path_of("compliance.show", pack_id=pack, clause_id=clause, site_code=site)
        if subject in {"", site}:
            return path + query
        return f"{path}?{urlencode({**kept, 'person': subject})}"

    return address
