"""Certificates of the sample as they became known: month by month, some late, some wrong, some revoked later."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from readiness.audit.actions import Recording
from readiness.audit.events import CertificateCorrected, CertificateRevoked, Event, SamplePartRecorded
from readiness.audit.events.certificates import CertificateAdded
from readiness.certificates.models import Certificate
from readiness.certificates.validity import Validity, expiry, last_day
from readiness.foundation.temporal import next_fact_id
from readiness.sample.organisation import SITES, SampleCertificate, SamplePerson
from readiness.sample.past import Past, Step
from readiness.sample.writing import write_versions
from readiness.standards.certificate_kinds import CertificateKinds

_COLUMNS = (
    "person_id", "kind", "issued_on", "expires_on", "counts_until_on", "revoked_on", "revoked_reason",
    "issuer", "number", "evidence",
)  # fmt: skip
_LATE, _MISTYPED = (12, 9, 7, 4), (15, 10, 6, 3)
"""So many days ago certificates of months ago came in, each of another site; and a last day was put right."""
_KIND = "mhfa-adult"
_YEAR = timedelta(days=365)
_UNTIL_REVOKED = timedelta(days=21)


@dataclass(frozen=True, slots=True)
class Holding:
    """A certificate with its number here, whose it is, and what is known of it."""

    fact: int
    person: SamplePerson
    held: SampleCertificate
    expires_on: date | None

    @property
    def until_on(self) -> date:
        return last_day(Validity(self.held.issued_on, self.expires_on, self.held.revoked_on))


@dataclass(frozen=True, slots=True)
class CertificateSteps:
    """When each certificate became known, and what of it otherwise than at first."""

    people: Sequence[SamplePerson]
    person_ids: Mapping[str, int]
    past: Past
    kinds: CertificateKinds

    def __iter__(self) -> Iterator[Step]:
        """A step for each month's list, and one for each certificate of which something else became known."""
        every = list(self._holdings())
        late = _days_ago(_LATE, filter(self._may_come_late, every))
        wrong = _days_ago(_MISTYPED, (each for each in every if self._may_be_wrong(each, late)))
        lists: defaultdict[date, list[Holding]] = defaultdict(list)
        for each in every:
            first, on = each, self._listed_on(each)
            if each.fact in late:
                yield self._later(each, late[each.fact], _added(each))
                continue
            if each.fact in wrong and each.expires_on:
                first = replace(each, expires_on=each.expires_on - _YEAR)
                yield self._later(each, wrong[each.fact], _corrected(each))
            elif each.held.revoked_on and on < self.past.within(each.held.revoked_on + _UNTIL_REVOKED):
                first = replace(each, held=replace(each.held, revoked_on=None))
                told_on = self.past.within(each.held.revoked_on + _UNTIL_REVOKED)
                yield self._later(each, (self.past.today - told_on).days, _revoked(each))
            lists[on].append(first)
        for day, found in lists.items():
            yield Step(day, self._listing(found))

    def _holdings(self) -> Iterator[Holding]:
        held = [(person, each) for person in self.people for each in person.certificates]
        for number, (person, each) in enumerate(held, start=next_fact_id(Certificate)):
            yield Holding(
                number, person, each, expiry(self.kinds[each.kind], each.issued_on, each.expires_on)
            )

    def _listed_on(self, each: Holding) -> date:
        """Whoever holds it must be known by then."""
        return max(self.past.certificate_file(each.held.issued_on), self.past.staff_file(each.person.from_on))

    def _may_come_late(self, each: Holding) -> bool:
        """Whether it is telling that it came late: it is known for months, and counts still."""
        today = self.past.today
        return _is_telling(each, today) and (
            timedelta(days=150) < today - each.held.issued_on < timedelta(days=240)
        )

    def _may_be_wrong(self, each: Holding, late: Mapping[int, int]) -> bool:
        """Whether a year too few would have ended it since some months."""
        left = each.until_on - self.past.today
        is_seen = timedelta(days=100) < left < timedelta(days=240)
        return each.fact not in late and is_seen and _is_telling(each, self.past.today)

    def _later(self, each: Holding, days_ago: int, event: Event) -> Step:
        def write(opened: Recording) -> None:
            self._write([each], opened)
            opened.note(event)

        return Step(self.past.today - timedelta(days=days_ago), write)

    def _listing(self, found: list[Holding]) -> Callable[[Recording], None]:
        def write(opened: Recording) -> None:
            self._write(found, opened)
            opened.note(SamplePartRecorded("certificates", new=len(found)))

        return write

    def _write(self, holdings: Iterable[Holding], opened: Recording) -> None:
        rows = [(each.fact, self.person_ids[each.person.staff_number], *_cells(each)) for each in holdings]
        write_versions(Certificate, _COLUMNS, rows, opened)


def _cells(each: Holding) -> tuple[Any, ...]:
    held, reason = each.held, "issued to the wrong person" if each.held.revoked_on else ""
    days = (held.issued_on, each.expires_on, each.until_on, held.revoked_on)
    return (held.kind, *days, reason, "", held.number, held.evidence)


def _is_telling(each: Holding, today: date) -> bool:
    """A first aider who is here, at a site that would fall short without them."""
    person, is_first_aid = each.person, each.held.kind == _KIND and each.held.revoked_on is None
    is_here = not (person.until_on or person.leave_from_on or person.moved_on)
    return is_first_aid and is_here and each.until_on > today and person.site in _CARED_FOR


_CARED_FOR = {site.code for site in SITES if site.is_cared_for}


def _days_ago(days: Iterable[int], candidates: Iterable[Holding]) -> dict[int, int]:
    """The first of each site by its number, with the days ago of each."""
    first: dict[str, int] = {}
    for each in candidates:
        first.setdefault(each.person.site, each.fact)
    return dict(zip(first.values(), days, strict=False))


def _added(each: Holding) -> Event:
    return CertificateAdded(
        each.person.staff_number,
        certificate=each.fact,
        kind=each.held.kind,
        issued_on=each.held.issued_on.isoformat(),
        expires_on=str(each.expires_on or ""),
        renews=None,
    )


def _corrected(each: Holding) -> Event:
    return CertificateCorrected(
        each.person.staff_number,
        certificate=each.fact,
        values={"expires_on": str(each.expires_on)},
        reason="The year was typed wrong.",
    )


def _revoked(each: Holding) -> Event:
    return CertificateRevoked(
        each.person.staff_number,
        certificate=each.fact,
        revoked_on=str(each.held.revoked_on),
        reason="issued to the wrong person",
    )
