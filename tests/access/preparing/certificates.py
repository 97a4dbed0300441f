"""Certificates that are added, renewed, proved, and revoked."""

from datetime import date
from typing import Any

from readiness.certificates.models import Certificate
from tests.access.conftest import House
from tests.access.preparing.sending import DAY, Sent, photo_file
from tests.factories import make_certificate, make_person


def said(*, of: str = "cpr-aed", **more: Any) -> Sent:
    """What somebody says of a certificate."""
    return {"kind": of, "issued_on": DAY.isoformat(), "issuer": "Training Ltd", "course": "", **more}


def chosen(row: Certificate) -> str:
    return f"{row.fact_id}.{row.id}"


def held(house: House) -> Certificate:
    """A certificate that has ended, of somebody at the own site."""
    person = make_person(house.world.own_site)
    return make_certificate(person, "cpr-aed", date(2024, 1, 5), date(2026, 1, 5))


def revoke(house: House, _role: str) -> Sent:
    return {"chosen": chosen(held(house)), "reason": "It was wrong.", "revoked_on": "2025-11-01"}


def add_to_several(house: House, _role: str) -> Sent:
    people = [make_person(house.world.own_site) for _number in range(2)]
    return said(chosen=[str(each.id) for each in people])


def add(_house: House, _role: str) -> Sent:
    return said(number="17")


def renew(house: House, _role: str) -> Sent:
    return {**said(), "chosen": chosen(held(house)), "renew": "1"}


def attach(house: House, _role: str) -> Sent:
    return {"chosen": chosen(held(house)), "attach": "1", "file": photo_file()}
