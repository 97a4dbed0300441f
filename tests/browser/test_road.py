"""HR's road as one walk, with real files: from the first link to a gap as CSV; with a mouse, a finger, the keys alone.

What the pages say is what the command line says of the same database.
"""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from readiness.accounts.actions import first_administrator_link
from readiness.accounts.standing import Moment
from readiness.foundation import clock
from readiness.foundation.database import connected, open_database
from tests.browser.conftest import Visitor
from tests.browser.hands import Hands, Keys, Mouse
from tests.browser.looking import picture
from tests.browser.serving import LiveServer
from tests.commands import Terminal
from tests.conftest import close
from tests.signing_in import PASSWORD

DAY = "2023-08-01"
PHONE, WIDE = {"width": 360, "height": 740}, {"width": 1440, "height": 900}
PACK = """
id = "own"
title = "Our own cover"
source = "Staff handbook"
[[clause]]
id = "one-per-ten"
title = "One mental health first-aider for every ten people"
citation = "Staff handbook 1"
check = "holders_per_headcount"
severity = "high"
remedy = "Invite people to the next class."
  [[clause.terms]]
  from = 2020-01-01
  certificate = "mhfa-adult"
  one_per = 10
"""
MEANT = {
    "Communication Skills": "Mental health first aid (adults)",
    "Customer Service": "De-escalation",
    "Technical Skills": "CPR and defibrillator",
    "Leadership Development": "leave its rows out",
    "Project Management": "leave its rows out",
}


class Walk:
    """One walk along the road."""

    def __init__(self, page: Page, hands: Hands) -> None:
        self.page, self.hands = page, hands

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def link(self, name: str) -> Locator:
        return self.page.get_by_role("main").get_by_role("link", name=name, exact=True)

    def sees(self, what: str) -> None:
        """Keep a picture of what the page looks like here."""
        picture(self.page, f"road-{what}")

    def becomes_administrator(self) -> None:
        self.hands.write(self.page.get_by_label("Your name"), "Mara Lind")
        self.hands.write(self.page.get_by_label("Your e-mail address"), "mara@example.org")
        self.hands.write(self.page.get_by_label("New password"), PASSWORD)
        self.hands.write(self.page.get_by_label("The same once more"), PASSWORD)
        self.hands.press(self.button("Save and sign in"))
        self.page.wait_for_url("**/welcome")

    def drops(self, file: Path) -> None:
        """Drop a file and see it being looked at, until its columns are asked about."""
        self.page.goto("/imports")
        self.hands.give(self.page.get_by_label("File", exact=True), file)
        self.hands.press(self.button("Look at the file"))
        expect(self.page.get_by_role("heading", name=f"Columns of {file.name}")).to_be_visible()
        self.sees(f"columns-{file.stem}")

    def says(self, column: str, field: str) -> None:
        self.hands.choose(self.page.get_by_label(f"What the column {column} is", exact=True), field)

    def means(self, value: str, meaning: str) -> None:
        self.hands.choose(self.page.get_by_label(f"What {value} means", exact=True), meaning)

    def previews(self) -> None:
        self.hands.press(self.button("Read the file and show what would change"))
        expect(self.page.get_by_role("heading", name="What would come of it")).to_be_visible()
        self.sees(f"preview-{self.page.get_by_role('heading', level=1).inner_text()}")

    def confirms(self, button: str, count: str, sentence: str) -> None:
        """Confirm, see the progress, then what it came to."""
        self.hands.press(self.button(button))
        expect(self.page.get_by_role("progressbar")).to_be_visible()
        expect(self.page.get_by_role("heading", name="What it came to")).to_be_visible()
        expect(self.figure(count, sentence)).to_be_visible()

    def figure(self, count: str, sentence: str) -> Locator:
        """A number and its sentence."""
        words = re.compile(rf"^\s*{re.escape(count)}\s*{re.escape(sentence)}\s*$")
        return self.page.get_by_role("listitem").filter(has_text=words)

    def brings_in_the_staff(self, file: Path) -> None:
        self.drops(file)
        self.says("BusinessUnit", "site")
        self.hands.press(self.button("Go on"))
        expect(self.page.get_by_label("What BPC means")).to_have_value("+")
        self.previews()
        expect(self.page.get_by_role("heading", name="10 new sites would be made")).to_be_visible()
        self.confirms("Import 3,000 rows", "3,000", "rows are new")

    def brings_in_the_certificates(self, file: Path) -> None:
        self.drops(file)
        self.says("TrainingProgramName", "certificate kind")
        self.hands.press(self.button("Go on"))
        for value, meaning in MEANT.items():
            self.means(value, meaning)
        self.sees("values")
        self.previews()
        expect(self.figure("2,086", "rows are left out, as you said")).to_be_visible()
        self.confirms("Import 914 rows", "914", "rows are new")

    def holds_to_a_pack(self, pack: Path) -> None:
        self.hands.press(self.link("See the gaps"))
        expect(self.page.get_by_role("heading", name="Overview")).to_be_visible()
        self.sees("overview-without-pack")
        self.hands.press(self.link("Choose what you hold yourselves to"))
        self.hands.press(self.link("Send a pack file"))
        self.hands.give(self.page.get_by_label("Pack file"), pack)
        self.hands.write_day(self.page.get_by_role("main").get_by_label("From (optional)"), "2020-01-01")
        self.hands.press(self.button("Check the pack"))
        expect(self.button("Adopt it")).to_be_visible()
        self.sees("pack")
        self.hands.press(self.button("Adopt it"))
        expect(self.page.get_by_text("‘Our own cover’ applies from 1 January 2020.")).to_be_visible()

    def asks_about(self, day: str) -> None:
        self.page.goto("/dashboard")
        self.hands.press(self.page.locator("summary").filter(has_text="As of today"))
        self.hands.write_day(self.page.get_by_label("The day in question"), day)
        self.hands.press(self.button("Show this day"))
        expect(self.page.get_by_text("not today.")).to_be_visible()
        self.sees("overview")

    def standings(self) -> dict[str, str]:
        """What the overview says of each site."""
        table = self.page.get_by_role("region", name="Sites and requirements").get_by_role("table")
        found = {}
        for row in table.locator("tbody tr").all():
            found[row.locator("th").inner_text()] = " ".join(row.locator("td").inner_text().split())
        return found

    def opens_a_gap(self, site: str) -> dict[str, str]:
        """Open the finding of a site from the overview; gives what its page says, by its words."""
        row = self.page.get_by_role("row").filter(
            has=self.page.get_by_role("rowheader", name=site, exact=True)
        )
        self.hands.press(row.get_by_role("cell").get_by_role("link"))
        expect(self.page.get_by_text("Needed", exact=True)).to_be_visible()
        self.sees("gap")
        pairs = self.page.locator("dl.pairs").first
        told = dict(
            zip(pairs.locator("dt").all_inner_texts(), pairs.locator("dd").all_inner_texts(), strict=True)
        )
        return {**told, "reason": self.page.locator("p.lead").inner_text()}

    def takes_away(self) -> list[dict[str, str]]:
        """The list of what needs someone, as CSV."""
        self.page.goto(f"/dashboard?as_of={DAY}")
        self.hands.press(self.link("All of it"))
        self.hands.press(self.page.locator("summary").filter(has_text="Download"))
        with self.page.expect_download() as download:
            self.hands.press(self.page.get_by_role("link", name="CSV"))
        return rows_of(download.value.path().read_text(encoding="utf-8-sig"))


