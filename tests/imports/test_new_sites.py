"""Sites that a staff file names and nobody knows: named before they are made, held beside those there are, refused."""

from pathlib import Path

import pytest

from readiness.compliance.kept_rows import latest_turn, stale_sites
from readiness.foundation.database import select
from readiness.foundation.temporal import knowledge_at
from readiness.imports.choosing import MADE, likely_mapping, value_questions
from readiness.imports.deciding import Desk
from readiness.imports.mapping import Mapping, mapping_in
from readiness.imports.mapping_text import mapping_text
from readiness.imports.new_sites import kept_new_sites
from readiness.imports.seeing import kept_seen
from readiness.imports.states import State
from readiness.people.staff_fields import FIELDS
from readiness.people.staff_import import NewSites, StaffImport
from tests.commands import Terminal
from tests.factories import make_site
from tests.imports.desk import make_desk, receive, settled, wait_for

HEAD = "staff_number,given_name,site,employed_from\n"
STAFF = Mapping("staff", {name: name for name in HEAD.strip().split(",")}, create_sites=True)
KIND = StaffImport(NewSites("GB", "Europe/London"))


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
    told = Mapping("staff", {"staff_number": "No"}, new_sites=("York", 'The "Hub"'))
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
