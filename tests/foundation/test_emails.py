"""Which texts may be e-mail addresses: those of any script, and no slips of the pen."""

import pytest

from readiness.foundation.emails import is_email

ADDRESSES = (
    "ana@example.org",
    "ANA.RUIZ@EXAMPLE.ORG",
    "o'neill+first-aid@mail.example.co.uk",
    "a@b.c",
    "josé@example.org",
    "ana@bücher.example",
    "用户@例子.广告",
    "अजय@डाटा.भारत",
    f"{'a' * 64}@example.org",
)
OTHERS = (
    "",
    "not-an-email",
    "ana@example",
    "ana@@example.org",
    "ana@b@example.org",
    "@example.org",
    "ana@",
    "ana ruiz@example.org",
    "ana@example .org",
    "ana@example.org, tom@example.org",
    "Ana <ana@example.org>",
    "mailto:ana@example.org",
    "ana.@example.org",
    "ana@example..org",
    "ana@-example.org",
    "ana@example.org.",
    "an\u200ba@example.org",
    "an\u200ba@exämple.org",
    f"{'a' * 65}@example.org",
    f"ana@{'example.' * 40}org",
)


@pytest.mark.parametrize("text", ADDRESSES)
def test_an_address_of_any_script_is_one(text: str) -> None:
    assert is_email(text)


@pytest.mark.parametrize("text", OTHERS)
def test_a_slip_of_the_pen_is_none(text: str) -> None:
    assert not is_email(text)
