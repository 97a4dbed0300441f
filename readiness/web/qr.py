"""Addresses as QR codes, to be scanned from a screen or from paper."""

from markupsafe import Markup

from readiness.foundation.later import segno


def qr_code(address: str) -> Markup:
    """The address as a QR code: SVG with attributes alone, since the pages admit no inline style."""
    code = segno.make(address, error="m", micro=False)
    drawn = code.svg_inline(omitsize=True, border=4, dark="#000", light="#fff", svgclass="qr", lineclass=None)
    return Markup(drawn)  # noqa: S704 - drawn from modules, no text of anyone's stands in it
