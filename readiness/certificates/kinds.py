"""The certificate kinds that hold here: those that are shipped, with the organisation's own laid over them."""

import json
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from readiness.audit.events import KindRemoved, KindRetired, KindWritten
from readiness.certificates.models import Certificate, OwnKind
from readiness.foundation.database import as_json, select
from readiness.foundation.temporal import NEVER, Knowledge
from readiness.standards.certificate_kinds import CertificateKind, CertificateKinds, load_certificate_kinds
from readiness.web.once import until_changed


@cache
def shipped_kinds() -> CertificateKinds:
    """The kinds that came with this release; read once."""
    return load_certificate_kinds()


def certificate_kinds() -> CertificateKinds:
    """Every kind that is known here, shipped ones first. The one way to ask for them; one statement."""
    return until_changed("kinds", _certificate_kinds)


def _certificate_kinds() -> CertificateKinds:
    rows = select("SELECT code, content, is_retired FROM own_kind ORDER BY code")
    return _with_own(
        tuple((code, json.dumps(as_json(content)), bool(retired)) for code, content, retired in rows)
    )


def kinds_before() -> list[tuple[int, CertificateKinds]]:
    """Which kinds held until which change, the first ones first; one statement, answered by the trail.

    What holds after the last of these changes is `certificate_kinds()`.
    """
    return list(until_changed("kinds before", lambda: tuple(_kinds_before())))


def _kinds_before() -> Iterator[tuple[int, CertificateKinds]]:
    rows = select(
        "SELECT e.change_id, e.action, e.subject, d.detail FROM audit_event e "
        "JOIN audit_detail d ON d.event_id = e.id "
        "WHERE e.action IN (:written, :retired, :removed) ORDER BY e.id",
        written=KindWritten.action,
        retired=KindRetired.action,
        removed=KindRemoved.action,
    )
    own: dict[str, dict[str, Any]] = {}
    for change, told in groupby(rows, key=itemgetter(0)):
        yield change, _with_own(_as_rows(own))
        for _change, action, code, detail in told:
            said = json.loads(detail or "{}")
            if action == KindRemoved.action:
                own.pop(code, None)
            else:
                own[code] = {"content": {}, "is_retired": False, **own.get(code, {}), **said}


def _as_rows(own: Mapping[str, Mapping[str, Any]]) -> tuple[tuple[str, str, bool], ...]:
    """Own kinds as `_with_own` takes them."""
    return tuple((code, json.dumps(own[code]["content"]), own[code]["is_retired"]) for code in sorted(own))


def kinds_known(known: Knowledge) -> CertificateKinds:
    """The kinds that were known to hold."""
    earlier = (kinds for change, kinds in kinds_before() if known.number < change)
    return next(earlier, None) or certificate_kinds()


@lru_cache(maxsize=64)
def _with_own(own: tuple[tuple[str, str, bool], ...]) -> CertificateKinds:
    """The shipped kinds with the own ones (code, content as JSON, whether retired); put together once."""
    kinds = dict(shipped_kinds().by_code)
    for code, content, is_retired in own:
        kinds[code] = laid_over(code, kinds.get(code), {**json.loads(content), "is_retired": is_retired})
    return CertificateKinds(kinds)


def laid_over(code: str, shipped: CertificateKind | None, own: Mapping[str, Any]) -> CertificateKind:
    """A shipped kind with what the organisation says of it, or a kind that is wholly its own."""
    said = shipped.model_dump() if shipped else {"code": code, "title": code}
    return CertificateKind.model_validate({**said, **own})


def is_shipped(code: str) -> bool:
    return code in shipped_kinds()


def own_codes() -> set[str]:
    """The kinds in which something is the organisation's own."""
    return {row.code for row in OwnKind.select(OwnKind.code)}


def certificate_counts() -> dict[str, int]:
    """How many certificates there are of each kind, as we hold it true now."""
    return dict(
        select(
            "SELECT kind, count(*) FROM certificate WHERE superseded_in = :never GROUP BY kind",
            never=NEVER,
        )
    )


def has_certificates(code: str) -> bool:
    """Whether anyone's certificate, now or in what was known before, is of a kind."""
    return bool(Certificate.select().where(Certificate.kind == code).exists())
