"""Sites that a staff file names and nobody knows: named before they are made, held beside those there are, refused."""

from dataclasses import replace
from pathlib import Path

import pytest

from readiness.compliance.keeping.kept_rows import latest_turn, stale_sites
from readiness.foundation.database import select
from readiness.foundation.errors import InvalidInput
from readiness.foundation.temporal import knowledge_at
from readiness.imports.choosing import likely_mapping
from readiness.imports.deciding import Desk
from readiness.imports.mapping import Mapping, mapping_in
from readiness.imports.mapping_text import mapping_text
from readiness.imports.new_sites import kept_new_sites
from readiness.imports.seeing import kept_seen
from readiness.imports.states import State
from readiness.imports.value_choices import MADE, Chosen, value_questions
from readiness.people.made_sites import UsualPlace
from readiness.people.staff_fields import FIELDS
from readiness.people.staff_import import StaffImport
from tests.commands import Terminal
from tests.factories import make_site
from tests.imports.desk import make_desk, receive, settled, wait_for

HEAD = "staff_number,given_name,site,employed_from\n"
STAFF = Mapping("staff", {name: name for name in HEAD.strip().split(",")}, create_sites=True)
KIND = StaffImport(UsualPlace("GB", "Europe/London"))


@pytest.fixture
def desk(db: str, tmp_path: Path) -> Desk:
    return make_desk(db, tmp_path)


def staff(*sites: str) -> str:
    rows = enumerate(sites, 1)
    return HEAD + "".join(f"{number},Ana,{site},2020-01-01\n" for number, site in rows)


def previewed(desk: Desk, content: str, mapping: Mapping = STAFF) -> int:
    number = receive(desk, content, "staff.csv", "staff")
    settled(number)
    desk.read(number, mapping)
    settled(number, State.PREVIEWED)
    return number


def named(desk: Desk, number: int) -> list[tuple[str, str]]:
    sites = kept_new_sites(desk.storage.folder(settled(number).folder).new_sites)
    assert sites.count == len(sites.named)
    return [(site.name, site.near) for site in sites.named]


def site_names() -> list[str]:
    return [name for (name,) in select("SELECT name FROM site ORDER BY name")]


def test_a_preview_names_each_new_site_beside_the_known_one_that_it_is_close_to(desk: Desk) -> None:
    make_site("leeds", name="Leeds")
    number = previewed(desk, staff("Leeds", "Leds", "Aberystwyth"))
    assert named(desk, number) == [("Aberystwyth", ""), ("Leds", "Leeds")]
    assert site_names() == ["Leeds"]


def test_names_that_share_a_word_are_not_slips_of_each_other(desk: Desk) -> None:
    make_site("a", name="Critical care centre")
    number = previewed(desk, staff("Centre", "Critical care", "Critical care center"))
    assert named(desk, number) == [
        ("Centre", ""),
        ("Critical care", "Critical care centre"),
        ("Critical care center", "Critical care centre"),
    ]


def test_only_the_sites_that_were_said_to_be_new_are_made(desk: Desk) -> None:
    make_site("leeds", name="Leeds")
    told = Mapping("staff", STAFF.columns, new_sites=("Aberystwyth",))
    number = previewed(desk, staff("Leeds", "Leds", "Aberystwyth"), told)
    assert settled(number).refused_count == 1
    desk.apply(number, takes_good_rows=True)
    settled(number, State.APPLIED)
    assert site_names() == ["Aberystwyth", "Leeds"]


def test_a_guess_makes_sites_only_where_there_are_none(desk: Desk) -> None:
    number = receive(desk, staff("Leeds", "Leds"), "staff.csv", "staff")
    seen = kept_seen(desk.storage.folder(settled(number).folder).seen)

    def meanings() -> dict[str, tuple[str | None, str]]:
        mapping, _told = likely_mapping(KIND, seen)
        (sites,) = value_questions(KIND, mapping, seen)
        return {choice.value: (choice.meaning, choice.near) for choice in sites.values}

    assert meanings() == {"Leeds": (MADE, ""), "Leds": (MADE, "")}
    make_site("leeds", name="Leeds")
    assert meanings() == {"Leds": (None, "Leeds"), "Leeds": ("leeds", "")}


def test_a_site_is_known_however_its_name_is_written(desk: Desk) -> None:
    make_site("north-clinic", name="North Clinic")
    number = previewed(desk, staff("NORTH CLINIC", "north-clinic", "North clinic"))
    assert (named(desk, number), settled(number).new_count) == ([], 3)


def test_two_sites_that_are_written_almost_alike_are_told_apart_by_the_exact_word(desk: Desk) -> None:
    make_site("A-1", name="First")
    make_site("A 1", name="Second")
    number = previewed(desk, staff("A-1", "A 1", "a 1"))
    assert named(desk, number) == [("a 1", "")]


