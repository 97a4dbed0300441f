"""The reports of certificates: all that were known, and those that end."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from readiness.certificates.validity import CertificateStatus, Validity, status_on
from readiness.compliance.checks.clauses import adopted_clauses, asked_by
from readiness.foundation.database import reading, stream, stream_columns
from readiness.foundation.formats import Cell
from readiness.foundation.remembering import Remembered
from readiness.foundation.temporal import known_sql
from readiness.foundation.words import msgid
from readiness.reports.naming import SITE_NAME, site_names
from readiness.reports.requests import ReportRequest
from readiness.reports.shapes import Narrowing, Report, day, number, text
from readiness.requirements.queries import rules_known

_PERSON = (
    text("staff_number", msgid("Whose it is."), width="7em"),
    text("given_name", msgid("The given name."), width="1fr"),
    text("family_name", msgid("The family name."), width="1fr"),
    text("site", msgid("The code of the site where they work on the day."), is_optional=True),
    SITE_NAME,
    text("certificate_kind", msgid("The code of the kind.")),
    text("kind_name", msgid("What the kind is called."), width="12em", heading=msgid("Kind")),
    day("issued_on", msgid("The day on which it was issued."), width="6em"),
)

FIELDS = (
    number("certificate", msgid("The certificate's number here.")),
    *_PERSON,
    day(
        "expires_on", msgid("The last day that it has; none: it does not end."), width="6em", is_optional=True
    ),
    text("status", msgid("What it is on the day."), *(each.value for each in CertificateStatus), width="6em"),
    day("revoked_on", msgid("The day on which it was revoked."), is_optional=True),
    text("revoked_reason", msgid("Why it was revoked.")),
    text("issuer", msgid("Who issued it.")),
    text("number", msgid("Its number, as its issuer has it."), width="9em"),
)

# Where a person works on the day: member of a site, and employed. CROSS JOIN keeps SQLite to the order of the tables,
# which is that in which the rows are wanted: otherwise it sorts all of them before it gives the first.
_AT_WORK = f"""
    e.person_id = m.person_id AND {known_sql("e")} AND e.from_on <= :as_of AND e.until_on >= :as_of
    AND {known_sql("m")} AND m.from_on <= :as_of AND m.until_on >= :as_of
"""

_OF_SITE = f"""
    {{alias}}.person_id IN (SELECT m.person_id FROM membership m CROSS JOIN employment e
      WHERE {_AT_WORK} AND m.site_id IN (SELECT s.id FROM site s WHERE s.code = :site))
"""


def _of_site(sql: str, alias: str, request: ReportRequest) -> str:
    """SQL whose `{of_site}` is whether a person works at the site that is asked about, if one is."""
    return sql.replace("{of_site}", _OF_SITE.format(alias=alias) if request.site_code else "1 = 1")


_SITES = f"""
    SELECT m.person_id, min(s.code) FROM membership m CROSS JOIN employment e CROSS JOIN site s
    WHERE s.id = m.site_id AND {_AT_WORK} AND {{of_site}} GROUP BY m.person_id ORDER BY m.person_id
"""

# In the order of FIELDS, without site and status, and the person before them.
_CERTIFICATES = f"""
    SELECT c.person_id, c.fact_id, p.staff_number, p.given_name, p.family_name,
      c.kind, c.issued_on, c.expires_on, c.revoked_on, c.revoked_reason, c.issuer, c.number
    FROM certificate c CROSS JOIN person p
    WHERE p.id = c.person_id AND {known_sql("c")} AND {{of_site}}
    ORDER BY c.person_id, c.kind, c.issued_on
