"""Every address of the service leads to its own page, whatever ids stand in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from config import config_from_environment
from readiness.app import create_app
from tests.conftest import close


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    settings = {"READINESS_DATABASE_URL": database_url, "READINESS_DATA_DIR": str(tmp_path)}
    yield create_app(config_from_environment(settings))
    close()


def _words(app: Flask) -> set[str]:
    """What stands in addresses by itself: someone may call a pack, a clause or a site just so."""
    return {
        part for rule in app.url_map.iter_rules() for part in rule.rule.split("/") if part and "<" not in part
    }


def _values(rule: Rule, word: str) -> dict[str, str | int]:
    """The word in the place of every id that people choose."""
    return {name: 7 if f"<int:{name}>" in rule.rule else word for name in rule.arguments}


def test_no_id_is_taken_for_the_address_of_another_page(app: Flask) -> None:
    addresses = app.url_map.bind("localhost")
    lost = []
    for word in sorted({*_words(app), "x.toml", "7"}):
        for rule in app.url_map.iter_rules():
            if rule.arguments and "GET" in (rule.methods or ()):
                values = _values(rule, word)
                address = addresses.build(rule.endpoint, values)
                if addresses.match(address) != (rule.endpoint, values):
                    lost.append(f"{address} is not {rule.rule}")
    assert lost == []