def test_what_a_guess_made_is_remembered_by_name_and_the_next_slip_is_a_fault(terminal: Terminal) -> None:
    file = terminal.folder / "staff.csv"
    file.write_text(staff("Leeds", "York"))
    first = terminal.run("import", "staff", file)
    assert (first.status, "New sites: Leeds, York." in first.err) == (0, True)
    file.write_text(staff("Leeds", "Yrok"))
    second = terminal.run("import", "staff", file)
    assert second.status == 1
    assert "'Yrok' is no site that is known." in second.err


def test_a_mapping_file_names_new_sites() -> None:
    told = Mapping(
        "staff", {"staff_number": "No"}, new_sites=("York", 'The "Hub"'), country="GB", time_zone="Europe/London",
        places={'The "Hub"': {"country": "US", "time_zone": "America/Chicago", "code": "HUB"}},
    )  # fmt: skip
    assert mapping_in(mapping_text(told).encode(), "m.toml", "staff", FIELDS) == told
    assert Mapping.from_json(told.to_json()) == told


def test_what_is_kept_of_today_is_true_after_an_import_without_the_timetable(db: str, tmp_path: Path) -> None:
    real_desk = make_desk(db, tmp_path, is_real=True)
    number = previewed(real_desk, staff("Leeds"))
    real_desk.apply(number, takes_good_rows=False)
    settled(number, State.APPLIED)

    def is_kept() -> bool:
        turn = latest_turn()
        return turn is not None and turn.question.known == knowledge_at() and not stale_sites()

    wait_for(is_kept)


def places() -> list[tuple[str, str, str, str]]:
    return list(select("SELECT name, code, country, time_zone FROM site ORDER BY name"))


def test_new_sites_are_where_most_known_ones_are_and_that_is_said_before(desk: Desk) -> None:
    for code in ("leeds", "york"):
        make_site(code, name=code.title(), country="GB", time_zone="Europe/London")
    make_site("oslo", name="Oslo", country="NO", time_zone="Europe/Oslo")
    number = previewed(desk, staff("North  Clinic", "HQ"))
    shown = kept_new_sites(desk.storage.folder(settled(number).folder).new_sites).named
    assert [(site.name, site.code, site.country, site.time_zone, site.is_assumed) for site in shown] == [
        ("HQ", "HQ", "GB", "Europe/London", True),
        # As the known codes have it: small letters, and no blanks.
        ("North  Clinic", "north-clinic", "GB", "Europe/London", True),
    ]
    desk.apply(number, takes_good_rows=False, is_seen=True)
    settled(number, State.APPLIED)
    assert places()[0] == ("HQ", "HQ", "GB", "Europe/London")
    assert ("North  Clinic", "north-clinic", "GB", "Europe/London") in places()


def test_what_nobody_has_looked_at_stays_marked_as_assumed(desk: Desk) -> None:
    seen, unseen = previewed(desk, staff("Leeds")), previewed(desk, staff("Leeds", "York"))
    desk.apply(seen, takes_good_rows=False, is_seen=True)
    settled(seen, State.APPLIED)
    desk.apply(unseen, takes_good_rows=False)
    settled(unseen, State.APPLIED)
    marked = dict(select("SELECT name, is_place_assumed FROM site"))
    assert {name: bool(mark) for name, mark in marked.items()} == {"Leeds": False, "York": True}


SAID = """
kind = "staff"
create_sites = true
time_zone = "Europe/London"
[columns]
staff_number = "staff_number"
given_name = "given_name"
site = "site"
employed_from = "employed_from"
[new_site."Boston office"]
country = "US"
time_zone = "America/New_York"
code = "BOS"
[new_site.Oslo]
country = "NO"
"""


def test_a_mapping_says_where_new_sites_are_and_which_codes_they_get(terminal: Terminal) -> None:
    (terminal.folder / "staff.toml").write_text(SAID)
    (terminal.folder / "staff.csv").write_text(staff("Leeds", "Boston office", "Oslo"))
    ran = terminal.run(
        "import", "staff", terminal.folder / "staff.csv", "--mapping", terminal.folder / "staff.toml"
    )
    assert (ran.status, "New sites: Boston office (BOS), Leeds, Oslo." in ran.err) == (0, True), ran.err
    assert "Assumed" not in ran.err
    assert [line.strip() for line in ran.err.splitlines() if " in " in line] == [
        "1 in US, America/New_York.",
        "1 in GB, Europe/London.",
        "1 in NO, Europe/Oslo.",
    ]
    again = terminal.run(
        "import", "staff", terminal.folder / "staff.csv", "--mapping", terminal.folder / "staff.toml"
    )
    assert again.out.startswith("0 new, 0 changed, 3 unchanged")


