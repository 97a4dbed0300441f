"""The digest of a week: what ends and what ended, for who manages people, and for those who see to all of them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from readiness.accounts.told import Accounts, Reached, as_reached
from readiness.foundation.database import select
from readiness.notices.messages import is_address
from readiness.reminders.queries import AtSite, Ending
from readiness.reminders.wanted import About, Wanted, Words
from readiness.reminders.working_days import first_of_week
from readiness.standards.certificate_kinds import CertificateKinds
from readiness.web.access import Role

AHEAD, BACK = timedelta(days=30), timedelta(days=30)
MOST_NAMED = 20
"""So many are named in a message; the page that it leads to has them all."""
DIGEST, STAGE = "digest", "digest"
NOWHERE = AtSite(None, "", "", "", "")


def digest_window(today: date) -> tuple[date, date]:
    """The last days of the certificates that a digest tells of."""
    monday = first_of_week(today)
    return monday - BACK, monday + AHEAD


@dataclass(frozen=True, slots=True)
class Unknown:
    """A finding that cannot be told for want of a fact."""

    site_id: int
    line: str


def unknown_findings() -> list[Unknown]:
    """Those of today, as they are kept."""
    rows = select(
        "SELECT k.site_id, coalesce(s.name, k.subject), k.reason FROM kept_finding k LEFT JOIN site s "
        "ON s.id = k.site_id WHERE k.status = 'cannot_tell' ORDER BY k.site_code, k.pack_id, k.clause_id, k.subject"
    )
    return [Unknown(site_id, f"{name}: {reason}") for site_id, name, reason in rows]


@dataclass(frozen=True, slots=True)
class Digest:
    """What digests are made of: all that ends or ended and was not renewed, and the accounts."""

    found: Sequence[Ending]
    kinds: CertificateKinds
    accounts: Accounts
    unknown: Sequence[Unknown] = ()

    def wanted(self, today: date) -> Iterator[Wanted]:
        """The digests of a day's week: one for each address, whoever it is to several."""
        told = set[str]()
        for reached, mine in self._readers():
            address = reached.address.casefold()
            if mine and address not in told:
                told.add(address)
                yield self._digest(reached, mine, today)

    def _readers(self) -> Iterator[tuple[Reached, list[Ending]]]:
        """Who reads of what: those who see to all people first, then managers of sites, then managers of people."""
        of_manager: dict[Reached, list[Ending]] = defaultdict(list)
        for each in self.found:
            if each.manager is not None and is_address(each.manager.address):
                of_manager[each.manager].append(each)
        reports = {reached.person: each for reached, each in of_manager.items()}
        for account in self.accounts.able:
            if account.role == Role.HR:
                yield as_reached(account), list(self.found)
            elif account.role == Role.MANAGER:
                own = account.site_ids or frozenset()
                here = [each for each in self.found if each.site.id in own]
                also = [each for each in reports.get(account.person_id, []) if each not in here]
                yield as_reached(account), here + also
        yield from of_manager.items()

    def _digest(self, reached: Reached, mine: list[Ending], today: date) -> Wanted:
        week = first_of_week(today)
        over = [each for each in mine if each.ends_on < week]
        to_come = [each for each in mine if each.ends_on >= week]
        content = {
            "name": reached.name,
            "week_on": week.isoformat(),
            "over": self._lines(over),
            "over_count": len(over),
            "to_come": self._lines(to_come),
            "to_come_count": len(to_come),
            "unknown": [each.line for each in self._unknown_to(reached)[:MOST_NAMED]],
            "unknown_count": len(self._unknown_to(reached)),
        }
        return Wanted(
            reached,
            About(DIGEST, week, NOWHERE, reached.person),
            STAGE,
            Words("reminders.digest", content, "/certificates?sort=until" if reached.person is None else ""),
        )

    def _unknown_to(self, reached: Reached) -> list[Unknown]:
        """The findings that cannot be told and are an account's to look at."""
        account = next((each for each in self.accounts.able if as_reached(each).who == reached.who), None)
        if account is None:
            return []
        own = account.site_ids
        return [each for each in self.unknown if own is None or each.site_id in own]

    def _lines(self, found: list[Ending]) -> list[dict[str, str]]:
        in_order = sorted(found, key=lambda each: (each.ends_on, each.person.name, each.certificate))
        return [
            {
                "name": each.person.name,
                "certificate": self.kinds.known(each.kind).title,
                "ends_on": each.ends_on.isoformat(),
                "site": each.site.name,
            }
            for each in in_order[:MOST_NAMED]
        ]
