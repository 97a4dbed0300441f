"""A hidden place is in no output: canaries in every field of random directories, and in everything that is put out."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from readiness.resources.objects import Object
from readiness.resources.redaction import Hiding, Redaction
from readiness.resources.shapes import SHAPES, Form

PARTS = (
    "phone", "contact", "address", "schedule", "language", "service_area", "accessibility", "cost_option",
    "required_document", "funding", "organization_identifier", "url", "attribute", "metadata",
)  # fmt: skip


def canaries(kind: str, record: str) -> dict[str, object]:
    """A word in every field of text that names its object and nothing else; a number of its own in every other."""
    content: dict[str, object] = {}
    for place, (name, form) in enumerate(SHAPES[kind].fields.items()):
        is_number = form is Form.NUMBER
        content[name] = 10 + int(record[1:]) + place / 1000 if is_number else f"canary {record} {name} 7"
    return content


@dataclass
class Town:
    """A small directory: who offers what where, with parts for each."""

    objects: dict[str, Object] = field(default_factory=dict)

    def add(self, kind: str, **links: str) -> str:
        record = f"r{len(self.objects)}"
        self.objects[record] = Object(kind, record, "town", canaries(kind, record), links)
        return record

    def of(self, kind: str) -> list[str]:
        return [record for record, each in self.objects.items() if each.kind == kind]


@st.composite
def towns(draw: st.DrawFn) -> Town:
    town = Town()
    organisations = [town.add("organization") for _ in range(draw(st.integers(1, 2)))]
    services = [
        town.add("service", organization_id=draw(st.sampled_from(organisations)))
        for _ in range(draw(st.integers(1, 3)))
    ]
    places = [town.add("location") for _ in range(draw(st.integers(1, 3)))]
    for place in places:
        for service in draw(st.sets(st.sampled_from(services), min_size=1)):
            town.add("service_at_location", service_id=service, location_id=place)
    for _ in range(draw(st.integers(4, 14))):
        kind = draw(st.sampled_from(PARTS))
        links = {}
        for name, linked in SHAPES[kind].links.items():
            known = town.of(linked) if linked else list(town.objects)
            named = draw(st.sampled_from(["", *known]))
            if named:
                links[name] = named
        if links:
            town.add(kind, **links)
    return town


def said_of(shown: dict[str, Object]) -> str:
    return json.dumps([[each.record, dict(each.content), dict(each.links)] for each in shown.values()])


def words(each: Object) -> Iterator[str]:
    """What names this object: its record, its words, its numbers."""
    for value in each.content.values():
        yield value if isinstance(value, str) else json.dumps(value)


def with_all_that_is_theirs(town: Town, chosen: set[str], loud: set[str]) -> set[str]:
    """What is hidden, with what belongs to nothing else: to it, or to what belongs to it."""
    lost = {*chosen}
    # What is said of an object is of no use without it; whatever was added later may name what was added before.
    for record, each in town.objects.items():
        owners = {*each.links.values()}
        # The number of a hidden place stays, so that somebody can ask for shelter.
        if each.kind in PARTS and owners and owners <= lost and not (each.kind == "phone" and owners & loud):
            lost.add(record)
    return lost


@given(towns(), st.data())
def test_nothing_of_what_is_hidden_is_left(town: Town, data: st.DataObject) -> None:
    choices = [*town.of("location"), *town.of("service"), *town.of("organization")]
    chosen = data.draw(st.sets(st.sampled_from(choices), min_size=1))
    hidings = [
        Hiding(record, town.objects[record].kind, data.draw(st.booleans())) for record in sorted(chosen)
    ]
    shown = Redaction(town.objects, hidings).shown()
    said = said_of(shown)
    loud = {each.record for each in hidings if not each.hides_phone and each.kind == "location"}
    lost = with_all_that_is_theirs(town, chosen, loud)
    for record in lost:
        each = town.objects[record]
        assert record not in shown
        for word in words(each):
            assert f'"{word}"' not in said, f"{each.kind} {word}"
    for record in chosen:
        assert f'"{record}"' not in said, "something still names it"


@given(towns(), st.data())
def test_what_is_not_hidden_stays(town: Town, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from(town.of("location")))
    shown = Redaction(town.objects, [Hiding(place, "location", hides_phone=False)]).shown()
    assert {*town.of("service"), *town.of("organization")} <= shown.keys()
    assert {*town.of("location")} - shown.keys() == {place}


def make(kind: str, record: str, content: dict[str, object], **links: str) -> Object:
    return Object(kind, record, "town", content, links)


def hidden(*objects: Object, place: str = "p1", hides_phone: bool = False) -> dict[str, Object]:
    by_record = {each.record: each for each in objects}
    return Redaction(by_record, [Hiding(place, "location", hides_phone)]).shown()


REFUGE = (
    make(
        "service",
        "s1",
        {"name": "Refuge", "description": "Come to 12 Elm  Street, at Rose Cottage, by night."},
    ),
    make("service", "s2", {"name": "Office", "description": "By day."}),
    make(
        "location",
        "p1",
        {"name": "Rose Cottage", "location_type": "physical", "latitude": 25.70001, "longitude": -80.3},
    ),
    make("location", "p2", {"name": "Bureau", "location_type": "physical"}),
    make(
        "location",
        "p3",
        {"name": "Hall", "location_type": "physical", "latitude": 25.70002, "longitude": -80.3},
    ),
    make("service_at_location", "o1", {}, service_id="s1", location_id="p1"),
    make("service_at_location", "o2", {}, service_id="s2", location_id="p2"),
    make("service_at_location", "o3", {}, service_id="s2", location_id="p3"),
    make("address", "a1", {"address_1": "12 Elm Street", "city": "Miami"}, location_id="p1"),
    make("address", "a2", {"address_1": "12 ELM STREET.", "city": "Miami"}, location_id="p2"),
    make("phone", "t1", {"number": "305-555-0100"}, location_id="p1"),
)


def test_words_by_which_the_place_is_known_are_gone_from_every_text() -> None:
    text = hidden(*REFUGE)["s1"].text("description")
    assert text == "Come to […], at […], by night."


def test_a_place_at_the_same_address_or_spot_is_hidden_too() -> None:
    left = hidden(*REFUGE)
    assert not {"p1", "p2", "p3", "a1", "a2"} & left.keys()


def test_its_number_becomes_the_services_own_unless_it_is_hidden_too() -> None:
    numbers = [each for each in hidden(*REFUGE).values() if each.kind == "phone"]
    assert [(each.text("number"), dict(each.links)) for each in numbers] == [
        ("305-555-0100", {"service_id": "s1"})
    ]
    assert not [each for each in hidden(*REFUGE, hides_phone=True).values() if each.kind == "phone"]


def test_in_its_stead_stands_a_place_without_an_address() -> None:
    left = hidden(*REFUGE)
    virtual = [each for each in left.values() if each.content.get("location_type") == "virtual"]
    assert virtual
    assert all(dict(each.content) == {"location_type": "virtual"} for each in virtual)