"""


def _values(request: ReportRequest) -> dict[str, Any]:
    asked = {"as_of": request.question.as_of, "known": request.question.known.number}
    return {**asked, "site": request.site_code} if request.site_code else asked


def _rows(request: ReportRequest) -> Iterator[tuple[Cell, ...]]:
    """Every certificate that was known, with what it is on the day; one person after the other."""
    values = _values(request)
    names = site_names()
    titles: Remembered[str, str] = Remembered(lambda code: request.kinds.known(code).title)
    statuses = _Statuses(request)
    # Two questions side by side: asked for each certificate, a place of work would be asked for too often.
    with (
        reading(),
        closing(stream(_of_site(_SITES, "m", request), **values)) as places,
        closing(stream_columns(_of_site(_CERTIFICATES, "c", request), **values)) as certificates,
    ):
        site_of = _Beside(places).of
        for people, numbers, staff, given, family, kinds, issued, expires, revoked, *rest in certificates:
            sites = [*map(site_of, people)]
            yield from zip(
                numbers, staff, given, family, sites, [names.get(site or "") for site in sites], kinds,
                map(titles.__getitem__, kinds), issued, expires, statuses.of(kinds, issued, expires, revoked), revoked,
                *rest, strict=True,
            )  # fmt: skip


class _Statuses:
    """What certificates are on the day."""

    def __init__(self, request: ReportRequest) -> None:
        self._as_of, self._kinds = request.question.as_of, request.kinds
        # By the last day alone, where nothing else is to be looked at: there are few of these, however many
        # certificates.
        self._running: Remembered[str, Remembered[date | None, str]] = Remembered(
            lambda kind: Remembered(lambda until: self._of(kind, Validity(self._as_of, until)))
        )

    def of(
        self,
        kinds: Sequence[str],
        issued: Sequence[date],
        expires: Sequence[date | None],
        revoked: Sequence[date | None],
    ) -> list[str]:
        """One for each of so many certificates."""
        running, as_of = self._running, self._as_of
        if not any(revoked) and max(issued) <= as_of:
            return [running[kind][until] for kind, until in zip(kinds, expires, strict=True)]
        return [
            running[kind][until]
            if ended is None and from_on <= as_of
            else self._of(kind, Validity(from_on, until, ended))
            for kind, from_on, until, ended in zip(kinds, issued, expires, revoked, strict=True)
        ]

    def _of(self, kind: str, validity: Validity) -> str:
        return status_on(validity, self._kinds.known(kind), self._as_of).value


class _Beside:
    """What rows say of keys that are asked for in the order in which the rows come."""

    def __init__(self, rows: Iterator[tuple[int, str]]) -> None:
        self._rows = rows
        self._key, self._said = 0, ""

    def of(self, key: int) -> str | None:
        while self._key < key:
            self._key, self._said = next(self._rows, (sys.maxsize, ""))
        return self._said if self._key == key else None


CERTIFICATES = Report(
    "certificates",
    msgid("Certificates"),
    msgid("Every certificate that was known, whose it is, where they work, and what it is on the day."),
    FIELDS,
    _rows,
    counted="status",
    gathered="site_name",
)

AHEAD = timedelta(days=365)
"""So far ahead is told what ends, where no days are asked for."""
RENEWED, LAPSES, LAPSED = "renewed", "lapses", "lapsed"

EXPIRY_FIELDS = (
    number("certificate", msgid("The certificate's number here.")),
    *_PERSON,
    day("ends_on", msgid("The last day on which it counts."), width="6em"),
    number("days_left", msgid("Days from the day in question until then; below 0 afterwards."), width="4em"),
    day(
        "renewed_until_on",
        msgid("Until when the person holds a later certificate of the same kind."),
        width="6em",
        is_optional=True,
    ),
    text("standing", msgid("Whether somebody has to act."), RENEWED, LAPSES, LAPSED, width="5em"),
)

# In the order of an index, one person after the other, so that a page waits for no more than it shows; whatever ends
# later renews, so these are all that are needed. The day stands within a function lest it be looked up by the day.
_EXPIRIES = f"""
    SELECT c.person_id, c.fact_id, p.staff_number, p.given_name, p.family_name, c.kind, c.issued_on,
      c.counts_until_on AS ends_on, c.revoked_on
    FROM certificate c CROSS JOIN person p
    WHERE p.id = c.person_id AND {known_sql("c")} AND coalesce(c.counts_until_on, c.counts_until_on) >= :from_on
      AND EXISTS (SELECT 1 FROM employment w WHERE w.person_id = p.id AND {known_sql("w")}
        AND w.from_on <= :as_of AND w.until_on >= :as_of)
      AND {{of_site}} AND {{kinds}}
    ORDER BY c.person_id, c.kind, c.issued_on
"""


class _Ending(NamedTuple):
    """A certificate that ends, as it is read. `person`: staff number, given and family name."""

    number: int
    person: Sequence[str]
    kind: str
    issued_on: date
    ends_on: date
    is_revoked: bool


def _expiry_rows(request: ReportRequest) -> Iterator[tuple[Cell, ...]]:
    """What ends within the days, of those who are employed on the day; one person after the other."""
    as_of = request.question.as_of
    values = _values(request)
    from_on = request.from_on or as_of
    until_on = request.until_on or max(from_on, as_of) + AHEAD
    (kinds, named), names = _kinds_of(request), site_names()
    with (
        reading(),
        closing(stream(_of_site(_SITES, "m", request), **values)) as places,
        closing(
            stream(
                _of_site(_EXPIRIES, "c", request).replace("{kinds}", kinds),
                from_on=from_on, **values, **named,
            )
        ) as ending,
    ):  # fmt: skip
        site_of = _Beside(places).of
        for person_id, rows in groupby(ending, key=itemgetter(0)):
            held = [_Ending(row[1], row[2:5], row[5], row[6], row[7], row[8] is not None) for row in rows]
            within = [each for each in held if not each.is_revoked and each.ends_on <= until_on]
            site = site_of(person_id) if within else None
            for each in sorted(within, key=attrgetter("ends_on", "number")):
                renewed_on = _renewed_on(each, held)
                yield (
                    each.number, *each.person, site, names.get(site or ""), each.kind,
                    request.kinds.known(each.kind).title, each.issued_on, each.ends_on, (each.ends_on - as_of).days,
                    renewed_on, RENEWED if renewed_on else LAPSES if each.ends_on >= as_of else LAPSED,
                )  # fmt: skip


def _renewed_on(ending: _Ending, held: Iterable[_Ending]) -> date | None:
    """Until when one of the person's certificates counts that ends later than this one, of its kind."""
    later = (each.ends_on for each in held if each.kind == ending.kind and each.ends_on > ending.ends_on)
    return max(later, default=None)


def _kinds_of(request: ReportRequest) -> tuple[str, dict[str, str]]:
    """The condition that a certificate is of a kind that the pack asks for on the day, or counts as one."""
    if request.pack_id is None:
        return "1 = 1", {}
    clauses = [
        clause
        for clause in adopted_clauses(rules_known(request.question.known))
        if clause.pack.id == request.pack_id and clause.is_in_force(request.question.as_of)
    ]
    held = asked_by(clauses, request.kinds).held
    named = {f"kind_{place}": code for place, code in enumerate(held)}
    return f"c.kind IN ({', '.join(f':{name}' for name in named)})" if named else "1 = 0", named


EXPIRIES = Report(
    "expiries",
    msgid("Expiries"),
    msgid("Certificates that end within the period, whose they are, and whether they were renewed."),
    EXPIRY_FIELDS,
    _expiry_rows,
    counted="standing",
    narrowings=frozenset(Narrowing),
    cliff="ends_on",
    gathered="site_name",
)
