"""Every instant that is shown bears its zone: one function decides how."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from readiness.foundation import words

AT = datetime(2026, 6, 30, 18, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        ("UTC", "30 June 2026, 18:06 UTC"),
        ("America/New_York", "30 June 2026, 14:06 EDT"),
        ("Europe/London", "30 June 2026, 19:06 BST"),
        ("America/Sao_Paulo", "30 June 2026, 15:06 UTC-03"),
        ("Asia/Kathmandu", "30 June 2026, 23:51 UTC+0545"),
    ],
)
def test_an_instant_is_told_with_its_zone_by_name_or_by_how_far_it_is_from_utc(zone: str, told: str) -> None:
    assert words.moment(AT.astimezone(ZoneInfo(zone))) == told


def test_in_spanish_too() -> None:
    with words.speaking("es"):
        assert words.moment(AT) == "30 de junio de 2026, 18:06 UTC"
