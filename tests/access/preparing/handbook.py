"""Protocols in their states, crisis lines, and services of the directory."""

import tempfile
from pathlib import Path

from readiness.protocols.actions import bring_starters
from readiness.protocols.models import ProtocolRevision
from readiness.protocols.queries import shipped_protocols
from readiness.protocols.states import State
from readiness.resources.lists import staff_cards
from tests.access.conftest import House
from tests.access.preparing.sending import Prepare, Sent, post
from tests.handbook.desk import fields
from tests.resources.directories import bring, package
from tests.resources.test_workroom import TWINS

SWAP = "/handbook/lines/us-988/swap"


def other_about(_house: House, _role: str) -> Sent:
    return {"review_months": "6"}


def other_text(_house: House, _role: str) -> Sent:
    return {"first": "Sit down with them."}


def text_of_another(house: House, role: str) -> Sent:
    """What a protocol says that is whole already, in the one that is begun."""
    page = house.clients[role].get("/handbook/protocols/panic/edit/en").text
    return {name: value for name, value in fields(page).items() if name not in ("csrf_token", "seen")}


def in_state(state: State) -> Prepare:
    """The protocol, written by somebody else, as it stands in a state."""

    def prepare(_house: House, _role: str) -> Sent:
        bring_starters([each for each in shipped_protocols().values() if each.slug != "panic"], "a test")
        ProtocolRevision.update(state=state).where(ProtocolRevision.slug == "panic").execute()
        return {"reason": "It is not clear.", "seen": "1"}

    return prepare


def all_seen(house: House, role: str) -> Sent:
    return {**in_state(State.REVIEW)(house, role), "seen": "panic 1"}


def swap(house: House, role: str) -> Sent:
    """What will stand on the pages was looked at before."""
    form = fields(house.clients[role].get(SWAP).text)
    return fields(post(house, role, SWAP, {**form, "stand_in": "us-911", "reason": "It does not answer."}))


def put_back(house: House, role: str) -> Sent:
    post(house, role, SWAP, swap(house, role))
    return {"reason": "It answers again."}


def doubles(house: House, role: str) -> Sent:
    """Two services of one organisation that are probably one."""
    with tempfile.TemporaryDirectory() as folder:
        bring(package(Path(folder) / "twins.zip", TWINS))
    cards = {card.name: card.id for card in staff_cards()}
    return {"dropped": cards["Counseling"], "kept": cards["Counselling"]}


def part(house: House, role: str) -> Sent:
    sent = doubles(house, role)
    post(house, role, "/handbook/resources/doubles/merge", sent)
    return {"dropped": sent["dropped"]}
