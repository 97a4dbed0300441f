"""What is sent to a route: what every topic says it with."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from readiness.foundation import clock
from tests.access.conftest import House
from tests.evidence.files import jpeg
from tests.handbook.desk import fields

Sent = dict[str, Any]
Prepare = Callable[[House, str], Sent]
DAY = clock.today("Pacific/Pago_Pago")
"""The day there has begun everywhere."""


def own(house: House, name: str, role: str) -> Any:
    return house.values[name].own_of(role)


def post(house: House, role: str, path: str, sent: Sent) -> str:
    """What a page answers that is used before; it takes what it was sent."""
    values = {name: value for name, value in sent.items() if name not in ("role", "path")}
    answer = house.clients[role].post(path, data={**values, "csrf_token": house.tokens[role]})
    assert answer.status_code < 400, f"{path}: {answer.text}"
    return answer.text


def photo_file() -> tuple[BytesIO, str]:
    return BytesIO(jpeg()), "a.jpg"


def looked(house: House, role: str, path: str, sent: Sent) -> Sent:
    """What would be was looked at before."""
    return {**sent, "seen": fields(post(house, role, path, sent))["seen"]}
