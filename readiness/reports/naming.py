"""Names beside the ids of findings: of the requirement, the site and the person, as they are called now."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from readiness.compliance.days.findings import Finding
from readiness.foundation.database import select
from readiness.foundation.formats import Cell
from readiness.foundation.words import msgid
from readiness.people.numbered import names_with_numbers
from readiness.reports.shapes import Column, text

_AT_ONCE = 500
"""So many findings have the names of their people looked up at once."""

SITE_NAME = text("site_name", msgid("The site's name."), width="8em", is_optional=True, heading=msgid("Site"))
_NAMES = {
    "clause": text("requirement", msgid("The requirement's title."), width="16em"),
    "site": SITE_NAME,
    "subject": text(
        "person", msgid("Name and staff number of whom it is about; empty where it is a site."), width="9em"
    ),
}


def with_names(fields: Sequence[Column]) -> tuple[Column, ...]:
    """The columns of findings, each name behind its id."""
    return tuple(each for field in fields for each in (field, _NAMES.get(field.name)) if each)


def named(told: Iterable[tuple[Finding, tuple[Cell, ...]]]) -> Iterator[tuple[Cell, ...]]:
    """Rows that begin with pack, clause, site and subject, with the names; some at a time, so that memory stays."""
    told, sites = iter(told), site_names()
    while some := list(islice(told, _AT_ONCE)):
        people = names_with_numbers({each.subject for each, _row in some if each.subject != each.site})
        for finding, (pack, clause, site, subject, *rest) in some:
            name = people.get(finding.subject, "") if finding.subject != finding.site else ""
            yield (pack, clause, finding.clause.title, site, sites.get(finding.site), subject, name, *rest)


def site_names() -> dict[str, str]:
    """What each site is called, by its code."""
    return dict(select("SELECT code, name FROM site ORDER BY superseded_in"))
