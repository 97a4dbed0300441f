"""What is printed and hangs: in batches, with keys that are told once, and out of date for a reason, exactly."""

import io
import json
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from config import Config
from readiness.audit.models import AuditEvent
from readiness.duty.keys import hash_of
from readiness.duty.models import DutyCardKey
from readiness.foundation import clock
from readiness.foundation.errors import Conflict, InvalidInput
from readiness.foundation.temporal import LAST_DAY, Question, knowledge_at
from readiness.handbook.actions import Press
from readiness.handbook.models import EditionSwitch
from readiness.lines.actions import SeenLine, Signature, correct_line, verify_line
from readiness.lines.queries import get_line
from readiness.paper.actions import Ordered, Place, Printing, hang, order_paper, take_back, take_down
from readiness.paper.making import archive, pieces_of
from readiness.paper.models import PaperPrint
from readiness.paper.orders import Kind, Order
from readiness.paper.queries import get_batch, get_print, hangings_of, material, prints_of
from readiness.paper.register import hung_then, register
from readiness.people.models import Site
from readiness.protocols.actions import bring_starters
from readiness.protocols.models import ProtocolRevision
from readiness.protocols.queries import shipped_protocols
from readiness.protocols.states import State
from tests.commands import Terminal
from tests.factories import make_site
from tests.handbook.making import press_at
from tests.paper.making import DAY, read_codes, words
from tests.statements import counting

HOTLINE = "us-domestic-violence"


@dataclass(frozen=True)
class Desk:
    """Where things are printed: at a moment, with these settings."""

    at: Press
    config: Config

    def order(self, *orders: Order, renews_keys: bool = False, skips: bool = False) -> Ordered:
        how = Printing("hr@example.org", self.at.now, self.at.as_of, renews_keys, skips)
        return order_paper(material(self.at, self.config), orders, how)

    def hung(self, order: Order, place: str = "Kitchen") -> PaperPrint:
        (piece,) = prints_of(get_batch(self.order(order).number))
        hang(piece, Place(place, DAY), DAY, "hr@example.org")
        return piece

    def old(self) -> dict[str, tuple[str, ...]]:
        """By place, why what hangs there is out of date; what holds is left out."""
        return {each.hung.place: each.reasons for each in register(self.at, self.config) if each.reasons}


@pytest.fixture
def desk(db: str, tmp_path: Path) -> Desk:
    """Three protocols are published; there are two sites in the United States and one in Britain."""
    wanted = [shipped_protocols()[slug] for slug in ("home", "panic", "suicide")]
    bring_starters(wanted, "a test")
    approved_at = press_at(tmp_path).now
    ProtocolRevision.update(state=State.PUBLISHED, approved_at=approved_at).execute()
    EditionSwitch.create(
        name="edition-3f9a12cdffffffff.sqlite", switched_at=clock.now(), switched_by="a test"
    )
    for code, country in (("dayton", "US"), ("ohio", "US"), ("leeds", "GB")):
        make_site(code, country=country, address=f"1 Main Street, {code}", outside_line_prefix="9")
    return Desk(press_at(tmp_path), Config(base_url="https://readiness.example.org", time_zone="UTC"))


def test_when_the_number_of_a_line_changes_just_what_shows_it_is_out_of_date(desk: Desk) -> None:
    for place, order in {
        "poster": Order(Kind.POSTER, "dayton"),
        "poster in Spanish": Order(Kind.POSTER, "ohio", "es"),
        "poster in Leeds": Order(Kind.POSTER, "leeds"),
        "wallet": Order(Kind.WALLET, "dayton"),
        "strips": Order(Kind.TEAR_OFF, "dayton"),
        "hurt at home": Order(Kind.PROTOCOL, "dayton", protocol="home"),
        "panic": Order(Kind.PROTOCOL, "dayton", protocol="panic"),
    }.items():
        desk.hung(order, place)
    assert desk.old() == {}

    shows_it = {"poster", "poster in Spanish", "hurt at home"}
    correct_line(SeenLine(HOTLINE, 0), {"call": "18005550123"}, "It moved.", "ana@example.org")
    assert desk.old().keys() == shows_it, "a number that nobody verified is shown nowhere"
    assert "is not shown any more: National Domestic Violence Hotline" in desk.old()["poster"][0]
    assert "is not verified" in desk.old()["hurt at home"][0]

    known = get_line(HOTLINE)
    verify_line(SeenLine(HOTLINE, known.version), Signature(DAY, "Its own page", ""), DAY, "ben@example.org")
    assert desk.old().keys() == shows_it
    (why,) = desk.old()["poster"]
    assert desk.old()["hurt at home"][0] == why
    assert "1-800-799-7233" in why
    assert "now National Domestic Violence Hotline · 1-800-555-0123" in why


