"""The pages of compliance: what was found on a day, and what stands behind one finding."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue

from readiness.compliance.adopted import clauses_of_page, rules_of_page
from readiness.compliance.checks.clauses import AdoptedClause
from readiness.compliance.days.findings import Finding
from readiness.compliance.facts.evidence import Evidence, evidence_for
from readiness.compliance.judging.asking import Measure
from readiness.compliance.judging.course import course
from readiness.compliance.judging.lately import is_of_many
from readiness.compliance.keeping.freshness import kept_of
from readiness.compliance.lists.counted_list import COUNTED_ORDERS, CountedFindings
from readiness.compliance.lists.finding_list import (
    FINDING_ORDERS,
    AssessedFindings,
    FindingFilter,
    FindingList,
    ShownFindings,
    key_of,
)
from readiness.compliance.lists.followed import followed
from readiness.compliance.lists.kept_list import KeptFindings
from readiness.compliance.lists.waiting import MOST as MOST_WAITING
from readiness.compliance.lists.waiting import Waiting
from readiness.compliance.measuring import keeping_of, measure_of
from readiness.compliance.queries import Behind
from readiness.compliance.story.about import Subject
from readiness.compliance.story.telling import finding_story
from readiness.compliance.views.columns import FINDINGS, OF_ONE_SITE
from readiness.compliance.words.cases import Case, Way
from readiness.compliance.words.ways_out import exempting, remedy, ways_out
from readiness.foundation.errors import NotFound
from readiness.foundation.paging import PageRequest
from readiness.foundation.words import gettext as _
from readiness.people.asking import asked as people_asked
from readiness.people.models import Site
from readiness.people.numbered import names_with_numbers
from readiness.people.profile import profile
from readiness.people.queries import get_person, get_site, site_choices, site_titles
from readiness.people.selection import PeopleFilter, Standing
from readiness.standards.certificate_kinds import CertificateKinds
from readiness.web.access import READERS, allow, check_site, current_account
from readiness.web.frame import frame, question
from readiness.web.listing import Asked as AskedList
from readiness.web.navigation import may
from readiness.web.settings import settings
from readiness.web.shown_list import ShownList

pages = Blueprint("compliance", __name__)

MOST_SITES = 100_000
MOST_RUNS = 10
MOST_NAMED = 200
"""So many people stand on the page of a finding; there are more in the list."""


def _site_codes() -> list[str] | None:
    """The sites whose findings are looked at; None: every site there was."""
    if frame().site:
        return [frame().site or ""]
    own = current_account().site_ids
    return None if own is None else [site.code for site in site_choices(own, MOST_SITES)]


def _list(wanted: AskedList) -> tuple[FindingList, Behind]:
    """What is kept, where it answers the question or is shown meanwhile; else it is worked out.

    A file says nothing that is not true of the day: it is never made of what is late.
    """
    codes, own = _site_codes(), current_account().site_ids
    pack, _slash, clause = wanted.one("clause").partition("/")
    option = wanted.one("seen_to")
    chosen = followed().chosen(option) if option else None
    sought = FindingFilter(wanted.chosen["status"], wanted.one("pack") or pack, codes, clause, chosen=chosen)
    keeping = keeping_of(settings())
    if frame().known_at is None and frame().as_of == keeping.today:
        kept, late = kept_of(
            keeping, [get_site(code).id for code in codes] if frame().site and codes else own
        )
        if kept is not None and not (late.is_late and wanted.format):
            return KeptFindings(sought, kept.turn.question, is_late=late.is_late), late
    if wanted.format or not is_of_many(question(), codes):
        return AssessedFindings(sought, question(), keeping.measure), Behind()
    return CountedFindings(sought, question(), keeping.measure), Behind()


def _in_an_order_of(found: FindingList, wanted: AskedList) -> AskedList:
    """What is asked, in the order of urgency where the list can be in no other that depends on each finding whole."""
    if not isinstance(found, CountedFindings) or wanted.sort.removeprefix("-") in COUNTED_ORDERS:
        return wanted
    return replace(
        wanted, page=PageRequest(FINDING_ORDERS[FINDINGS.sort], size=wanted.page.size), sort=FINDINGS.sort
    )


@pages.get("/compliance")
@allow(*READERS)
def index() -> ResponseReturnValue:
    """Every finding of the day, the most urgent first."""
    listing = OF_ONE_SITE if frame().site else FINDINGS
    wanted = listing.asked()
    found, late = _list(wanted)
    if wanted.format:
        return listing.download(wanted, found.every(wanted.page), question())
    if late.is_first:
        return render_template("compliance/first_time.html", late=late)
    asked = _in_an_order_of(found, wanted)
    shown = found.shown(asked.page)
    waiting = _waiting(shown)
    g.site_titles = site_titles([row.site for row in shown.page.rows] + [each.site for each, _id in waiting])
    g.followed = followed().of(shown.page.rows)
    g.people_names = _names_of(shown.page.rows)
    packs = wanted.options["pack"]
    g.pack_titles = {each.value: each.label for each in packs}
    return render_template(
        "compliance/index.html",
        list=ShownList(listing, asked, shown.page, total=sum(shown.counts.values())),
        waiting=waiting,
        site_names=g.site_titles,
        more_waiting=max(0, len(shown.waiting) - MOST_WAITING),
        late=late,
        other_order=asked is not wanted,
        counts=shown.counts,
        packs=packs,
        begins_on=_begins_on(is_first=True),
        next_on=_begins_on(is_first=False),
    )


def _names_of(findings: Iterable[Finding]) -> dict[str, str]:
    """What those are called whom findings are about, of whoever is within reach."""
    return names_with_numbers(
        {each.subject for each in findings if each.subject != each.site}, people_asked().reach
    )


def _waiting(shown: ShownFindings) -> list[tuple[Waiting, int]]:
    """What most of the list waits for, with the number of the site whose form asks for it; on the first page alone."""
    told = shown.waiting[:MOST_WAITING] if shown.page.before is None else ()
    if not told:
        return []
    numbers = {site.code: site.id for site in site_choices(current_account().site_ids, MOST_SITES)}
    return [(each, numbers[each.site]) for each in told if each.site in numbers]


def _begins_on(*, is_first: bool) -> date | None:
    """The next day on which anything adopted begins to be asked; `is_first`: only where nothing began before."""
    days = {adopted.from_on for adopted in rules_of_page(question().known).packs}
    coming = {day for day in days if day > frame().as_of}
    return None if is_first and coming != days else min(coming, default=None)


@pages.get("/compliance/findings/<pack_id>/<clause_id>/<code:site_code>")
@allow(*READERS)
def show(pack_id: str, clause_id: str, site_code: str) -> ResponseReturnValue:
    """One clause at one site, or of one person there: the sentence, the way out, and the facts behind it.

    With ?in_place it is the part that opens where the finding is listed, not a page of its own.
    """
    site = _site(site_code)
    clause = _clause(pack_id, clause_id)
    number = request.args.get("person", "")
    sought = FindingFilter(pack=pack_id, clause=clause_id, subject=number, site_codes=[site.code])
    asked = AssessedFindings(sought, question(), measure_of(settings()))
    findings = sorted(asked.all(), key=key_of(FINDING_ORDERS["urgency"]))
    person_id = _person_id(number)
    kinds = asked.measure.at(asked.question.known).kinds
    case = _case(findings, clause, site, (number, person_id), kinds)
    is_of_one = bool(number) or all(each.subject == site.code for each in findings)
    is_in_place = "in_place" in request.args
    told = {} if is_in_place else _history(Subject(clause, site, number, person_id), asked.measure, kinds)
    return render_template(
        "compliance/in_place.html" if is_in_place else "compliance/show.html",
        **told,
        site=site,
        adopted=clause,
        findings=findings,
        names=_names_of(findings[:MOST_NAMED]),
        staff_number=number,
        section=followed().section(
            (pack_id, clause_id),
            (site.id, site.code),
            person_id or 0,
            findings=findings,
        ),
        evidence=_evidence(clause, site, (number, person_id), kinds),
        remedy=remedy(findings[0]) if findings else "",
        way=_way_out(case, clause),
        exempt=exempting(case) if case and may("exemptions.grant") and is_of_one else None,
        care=site.id if clause.is_bound_by_care and may("sites.care") else None,
    )


def _history(about: Subject, measure: Measure, kinds: CertificateKinds) -> dict[str, Any]:
    """How it stood, and what we knew when; nothing of whoever is out of reach."""
    if about.staff_number and about.person_id is None:
        return {"runs": [], "story": None}
    place = about.site.id, about.site.code
    return {
        "runs": course(about.clause, place, about.person_id, (question(), measure), MOST_RUNS + 1),
        "most_runs": MOST_RUNS,
        "story": finding_story(about, people_asked(), kinds, _older_than()),
        "is_older": _older_than() is not None,
    }


def _older_than() -> int | None:
    """Before which change what we knew when goes on; None: from the latest."""
    number = request.args.get("older_than", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None


def _evidence(
    clause: AdoptedClause, site: Site, person: tuple[str, int | None], kinds: CertificateKinds
) -> Evidence:
    """The facts behind a finding of the site, or of the person; none of whoever is out of reach."""
    staff_number, person_id = person
    if staff_number and person_id is None:
        return Evidence()
    people = PeopleFilter(site_id=site.id, standing=Standing.EMPLOYED)
    if person_id is not None:
        people = PeopleFilter(person_id=person_id)
    return evidence_for(clause, people, site, people_asked(), kinds)


def _person_id(staff_number: str) -> int | None:
    """The number of whoever has this staff number; None for '' and for who is out of reach."""
    if not staff_number:
        return None
    try:
        return profile(get_person(staff_number).id, people_asked()).id
    except NotFound:
        return None


def _case(
    findings: Sequence[Finding],
    clause: AdoptedClause,
    site: Site,
    person: tuple[str, int | None],
    kinds: CertificateKinds,
) -> Case | None:
    """What is to be mended; what is worst decides where there are several findings. None where there is none."""
    if not findings:
        return None
    staff_number, person_id = person
    certificate = getattr(clause.terms_on(question().as_of), "certificate", "")
    return Case(
        findings[0].status,
        (clause.pack.id, clause.clause.id),
        (site.id, site.code),
        staff_number,
        person_id,
        findings[0].due_on,
        kinds.counting_as(certificate) if certificate else (),
        findings[0].missing,
    )


def _way_out(case: Case | None, clause: AdoptedClause) -> Way | None:
    """The best way out that the account may take."""
    ways = ways_out(case, clause.terms_on(question().as_of)) if case else ()
    return next((way for way in ways if may(way.endpoint)), None)


def _clause(pack_id: str, clause_id: str) -> AdoptedClause:
    """The clause by the adoption that is in force on the day, else by another one of it."""
    named = [
        each
        for each in clauses_of_page(question().known)
        if (each.pack.id, each.clause.id) == (pack_id, clause_id)
    ]
    in_force = [each for each in named if each.is_in_force(question().as_of)]
    if not named:
        raise NotFound(_("As far as was known then, this was not required. See Compliance for what was."))
    return (in_force or named)[0]


def _site(code: str) -> Site:
    site = get_site(code)
    check_site(site.id)
    return site