def test_the_command_says_what_it_assumes(terminal: Terminal) -> None:
    (terminal.folder / "staff.csv").write_text(staff("Leeds"))
    ran = terminal.run("import", "staff", terminal.folder / "staff.csv")
    assert "Assumed of 1: in US, America/New_York, as the organisation's settings say." in ran.err


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ('country = "Germany"', "country: 'Germany' is no country code. Did you mean DE?"),
        ('country = "US"', "time_zone: Say the time zone too, such as "),
        ('time_zone = "London"', "time_zone: 'London' is no time zone."),
        ('new_site = "x"', "new_site: write a section"),
        (
            '[new_site.York]\nzone = "UTC"',
            "new_site.York.zone: there is no such key. Did you mean time_zone?",
        ),
        ('[new_site.York]\ncountry = "XX"', "new_site.York.country: 'XX' is no country code."),
    ],
)
def test_what_is_wrong_with_where_new_sites_are_is_named_by_its_key(said: str, fault: str) -> None:
    columns = "" if said.startswith("[") else said + "\n"
    text = f'{columns}kind = "staff"\n[columns]\nstaff_number = "No"\n' + (
        said if said.startswith("[") else ""
    )
    with pytest.raises(InvalidInput) as refused:
        mapping_in(text.encode(), "m.toml", "staff", FIELDS)
    assert fault in "\n".join(refused.value.problems)


def test_a_code_of_another_site_is_refused(desk: Desk) -> None:
    make_site("BOS", name="Boston")
    told = replace(STAFF, places={"Boston office": {"code": "bos"}})
    number = receive(desk, staff("Boston office"), "staff.csv", "staff")
    settled(number)
    desk.read(number, told)
    row = settled(number, State.MAPPING)
    assert row.problems == ["new_site.Boston office.code: bos is the code of another site. Give another one."]


def test_names_that_differ_in_capitals_and_blanks_alone_are_one_site(desk: Desk) -> None:
    number = previewed(desk, staff("North clinic", "NORTH  CLINIC", "north-clinic"))
    desk.apply(number, takes_good_rows=False)
    settled(number, State.APPLIED)
    assert len(site_names()) == 1
    assert list(select("SELECT count(DISTINCT site_id), count(*) FROM membership")) == [(1, 3)]


def test_a_slip_of_another_new_site_is_named_and_may_be_said_to_be_the_same(desk: Desk) -> None:
    number = previewed(desk, staff("Aberystwyth", "Aberystwyth", "Aberystwith", "Ward 1", "Ward 2"))
    near = kept_new_sites(desk.storage.folder(settled(number).folder).new_sites).named
    assert [(site.name, site.near_new) for site in near if site.near_new] == [
        ("Aberystwith", "Aberystwyth"),
        ("Aberystwyth", "Aberystwith"),
    ]
    seen = kept_seen(desk.storage.folder(settled(number).folder).seen)
    (asked,) = value_questions(KIND, STAFF, seen)
    at = {choice.value: choice for choice in asked.values}
    assert at["Aberystwith"].near_new == "Aberystwyth"
    assert at["Aberystwyth"].near_new == "", "the one with more rows is hardly the slip"
    same = f"={at['Aberystwyth'].place}"
    assert (at["Aberystwith"].others or {})[same] == "Aberystwyth"
    answers = {("site", choice.place): [MADE] for choice in asked.values}
    answers["site", at["Aberystwith"].place] = [same]
    words = KIND.vocabulary("site")
    assert words is not None
    chosen = Chosen([asked], answers, {"site": words})
    told = replace(STAFF, create_sites=False, new_sites=chosen.new_sites() or (), values=chosen.values())
    assert told.values == {"site": {"Aberystwith": "Aberystwyth"}}
    (asked,) = value_questions(KIND, told, seen)
    assert {choice.value: choice.meaning for choice in asked.values}["Aberystwith"] == same
    desk.read(number, told)
    settled(number, State.PREVIEWED)
    desk.apply(number, takes_good_rows=False)
    settled(number, State.APPLIED)
    assert site_names() == ["Aberystwyth", "Ward 1", "Ward 2"]


def test_values_that_are_said_to_be_the_same_as_each_other_say_nothing(desk: Desk) -> None:
    number = previewed(desk, staff("Leeds", "York"))
    (asked,) = value_questions(KIND, STAFF, kept_seen(desk.storage.folder(settled(number).folder).seen))
    one, two = (choice.place for choice in asked.values)
    words = KIND.vocabulary("site")
    assert words is not None
    chosen = Chosen([asked], {("site", one): [f"={two}"], ("site", two): [f"={one}"]}, {"site": words})
    assert (chosen.values(), chosen.new_sites()) == ({}, ())
