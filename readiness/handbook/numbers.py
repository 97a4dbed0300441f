"""How a telephone number is shown and how it is dialled: both from the same digits. Pure."""

import re

_GROUPS = (
    (re.compile(r"^1(\d{3})(\d{3})(\d{4})$"), "1-{}-{}-{}"),
    (re.compile(r"^(\d{3})(\d{3})$"), "{} {}"),
)


def shown(number: str) -> str:
    """The number as people read it: '1-800-799-7233', '116 123', '988'."""
    for pattern, form in _GROUPS:
        match = pattern.match(number)
        if match:
            return form.format(*match.groups())
    return number


def call_link(number: str) -> str:
    """The address that dials it (RFC 3966). A short number is dialled as it stands, from wherever one is."""
    return f"tel:+{number}" if len(number) == 11 and number.startswith("1") else f"tel:{number}"


def text_link(number: str) -> str:
    """The address that begins a message to it (RFC 5724)."""
    return f"sms:{number}"


def digits(text: str) -> str:
    """The digits of a number, however it is written."""
    return re.sub(r"\D", "", text)
