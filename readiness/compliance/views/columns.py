"""The list of findings as a page shows it: its columns, its filters, where its rows lead."""

from dataclasses import replace

from flask import g
from markupsafe import Markup

from readiness.compliance.addresses import finding_addresses
from readiness.compliance.adopted import clauses_of_page, rules_of_page
from readiness.compliance.days.findings import Finding, Status
from readiness.compliance.lists.finding_list import FINDING_ORDERS
from readiness.compliance.lists.followed import followed
from readiness.compliance.lists.followed import key_of as followed_key
from readiness.compliance.words.ways_out import remedy
from readiness.foundation.words import day as day_in_words
from readiness.foundation.words import gettext as _
from readiness.foundation.words import msgid
from readiness.web.cells import status
from readiness.web.frame import question
from readiness.web.listing import Filter, Listing, Option
from readiness.web.rows import Column, RowPage
from readiness.web.statuses import look_of
from readiness.web.values import away, number


def _statuses() -> list[Option]:
    return [Option(status.value, look_of(status.value).word) for status in Status]


def _packs() -> list[Option]:
    titles = {adopted.pack.id: adopted.pack.title for adopted in rules_of_page(question().known).packs}
    return [Option(pack_id, title) for pack_id, title in titles.items()]


def _clauses() -> list[Option]:
    titles = {(each.pack.id, each.clause.id): each.clause.title for each in clauses_of_page(question().known)}
    return [Option("/".join(key), title) for key, title in titles.items()]


def _status_of(row: Finding) -> Markup:
    """The status; of a site with how much there is of what is needed."""
    if row.need is None or row.subject != row.site:
        return status(row.status.value)
    return status(row.status.value, _("%(have)s of %(need)s", have=number(row.have), need=number(row.need)))


def _seen_to(row: Finding) -> str | None:
    """Who sees to it, until when."""
    found = g.followed.get(followed_key(row)) if "followed" in g else None
    if found is None:
        return None
    words = _("%(owner)s, was until %(day)s") if found.is_past else _("%(owner)s, until %(day)s")
    return words % {"owner": found.owner, "day": day_in_words(found.due_on)}


def _site_name(code: str) -> str:
    name: str = g.site_titles.get(code, code)
    return name or _("No site recorded")


def _page() -> RowPage[Finding]:
    address = finding_addresses()
    return RowPage(
        lambda row: address(row.pack, row.clause.id, row.site, row.subject), lambda row: row.site != ""
    )


# In the order of the report that the command line writes, which has the names beside the ids.
FINDINGS = Listing[Finding](
    name="findings",
    columns=(
        Column("pack", msgid("Pack"), lambda row: row.pack, is_shown=False),
        Column(
            "clause",
            msgid("What is asked"),
            lambda row: row.clause.id,
            order="clause",
            is_title=True,
            shown=lambda row: row.clause.title,
            detail=lambda row: (
                g.pack_titles.get(row.pack, row.pack)
                if row.subject == row.site
                else g.people_names.get(row.subject, row.subject)
            ),
        ),
        Column(
            "site",
            msgid("Site"),
            lambda row: row.site,
            order="site",
            fact=3,
            is_labelled=True,
            shown=lambda row: _site_name(row.site),
        ),
        Column("subject", msgid("Of whom"), lambda row: row.subject, is_shown=False),
        Column(
            "status",
            msgid("Status"),
            lambda row: row.status.value,
            order="urgency",
            fact=1,
            shown=_status_of,
            detail=_seen_to,
        ),
        Column("need", msgid("Need"), lambda row: row.need, is_shown=False),
        Column("have", msgid("Have"), lambda row: row.have, is_shown=False),
        Column("reason", msgid("Why"), lambda row: row.reason, fact=2),
        Column("since", msgid("Since"), lambda row: row.since, order="since", fact=3, is_labelled=True),
        Column(
            "due_on",
            msgid("A gap from"),
            lambda row: row.due_on,
            order="due",
            fact=3,
            is_labelled=True,
            detail=lambda row: away(row.due_on) if row.due_on else None,
        ),
        Column("severity", msgid("Severity"), lambda row: row.clause.severity, is_shown=False),
        Column("citation", msgid("Citation"), lambda row: row.clause.citation, is_shown=False),
        Column("remedy", msgid("What would mend it"), remedy, is_shown=False),
    ),
    orders=FINDING_ORDERS,
    sort="urgency",
    filters=(
        Filter("status", msgid("Status"), _statuses),
        Filter("pack", msgid("Pack"), _packs, is_single=True),
        Filter("clause", msgid("What is asked"), _clauses, is_single=True),
        Filter("seen_to", msgid("Who sees to it"), lambda: followed().options(), is_single=True),
    ),
    page=_page,
    size=25,
)
OF_ONE_SITE = replace(
    FINDINGS,
    columns=tuple(
        replace(each, is_shown=False) if each.name == "site" else each for each in FINDINGS.columns
    ),
)
"""Where the frame has a site, which every row would only say again."""
