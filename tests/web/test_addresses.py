"""Codes in addresses: whatever people call a site, its pages are found."""

import posixpath
from urllib.parse import unquote

import pytest
from werkzeug.routing import Map, Rule

from readiness.web.addresses import CodeConverter

ADDRESSES = Map([Rule("/of/<code:code>", endpoint="of")], converters={"code": CodeConverter})


@pytest.mark.parametrize(
    "code",
    ["oslo", "New York", "a/b", "v1.2", "..", ".", "../../etc", "//evil/x", "a//b", "a/", "100%", "%2e%2e",
     "%252F", "é?#&", "{{7*7}}"],
)  # fmt: skip
def test_a_code_comes_back_from_its_address_as_browsers_and_servers_fold_it(code: str) -> None:
    addresses = ADDRESSES.bind("localhost")
    address = addresses.build("of", {"code": code})
    sent = unquote(address)
    folded = posixpath.normpath(sent)
    assert folded == sent
    assert addresses.match(folded) == ("of", {"code": code})


def test_plain_codes_are_written_as_they_are() -> None:
    assert ADDRESSES.bind("localhost").build("of", {"code": "leeds/north-2.1"}) == "/of/leeds/north-2.1"