def test_each_other_reason_is_told_in_words(desk: Desk) -> None:
    desk.hung(Order(Kind.POSTER, "dayton"), "poster")
    desk.hung(Order(Kind.PROTOCOL, "dayton", protocol="panic"), "panic")
    desk.hung(Order(Kind.WALLET, "ohio"), "wallet")
    keyed = desk.order(Order(Kind.WALLET, "ohio"), renews_keys=True)
    (piece,) = prints_of(get_batch(keyed.number))
    hang(piece, Place("keyed", DAY), DAY, "hr@example.org")
    assert desk.old() == {}

    Site.update(assembly_point="The new car park").where(Site.code == "dayton").execute()
    assert desk.old() == {"poster": ("Assembly point: nothing stands on it; now ‘The new car park’.",)}
    revision = ProtocolRevision.get(slug="panic")
    body = {**revision.body, "en": {**revision.body["en"], "first": "Breathe out slowly, together."}}
    ProtocolRevision.update(body=body).where(ProtocolRevision.slug == "panic").execute()
    assert desk.old()["panic"] == ("The protocol was revised since.",)
    desk.order(Order(Kind.POSTER, "ohio"), renews_keys=True)
    assert "opens nothing any more" in desk.old()["keyed"][0]
    assert desk.old().keys() == {"poster", "panic", "keyed"}

    later = Desk(press_at(Path(), day=date(2027, 11, 24), check_days=3660), desk.config)
    assert "It was valid until 23 November 2027." in later.old()["wallet"]
    EditionSwitch.create(name="", switched_at=clock.now(), switched_by="a test")
    assert "No handbook is published yet" in " ".join(desk.old()["wallet"])


def test_a_piece_takes_the_place_of_another_and_the_trail_tells(desk: Desk) -> None:
    first, second = desk.hung(Order(Kind.POSTER, "dayton")), desk.hung(Order(Kind.POSTER, "dayton"), "Gate")
    (old,) = hangings_of(first.serial)
    hang(second, Place("", DAY, instead_of=old), DAY, "ben@example.org")
    assert [each.place for each in hangings_of(second.serial)] == ["Kitchen", "Gate"]
    (gone,) = hangings_of(first.serial)
    assert gone.taken_down_on == DAY
    before = Question(DAY, knowledge_at())
    assert [
        (each.hung.place, each.hangs) for each in hung_then(before) if each.hung.serial == first.serial
    ] == [("Kitchen", False)]
    assert hung_then(Question(date(2026, 11, 27), knowledge_at())) == []
    with pytest.raises(Conflict, match="taken down already"):
        take_down(gone, DAY, "ben@example.org")
    take_back(hangings_of(second.serial)[0], "ben@example.org")
    assert [each.taken_down_on for each in hangings_of(second.serial)] == [LAST_DAY]
    told = [each.action for each in AuditEvent.select().order_by(AuditEvent.id)]
    assert told[-3:] == ["paper taken down", "paper hung up", "paper taken down"]
    with pytest.raises(InvalidInput) as refused:
        hang(first, Place(" ", date(2027, 1, 1)), DAY, "ben@example.org")
    assert len(refused.value.problems) == 2