def rows_of(text: str) -> list[dict[str, str]]:
    return sorted(csv.DictReader(io.StringIO(text)), key=lambda row: row["site"])


def first_link(server: LiveServer) -> str:
    """The link that is printed at the start for the first administrator."""
    open_database(database_url(server))
    with connected():
        link = first_administrator_link("a test", Moment(clock.now(), clock.today("UTC")))
    close()
    assert link is not None
    return link.path


def database_url(server: LiveServer) -> str:
    return f"sqlite:///{server.folder / 'readiness.sqlite'}"


@pytest.mark.parametrize(
    ("screen", "hands_of"),
    [(PHONE, lambda _page: Mouse()), (WIDE, lambda _page: Mouse()), (WIDE, Keys)],
    ids=["phone", "wide", "keys alone"],
)
def test_from_the_first_link_to_a_gap_as_csv(
    empty_server: LiveServer,
    visitor_of: Callable[[LiveServer], Visitor],
    shared_data: Path,
    screen: dict[str, int],
    hands_of: Callable[[Page], Hands],
) -> None:
    page = visitor_of(empty_server).open(first_link(empty_server), viewport=screen)
    walk = Walk(page, hands_of(page))
    walk.becomes_administrator()
    walk.brings_in_the_staff(shared_data / "hr_export" / "employee_data.csv")
    walk.brings_in_the_certificates(shared_data / "hr_export" / "training_and_development_data.csv")
    pack = empty_server.folder / "own.toml"
    pack.write_text(PACK)
    walk.holds_to_a_pack(pack)
    walk.asks_about(DAY)

    terminal = Terminal(database_url(empty_server), empty_server.folder)
    told = json.loads(terminal.good("gaps", "--all", "--format", "json", "--as-of", DAY))
    assert len(told) == 10
    assert walk.standings() == {
        row["site"]: f"{row['have']} of {row['need']} ({row['status'].capitalize()})" for row in told
    }
    gap = next(row for row in told if row["status"] == "gap")
    found = walk.opens_a_gap(gap["site"])
    assert (found["Needed"], found["There are"]) == (str(gap["need"]), str(gap["have"]))
    assert gap["reason"] in found["reason"]
    exported = terminal.good("export", "gaps", "--format", "csv", "--out", "-", "--as-of", DAY)
    taken = walk.takes_away()
    assert taken == [{name: row[name] for name in taken[0]} for row in rows_of(exported)]