def test_a_batch_has_every_piece_and_a_list_and_its_keys_are_told_once(desk: Desk) -> None:
    desk.hung(Order(Kind.POSTER, "dayton"), "Kitchen, 2nd floor")
    orders = [Order(Kind.POSTER, site, language) for site in ("dayton", "ohio") for language in ("en", "es")]
    ordered = desk.order(*orders, renews_keys=True)
    prints = prints_of(get_batch(ordered.number))
    at = material(desk.at, desk.config)
    told: list[int] = []
    whole = b"".join(archive(pieces_of(at, prints, ordered.secret), DAY, told.append))
    with zipfile.ZipFile(io.BytesIO(whole)) as archived:
        assert archived.testzip() is None
        files = {name: archived.read(name) for name in archived.namelist()}
    assert told == [1, 2, 3, 4, 5]
    assert [*files][-1] == "hanging-list.pdf"
    assert {name.rpartition("-")[0] for name in [*files][:-1]} == {
        "dayton/poster-en", "dayton/poster-es", "ohio/poster-en", "ohio/poster-es",
    }  # fmt: skip
    assert read_codes(files["hanging-list.pdf"]) == {
        f"https://readiness.example.org/paper/{each.serial}" for each in prints
    }
    assert all(each.serial in words(files["hanging-list.pdf"]) for each in prints)
    assert words(files["hanging-list.pdf"]).count("Hangs now: Kitchen, 2nd floor") == 1
    poster = next(content for name, content in files.items() if name.startswith("dayton/poster-es"))
    (address,) = read_codes(poster)
    assert address.startswith("https://readiness.example.org/sites/dayton/")
    assert address.endswith("?lang=es")
    key = address.partition("/dayton/")[2].removesuffix("?lang=es")
    kept = DutyCardKey.select().join(Site).where(Site.code == "dayton").get()
    assert kept.key_hash == hash_of(key)
    with pytest.raises(Conflict, match="told once"):
        pieces_of(at, prints)
    with pytest.raises(Conflict, match="told once"):
        pieces_of(at, prints, "another secret")


def test_one_site_that_cannot_be_printed_keeps_all_back_unless_it_is_left_out(desk: Desk) -> None:
    Site.update(address="").where(Site.code == "ohio").execute()
    orders = [Order(Kind.POSTER, site) for site in ("dayton", "ohio")]
    with pytest.raises(InvalidInput, match="ohio has no address"):
        desk.order(*orders, renews_keys=True)
    assert not PaperPrint.select().exists()
    with pytest.raises(InvalidInput, match="what is torn off goes to anybody"):
        desk.order(Order(Kind.TEAR_OFF, "dayton"), renews_keys=True)
    assert not DutyCardKey.select().exists(), "no key was renewed for nothing"
    ordered = desk.order(*orders, skips=True)
    assert (ordered.count, len(ordered.left_out)) == (1, 1)


def test_the_command_prints_into_a_folder_and_tells_what_is_out_of_date(
    desk: Desk, db: str, tmp_path: Path
) -> None:
    terminal = Terminal(db, tmp_path)
    target = tmp_path / "printed"
    settings = {"READINESS_BASE_URL": "https://readiness.example.org"}
    said = terminal.good(
        "paper", "print", target, "--all", "--kind", "poster", "--lang", "en", "--size", "letter", **settings
    )
    assert said == f"Printed 3 into {target} (batch 1).\n"
    (poster,) = target.glob("leeds/poster-en-*.pdf")
    assert "999" in words(poster.read_bytes())
    hang(get_print(poster.stem.rpartition("-")[2]), Place("Hall", DAY), DAY, "hr@example.org")
    Site.update(address="9 New Street").where(Site.code == "leeds").execute()
    (told,) = json.loads(terminal.good("paper", "list", "--out-of-date", "--format", "json", **settings))
    assert told["place"] == "Hall"
    assert told["out_of_date"] == ["The address: ‘1 Main Street, leeds’ stands on it; now ‘9 New Street’."]


def test_the_register_asks_as_often_of_many_pieces_as_of_few(desk: Desk) -> None:
    def asked() -> int:
        with counting() as made:
            register(desk.at, desk.config)
        return len(made)

    desk.hung(Order(Kind.POSTER, "dayton"))
    few = asked()
    for number in range(8):
        desk.hung(Order(Kind.WALLET, ("dayton", "ohio", "leeds")[number % 3]), str(number))
    assert asked() == few
